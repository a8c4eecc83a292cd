package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Subject.Analytic;
import dev.capstan.autograd.check.Subject.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Weights of a function's results, and the gradient claimed for them.
 *
 * <p>All results weighed together make one slope, in which a result with small slopes or small
 * values drowns beside one with large ones. So results are judged apart as well: each alone if they
 * are few, otherwise in groups whose slopes and values are of one size. The evaluations are the
 * same ones; each group costs a backward walk.
 *
 * @param weights the weights of the results
 * @param analytic the gradient claimed for them
 * @param what which results have a weight; empty for all of them
 */
record Weighing(double[] weights, Analytic analytic, String what) {
  /** As many results are judged one by one. */
  private static final int FEW = 8;

  /** Results belong together if their slopes, and their values, differ by less: a factor of 64. */
  private static final int BITS = 6;

  /** The largest finite gradient of an input. */
  double largest(int input) {
    double largest = 0;
    for (double g : analytic.gradients()[input]) {
      largest = Double.isFinite(g) ? Math.max(largest, Math.abs(g)) : largest;
    }
    return largest;
  }

  /** All results together, then the groups, if there is more than one. */
  static List<Weighing> all(
      Subject subject, Sample base, Analytic analytic, double[] weights, SplittableRandom random) {
    List<Weighing> all = new ArrayList<>();
    all.add(new Weighing(weights, analytic, ""));
    List<List<Integer>> groups =
        weights.length <= FEW ? singles(weights.length) : alike(subject, base, random);
    for (List<Integer> group : groups.size() > 1 ? groups : List.<List<Integer>>of()) {
      double[] own = new double[weights.length];
      group.forEach(j -> own[j] = weights[j]);
      String what = group.size() == 1 ? "result " + group.get(0) : group.size() + " results";
      all.add(new Weighing(own, subject.gradient(own), what));
    }
    return all;
  }

  private static List<List<Integer>> singles(int results) {
    List<List<Integer>> groups = new ArrayList<>();
    for (int j = 0; j < results; j++) {
      groups.add(List.of(j));
    }
    return groups;
  }

  /** Grouped by how much a small move of all inputs changes them, and by how large they are. */
  private static List<List<Integer>> alike(Subject subject, Sample base, SplittableRandom random) {
    double[][] x = subject.point();
    for (double[] part : x) {
      double[] u = Checker.random(random, part.length);
      for (int i = 0; i < part.length; i++) {
        part[i] += Tolerances.STEP * Math.max(1, Math.abs(part[i])) * u[i];
      }
    }
    double[] here = base.outputs();
    double[] there;
    try {
      there = subject.at(x).outputs();
    } catch (RuntimeException refused) {
      there = here;
    }
    Map<Long, List<Integer>> groups = new TreeMap<>();
    for (int j = 0; j < here.length; j++) {
      double change = there.length == here.length ? there[j] - here[j] : 0;
      long key = 1000L * size(change) + size(here[j]);
      groups.computeIfAbsent(key, k -> new ArrayList<>()).add(j);
    }
    return List.copyOf(groups.values());
  }

  private static int size(double x) {
    return x == 0 || !Double.isFinite(x) ? 500 : Math.floorDiv(Math.getExponent(x), BITS);
  }

  /** Divides by a weight whose only purpose was not to be 1. */
  Weighing over(double unit) {
    double[][] g =
        Arrays.stream(analytic.gradients()).map(x -> over(x, unit)).toArray(double[][]::new);
    return new Weighing(over(weights, unit), new Analytic(g, analytic.reached()), what);
  }

  private static double[] over(double[] x, double unit) {
    return Arrays.stream(x).map(v -> v / unit).toArray();
  }
}
