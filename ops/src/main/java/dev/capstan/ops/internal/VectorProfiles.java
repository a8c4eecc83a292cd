package dev.capstan.ops.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Shows the Vector API's own methods, once and before any kernel runs, that they serve more than
 * one operation.
 *
 * <p>JDK 17 compiles those methods by what they have seen. A program whose first vectors are only
 * subtracted has {@code opKind} and {@code lanewiseTemplate} compiled for subtraction; the next
 * operations leave that code by traps, and the traps are remembered. A loop over a series inlines
 * {@code opKind} once for each of its operations, C2 adds up what every copy remembers, and from
 * 100 traps (PerMethodTrapLimit) on it trusts no type of a receiver any more: the rest of the loop
 * calls methods and makes an object of every vector. After a few broadcast differences a softplus
 * took 15 to 50 ns an element and a logarithm 2, which take 1.6 and 0.6 in a process that begins
 * with them. JDK 25 does the same work at the same speed in any order.
 *
 * <p>So each of these methods is called with operations of every kind (unary, binary, associative,
 * shifts) and three of each type, often enough for their first compilation, which counts types, to
 * see them all. It takes some 20 ms of one processor.
 */
final class VectorProfiles {
  /** More than the 200 calls after which C1 compiles a method with profiles. */
  private static final int ROUNDS = 400;

  /** The first JDK that has been seen to need nothing of this. */
  private static final int HEALED = 25;

  private VectorProfiles() {}

  static {
    if (Runtime.version().feature() < HEALED) {
      mix();
    }
  }

  @SuppressWarnings("CheckReturnValue") // the calls are what counts
  private static void mix() {
    FloatVector f = FloatVector.zero(FloatVector.SPECIES_PREFERRED);
    DoubleVector d = DoubleVector.zero(DoubleVector.SPECIES_PREFERRED);
    IntVector n = IntVector.zero(IntVector.SPECIES_PREFERRED);
    LongVector m = LongVector.zero(LongVector.SPECIES_PREFERRED);
    for (int i = 0; i < ROUNDS; i++) {
      f = f.add(f).sub(f).mul(f).neg();
      d = d.add(d).sub(d).mul(d).neg();
      n =
          n.lanewise(VectorOperators.NOT)
              .lanewise(VectorOperators.ADD, n)
              .lanewise(VectorOperators.SUB, n)
              .lanewise(VectorOperators.AND, n)
              .lanewise(VectorOperators.LSHL, 1);
      m =
          m.lanewise(VectorOperators.NOT)
              .lanewise(VectorOperators.ADD, m)
              .lanewise(VectorOperators.SUB, m)
              .lanewise(VectorOperators.AND, m)
              .lanewise(VectorOperators.LSHL, 1);
    }
  }
}
