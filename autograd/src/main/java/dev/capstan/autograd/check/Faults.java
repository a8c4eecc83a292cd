package dev.capstan.autograd.check;

import dev.capstan.autograd.Traced;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a wrong gradient looks like: each test that fits is a likely fault, best ones first. */
final class Faults {
  /** As many as anybody reads. */
  private static final int MOST = 4;

  private static final String RULE = "look at that rule";

  private final Evidence e;
  private final double[] a;
  private final double[] n;
  private final List<Fault> found = new ArrayList<>();

  private Faults(Evidence e) {
    this.e = e;
    this.a = e.analytic();
    this.n = e.numeric();
  }

  /** Of the rule of a node's input. */
  static List<Fault> of(Subject subject, double[] cotangent, int k) {
    return of(subject, cotangent, k, subject.gradient(cotangent).gradients()[k]);
  }

  /** Of a gradient that is known already. */
  static List<Fault> of(Subject subject, double[] cotangent, int k, double[] analytic) {
    if (!Evidence.affordable(subject, k, cotangent.length)) {
      return List.of();
    }
    double[][] point = subject.point();
    List<double @Nullable []> others = new ArrayList<>();
    for (int m = 0; m < point.length; m++) {
      boolean comparable = m != k && point[m].length == point[k].length;
      others.add(
          comparable
              ? Evidence.sum(Evidence.shares(subject, cotangent, m), point[m].length)
              : null);
    }
    double[][] shares = Evidence.shares(subject, cotangent, k);
    double[] y = subject.at(point).outputs();
    Evidence evidence =
        new Evidence(
            analytic,
            Evidence.sum(shares, point[k].length),
            subject.axes().get(k),
            point[k],
            y,
            cotangent,
            subject.resultAxes(y.length),
            shares,
            others);
    return new Faults(evidence).ranked();
  }

  /** Of a rule whose result has another form than the input. */
  static <V extends Traced<V>> List<Fault> ofForm(
      NodeSubject<V> subject, double[] cotangent, int k, V share) {
    int[] got = share.form().axes();
    int[] expected = subject.axes().get(k);
    String forms =
        "got " + share.form() + ", expected " + subject.node().inputs().get(subject.slot(k)).form();
    List<Fault> faults = new ArrayList<>();
    V input = subject.node().inputs().get(subject.slot(k));
    if (share.form().epsilon() != input.form().epsilon()) {
      faults.add(
          new Fault(
              "a gradient of another type", forms, "convert the gradient to the input's type"));
      return faults;
    }
    double[] summed = Shapes.sumTo(Tapes.numbers(share), got, expected);
    if (summed != null) {
      boolean equal =
          Evidence.affordable(subject, k, cotangent.length)
              && Likeness.alike(
                  summed, Evidence.sum(Evidence.shares(subject, cotangent, k), summed.length));
      faults.add(
          new Fault(
              "the sum over a broadcast axis is missing",
              forms + (equal ? "; equal after summing over " + Shapes.extra(got, expected) : ""),
              "sum the gradient back to the input's shape"));
    } else if (Shapes.transposed(got, expected)) {
      faults.add(new Fault("transposed", forms, "look at the order of the axes in that rule"));
    }
    faults.add(new Fault("a gradient of the wrong form", forms, RULE));
    return faults;
  }

  private List<Fault> ranked() {
    if (notFinite() || allZero()) {
      return found;
    }
    ratio();
    swapped();
    places();
    if (found.isEmpty()) {
      found.addAll(Fits.ofSome(e)); // beside a cause for all elements it is a worse word for it
    }
    contributions();
    spread();
    found.addAll(Fits.of(e));
    zeros();
    offset();
    nearly();
    return found.subList(0, Math.min(MOST, found.size()));
  }

  private void add(String what, String evidence) {
    found.add(new Fault(what, evidence, RULE));
  }

  private boolean notFinite() {
    for (int i = 0; i < a.length; i++) {
      if (!Double.isFinite(a[i])) {
        add("not finite", a[i] + " at " + Positions.text(e.axes(), i));
        return true;
      }
    }
    return false;
  }

