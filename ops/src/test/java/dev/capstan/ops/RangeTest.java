package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.ops.option.KeepDims;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reductions of squares, whose squares leave the dtype's range where the result does not. */
final class RangeTest {
  /** Three roundings of a quotient, a root and a product. */
  private static final double DIGITS = 3;

  private static double[] gradient(UnaryOperator<Tensor> f, Tensor x) {
    try (Tape tape = new Tape()) {
      Tensor v = tape.watch(x);
      return tape.gradients(Reductions.sum(f.apply(v))).of(v).toArray();
    }
  }

  private static void assertNear(double expected, double got, double unit) {
    assertEquals(expected, got, DIGITS * unit * Math.abs(expected));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 1e20, 1e200, 1e307, 1e-20, 1e-160, 1e-200, 1e-300})
  void normsOfDoublesKeepTheirDigits(double scale) {
    Tensor x = Tensor.of(3 * scale, 4 * scale);
    assertNear(5 * scale, Reductions.norm(x, 2).item(), Math.ulp(1.0));
    double[] g = gradient(v -> Reductions.norm(v, 2), x);
    assertNear(0.6, g[0], Math.ulp(1.0));
    assertNear(0.8, g[1], Math.ulp(1.0));
  }

  @ParameterizedTest
  @ValueSource(floats = {1, 0x1p60f, 0x1p66f, 0x1p124f, 1e-18f, 1e-23f, 1e-30f, 1e-36f})
  void normsOfFloatsKeepTheirDigits(float scale) {
    Tensor x = Tensor.of(3 * scale, 4 * scale);
    double expected = Math.hypot(x.at(0), x.at(1));
    assertNear(expected, Reductions.norm(x, 2).item(), Math.ulp(1f));
    double[] g = gradient(v -> Reductions.norm(v, 2), x);
    assertNear(x.at(0) / expected, g[0], Math.ulp(1f));
    assertNear(x.at(1) / expected, g[1], Math.ulp(1f));
  }

  @Test
  void aRowsNormIsTheSameBesideARowThatNeedsScaling() {
    Random random = new Random(2);
    double[] row = random.doubles(37, -2, 2).toArray();
    Tensor alone = Tensor.of(row).reshape(1, 37);
    double[] both = java.util.Arrays.copyOf(row, 74);
    java.util.Arrays.fill(both, 37, 74, 1e-200);
    Tensor batch = Tensor.of(both).reshape(2, 37);
    UnaryOperator<Tensor> norm = v -> Reductions.norm(v, 2, KeepDims.NO, 1);
    assertEquals(norm.apply(alone).at(0), norm.apply(batch).at(0));
    assertArrayEquals(
        gradient(norm, alone), java.util.Arrays.copyOf(gradient(norm, batch), 37), "gradient");
  }

  @Test
  void theZeroVectorKeepsItsGradientBesideARowThatNeedsScaling() {
    Tensor x = Tensor.of(0, 0, 3e200, 4e200).reshape(2, 2);
    double[] g = gradient(v -> Reductions.norm(v, 2, KeepDims.NO, 1), x);
    assertEquals(0, g[0]);
    assertNear(0.8, g[3], Math.ulp(1.0));
  }

  @Test
  void standardDeviationsAndDistancesKeepTheirDigits() {
    assertNear(1e200, Reductions.std(Tensor.of(1e200, -1e200), 0).item(), Math.ulp(1.0));
    assertNear(1e20f, Reductions.std(Tensor.of(1e20f, -1e20f), 0).item(), Math.ulp(1f));
    Tensor x = Tensor.of(3e200, 0).reshape(1, 2);
    Tensor y = Tensor.of(0, 4e200).reshape(1, 2);
    assertNear(5e200, Distances.cdist(x, y).item(), Math.ulp(1.0));
    assertNear(0.6, gradient(v -> Distances.cdist(v, y), x)[0], Math.ulp(1.0));
    Tensor small = Tensor.of(3e-23f, 4e-23f).reshape(1, 2);
    Tensor zero = Tensor.of(0f, 0f).reshape(1, 2);
    assertNear(5e-23f, Distances.cdist(small, zero).item(), 2 * Math.ulp(1f));
    assertNear(5e200, Distances.pairwiseDistance(x, y, 2, 0).item(), Math.ulp(1.0));
  }

  // --- functions that a factor passes through -------------------------------------------------

  /** A function for which f(c x) = c^degree f(x), of rows of numbers that are not too unlike. */
  private record Homogeneous(String name, int degree, UnaryOperator<Tensor> f) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Homogeneous norm(double p) {
    return new Homogeneous("norm, p = " + p, 1, x -> Reductions.norm(x, p, -1));
  }

  /** The second half of the rows beside the first. */
  private static Homogeneous pairs(String name, int degree, BinaryOperator<Tensor> f) {
    return new Homogeneous(
        name,
        degree,
        x -> f.apply(Indexing.slice(x, 0, 0, ROWS / 2), Indexing.slice(x, 0, ROWS / 2, ROWS)));
  }

  private static final int ROWS = 4;

  static Stream<Homogeneous> homogeneous() {
    return Stream.of(
            Stream.of(-3, -1.5, 0.5, 1, 1.5, 2, 3, 20, Double.POSITIVE_INFINITY)
                .map(p -> norm(p.doubleValue())),
            Stream.of(
                new Homogeneous("norm of columns", 1, x -> Reductions.norm(x, 2, 0)),
                new Homogeneous("mean", 1, x -> Reductions.mean(x, 1)),
                new Homogeneous("mean of columns", 1, x -> Reductions.mean(x, 0)),
                new Homogeneous("std", 1, x -> Reductions.std(x, 1, 1)),
                new Homogeneous("std of columns", 1, x -> Reductions.std(x, 0, 0)),
                new Homogeneous("normalize", 0, x -> LinearAlgebra.normalize(x, 2, -1, 0)),
                new Homogeneous("normalize columns", 0, x -> LinearAlgebra.normalize(x, 2, 0, 0)),
                new Homogeneous("normalize, p = 3", 0, x -> LinearAlgebra.normalize(x, 3, -1, 0)),
                new Homogeneous("layerNorm", 0, x -> Neural.layerNorm(x, 1, 0)),
                new Homogeneous(
                    "layerNorm with weight",
                    0,
                    x -> Neural.layerNorm(x, ramp(x, 1), ramp(x, -2), 0)),
                new Homogeneous("rmsNorm", 0, x -> Neural.rmsNorm(x, 1, 0)),
                new Homogeneous("rmsNorm with weight", 0, x -> Neural.rmsNorm(x, ramp(x, 1), 0)),
                new Homogeneous("batchNorm", 0, x -> Neural.batchNorm(x, 0)),
                new Homogeneous("groupNorm", 0, x -> Neural.groupNorm(x, 1, 0)),
                pairs("cosineSimilarity", 0, (x, y) -> Distances.cosineSimilarity(x, y, -1, 0)),
                pairs("cosineSimilarities", 0, (x, y) -> Distances.cosineSimilarities(x, y, 0)),
                pairs("pairwiseDistance", 1, (x, y) -> Distances.pairwiseDistance(x, y, 2, 0)),
                pairs(
                    "pairwiseDistance, p = 3", 1, (x, y) -> Distances.pairwiseDistance(x, y, 3, 0)),
                pairs("cdist", 1, Distances::cdist),
                pairs("cdist, p = 1.5", 1, (x, y) -> Distances.cdist(x, y, 1.5)),
                pairs("cdist, p = 5", 1, (x, y) -> Distances.cdist(x, y, 5)),
                new Homogeneous("pdist", 1, x -> Distances.pdist(x, 2))))
        .flatMap(all -> all);
  }

  private static Tensor ramp(Tensor x, double first) {
    return Tensor.generate(x.dtype(), Shape.of(x.shape().get(1)), i -> first + i);
  }

  /**
   * A power of two passes through exactly but for powers that are no squares, whose own error is
   * about an ulp and the sum's of 20 such terms.
   */
  private static final double PASSES = 64;

  @ParameterizedTest
  @MethodSource("homogeneous")
  void aPowerOfTwoPassesThrough(Homogeneous of) {
    for (DType dtype : DType.values()) {
      boolean wide = dtype == DType.FLOAT64;
      int[] exponents =
          wide ? new int[] {-900, -700, -520, 520, 700, 1010} : new int[] {-100, -80, -60, 60, 114};
      for (int width : new int[] {2, 20}) {
        Random random = new Random(3);
        Tensor x =
            Tensor.generate(
                dtype,
                Shape.of(ROWS, width),
                i -> (1 + random.nextInt(15)) * (i % 3 == 0 ? -1 : 1));
        for (int k : exponents) {
          Tensor far = x.mul(Math.scalb(1.0, k));
          for (TapeOption[] options : new TapeOption[][] {{}, {TapeOption.PLAIN}}) {
            String what = of + " of " + dtype + " at 2^" + k + ", " + options.length;
            double unit = PASSES * dtype.epsilon();
            requireScaled(
                what,
                valueOf(of.f(), x, options),
                valueOf(of.f(), far, options),
                k * of.degree(),
                unit);
            requireScaled(
                what + ", gradient",
                gradientOf(of.f(), x, options),
                gradientOf(of.f(), far, options),
                k * (of.degree() - 1),
                unit);
          }
        }
      }
    }
  }

  private static double[] valueOf(UnaryOperator<Tensor> f, Tensor x, TapeOption... options) {
    try (Tape tape = new Tape(options)) {
      return f.apply(tape.watch(x)).toArray();
    }
  }

  /** Of a sum with unlike weights, as sums of normalised numbers are constant. */
  private static double[] gradientOf(UnaryOperator<Tensor> f, Tensor x, TapeOption... options) {
    try (Tape tape = new Tape(options)) {
      Tensor v = tape.watch(x);
      Tensor y = f.apply(v);
      return tape.gradients(y, y.like(i -> 1 + i % 5)).of(v).toArray();
    }
  }

  private static void requireScaled(
      String what, double[] near, double[] far, int exponent, double unit) {
    double most = Arrays.stream(near).map(Math::abs).max().orElse(0);
    for (int i = 0; i < near.length; i++) {
      double back = Math.scalb(far[i], -exponent);
      assertEquals(near[i], back, unit * most, what + " at " + i);
    }
  }

  @Test
  void rowsOfUnlikeSizeKeepTheirDistances() {
    for (double p : new double[] {1.5, 2, 3}) {
      Tensor x = Tensor.of(3e200, 4e200, 3, 4, 3e-200, 4e-200).reshape(3, 2);
      Tensor zero = Tensor.zeros(DType.FLOAT64, 1, 2);
      double one = Reductions.norm(Tensor.of(3.0, 4), p).item();
      double[] d = Distances.cdist(x, zero, p).toArray();
      assertNear(1e200 * one, d[0], 4 * Math.ulp(1.0));
      assertNear(one, d[1], 4 * Math.ulp(1.0));
      assertNear(1e-200 * one, d[2], 4 * Math.ulp(1.0));
      double[] g = gradient(v -> Distances.cdist(v, zero, p), x);
      for (int i = 0; i < 6; i++) {
        assertNear(Math.pow((3 + i % 2) / one, p - 1), g[i], 4 * Math.ulp(1.0));
      }
    }
  }

  @Test
  void lengthsBeyondTheRangeStillHaveADirection() {
    Tensor x = Tensor.full(DType.FLOAT64, 1.5e308, 1, 4);
    for (TapeOption[] options : new TapeOption[][] {{}, {TapeOption.PLAIN}}) {
      for (double eps : new double[] {0, 1e-12}) {
        double[] unit = valueOf(v -> LinearAlgebra.normalize(v, 2, -1, eps), x, options);
        assertArrayEquals(new double[] {.5, .5, .5, .5}, unit, Math.ulp(1.0));
      }
    }
    assertEquals(3e38f, Reductions.mean(Tensor.full(DType.FLOAT32, 3e38f, 7)).item());
    assertEquals(1.5e308, Reductions.mean(x).item());
  }

  @Test
  void equalNumbersOfAnySizeStandardizeToZero() {
    for (double size : new double[] {1e300, 0.1, 1.7e308}) {
      Tensor x = Tensor.full(DType.FLOAT64, size, 2, 3);
      for (TapeOption[] options : new TapeOption[][] {{}, {TapeOption.PLAIN}}) {
        double[] y = valueOf(v -> Neural.layerNorm(v, 1, 1e-5), x, options);
        assertArrayEquals(new double[6], y, 1e-12, "of " + size);
      }
    }
  }

  @Test
  void cosinesNeverPassOne() {
    Random random = new Random(5);
    Tensor x = Tensor.of(random.doubles(2000 * 16, -3, 3).toArray()).reshape(2000, 16);
    for (DType dtype : DType.values()) {
      Tensor rows = x.to(dtype);
      for (double cosine : Distances.cosineSimilarity(rows, rows, -1).toArray()) {
        assertTrue(cosine <= 1 && cosine > 0.999, () -> "cosine " + cosine);
      }
    }
  }
}
