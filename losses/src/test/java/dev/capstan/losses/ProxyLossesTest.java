package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The losses with one learned vector a class. */
class ProxyLossesTest {
  /** A dozen float64 operations on numbers of order 10. */
  private static final double TOLERANCE = 1e-13;

  private static final IntTensor LABELS = IntTensor.of(0, 2, 1, 2);

  static Stream<ProxyLoss> losses() {
    return Stream.of(
        new ArcFaceLoss().withScale(8),
        new CosFaceLoss().withScale(8),
        new NormalizedSoftmaxLoss().withTemperature(0.2),
        new ProxyAnchorLoss().withAlpha(6),
        new ProxyNcaLoss().withSoftmaxScale(3));
  }

  private static Tensor random(int seed, int rows, int columns) {
    return Tensor.randn(DType.FLOAT64, new SplittableRandom(seed), rows, columns);
  }

  /** Three classes in five dimensions, as the loss wants them. */
  private static Tensor proxies(ProxyLoss loss) {
    Tensor rows = random(2, 3, 5);
    return loss.layout() == ProxyLoss.Layout.ROWS ? rows : Movement.transpose(rows, 0, 1);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradientsReachEmbeddingsAndProxies(ProxyLoss loss) {
    GradCheck.of((Tensor x, Tensor p) -> loss.apply(LABELS, x, p))
        .at(random(1, 4, 5), proxies(loss))
        .order(2)
        .check()
        .orThrow();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void configurationsTravel(ProxyLoss loss) {
    assertEquals(loss, Losses.fromConfig(loss.config()));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void aLabelWithoutAVectorIsRefused(ProxyLoss loss) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> loss.apply(IntTensor.of(0, 3, 1, 2), random(1, 4, 5), proxies(loss)));
    assertEquals(
        loss.getClass().getSimpleName()
            + ": target out of range: got 3 in row 1, expected 0 to 2 for 3 classes",
        e.getMessage());
  }

  @Test
  void vectorsOfAnotherDimensionAreRefused() {
    ShapeException e =
        assertThrows(
            ShapeException.class,
            () -> new ProxyNcaLoss().apply(LABELS, random(1, 4, 5), random(2, 3, 4)));
    assertEquals(
        "ProxyNcaLoss: the classes' vectors do not fit the embeddings: got shape [3, 4] for"
            + " embeddings [4, 5], expected [K, 5]",
        e.getMessage());
  }

  @Test
  void arcFaceLowersTheCosineLinearlyBeyondTheTurningPoint() {
    // the own class's vector points away: θ = π − 0.1, beyond π − m for m = 28.6 degrees
    double theta = Math.PI - 0.1;
    double m = Math.toRadians(28.6);
    Tensor x = Tensor.of(new double[][] {{1, 0}});
    Tensor w =
        Tensor.of(
            new double[][] {{Math.cos(theta), Math.cos(1.0)}, {Math.sin(theta), Math.sin(1)}});
    double own = 4 * (Math.cos(theta) - m * Math.sin(m));
    double other = 4 * Math.cos(1.0);
    double expected = Math.log(Math.exp(own) + Math.exp(other)) - own;
    double got = new ArcFaceLoss().withScale(4).apply(IntTensor.of(0), x, w).item();
    assertEquals(expected, got, TOLERANCE);
  }

  @Test
  void arcFaceHasFiniteGradientsWhereTheAngleHasNone() {
    Tensor w = Tensor.of(new double[][] {{1, 0}, {0, 1}});
    for (double sign : new double[] {1, -1}) {
      try (Tape tape = new Tape()) {
        Tensor x = tape.watch(Tensor.of(new double[][] {{sign, 0}}));
        Tensor loss = new ArcFaceLoss().apply(IntTensor.of(0), x, w);
        Gradients<Tensor> g = tape.gradients(loss);
        assertTrue(Double.isFinite(g.of(x).at(0)) && Double.isFinite(g.of(x).at(1)));
      }
    }
  }
}
