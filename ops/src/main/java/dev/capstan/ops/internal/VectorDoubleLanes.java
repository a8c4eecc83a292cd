package dev.capstan.ops.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The sum of a vector's lanes in an order of its own: half onto half, down to one.
 *
 * <p>The order of the Vector API's {@code reduceLanes(ADD)} is not stated, and differs between
 * interpreted and compiled code; a sum taken before the compiler was ready would differ from the
 * same sum taken later, and so would two runs of one program.
 */
final class VectorDoubleLanes {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private static final VectorShuffle<Double> BY_8 = rotation(8);
  private static final VectorShuffle<Double> BY_4 = rotation(4);
  private static final VectorShuffle<Double> BY_2 = rotation(2);
  private static final VectorShuffle<Double> BY_1 = rotation(1);

  private VectorDoubleLanes() {}

  /** Called once after a loop: should C2 not inline it, one vector becomes an object. */
  static double sum(DoubleVector v) {
    DoubleVector so = v;
    if (LANES > 8) {
      so = so.add(so.rearrange(BY_8));
    }
    if (LANES > 4) {
      so = so.add(so.rearrange(BY_4));
    }
    if (LANES > 2) {
      so = so.add(so.rearrange(BY_2));
    }
    return so.add(so.rearrange(BY_1)).lane(0);
  }

  private static VectorShuffle<Double> rotation(int by) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % LANES);
  }
}
