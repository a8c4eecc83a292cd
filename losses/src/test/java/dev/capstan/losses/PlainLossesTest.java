package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the fixtures of the plain losses do not reach: other shapes, pins, second order, errors. */
class PlainLossesTest {
  /** A few dozen float64 sums in another order. */
  private static final double REORDERED = 1e-12;

  private static Tensor randn(int seed, int... shape) {
    return Tensor.randn(DType.FLOAT64, new SplittableRandom(seed), shape);
  }

  /** Smooth on both inputs near the points below. */
  static Stream<BinaryOperator<Tensor>> smooth() {
    return Stream.of(
        new MSELoss()::apply,
        new L1Loss()::apply,
        new SmoothL1Loss().withBeta(0.4)::apply,
        new HuberLoss().withDelta(0.4)::apply,
        new SoftMarginLoss()::apply,
        new BCEWithLogitsLoss()::apply,
        new MultiLabelSoftMarginLoss()::apply,
        new PoissonNLLLoss()::apply,
        (x, t) -> new KLDivLoss().apply(x, t.square()),
        (x, t) -> new KLDivLoss().withKind(KLDivLoss.Target.LOGARITHM).apply(x, t),
        (x, t) -> new CrossEntropyLoss().withLabelSmoothing(0.2).apply(x, Reductions.softmax(t, 1)),
        (x, t) -> new GaussianNLLLoss().apply(x, t, x.square().add(t.square())),
        (x, t) -> new CosineEmbeddingLoss().apply(x, t, Tensor.of(1.0, -1, 1)));
  }

  @ParameterizedTest
  @MethodSource("smooth")
  void derivativesAreRightToSecondOrder(BinaryOperator<Tensor> loss) {
    GradCheck.of((Tensor x, Tensor t) -> loss.apply(x, t))
        .at(randn(1, 3, 4), randn(2, 3, 4))
        .order(2)
        .check()
        .orThrow();
  }

  @Test
  void pixelsAreTargetsToo() {
    // [N, C, H] with [N, H]: the same as every pixel alone.
    Tensor x = randn(3, 2, 4, 3);
    IntTensor y = IntTensor.of(new int[] {0, 3, 1, 2, -100, 1}, 2, 3);
    Tensor flat = Movement.reshape(Movement.permute(x, 0, 2, 1), 6, 4);
    CrossEntropyLoss loss = CrossEntropyLoss.torch().withLabelSmoothing(0.1);
    Tensor weight = Tensor.of(1.0, 2, 0.5, 3);
    assertEquals(
        loss.apply(flat, y.reshape(6), weight).item(), loss.apply(x, y, weight).item(), REORDERED);
    Tensor rows = loss.withReduction(Reduction.NONE).apply(x, y, weight);
    assertEquals(Shape.of(2, 3), rows.shape());
    assertEquals(0, Math.abs(rows.get(1, 1)));
  }

  @Test
  void classTargetsAreProbabilitiesOfOne() {
    Tensor x = randn(4, 3, 4);
    Tensor hot = Tensor.of(new double[] {0, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0, 0}, 3, 4);
    CrossEntropyLoss loss = new CrossEntropyLoss().withLabelSmoothing(0.3);
    assertEquals(loss.apply(x, IntTensor.of(1, 3, 0)).item(), loss.apply(x, hot).item(), REORDERED);
    assertEquals(
        new NLLLoss().apply(Reductions.logSoftmax(x, 1), IntTensor.of(1, 3, 0)).item(),
        new CrossEntropyLoss().apply(x, IntTensor.of(1, 3, 0)).item(),
        REORDERED);
  }

