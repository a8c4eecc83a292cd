package dev.capstan.ops.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Runs of + − × ÷ at different places of three arrays, which C2 does not vectorise by itself; an
 * operand moves along with the result or stands still. Each loop names its operation as a constant
 * and hands no vector to another method; numbers become vectors before it, since JDK 17 at times
 * makes an object of each that becomes one inside. The last vector may overlap the one before; it
 * is computed before the others are stored, so that the result may be written over an operand.
 */
final class VectorDoubleRuns {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  private VectorDoubleRuns() {}

  /** out[at + i] = x[xAt + i] f y[yAt + i] for i below n, which is at least {@link #LANES}. */
  static void both(
      Binary f, double[] x, int xAt, double[] y, int yAt, double[] out, int at, int n) {
    switch (f) {
      case SUB -> subtract(x, xAt, y, yAt, out, at, n);
      case MUL -> multiply(x, xAt, y, yAt, out, at, n);
      case DIV -> divide(x, xAt, y, yAt, out, at, n);
      default -> add(x, xAt, y, yAt, out, at, n);
    }
  }

  /** out[at + i] = x[xAt + i] f y. */
  static void right(Binary f, double[] x, int xAt, double y, double[] out, int at, int n) {
    switch (f) {
      case SUB -> subtract(x, xAt, y, out, at, n);
      case MUL -> multiply(x, xAt, y, out, at, n);
      case DIV -> divide(x, xAt, y, out, at, n);
      default -> add(x, xAt, y, out, at, n);
    }
  }

  /** out[at + i] = x f y[yAt + i]. */
  static void left(Binary f, double x, double[] y, int yAt, double[] out, int at, int n) {
    switch (f) {
      case SUB -> subtract(x, y, yAt, out, at, n);
      case MUL -> multiply(y, yAt, x, out, at, n);
      case DIV -> divide(x, y, yAt, out, at, n);
      default -> add(y, yAt, x, out, at, n);
    }
  }

