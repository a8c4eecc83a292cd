package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What a loss does not take from its inputs leaks nothing: branches of a piecewise formula, terms
 * of weight 0, ignored rows, pairs that are no pair.
 */
class UntakenBranchesTest {
  private static final double INF = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private static void check(
      UnaryOperator<Tensor> loss, Tensor at, double value, double... gradient) {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(at);
      Tensor y = loss.apply(x);
      assertEquals(value, y.item(), 1e-12);
      assertArrayEquals(gradient, tape.gradients(y).of(x).toArray(), 1e-12);
    }
  }

  @ParameterizedTest
  @EnumSource(Variant.class)
  void anInfiniteResidualHasTheSlopeOfTheArm(Variant variant) {
    Tensor zero = Tensor.of(0.0);
    HuberLoss huber = new HuberLoss().withVariant(variant);
    SmoothL1Loss smooth = new SmoothL1Loss().withVariant(variant);
    for (double sign : new double[] {1, -1}) {
      Tensor far = Tensor.of(sign * INF);
      check(x -> huber.withDelta(2.5).apply(x, zero), far, INF, sign * 2.5);
      check(x -> smooth.withBeta(2).apply(x, zero), far, INF, sign);
      check(x -> new L1Loss().withVariant(variant).apply(x, zero), far, INF, sign);
    }
    check(x -> huber.withDelta(INF).apply(x, zero), Tensor.of(3.0), 4.5, 3);
    check(x -> smooth.withBeta(INF).apply(x, zero), Tensor.of(3.0), 0, 0);
    check(x -> smooth.withBeta(1e-320).apply(x, zero), Tensor.of(1.0), 1, 1);
  }

  @Test
  void aParabolaNarrowerThanANumberIsNone() {
    Tensor x = Tensor.of(0f, -2f, 1e-30f);
    check(
        v -> new SmoothL1Loss().withBeta(1e-300).withReduction(Reduction.SUM).apply(v, x.mul(0)),
        x,
        2 + (double) 1e-30f,
        0,
        -1,
        1);
  }

  @Test
  void anImpossibleClassWithoutProbabilityAddsNothing() {
    KLDivLoss sum = new KLDivLoss().withReduction(Reduction.SUM);
    check(x -> sum.apply(x, Tensor.of(0.0, 1.0)), Tensor.of(-INF, -1.0), 1, 0, -1);
    check(
        x -> sum.withKind(KLDivLoss.Target.LOGARITHM).apply(x, Tensor.of(-INF, 0.0)),
        Tensor.of(-2.0, -1.0),
        1,
        0,
        -1);
    check(
        x -> sum.withKind(KLDivLoss.Target.LOGARITHM).apply(x, Tensor.of(-INF, 0.0)),
        Tensor.of(-INF, -1.0),
        1,
        0,
        -1);
    Tensor logits = Tensor.of(new double[][] {{-INF, 2, 1}});
    double[] p = {0, Math.exp(2) / (Math.exp(2) + Math.E), Math.E / (Math.exp(2) + Math.E)};
    check(
        x -> new CrossEntropyLoss().apply(x, Tensor.of(new double[][] {{0, 0.5, 0.5}})),
        logits,
        -0.5 * (Math.log(p[1]) + Math.log(p[2])),
        0,
        p[1] - 0.5,
        p[2] - 0.5);
  }

  @Test
  void aWeightOfZeroSilencesAnInfiniteLoss() {
    Tensor logits = Tensor.of(new double[][] {{-INF, 2, 2}, {0, 0, 0}});
    IntTensor target = IntTensor.of(0, 1);
    Tensor weight = Tensor.of(0.0, 1.0, 1.0);
    double third = 1.0 / 3;
    check(
        x -> new CrossEntropyLoss().apply(x, target, weight),
        logits,
        Math.log(3),
        0,
        0,
        0,
        third,
        third - 1,
        third);
    check(x -> new NLLLoss().apply(x, target, weight), logits, 0, 0, 0, 0, 0, -1, 0);
    CrossEntropyLoss smooth = new CrossEntropyLoss().withLabelSmoothing(0.3);
    check(
        x -> smooth.apply(x, IntTensor.of(1), weight),
        Tensor.of(new double[][] {{-INF, 2, 2}}),
        Math.log(2) * (0.7 + 0.2),
        0,
        0.9 * 0.5 - 0.8,
        0.9 * 0.5 - 0.1);
    Tensor certain = Tensor.of(INF, 1.0);
    check(
        x ->
            new BCEWithLogitsLoss()
                .withReduction(Reduction.SUM)
                .apply(x, Tensor.of(0.0, 1.0), Tensor.of(0.0, 0.0), Tensor.of(1.0)),
        certain,
        0,
        0,
        0);
  }

  @Test
  void aCertainLogitOnTheRightSideCostsNothing() {
    Tensor logits = Tensor.of(INF, -INF, 0.0);
    Tensor target = Tensor.of(1.0, 0.0, 1.0);
    check(
        x -> new BCEWithLogitsLoss().withReduction(Reduction.SUM).apply(x, target),
        logits,
        Math.log(2),
        0,
        0,
        -0.5);
    check(
        x -> new BCEWithLogitsLoss().withReduction(Reduction.SUM).apply(x, target.rsub(1)),
        logits,
        INF,
        1,
        -1,
        0.5);
    check(
        x -> new MultiLabelSoftMarginLoss().apply(x, target),
        logits,
        Math.log(2) / 3,
        0,
        0,
        -0.5 / 3);
  }

  @Test
  void aCountOfZeroAtARateOfZeroCostsNothing() {
    PoissonNLLLoss loss = new PoissonNLLLoss().withReduction(Reduction.SUM);
    check(x -> loss.apply(x, Tensor.of(0.0)), Tensor.of(-INF), 0, 0);
    PoissonNLLLoss plain = loss.withRate(PoissonNLLLoss.Rate.PLAIN).withEps(0);
    check(x -> plain.apply(x, Tensor.of(0.0)), Tensor.of(0.0), 0, 1);
    PoissonNLLLoss full = loss.withStirling(PoissonNLLLoss.Stirling.ADDED);
    Tensor input = Tensor.of(0.5, 0.5, 0.5);
    check(
        t -> full.apply(input, t),
        Tensor.of(0.0, 1.0, 2.0),
        3 * Math.exp(0.5) - 1.5 + 2 * Math.log(2) - 2 + 0.5 * Math.log(4 * Math.PI),
        -0.5,
        -0.5,
        -0.5 + Math.log(2) + 0.25);
  }

  @Test
  void anIgnoredRowMayHoldAnything() {
    Tensor logits = Tensor.of(new double[][] {{NAN, INF}, {0, 0}});
    check(
        x -> new CrossEntropyLoss().apply(x, IntTensor.of(-100, 1)),
        logits,
        Math.log(2),
        0,
        0,
        0.5,
        -0.5);
    check(x -> new NLLLoss().apply(x, IntTensor.of(-100, 1)), logits, 0, 0, 0, 0, -1);
  }

  /** The safe form hides nothing that counts. */
  @Test
  void whatCountsStaysNaN() {
    Tensor bad = Tensor.of(new double[][] {{NAN, 1}});
    assertTrue(Double.isNaN(new CrossEntropyLoss().apply(bad, IntTensor.of(1)).item()));
    Tensor half = Tensor.of(new double[][] {{0, 1}});
    assertTrue(Double.isNaN(new CrossEntropyLoss().apply(bad, half).item()));
    assertTrue(Double.isNaN(new KLDivLoss().apply(bad, half).item()));
    assertTrue(Double.isNaN(new BCEWithLogitsLoss().apply(bad, half).item()));
    assertTrue(Double.isNaN(new HuberLoss().apply(bad, half).item()));
  }

  @Test
  void aTargetThatIsMaskedAwayMayBeNaN() {
    Tensor mask = Tensor.of(1.0, 0.0);
    L1Loss each = new L1Loss().withReduction(Reduction.NONE);
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(Tensor.of(2.0, 3.0));
      Tensor losses = each.apply(x, Tensor.of(1.0, NAN));
      Tensor masked = dev.capstan.ops.Elementwise.where(mask.gt(0), losses, 0).sum();
      assertArrayEquals(new double[] {1, 0}, tape.gradients(masked).of(x).toArray());
    }
  }

  @Test
  void aPowerBelowOneHasGradientZeroAtDistanceZero() {
    Tensor x = Tensor.of(new double[][] {{1, 0}, {0, 1}, {1, 0}, {0.6, 0.8}});
    LpDistance root = LpDistance.euclidean().withPower(0.5);
    ContrastiveLoss loss = new ContrastiveLoss().withDistance(root);
    try (Tape tape = new Tape()) {
      Tensor traced = tape.watch(x);
      Tensor value = loss.apply(IntTensor.of(0, 0, 0, 1), traced);
      for (double g : tape.gradients(value).of(traced).toArray()) {
        assertTrue(Double.isFinite(g));
      }
      Tensor all = root.between(traced, traced).sum().add(root.rows(traced, traced).sum());
      double d = Math.sqrt(Math.sqrt(2));
      double e = Math.sqrt(Math.hypot(0.4, 0.8));
      double f = Math.sqrt(Math.hypot(0.6, 0.2));
      assertEquals(2 * (2 * d + 2 * e + f), all.item(), 1e-12);
      for (double g : tape.gradients(all).of(traced).toArray()) {
        assertTrue(Double.isFinite(g));
      }
    }
  }

  static Stream<Loss> batchLosses() {
    return Losses.names().stream()
        .map(name -> Losses.fromConfig(name, java.util.Map.of()))
        .filter(loss -> loss instanceof MetricLoss || loss instanceof ProxyLoss)
        .distinct();
  }

  /** A tape that looks for infinities finds none in a healthy batch. */
  @ParameterizedTest
  @MethodSource("batchLosses")
  void nothingIsInfiniteOnTheTape(Loss loss) {
    for (DType dtype : DType.values()) {
      Tensor x = Tensor.randn(dtype, new SplittableRandom(3), 6, 3);
      Tensor proxies = Tensor.randn(dtype, new SplittableRandom(4), 3, 3);
      IntTensor labels = IntTensor.of(0, 0, 1, 1, 2, 2);
      try (Tape tape = new Tape(TapeOption.CHECK_FINITE)) {
        Tensor traced = tape.watch(x);
        Tensor value =
            loss instanceof MetricLoss metric
                ? metric.apply(EmbeddingBatch.of(labels, traced))
                : ((ProxyLoss) loss).apply(labels, traced, proxies);
        assertTrue(Double.isFinite(tape.gradients(value).of(traced).abs().sum().item()));
      }
    }
  }
}
