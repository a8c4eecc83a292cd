package dev.capstan.ops.internal;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * The search of {@link DoubleSemiHard} on the Vector API: where a row has few positives, two passes
 * over its negatives for each cost less than slots, a vector at a time and without a branch. The
 * picks are the same.
 */
final class VectorDoubleSemiHard extends DoubleSemiHard {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Up to so many positives: beyond, m · n / LANES vectors cost more than n · log m elements. */
  private static final int FEW = 8 * LANES;

  /** The labels; exact, for no matrix has 2²⁴ rows. */
  private final double[] names;

  /** The distances of the row's negatives, +∞ for others and beyond the end. */
  private final double[] away;

  private boolean few;

  VectorDoubleSemiHard(
      double[] d,
      BatchKernels.Classes classes,
      double margin,
      double each,
      double @Nullable [] slopes) {
    super(d, classes, margin, each, slopes);
    this.names = new double[n];
    for (int k = 0; k < n; k++) {
      names[k] = classes.labels()[k];
    }
    this.away = new double[(n + LANES - 1) / LANES * LANES];
    Arrays.fill(away, n, away.length, Double.POSITIVE_INFINITY);
  }

  @Override
  boolean prepare(int i, int[] members) {
    few = members.length <= FEW;
    return few ? separate(i * n, names[i]) : super.prepare(i, members);
  }

  /** Copies the negatives, and finds the top; whether all distances are finite. */
  private boolean separate(int at, double label) {
    DoubleVector infinity = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
    DoubleVector most = infinity.neg();
    DoubleVector none = DoubleVector.zero(SPECIES);
    DoubleVector zero = none;
    DoubleVector labels = DoubleVector.broadcast(SPECIES, label);
    int full = SPECIES.loopBound(n);
    for (int k = 0; k < full; k += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, d, at + k);
      DoubleVector name = DoubleVector.fromArray(SPECIES, names, k);
      v.blend(infinity, name.compare(VectorOperators.EQ, labels)).intoArray(away, k);
      most = most.max(v);
      zero = v.mul(none).add(zero);
    }
    double highest = most.reduceLanes(VectorOperators.MAX);
    double nothing = zero.reduceLanes(VectorOperators.MAX); // of zeros, and NaN if there is one
    for (int k = full; k < n; k++) {
      double v = d[at + k];
      away[k] = names[k] == label ? Double.POSITIVE_INFINITY : v;
      highest = Math.max(highest, v);
      nothing += v * 0;
    }
    top = highest;
    return nothing == 0;
  }

  @Override
  void seek(double bound) {
    if (!few) {
      super.seek(bound);
      return;
    }
    least = leastAbove(away, bound);
    if (least < Double.POSITIVE_INFINITY) {
      locate(least - top);
    }
  }

  private static double leastAbove(double[] away, double bound) {
    DoubleVector infinity = DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY);
    DoubleVector bounds = DoubleVector.broadcast(SPECIES, bound);
    DoubleVector even = infinity;
    DoubleVector odd = infinity;
    int k = 0;
    for (; k <= away.length - 2 * LANES; k += 2 * LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, away, k);
      DoubleVector w = DoubleVector.fromArray(SPECIES, away, k + LANES);
      even = even.min(infinity.blend(v, v.compare(VectorOperators.GT, bounds)));
      odd = odd.min(infinity.blend(w, w.compare(VectorOperators.GT, bounds)));
    }
    for (; k < away.length; k += LANES) {
      DoubleVector v = DoubleVector.fromArray(SPECIES, away, k);
      even = even.min(infinity.blend(v, v.compare(VectorOperators.GT, bounds)));
    }
    return even.min(odd).reduceLanes(VectorOperators.MIN);
  }

  /**
   * Where the negatives are that are so far below the top: the last of them, and if it is alone.
   */
  private void locate(double belowTop) {
    int found = 0;
    DoubleVector tops = DoubleVector.broadcast(SPECIES, top);
    DoubleVector below = DoubleVector.broadcast(SPECIES, belowTop);
    for (int k = 0; k < away.length; k += LANES) {
      VectorMask<Double> level =
          DoubleVector.fromArray(SPECIES, away, k).sub(tops).compare(VectorOperators.EQ, below);
      if (level.anyTrue()) {
        found += level.trueCount();
        column = k + level.firstTrue();
      }
    }
    alone = found == 1;
  }
}
