package dev.capstan.autograd.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/**
 * A wrong gradient fitted with what rules are made of: the right one times a factor, the right one
 * and a term, or the right one but for some elements that have something in common.
 */
final class Fits {
  /** A fit with a free number says nothing of fewer elements. */
  private static final int ENOUGH = 3;

  /** A difference this small beside the gradient is too rough to be fitted itself. */
  private static final double VISIBLE = 1e-3;

  /** What is made of x, y and g, element by element. */
  private record Term(String text, IntToDoubleFunction at) {}

  private final Evidence e;
  private final double[] a;
  private final double[] n;
  private final List<Fault> found = new ArrayList<>();

  private Fits(Evidence e) {
    this.e = e;
    this.a = e.analytic();
    this.n = e.numeric();
  }

  /** The factors, then the terms; empty if none fits. */
  static List<Fault> of(Evidence e) {
    Fits fits = new Fits(e);
    fits.factors();
    fits.terms();
    return fits.found;
  }

  /** The elements that are wrong, if the others are right and these have something in common. */
  static List<Fault> ofSome(Evidence e) {
    Fits fits = new Fits(e);
    fits.some();
    return fits.found;
  }

  private void add(String what, String evidence) {
    found.add(new Fault(what, evidence, "look at that rule"));
  }

  // --- a factor for each element --------------------------------------------------------------

  private void factors() {
    List<Term> terms = new ArrayList<>();
    terms.add(new Term("x", i -> e.x()[i]));
    if (e.y().length == a.length) {
      terms.add(new Term("y", i -> e.y()[i]));
      terms.add(new Term("(1 + y)", i -> 1 + e.y()[i]));
      terms.add(new Term("(1 - y)", i -> 1 - e.y()[i]));
      terms.add(new Term("g", i -> e.g()[i]));
      terms.add(new Term("y²", i -> e.y()[i] * e.y()[i]));
    }
    terms.add(new Term("(1 + x)", i -> 1 + e.x()[i]));
    terms.add(new Term("(1 - x)", i -> 1 - e.x()[i]));
    terms.add(new Term("x²", i -> e.x()[i] * e.x()[i]));
    for (Term t : terms) {
      double[] by = values(t);
      if (!constant(by)) {
        factor(t, by);
      }
    }
  }