  /** out[at + i] = x[xAt + i] y[yAt + i] + z; out is another array. */
  static void fma(double[] x, int xAt, double[] y, int yAt, double z, double[] out, int at, int n) {
    int last = n - LANES;
    DoubleVector all = DoubleVector.broadcast(SPECIES, z);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, xAt + i)
          .fma(DoubleVector.fromArray(SPECIES, y, yAt + i), all)
          .intoArray(out, at + i);
    }
    DoubleVector.fromArray(SPECIES, x, xAt + last)
        .fma(DoubleVector.fromArray(SPECIES, y, yAt + last), all)
        .intoArray(out, at + last);
  }

  /** out[at + i] = x[xAt + i] y + z; out is another array. */
  static void fma(double[] x, int xAt, double y, double z, double[] out, int at, int n) {
    int last = n - LANES;
    DoubleVector times = DoubleVector.broadcast(SPECIES, y);
    DoubleVector plus = DoubleVector.broadcast(SPECIES, z);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, xAt + i).fma(times, plus).intoArray(out, at + i);
    }
    DoubleVector.fromArray(SPECIES, x, xAt + last).fma(times, plus).intoArray(out, at + last);
  }

  /** out[at + i] = x[xAt + i] y[yAt + i] + z[zAt + i]; out is another array. */
  static void fma(
      double[] x, int xAt, double[] y, int yAt, double[] z, int zAt, double[] out, int at, int n) {
    int last = n - LANES;
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, xAt + i)
          .fma(
              DoubleVector.fromArray(SPECIES, y, yAt + i),
              DoubleVector.fromArray(SPECIES, z, zAt + i))
          .intoArray(out, at + i);
    }
    DoubleVector.fromArray(SPECIES, x, xAt + last)
        .fma(
            DoubleVector.fromArray(SPECIES, y, yAt + last),
            DoubleVector.fromArray(SPECIES, z, zAt + last))
        .intoArray(out, at + last);
  }

  /** out[at + i] = x[xAt + i] + (y[yAt + i] − x[xAt + i]) w; out is another array. */
  static void lerp(
      double[] x, int xAt, double[] y, int yAt, double w, double[] out, int at, int n) {
    int last = n - LANES;
    DoubleVector part = DoubleVector.broadcast(SPECIES, w);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector from = DoubleVector.fromArray(SPECIES, x, xAt + i);
      DoubleVector way = DoubleVector.fromArray(SPECIES, y, yAt + i).sub(from);
      from.add(way.mul(part)).intoArray(out, at + i);
    }
    DoubleVector from = DoubleVector.fromArray(SPECIES, x, xAt + last);
    DoubleVector way = DoubleVector.fromArray(SPECIES, y, yAt + last).sub(from);
    from.add(way.mul(part)).intoArray(out, at + last);
  }

  /** out[at + i] = x[xAt + i] + (y[yAt + i] − x[xAt + i]) w[wAt + i]; out is another array. */
  static void lerp(
      double[] x, int xAt, double[] y, int yAt, double[] w, int wAt, double[] out, int at, int n) {
    int last = n - LANES;
    for (int i = 0; i < last; i += LANES) {
      DoubleVector from = DoubleVector.fromArray(SPECIES, x, xAt + i);
      DoubleVector way = DoubleVector.fromArray(SPECIES, y, yAt + i).sub(from);
      from.add(way.mul(DoubleVector.fromArray(SPECIES, w, wAt + i))).intoArray(out, at + i);
    }
    DoubleVector from = DoubleVector.fromArray(SPECIES, x, xAt + last);
    DoubleVector way = DoubleVector.fromArray(SPECIES, y, yAt + last).sub(from);
    from.add(way.mul(DoubleVector.fromArray(SPECIES, w, wAt + last))).intoArray(out, at + last);
  }

  private static void add(double[] x, int xAt, double[] y, int yAt, double[] out, int at, int n) {
    int last = n - LANES;
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, x, xAt + last)
            .add(DoubleVector.fromArray(SPECIES, y, yAt + last));
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, xAt + i)
          .add(DoubleVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }

  private static void add(double[] x, int xAt, double y, double[] out, int at, int n) {
    int last = n - LANES;
    DoubleVector all = DoubleVector.broadcast(SPECIES, y);
    DoubleVector end = DoubleVector.fromArray(SPECIES, x, xAt + last).add(all);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, xAt + i).add(all).intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }

  private static void subtract(
      double[] x, int xAt, double[] y, int yAt, double[] out, int at, int n) {
    int last = n - LANES;
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, x, xAt + last)
            .sub(DoubleVector.fromArray(SPECIES, y, yAt + last));
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, xAt + i)
          .sub(DoubleVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }

  private static void subtract(double[] x, int xAt, double y, double[] out, int at, int n) {
    int last = n - LANES;
    DoubleVector all = DoubleVector.broadcast(SPECIES, y);
    DoubleVector end = DoubleVector.fromArray(SPECIES, x, xAt + last).sub(all);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, xAt + i).sub(all).intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }

  private static void subtract(double x, double[] y, int yAt, double[] out, int at, int n) {
    int last = n - LANES;
    DoubleVector all = DoubleVector.broadcast(SPECIES, x);
    DoubleVector end = all.sub(DoubleVector.fromArray(SPECIES, y, yAt + last));
    for (int i = 0; i < last; i += LANES) {
      all.sub(DoubleVector.fromArray(SPECIES, y, yAt + i)).intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }

  private static void multiply(
      double[] x, int xAt, double[] y, int yAt, double[] out, int at, int n) {
    int last = n - LANES;
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, x, xAt + last)
            .mul(DoubleVector.fromArray(SPECIES, y, yAt + last));
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, xAt + i)
          .mul(DoubleVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }

  private static void multiply(double[] x, int xAt, double y, double[] out, int at, int n) {
    int last = n - LANES;
    DoubleVector all = DoubleVector.broadcast(SPECIES, y);
    DoubleVector end = DoubleVector.fromArray(SPECIES, x, xAt + last).mul(all);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, xAt + i).mul(all).intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }

  private static void divide(
      double[] x, int xAt, double[] y, int yAt, double[] out, int at, int n) {
    int last = n - LANES;
    DoubleVector end =
        DoubleVector.fromArray(SPECIES, x, xAt + last)
            .div(DoubleVector.fromArray(SPECIES, y, yAt + last));
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, xAt + i)
          .div(DoubleVector.fromArray(SPECIES, y, yAt + i))
          .intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }

  private static void divide(double[] x, int xAt, double y, double[] out, int at, int n) {
    int last = n - LANES;
    DoubleVector all = DoubleVector.broadcast(SPECIES, y);
    DoubleVector end = DoubleVector.fromArray(SPECIES, x, xAt + last).div(all);
    for (int i = 0; i < last; i += LANES) {
      DoubleVector.fromArray(SPECIES, x, xAt + i).div(all).intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }

  private static void divide(double x, double[] y, int yAt, double[] out, int at, int n) {
    int last = n - LANES;
    DoubleVector all = DoubleVector.broadcast(SPECIES, x);
    DoubleVector end = all.div(DoubleVector.fromArray(SPECIES, y, yAt + last));
    for (int i = 0; i < last; i += LANES) {
      all.div(DoubleVector.fromArray(SPECIES, y, yAt + i)).intoArray(out, at + i);
    }
    end.intoArray(out, at + last);
  }
}