  private boolean allZero() {
    if (Likeness.largest(a) > 0 || Likeness.largest(n) == 0) {
      return false;
    }
    found.add(
        new Fault(
            "zero where it should not be",
            "every element is 0, differences give up to " + Numbers.shown(Likeness.largest(n)),
            "look for a detached value or a contribution that is dropped"));
    return true;
  }

  // --- one factor for all ---------------------------------------------------------------------

  private void ratio() {
    double dot = 0;
    double square = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * n[i];
      square += n[i] * n[i];
    }
    double ratio = dot / square;
    if (!(square > 0)) {
      return;
    }
    double apart = Likeness.of(a, Likeness.times(ratio, n));
    if (apart > ROUGH) {
      return;
    }
    if (Math.abs(ratio + 1) <= ROUGH) {
      add("wrong sign", "ratio -1");
    } else if (Math.abs(ratio - 2) <= ROUGH) {
      add("factor 2", "ratio 2: a contribution counted twice?");
    } else if (Math.abs(ratio - 0.5) <= ROUGH) {
      add("factor 1/2", "ratio 0.5: a contribution dropped?");
    } else if (apart <= Likeness.ALIKE) {
      String size = sizeNamed(ratio);
      add(size.isEmpty() ? "a constant factor" : "factor " + size, "ratio " + shown(ratio));
    }
  }

  /**
   * The differences behind a hint are plain ones, of three digits where a function is steep. No
   * other fault is as near to these simple factors.
   */
  private static final double ROUGH = 1e-3;

  private static String shown(double ratio) {
    double more = ratio - 1;
    return Math.abs(more) > 1e-4
        ? Numbers.shown(ratio)
        : "1 " + (more < 0 ? "- " : "+ ") + Numbers.brief(Math.abs(more));
  }

  /** The axis whose length is this ratio, or its inverse. */
  private String sizeNamed(double ratio) {
    String up = length(ratio);
    String down = length(1 / ratio);
    return !up.isEmpty()
        ? "N = " + up + ", a mean taken for a sum?"
        : down.isEmpty() ? "" : "1/N, N = " + down + ", a sum taken for a mean?";
  }

  private String length(double ratio) {
    if (near(ratio, a.length)) {
      return "the input's size " + a.length;
    }
    if (near(ratio, e.y().length)) {
      return "the result's size " + e.y().length;
    }
    for (int k = 0; k < e.axes().length; k++) {
      if (near(ratio, e.axes()[k])) {
        return "axis " + k + " of length " + e.axes()[k];
      }
    }
    for (int k = 0; k < e.resultAxes().length; k++) {
      if (near(ratio, e.resultAxes()[k])) {
        return "the result's axis " + k + " of length " + e.resultAxes()[k];
      }
    }
    return "";
  }

  /** A length of 1 is no N: any small error would pass for it. */
  private static boolean near(double ratio, double to) {
    return to > 1 && Math.abs(ratio - to) <= Likeness.ALIKE * Math.abs(to);
  }

  // --- right numbers in the wrong place -------------------------------------------------------

  private void swapped() {
    for (int m = 0; m < e.others().size(); m++) {
      double[] other = e.others().get(m);
      if (other != null && Likeness.alike(a, other)) {
        add("rules of two inputs swapped", "equal to the gradient of input " + m);
      }
    }
  }

  private void places() {
    if (a.length < 2) {
      return;
    }
    double[] transposed = Shapes.transpose(n, e.axes());
    if (transposed != null && Likeness.alike(a, transposed)) {
      add("transposed", "equal to the transpose of the right gradient");
      return;
    }
    for (int axis = 0; axis < e.axes().length; axis++) {
      for (int by = 1; by < Math.min(e.axes()[axis], 8); by++) {
        if (Likeness.alike(a, Shapes.roll(n, e.axes(), axis, by))) {
          add(
              "a wrong index",
              "equal to the right gradient moved by " + by + " along axis " + axis);
          return;
        }
      }
      if (Likeness.alike(a, Shapes.reverse(n, e.axes(), axis))) {
        add("a wrong index", "equal to the right gradient reversed along axis " + axis);
        return;
      }
    }
    if (Likeness.alike(sorted(a), sorted(n))) {
      add("a wrong index", "the right numbers in other places");
    }
  }

  private static double[] sorted(double[] x) {
    double[] out = x.clone();
    Arrays.sort(out);
    return out;
  }

  // --- sums -----------------------------------------------------------------------------------

  /** One contribution of several: dropped, alone, or counted twice. */
  private void contributions() {
    for (int axis = 0; axis < e.resultAxes().length; axis++) {
      int length = e.resultAxes()[axis];
      for (int index = 0; length > 1 && index < length; index++) {
        double[] slice = e.slice(axis, index);
        if (Likeness.largest(slice) == 0) {
          continue;
        }
        String of = "index " + index + " of the result's axis " + axis;
        if (Likeness.alike(a, slice)) {
          add("contributions dropped", "equal to that of " + of + " alone");
          return;
        }
        if (Likeness.alike(a, plus(n, slice, -1))) {
          add("a contribution dropped", "short of that of " + of);
          return;
        }
        if (Likeness.alike(a, plus(n, slice, 1))) {
          add("a contribution counted twice", "that of " + of);
          return;
        }
      }
    }
  }

  private static double[] plus(double[] x, double[] y, double c) {
    double[] out = x.clone();
    for (int i = 0; i < out.length; i++) {
      out[i] += c * y[i];
    }
    return out;
  }

  /** Summed or averaged over an axis of the input, and spread over it again. */
  private void spread() {
    for (int axis = 0; axis < e.axes().length; axis++) {
      double[] sum = Shapes.spreadSum(n, e.axes(), axis);
      if (e.axes()[axis] > 1 && Likeness.alike(a, sum)) {
        add("summed over an axis too many", "equal to the sum over axis " + axis);
      } else if (e.axes()[axis] > 1
          && Likeness.alike(a, Likeness.times(1.0 / e.axes()[axis], sum))) {
        add("averaged over an axis", "equal to the mean over axis " + axis);
      }
    }
  }

  // --- single elements, small differences -----------------------------------------------------

  private void zeros() {
    int zero = 0;
    int stray = 0;
    int other = 0;
    double size = Likeness.ALIKE * Math.max(Likeness.largest(a), Likeness.largest(n));
    for (int i = 0; i < a.length; i++) {
      boolean differs = Math.abs(a[i] - n[i]) > size;
      zero += differs && a[i] == 0 ? 1 : 0;
      stray += differs && Math.abs(n[i]) <= size ? 1 : 0;
      other += differs && a[i] != 0 && Math.abs(n[i]) > size ? 1 : 0;
    }
    if (zero > 0 && other == 0 && stray == 0) {
      add("zero where it should not be", zero + " of " + a.length + " elements, the rest is right");
    } else if (stray > 0 && other == 0 && zero == 0) {
      add(
          "not zero where it should be",
          stray + " of " + a.length + " elements, the rest is right");
    }
  }

  private void offset() {
    double[] apart = plus(a, n, -1);
    boolean constant =
        a.length > 1
            && Arrays.stream(apart)
                .allMatch(d -> Math.abs(d - apart[0]) <= Likeness.ALIKE * Likeness.largest(apart));
    if (constant) {
      add("a constant offset", Numbers.shown(apart[0]) + " at every element");
    }
  }

  /** The share of the largest element below which an error is called small. */
  private static final double SMALL = 0.05;

  private void nearly() {
    double apart = Likeness.of(a, n);
    if (apart <= SMALL) {
      int at = Likeness.furthest(a, n);
      add(
          "a small deviation",
          "at most "
              + Numbers.brief(apart)
              + " of the largest, at "
              + Positions.text(e.axes(), at)
              + ": an epsilon in the wrong place?");
    }
  }
}
