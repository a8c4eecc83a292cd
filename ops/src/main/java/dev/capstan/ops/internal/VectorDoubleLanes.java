package dev.capstan.ops.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * What the sums of {@link DoubleFolds} need of a vector's lanes.
 *
 * <p>The order of the Vector API's {@code reduceLanes(ADD)} is not stated, and differs between
 * interpreted and compiled code; a sum taken before the compiler was ready would differ from the
 * same sum taken later, and so would two runs of one program.
 */
final class VectorDoubleLanes {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** Whether a vector holds a group, or half of one. */
  static final boolean FITS = LANES == DoubleFolds.GROUP || 2 * LANES == DoubleFolds.GROUP;

  static final VectorShuffle<Double> BY_8 = rotation(8);
  static final VectorShuffle<Double> BY_4 = rotation(4);
  static final VectorShuffle<Double> BY_2 = rotation(2);
  static final VectorShuffle<Double> BY_1 = rotation(1);

  private VectorDoubleLanes() {}

  private static VectorShuffle<Double> rotation(int by) {
    return VectorShuffle.fromOp(SPECIES, lane -> (lane + by) % LANES);
  }

  /** Half onto half, down to one. Called once after a loop: not inlined, it makes one object. */
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
}
