package dev.capstan.ops.internal;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Slices added up, a few columns of all of them at a time, so that what they come to stays in
 * registers. A product is rounded before it is added, as in the plain loop.
 */
final class VectorDoubleMoves {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  private VectorDoubleMoves() {}

  /** How many columns of a slice {@link #addUp} takes care of: those that fill whole vectors. */
  static int columns(int inner) {
    return inner / LANES * LANES;
  }

  /** out[at + i] = Σ x[from[j], i], or of w[j] times it, for j from first to end; or += it. */
  static void addUp(
      double[] x,
      int[] from,
      double @Nullable [] w,
      int first,
      int end,
      int inner,
      double[] out,
      int at,
      boolean onto) {
    int all = columns(inner);
    int i = 0;
    for (; i + 4 * LANES <= all; i += 4 * LANES) {
      four(x, from, w, first, end, inner, i, out, at + i, onto);
    }
    for (; i < all; i += LANES) {
      one(x, from, w, first, end, inner, i, out, at + i, onto);
    }
  }

  /** A product by 1 is exact, so that what has no weights needs no loop of its own. */
  private static double weight(double @Nullable [] w, int j) {
    return w == null ? 1 : w[j];
  }

  private static void four(
      double[] x,
      int[] from,
      double @Nullable [] w,
      int first,
      int end,
      int n,
      int i,
      double[] out,
      int at,
      boolean onto) {
    int j = first;
    double[] begin = out;
    int b = at;
    DoubleVector v = DoubleVector.broadcast(SPECIES, 1.0);
    if (!onto) {
      begin = x;
      b = from[j] * n + i;
      v = DoubleVector.broadcast(SPECIES, weight(w, j++));
    }
    DoubleVector s0 = DoubleVector.fromArray(SPECIES, begin, b).mul(v);
    DoubleVector s1 = DoubleVector.fromArray(SPECIES, begin, b + LANES).mul(v);
    DoubleVector s2 = DoubleVector.fromArray(SPECIES, begin, b + 2 * LANES).mul(v);
    DoubleVector s3 = DoubleVector.fromArray(SPECIES, begin, b + 3 * LANES).mul(v);
    for (; j < end; j++) {
      int a = from[j] * n + i;
      v = DoubleVector.broadcast(SPECIES, weight(w, j));
      s0 = s0.add(DoubleVector.fromArray(SPECIES, x, a).mul(v));
      s1 = s1.add(DoubleVector.fromArray(SPECIES, x, a + LANES).mul(v));
      s2 = s2.add(DoubleVector.fromArray(SPECIES, x, a + 2 * LANES).mul(v));
      s3 = s3.add(DoubleVector.fromArray(SPECIES, x, a + 3 * LANES).mul(v));
    }
    s0.intoArray(out, at);
    s1.intoArray(out, at + LANES);
    s2.intoArray(out, at + 2 * LANES);
    s3.intoArray(out, at + 3 * LANES);
  }

  private static void one(
      double[] x,
      int[] from,
      double @Nullable [] w,
      int first,
      int end,
      int n,
      int i,
      double[] out,
      int at,
      boolean onto) {
    int j = first;
    DoubleVector s =
        onto
            ? DoubleVector.fromArray(SPECIES, out, at)
            : DoubleVector.fromArray(SPECIES, x, from[j] * n + i).mul(weight(w, j++));
    for (; j < end; j++) {
      s = s.add(DoubleVector.fromArray(SPECIES, x, from[j] * n + i).mul(weight(w, j)));
    }
    s.intoArray(out, at);
  }
}
