package dev.capstan.benchmarks.contest;

import dev.capstan.benchmarks.workload.Kind;
import dev.capstan.benchmarks.workload.Workload;
import java.util.Arrays;

/** What two contestants computed, and whether it is the same. */
final class Outcomes {
  /**
   * How far two outcomes may lie apart, in units of ε times the largest element. Both are sums of
   * at most 4,096 rounded terms in different orders (a worst case of 4,096 ε, of which random signs
   * leave √4096 = 64), passed through a square root and a quotient that double it, twice.
   */
  private static final double ROUNDINGS = 256;

  /**
   * The share of gradient elements that mining may decide otherwise: two negatives whose distances
   * differ by less than a rounding are chosen by chance, and each choice moves three rows.
   */
  private static final double MINED_OTHERWISE = 0.02;

  private Outcomes() {}

  /** Refuses to go on if the contestants do not do the same work. */
  static void requireSame(Workload w, String peer, double[] ours, double[] theirs) {
    if (ours.length != theirs.length) {
      throw new IllegalStateException(
          w.title() + ": " + peer + " computes " + theirs.length + " numbers, we " + ours.length);
    }
    double largest = Arrays.stream(ours).map(Math::abs).max().orElse(0);
    double bound = ROUNDINGS * w.dtype().epsilon() * largest;
    boolean mined = w.kind() == Kind.SEMI_HARD || w.kind() == Kind.TRAINING_STEP;
    int different = 0;
    for (int i = 0; i < ours.length; i++) {
      if (!(Math.abs(ours[i] - theirs[i]) <= bound)) {
        different++;
        if (i == 0 || !mined || different > MINED_OTHERWISE * ours.length) {
          throw new IllegalStateException(
              w.title() + ": element " + i + ": " + peer + " has " + theirs[i] + ", we " + ours[i]);
        }
      }
    }
  }
}
