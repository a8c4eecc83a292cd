package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.ops.option.KeepDims;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
