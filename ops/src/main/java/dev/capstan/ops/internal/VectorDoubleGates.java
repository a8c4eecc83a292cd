package dev.capstan.ops.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The ways back through a kink, whose case distinction C2 does not vectorise by itself; the same
 * bits as without vectors. Each loop hands no vector to another method. The last vector may overlap
 * the one before; it is computed before the others are stored, so that the result may be written
 * over an operand.
 */
final class VectorDoubleGates {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private VectorDoubleGates() {}

  static boolean knows(Binary f) {
    return f == Binary.GATE || f == Binary.RELU_BACK || f == Binary.ABS_BACK;
  }

  /** out[i] = f(g[i], y[i]) for at least as many elements as a vector has. */
  static void zip(Binary f, double[] g, double[] y, double[] out) {
    switch (f) {
      case RELU_BACK -> reluBack(g, y, out);
      case ABS_BACK -> absBack(g, y, out);
      default -> gate(g, y, out);
    }
  }

  private static void gate(double[] g, double[] y, double[] out) {
    int last = out.length - LANES;
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector slope = DoubleVector.fromArray(SPECIES, y, last);
    DoubleVector product = DoubleVector.fromArray(SPECIES, g, last).mul(slope);
    DoubleVector end = product.blend(zero, slope.compare(VectorOperators.EQ, zero));
    for (int i = 0; i < last; i += LANES) {
      slope = DoubleVector.fromArray(SPECIES, y, i);
      product = DoubleVector.fromArray(SPECIES, g, i).mul(slope);
      product.blend(zero, slope.compare(VectorOperators.EQ, zero)).intoArray(out, i);
    }
    end.intoArray(out, last);
  }

  private static void reluBack(double[] g, double[] y, double[] out) {
    int last = out.length - LANES;
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector at = DoubleVector.fromArray(SPECIES, y, last);
    DoubleVector share = DoubleVector.fromArray(SPECIES, g, last);
    DoubleVector end = share.blend(zero, at.compare(VectorOperators.LE, zero));
    for (int i = 0; i < last; i += LANES) {
      at = DoubleVector.fromArray(SPECIES, y, i);
      share = DoubleVector.fromArray(SPECIES, g, i);
      share.blend(zero, at.compare(VectorOperators.LE, zero)).intoArray(out, i);
    }
    end.intoArray(out, last);
  }

  /** Times 1, −1, or for neither x itself, which is 0 or NaN; and 0 where x is. */
  private static void absBack(double[] g, double[] x, double[] out) {
    int last = out.length - LANES;
    DoubleVector zero = DoubleVector.zero(SPECIES);
    DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
    DoubleVector minus = DoubleVector.broadcast(SPECIES, -1);
    DoubleVector at = DoubleVector.fromArray(SPECIES, x, last);
    DoubleVector sign = at.blend(one, at.compare(VectorOperators.GT, zero));
    sign = sign.blend(minus, at.compare(VectorOperators.LT, zero));
    DoubleVector share = DoubleVector.fromArray(SPECIES, g, last).mul(sign);
    DoubleVector end = share.blend(zero, at.compare(VectorOperators.EQ, zero));
    for (int i = 0; i < last; i += LANES) {
      at = DoubleVector.fromArray(SPECIES, x, i);
      sign = at.blend(one, at.compare(VectorOperators.GT, zero));
      sign = sign.blend(minus, at.compare(VectorOperators.LT, zero));
      share = DoubleVector.fromArray(SPECIES, g, i).mul(sign);
      share.blend(zero, at.compare(VectorOperators.EQ, zero)).intoArray(out, i);
    }
    end.intoArray(out, last);
  }
}
