package dev.capstan.ops.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Planes transposed by squares of four rows and columns: neighbouring rows exchange neighbours,
 * then pairs of rows exchange pairs. Where a side is no multiple of four, the last squares overlap
 * those before.
 */
final class VectorDoubleTransposes {
  private static final int SIDE = 4;

  /** Rows of the result that are filled together, so that their lines of the cache stay near. */
  private static final int STRIP = 64;

  private static final VectorSpecies<Double> SPECIES =
      VectorSpecies.of(double.class, VectorShape.forBitSize(SIDE * Double.SIZE));

  private static final VectorShuffle<Double> NEIGHBOUR = VectorShuffle.fromOp(SPECIES, i -> i ^ 1);
  private static final VectorShuffle<Double> PAIR = VectorShuffle.fromOp(SPECIES, i -> i ^ 2);
  private static final VectorMask<Double> ODD = VectorMask.fromLong(SPECIES, 0b1010);
  private static final VectorMask<Double> UPPER = VectorMask.fromLong(SPECIES, 0b1100);

  private VectorDoubleTransposes() {}

  /** Whether the machine has such vectors, and the plane is as large as they. */
  static boolean fits(int rows, int columns) {
    return DoubleVector.SPECIES_PREFERRED.length() >= SIDE && rows >= SIDE && columns >= SIDE;
  }

  /** As {@link DoubleKernels#plane}. */
  static void plane(
      double[] x, int from, int step, int rows, int columns, double[] out, int to, int width) {
    for (int begin = 0; begin < rows; begin += STRIP) {
      int strip = Math.min(STRIP, rows);
      int row = Math.min(begin, rows - strip);
      for (int i = 0; i < columns; i += SIDE) {
        int column = Math.min(i, columns - SIDE);
        int start = from + row + column * step;
        fourColumns(x, start, step, strip, out, to + row * width + column, width);
      }
    }
  }

  private static void fourColumns(
      double[] x, int from, int step, int rows, double[] out, int to, int width) {
    for (int i = 0; i < rows; i += SIDE) {
      int row = Math.min(i, rows - SIDE);
      int start = from + row;
      int into = to + row * width;
      DoubleVector a = DoubleVector.fromArray(SPECIES, x, start);
      DoubleVector b = DoubleVector.fromArray(SPECIES, x, start + step);
      DoubleVector c = DoubleVector.fromArray(SPECIES, x, start + 2 * step);
      DoubleVector d = DoubleVector.fromArray(SPECIES, x, start + 3 * step);
      DoubleVector ab0 = a.blend(b.rearrange(NEIGHBOUR), ODD);
      DoubleVector ab1 = a.rearrange(NEIGHBOUR).blend(b, ODD);
      DoubleVector cd0 = c.blend(d.rearrange(NEIGHBOUR), ODD);
      DoubleVector cd1 = c.rearrange(NEIGHBOUR).blend(d, ODD);
      ab0.blend(cd0.rearrange(PAIR), UPPER).intoArray(out, into);
      ab1.blend(cd1.rearrange(PAIR), UPPER).intoArray(out, into + width);
      ab0.rearrange(PAIR).blend(cd0, UPPER).intoArray(out, into + 2 * width);
      ab1.rearrange(PAIR).blend(cd1, UPPER).intoArray(out, into + 3 * width);
    }
  }
}