  private void factor(Term t, double[] by) {
    double[] times = new double[a.length];
    double[] over = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      times[i] = n[i] * by[i];
      over[i] = n[i] / by[i];
    }
    if (Likeness.alike(a, times)) {
      add("a factor too many", "equal to the right gradient times " + t.text());
    } else if (Likeness.alike(a, over)) {
      add("a factor missing", "equal to the right gradient divided by " + t.text());
    }
  }

  private double[] values(Term t) {
    double[] out = new double[a.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = t.at().applyAsDouble(i);
    }
    return out;
  }

  static boolean constant(double[] x) {
    return x.length > 0 && Arrays.stream(x).allMatch(v -> Math.abs(v - x[0]) < Likeness.ALIKE);
  }

  // --- a term more or less --------------------------------------------------------------------

  private void terms() {
    double[] apart = new double[a.length];
    for (int i = 0; i < a.length; i++) {
      apart[i] = a[i] - n[i];
    }
    if (a.length < ENOUGH || Likeness.largest(apart) < VISIBLE * Likeness.largest(n)) {
      return;
    }
    List<Term> terms = new ArrayList<>();
    terms.add(new Term("x", i -> e.x()[i]));
    if (e.y().length == a.length) {
      terms.add(new Term("g", i -> e.g()[i]));
      terms.add(new Term("y", i -> e.y()[i]));
      terms.add(new Term("g x", i -> e.g()[i] * e.x()[i]));
      terms.add(new Term("g y", i -> e.g()[i] * e.y()[i]));
      sums(terms);
    }
    for (Term t : terms) {
      double[] by = values(t);
      double c = slope(apart, by);
      if (Double.isFinite(c) && c != 0 && Likeness.alike(apart, Likeness.times(c, by))) {
        add(
            "a term missing or too many",
            "the rule gives the right gradient "
                + (c < 0 ? "- " : "+ ")
                + times(Math.abs(c))
                + t.text());
        return;
      }
    }
  }

  /** Sums over an axis, spread over it again: what softmax, norms and means subtract. */
  private void sums(List<Term> terms) {
    if (!Arrays.equals(e.axes(), e.resultAxes())) {
      return;
    }
    double[] gy = new double[a.length];
    for (int i = 0; i < gy.length; i++) {
      gy[i] = e.g()[i] * e.y()[i];
    }
    for (int axis = 0; axis < e.axes().length; axis++) {
      if (e.axes()[axis] > 1) {
        String along = e.axes().length == 1 ? "" : " along axis " + axis;
        double[] g = Shapes.spreadSum(e.g(), e.axes(), axis);
        double[] all = Shapes.spreadSum(gy, e.axes(), axis);
        terms.add(new Term("Σ g" + along, i -> g[i]));
        terms.add(new Term("y Σ g" + along, i -> e.y()[i] * g[i]));
        terms.add(new Term("Σ g y" + along, i -> all[i]));
        terms.add(new Term("y Σ g y" + along, i -> e.y()[i] * all[i]));
      }
    }
  }

  private static double slope(double[] of, double[] by) {
    double dot = 0;
    double square = 0;
    for (int i = 0; i < of.length; i++) {
      dot += of[i] * by[i];
      square += by[i] * by[i];
    }
    return dot / square;
  }

  private static String times(double c) {
    return Math.abs(c - 1) < Likeness.ALIKE ? "" : rounded(c) + " ";
  }

  /** Without the digits that differences do not have. */
  private static String rounded(double ratio) {
    return Numbers.shown(Math.rint(ratio * 1e4) / 1e4);
  }

  // --- some elements --------------------------------------------------------------------------

  private void some() {
    double size = Likeness.ALIKE * Math.max(Likeness.largest(a), Likeness.largest(n));
    boolean[] bad = new boolean[a.length];
    int count = 0;
    double ratio = Double.NaN;
    boolean one = true;
    for (int i = 0; i < a.length; i++) {
      bad[i] = Math.abs(a[i] - n[i]) > size;
      if (bad[i]) {
        double r = a[i] / n[i];
        one &= count == 0 || Math.abs(r - ratio) <= 10 * Likeness.ALIKE * Math.abs(ratio);
        ratio = count == 0 ? r : ratio;
        count++;
      }
    }
    if (count == 0 || count == a.length) {
      return;
    }
    String which = which(bad);
    boolean factor = one && Double.isFinite(ratio) && ratio != 0;
    if (factor || !which.isEmpty() && count > 1) {
      String share = count + " of " + a.length + " elements";
      add(
          factor ? "factor " + rounded(ratio) + " at some elements" : "wrong at some elements",
          share + (which.isEmpty() ? "" : ", " + which) + "; the rest is right");
    }
  }

  /** What the wrong elements have in common and the right ones have not; empty if nothing. */
  private String which(boolean[] bad) {
    String by = threshold("x", e.x(), bad);
    if (by.isEmpty() && e.y().length == a.length) {
      by = threshold("y", e.y(), bad);
    }
    if (by.isEmpty()) {
      by = threshold("|x|", Arrays.stream(e.x()).map(Math::abs).toArray(), bad);
    }
    for (int axis = 0; by.isEmpty() && axis < e.axes().length; axis++) {
      by = place(axis, bad);
    }
    return by;
  }

  private static final double[] SIMPLE = {0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 5, -5, 10, -10};

  private static String threshold(String name, double[] of, boolean[] bad) {
    double leastBad = Double.POSITIVE_INFINITY;
    double mostBad = Double.NEGATIVE_INFINITY;
    double leastGood = Double.POSITIVE_INFINITY;
    double mostGood = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < of.length; i++) {
      leastBad = bad[i] ? Math.min(leastBad, of[i]) : leastBad;
      mostBad = bad[i] ? Math.max(mostBad, of[i]) : mostBad;
      leastGood = bad[i] ? leastGood : Math.min(leastGood, of[i]);
      mostGood = bad[i] ? mostGood : Math.max(mostGood, of[i]);
    }
    if (leastBad > mostGood) {
      return "where " + name + " > " + between(mostGood, leastBad);
    }
    return mostBad < leastGood ? "where " + name + " < " + between(mostBad, leastGood) : "";
  }

  /** The simplest number from {@code low} to below {@code high}. */
  private static String between(double low, double high) {
    for (double simple : SIMPLE) {
      if (simple >= low && simple < high) {
        return Numbers.shown(simple);
      }
    }
    return Numbers.brief(0.5 * (low + high));
  }

  private String place(int axis, boolean[] bad) {
    int length = e.axes()[axis];
    int stride = Positions.stride(e.axes(), axis);
    int only = -1;
    int badOnes = 0;
    int there = 0;
    for (int i = 0; i < bad.length; i++) {
      int at = i / stride % length;
      if (bad[i]) {
        if (only >= 0 && at != only) {
          return "";
        }
        only = at;
        badOnes++;
      }
    }
    for (int i = 0; i < bad.length; i++) {
      there += i / stride % length == only ? 1 : 0;
    }
    return length > 1 && badOnes == there ? "those at index " + only + " of axis " + axis : "";
  }
}
