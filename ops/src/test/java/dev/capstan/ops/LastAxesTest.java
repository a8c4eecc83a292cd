package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.WalkOption;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fused functions of lines, at lengths below, at and between whole vectors, and at several lines.
 * Values against plain loops, gradients against those of the plain twin.
 */
final class LastAxesTest {
  private static final int ROWS = 3;
  private static final double EPS = 1e-3;

  /**
   * A value or gradient is a sum of n products, scaled a few times: n + 16 roundings of numbers of
   * the size of the largest, and the intermediate sums are at most four times the result.
   */
  private static double bound(DType dtype, int n, double largest) {
    return 4 * (n + 16) * dtype.epsilon() * (1 + largest);
  }

  static IntStream lengths() {
    return IntStream.concat(IntStream.rangeClosed(1, 40), IntStream.of(63, 100, 130, 1100));
  }

  private static Tensor sample(DType dtype, int n) {
    return Tensor.randn(dtype, new SplittableRandom(n), ROWS, n);
  }

  private static final Map<String, UnaryOperator<Tensor>> FUSED =
      Map.of(
          "softmax", x -> Reductions.softmax(x, -1),
          "logSoftmax", x -> Reductions.logSoftmax(x, -1),
          "logsumexp", x -> Reductions.logsumexp(x, -1),
          "layerNorm", x -> Neural.layerNorm(x, 1, EPS),
          "rmsNorm", x -> Neural.rmsNorm(x, 1, EPS),
          "normalize", x -> LinearAlgebra.normalize(x, 2, -1));

  @ParameterizedTest
  @MethodSource("lengths")
  void gradientsAreThoseOfThePlainTwin(int n) {
    for (DType dtype : DType.values()) {
      FUSED.forEach((name, f) -> requireTwin(name, f, sample(dtype, n)));
    }
  }

  private static void requireTwin(String name, UnaryOperator<Tensor> f, Tensor at) {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(at);
      Tensor y = f.apply(x);
      Tensor g = y.detach().like(i -> Math.cos(3 * i));
      requireClose(
          name + " of length " + at.shape().get(1),
          tape.gradients(y, g, WalkOption.CREATE_GRAPH).of(x),
          tape.gradients(y, g).of(x),
          at.shape().get(1));
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void weightsAndBiasHaveTheGradientsOfThePlainTwin(int n) {
    for (DType dtype : DType.values()) {
      try (Tape tape = new Tape()) {
        Tensor x = tape.watch(sample(dtype, n));
        Tensor w = tape.watch(Tensor.randn(dtype, new SplittableRandom(7), n));
        Tensor b = tape.watch(Tensor.randn(dtype, new SplittableRandom(8), n));
        Tensor y = Neural.layerNorm(x, w, b, EPS).add(Neural.rmsNorm(x, w, EPS));
        Tensor g = y.detach().like(i -> Math.cos(3 * i));
        var graph = tape.gradients(y, g, WalkOption.CREATE_GRAPH);
        var fused = tape.gradients(y, g);
        requireClose("x", graph.of(x), fused.of(x), n);
        requireClose("weight", graph.of(w), fused.of(w), n);
        requireClose("bias", graph.of(b), fused.of(b), n);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void weightAndBiasInOnePassAreAProductAndASum(int n) {
    for (DType dtype : DType.values()) {
      Tensor x = sample(dtype, n);
      Tensor w = Tensor.randn(dtype, new SplittableRandom(7), n);
      Tensor b = Tensor.randn(dtype, new SplittableRandom(8), n);
      assertArrayEquals(
          Neural.layerNorm(x, 1, EPS).mul(w).add(b).toArray(),
          Neural.layerNorm(x, w, b, EPS).toArray());
    }
  }

  private static void requireClose(String what, Tensor expected, Tensor got, int n) {
    double largest = 0;
    for (int i = 0; i < got.size(); i++) {
      largest = Math.max(largest, Math.abs(expected.at(i)));
    }
    assertArrayEquals(
        expected.toArray(),
        got.toArray(),
        bound(got.dtype(), n, largest),
        what + " " + got.dtype());
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void valuesAreThoseOfPlainLoops(int n) {
    for (DType dtype : DType.values()) {
      Tensor x = sample(dtype, n);
      for (int r = 0; r < ROWS; r++) {
        int at = r * n;
        double sum = sum(x, at, n, Math::exp);
        double mean = sum(x, at, n, v -> v) / n;
        double variance = sum(x, at, n, v -> (v - mean) * (v - mean)) / n;
        double square = sum(x, at, n, v -> v * v);
        requireLine("softmax", x, r, v -> Math.exp(v) / sum);
        requireLine("logSoftmax", x, r, v -> v - Math.log(sum));
        requireLine("layerNorm", x, r, v -> (v - mean) / Math.sqrt(variance + EPS));
        requireLine("rmsNorm", x, r, v -> v / Math.sqrt(square / n + EPS));
        requireLine("normalize", x, r, v -> v / Math.sqrt(square));
        double got = Reductions.logsumexp(x, -1).at(r);
        assertEquals(Math.log(sum), got, bound(dtype, n, Math.abs(Math.log(sum))));
      }
    }
  }

  private static double sum(Tensor x, int at, int n, DoubleUnaryOperator f) {
    return IntStream.range(at, at + n).mapToDouble(i -> f.applyAsDouble(x.at(i))).sum();
  }

  private static void requireLine(String name, Tensor x, int row, DoubleUnaryOperator expected) {
    int n = x.shape().get(1);
    Tensor y = Objects.requireNonNull(FUSED.get(name)).apply(x);
    for (int i = row * n; i < (row + 1) * n; i++) {
      double e = expected.applyAsDouble(x.at(i));
      assertEquals(e, y.at(i), bound(x.dtype(), n, Math.abs(e)), name + " of length " + n);
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void whatIsNotFiniteStaysInItsLine(int n) {
    for (DType dtype : DType.values()) {
      for (double odd : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
        Tensor x = sample(dtype, n);
        Tensor spoilt = x.like(i -> i == n + n / 2 ? odd : x.at(i));
        for (var f : FUSED.entrySet()) {
          Tensor clean = f.getValue().apply(x);
          Tensor got = f.getValue().apply(spoilt);
          int width = clean.size() / ROWS;
          for (int i = 0; i < got.size(); i++) {
            if (i / width != 1) {
              assertEquals(clean.at(i), got.at(i), f.getKey());
            }
          }
          boolean infinite = f.getKey().equals("logsumexp") && odd > 0;
          double there = got.at(width + width / 2);
          assertEquals(infinite ? odd : Double.NaN, there, f.getKey() + " of " + odd);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void aLineOfNothingButMinusInfinityHasNoSoftmax(int n) {
    Tensor x = Tensor.full(DType.FLOAT32, Double.NEGATIVE_INFINITY, 1, n);
    assertEquals(Double.NEGATIVE_INFINITY, Reductions.logsumexp(x, -1).at(0));
    assertEquals(Double.NaN, Reductions.softmax(x, -1).at(n / 2));
    assertEquals(Double.NaN, Reductions.logSoftmax(x, -1).at(n / 2));
  }

  @ParameterizedTest
  @MethodSource("lengths")
  void smallTermsCountBesideAWholeOne(int n) {
    Tensor x = Tensor.full(DType.FLOAT32, -20, n + 1).like(i -> i == n / 2 ? 0 : -20);
    double expected = Math.log1p(n * Math.exp(-20));
    double ulps = 4 * (n + 16) * DType.FLOAT32.epsilon();
    assertEquals(expected, Reductions.logsumexp(x).item(), expected * ulps);
  }
}
