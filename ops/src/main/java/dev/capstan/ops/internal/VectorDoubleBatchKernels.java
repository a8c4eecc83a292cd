package dev.capstan.ops.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/** The loops of {@link BatchKernels} on the Vector API, bit for bit as the scalar ones. */
final class VectorDoubleBatchKernels extends DoubleBatchKernels {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  VectorDoubleBatchKernels() {}

  // What is left over at the end takes single elements: the first loop runs in place.

  @Override
  void distances(
      double[] products, int at, double[] squares, double own, boolean root, double least) {
    int full = SPECIES.loopBound(squares.length);
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector two = DoubleVector.broadcast(SPECIES, 2.0);
    DoubleVector owns = DoubleVector.broadcast(SPECIES, own);
    DoubleVector leasts = DoubleVector.broadcast(SPECIES, least);
    if (root) {
      for (int j = 0; j < full; j += LANES) {
        DoubleVector sums = DoubleVector.fromArray(SPECIES, squares, j).add(owns);
        DoubleVector twice = DoubleVector.fromArray(SPECIES, products, at + j).mul(two);
        DoubleVector s = sums.sub(twice).max(zero);
        s.blend(zero, s.compare(VectorOperators.LT, leasts)).sqrt().intoArray(products, at + j);
      }
    } else {
      for (int j = 0; j < full; j += LANES) {
        DoubleVector sums = DoubleVector.fromArray(SPECIES, squares, j).add(owns);
        DoubleVector twice = DoubleVector.fromArray(SPECIES, products, at + j).mul(two);
        DoubleVector s = sums.sub(twice).max(zero);
        s.blend(zero, s.compare(VectorOperators.LT, leasts)).intoArray(products, at + j);
      }
    }
    rest(products, at, squares, full, own, root, least);
  }

  @Override
  void slopes(double[] d, double[] g, int size, boolean root, double[] s) {
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector two = DoubleVector.broadcast(SPECIES, 2.0);
    int full = SPECIES.loopBound(size);
    if (root) {
      for (int i = 0; i < full; i += LANES) {
        DoubleVector e = DoubleVector.fromArray(SPECIES, d, i);
        DoubleVector h = DoubleVector.fromArray(SPECIES, g, i).div(e.mul(two));
        zero.blend(h, e.compare(VectorOperators.GT, zero)).intoArray(s, i);
      }
    } else {
      for (int i = 0; i < full; i += LANES) {
        DoubleVector e = DoubleVector.fromArray(SPECIES, d, i);
        DoubleVector h = DoubleVector.fromArray(SPECIES, g, i);
        zero.blend(h, e.compare(VectorOperators.GT, zero)).intoArray(s, i);
      }
    }
    rest(d, g, full, size, root, s);
  }

  @Override
  DoubleSemiHard search(
      double[] d, Classes classes, double margin, double each, double @Nullable [] slopes) {
    return new VectorDoubleSemiHard(d, classes, margin, each, slopes);
  }
}
