package dev.capstan.losses.mining;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.autograd.Tape;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.KeepDims;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The masked extremes against their definition, written from differentiable operations. */
class MaskedExtremesTest {
  /** One rounding of the shift by the row's extreme, on numbers up to 8. */
  private static final double ONE_SHIFT = 8 * Math.ulp(1.0);

  /** max_k((d_k − lo) m_k) + lo with lo = min(d) − shift, over rows. */
  private static Tensor literalMax(Tensor d, Tensor mask, double shift) {
    Tensor lo = Elementwise.sub(Reductions.amin(d, KeepDims.YES, 1), shift);
    Tensor masked = Elementwise.mul(Elementwise.sub(d, lo), mask);
    return Elementwise.add(Reductions.amax(masked, KeepDims.YES, 1), lo);
  }

  /** min_k((d_k − hi) m_k) + hi with hi = max(d) + shift, over rows. */
  private static Tensor literalMin(Tensor d, Tensor mask, double shift) {
    Tensor hi = Elementwise.add(Reductions.amax(d, KeepDims.YES, 1), shift);
    Tensor masked = Elementwise.mul(Elementwise.sub(d, hi), mask);
    return Elementwise.add(Reductions.amin(masked, KeepDims.YES, 1), hi);
  }

  /** Small whole numbers tie often; masks are sometimes empty and sometimes full. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void agreesWithTheDefinitionAtTiesAndEmptyMasks(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int n = 7;
    Tensor d = Tensor.generate(DType.FLOAT64, Shape.of(n, n), i -> random.nextInt(4));
    double density = random.nextInt(5) / 4.0;
    Tensor mask =
        Tensor.generate(DType.FLOAT64, Shape.of(n, n), i -> random.nextDouble() < density ? 1 : 0);
    Tensor weights = Tensor.randn(DType.FLOAT64, random, n);
    for (double shift : new double[] {0, 1e-6}) {
      for (boolean largest : new boolean[] {true, false}) {
        try (Tape tape = new Tape()) {
          Tensor x = tape.watch(d);
          Tensor literal = largest ? literalMax(x, mask, shift) : literalMin(x, mask, shift);
          Tensor expected = literal.reshape(n);
          Tensor actual = mined(x, mask, shift, largest);
          assertArrayEquals(expected.toArray(), actual.toArray(), ONE_SHIFT);
          assertArrayEquals(
              tape.gradients(expected, weights).of(x).toArray(),
              tape.gradients(actual, weights).of(x).toArray(),
              ONE_SHIFT);
        }
      }
    }
  }

  private static Tensor mined(Tensor d, Tensor mask, double shift, boolean largest) {
    int n = d.shape().get(0);
    MaskedExtremes extremes = new MaskedExtremes(d, shift, Precision.OF_DISTANCES);
    Picks picks = new Picks(n);
    for (int row = 0; row < n; row++) {
      int first = row * n;
      double value =
          largest
              ? extremes.max(row, k -> mask.at(first + k) == 1, picks)
              : extremes.min(row, k -> mask.at(first + k) == 1, picks);
      assertEquals(value, picks.of(d.detach()).at(row), ONE_SHIFT);
    }
    return picks.of(d);
  }

  @Test
  void aRowWithNaNGivesNaNAndPassesItOnToTheWholeRow() {
    try (Tape tape = new Tape()) {
      Tensor d = tape.watch(Tensor.of(new double[] {1, Double.NaN, 2, 3, 4, 5}, 2, 3));
      Picks picks = new Picks(3);
      MaskedExtremes extremes = new MaskedExtremes(d, 0, Precision.DOUBLE);
      extremes.max(0, k -> k == 2, picks);
      extremes.max(1, k -> k == 2, picks);
      Tensor y = picks.of(d);
      assertArrayEquals(new double[] {Double.NaN, 5}, y.toArray());
      assertArrayEquals(
          new double[] {Double.NaN, Double.NaN, Double.NaN, 0, 0, 1},
          tape.gradients(y, Tensor.of(1.0, 1.0)).of(d).toArray());
    }
  }

  @Test
  void anInfiniteDistanceMakesTheArithmeticNaN() {
    Tensor d = Tensor.of(new double[] {1, Double.POSITIVE_INFINITY, 2}, 1, 3);
    MaskedExtremes extremes = new MaskedExtremes(d, 0, Precision.DOUBLE);
    assertEquals(Double.NaN, extremes.min(0, k -> k == 0, new Picks(3)));
    assertEquals(Double.NaN, extremes.max(0, k -> k == 0, new Picks(3)));
  }

  @Test
  void inSinglePrecisionNeighboursMayTie() {
    // 2^25 swallows the difference of 0 and 1 in float32, so both attain the minimum.
    Tensor d = Tensor.of(new float[] {0, 1, 0x1p25f}, 1, 3);
    Picks picks = new Picks(3);
    new MaskedExtremes(d, 0, Precision.OF_DISTANCES).min(0, k -> k < 2, picks);
    assertEquals(0.5, picks.of(d).at(0));
    Picks wide = new Picks(3);
    new MaskedExtremes(d, 0, Precision.DOUBLE).min(0, k -> k < 2, wide);
    assertEquals(0, wide.of(d).at(0));
  }
}