  @Test
  void withAllTargetsIgnoredTheMeanIsNaNOrIfSafeADifferentiableZero() {
    IntTensor ignored = IntTensor.of(-100, -100);
    assertEquals(Double.NaN, CrossEntropyLoss.torch().apply(randn(5, 2, 3), ignored).item());
    assertEquals(Double.NaN, NLLLoss.torch().apply(randn(5, 2, 3), ignored).item());
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(randn(5, 2, 3));
      Tensor loss = new CrossEntropyLoss().apply(x, ignored);
      assertEquals(0, loss.item());
      assertArrayEquals(new double[6], tape.gradients(loss).of(x).toArray());
    }
  }

  @Test
  void stirlingsTermIsAddedToCountsAboveOne() {
    PoissonNLLLoss plain = PoissonNLLLoss.torch().withReduction(Reduction.NONE);
    Tensor x = Tensor.of(0.3, 0.3, 0.3);
    Tensor counts = Tensor.of(0.0, 1, 4);
    double stirling = 4 * Math.log(4) - 4 + 0.5 * Math.log(2 * Math.PI * 4);
    assertArrayEquals(
        new double[] {Math.exp(0.3), Math.exp(0.3) - 0.3, Math.exp(0.3) - 1.2 + stirling},
        plain.withStirling(PoissonNLLLoss.Stirling.ADDED).apply(x, counts).toArray(),
        REORDERED);
    assertArrayEquals(
        new double[] {0.3, 0.3 - Math.log(0.3 + 0.5), 0.3 - 4 * Math.log(0.3 + 0.5)},
        plain.withRate(PoissonNLLLoss.Rate.PLAIN).withEps(0.5).apply(x, counts).toArray(),
        REORDERED);
  }

  @Test
  void aVarianceBelowEpsCountsAsEpsAndKeepsItsGradient() {
    GaussianNLLLoss loss = GaussianNLLLoss.torch().withEps(0.25);
    try (Tape tape = new Tape()) {
      Tensor var = tape.watch(Tensor.of(0.01));
      Tensor value = loss.apply(Tensor.of(1.0), Tensor.of(0.0), var);
      assertEquals(0.5 * (Math.log(0.25) + 4), value.item(), REORDERED);
      assertEquals(0.5 * (4 - 16), tape.gradients(value).of(var).item(), REORDERED);
    }
    assertEquals(
        0.5 * (Math.log(0.25) + 4) + 0.5 * Math.log(2 * Math.PI),
        loss.withConstant(GaussianNLLLoss.Constant.ADDED)
            .apply(Tensor.of(1.0), Tensor.of(0.0), Tensor.of(0.01))
            .item(),
        REORDERED);
  }

  @Test
  void oneVarianceServesARow() {
    Tensor x = randn(6, 3, 4);
    Tensor t = randn(7, 3, 4);
    Tensor rows = Tensor.of(0.5, 1, 2);
    Tensor full = Movement.broadcastTo(Movement.reshape(rows, 3, 1), 3, 4);
    GaussianNLLLoss loss = new GaussianNLLLoss();
    double expected = loss.apply(x, t, full).item();
    assertEquals(expected, loss.apply(x, t, rows).item(), REORDERED);
    assertEquals(expected, loss.apply(x, t, Movement.reshape(rows, 3, 1)).item(), REORDERED);
  }

  @Test
  void theParabolaOfWidthZeroIsTheAbsoluteError() {
    Tensor x = randn(8, 5);
    Tensor t = randn(9, 5);
    assertEquals(
        new L1Loss().apply(x, t).item(), new SmoothL1Loss().withBeta(0).apply(x, t).item());
  }

  @Test
  void aListOfTargetsEndsAtItsFirstMinusOne() {
    Tensor x = Tensor.of(0.1, 0.2, 0.4, 0.8);
    double expected = 0;
    for (int own : new int[] {3, 0}) {
      for (int other : new int[] {1, 2}) {
        expected += Math.max(0, 1 - (x.at(own) - x.at(other))) / 4;
      }
    }
    MultiLabelMarginLoss loss = new MultiLabelMarginLoss();
    assertEquals(expected, loss.apply(x, IntTensor.of(3, 0, -1, 1)).item(), REORDERED);
    // What stands behind the end is not looked at.
    assertEquals(expected, loss.apply(x, IntTensor.of(3, 0, -1, 99)).item(), REORDERED);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refused(
        "CrossEntropyLoss: target does not fit the input: got shape [2] for input [3, 4], expected"
            + " [3]",
        () -> new CrossEntropyLoss().apply(randn(1, 3, 4), IntTensor.of(0, 1)));
    refused(
        "CrossEntropyLoss: wrong label smoothing: got 1.5, expected a number from 0 to 1",
        () -> new CrossEntropyLoss().withLabelSmoothing(1.5));
    refused(
        "CrossEntropyLoss: wrong ignore index: got 2, expected none with probabilities",
        () -> new CrossEntropyLoss().withIgnoreIndex(2).apply(randn(1, 3, 4), randn(2, 3, 4)));
    refused(
        "NLLLoss: input has no axis of classes: got a scalar, expected [C], [N, C] or [N, C, …]",
        () -> new NLLLoss().apply(Tensor.scalar(1.0), IntTensor.of(new int[] {0})));
    refused(
        "HuberLoss: wrong delta: got 0.0, expected a number greater than 0",
        () -> new HuberLoss().withDelta(0));
    refused(
        "SmoothL1Loss: wrong beta: got -1.0, expected a number of 0 or more",
        () -> new SmoothL1Loss().withBeta(-1));
    refused(
        "BCEWithLogitsLoss: shapes differ: got input [3] and target [1], expected the same shape",
        () -> new BCEWithLogitsLoss().apply(randn(1, 3), randn(2, 1)));
    refused(
        "GaussianNLLLoss: wrong variance: got -1.0 at element 0, expected variances of 0 or more",
        () -> new GaussianNLLLoss().apply(randn(1, 1), randn(2, 1), Tensor.of(-1.0)));
    refused(
        "CosineEmbeddingLoss: shapes do not fit: got vectors [3, 4] and target [4], expected [N, D]"
            + " and [N], or [D] and []",
        () -> new CosineEmbeddingLoss().apply(randn(1, 3, 4), randn(2, 3, 4), randn(3, 4)));
    refused(
        "MultiLabelMarginLoss: target out of range: got 4 in row 0, expected 0 to 3 for 4 classes",
        () -> new MultiLabelMarginLoss().apply(randn(1, 4), IntTensor.of(4, -1, 0, 0)));
    assertThrows(ShapeException.class, () -> new MSELoss().apply(randn(1, 3), randn(2, 4)));
  }

  private static void refused(String message, Executable call) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
  }
}
