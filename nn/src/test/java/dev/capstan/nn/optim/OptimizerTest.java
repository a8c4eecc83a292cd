package dev.capstan.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.nn.Parameter;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Optimizers against the formulas of their documentation, in plain loops. */
final class OptimizerTest {
  private static final double[] START = {1, -2, 0.5};
  private static final double[] SLOPES = {3, -1, 2};
  private static final int STEPS = 25;

  /**
   * A step in float32 rounds the moments and the value a few times each, relative to values below
   * 4; 25 steps of ten roundings of 2⁻²⁴ · 4 are 6e-5. In float64 the same count of 2⁻⁵³ is
   * 1.2e-13.
   */
  private static double tolerance(DType dtype) {
    return STEPS * 10 * 4 * dtype.epsilon() / 2;
  }

  private static Parameter parameter(DType dtype) {
    return new Parameter("w", Tensor.generate(dtype, Shape.of(3), i -> START[i]));
  }

  /** Loss Σ slope · w²: its gradient is 2 · slope · w, different in each element. */
  private static Tensor loss(Parameter p) {
    Tensor w = p.value();
    Tensor slopes = Tensor.generate(w.dtype(), Shape.of(3), i -> SLOPES[i] * SLOPES[i]);
    return Reductions.sum(Elementwise.mul(slopes, Elementwise.square(w)));
  }

  private static double slope(int i, double w) {
    return 2 * SLOPES[i] * SLOPES[i] * w;
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void sgdFollowsItsFormulaWithMomentumAndDecay(DType dtype) {
    Parameter p = parameter(dtype);
    Sgd sgd = new Sgd(List.of(p), Sgd.Options.of(0.01).withMomentum(0.9).withWeightDecay(0.1));
    double[] w = START.clone();
    double[] v = new double[3];
    for (int t = 0; t < STEPS; t++) {
      sgd.step(() -> loss(p));
      for (int i = 0; i < 3; i++) {
        double g = slope(i, w[i]) + 0.1 * w[i];
        v[i] = 0.9 * v[i] + g;
        w[i] -= 0.01 * v[i];
      }
    }

    assertArrayEquals(w, p.value().toArray(), tolerance(dtype));
    assertEquals(STEPS, sgd.steps());
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void nesterovLooksAheadAlongTheVelocity(DType dtype) {
    Parameter p = parameter(dtype);
    Sgd sgd = new Sgd(List.of(p), Sgd.Options.of(0.01).withNesterovMomentum(0.8));
    double[] w = START.clone();
    double[] v = new double[3];
    for (int t = 0; t < STEPS; t++) {
      sgd.step(() -> loss(p));
      for (int i = 0; i < 3; i++) {
        double g = slope(i, w[i]);
        v[i] = 0.8 * v[i] + g;
        w[i] -= 0.01 * (g + 0.8 * v[i]);
      }
    }

    assertArrayEquals(w, p.value().toArray(), tolerance(dtype));
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void adamFollowsTheAlgorithmOfThePaper(DType dtype) {
    Parameter p = parameter(dtype);
    Adam adam =
        new Adam(
            List.of(p),
            Adam.Options.of(0.05).withBetas(0.8, 0.95).withEpsilon(1e-6).withWeightDecay(0.02));
    double[] w = START.clone();
    double[] m = new double[3];
    double[] v = new double[3];
    for (int t = 1; t <= STEPS; t++) {
      adam.step(() -> loss(p));
      for (int i = 0; i < 3; i++) {
        double g = slope(i, w[i]) + 0.02 * w[i];
        m[i] = 0.8 * m[i] + (1 - 0.8) * g;
        v[i] = 0.95 * v[i] + (1 - 0.95) * g * g;
        double mean = m[i] / (1 - Math.pow(0.8, t));
        double square = v[i] / (1 - Math.pow(0.95, t));
        w[i] -= 0.05 * mean / (Math.sqrt(square) + 1e-6);
      }
    }

    assertArrayEquals(w, p.value().toArray(), tolerance(dtype));
  }

  @Test
  void aStepReturnsTheLossBeforeItAsAConstant() {
    Parameter p = parameter(DType.FLOAT64);

    Tensor loss = new Sgd(List.of(p), Sgd.Options.of(0.1)).step(() -> loss(p));

    assertEquals(9 * 1 + 1 * 4 + 4 * 0.25, loss.item());
    assertNull(loss.node());
  }

  @Test
  void aStepThatThrowsChangesNothing() {
    Parameter p = parameter(DType.FLOAT64);
    Tensor before = p.value();
    Adam adam = new Adam(List.of(p), Adam.Options.of(0.1));

    assertThrows(
        ArithmeticException.class,
        () ->
            adam.step(
                () -> {
                  throw new ArithmeticException("no loss");
                }));

    assertSame(before, p.value());
    assertEquals(0, adam.steps());
  }

  @Test
  void aParameterGivenTwiceIsTrainedOnce() {
    Parameter twice = parameter(DType.FLOAT64);
    Parameter once = parameter(DType.FLOAT64);
    Sgd sgd = new Sgd(List.of(twice, twice), Sgd.Options.of(0.1));

    sgd.step(() -> loss(twice));
    new Sgd(List.of(once), Sgd.Options.of(0.1)).step(() -> loss(once));

    assertEquals(List.of(twice), sgd.parameters());
    assertArrayEquals(once.value().toArray(), twice.value().toArray());
  }

  @Test
  void aValueAssignedFromOutsideIsWhereTheNextStepStarts() {
    Parameter p = parameter(DType.FLOAT64);
    Sgd sgd = new Sgd(List.of(p), Sgd.Options.of(0.1));
    sgd.step(() -> loss(p));

    p.assign(Tensor.of(1.0, 1.0, 1.0));
    sgd.step(() -> loss(p));

    assertArrayEquals(
        new double[] {1 - 0.1 * 18, 1 - 0.1 * 2, 1 - 0.1 * 8}, p.value().toArray(), 1e-15);
  }

  @Test
  void settingsThatMakeNoSenseAreRefused() {
    assertEquals(
        "adam: beta2: got 1.0, expected a number in [0, 1)",
        assertThrows(IllegalArgumentException.class, () -> Adam.Options.of(0.1).withBetas(0.9, 1))
            .getMessage());
    assertEquals(
        "sgd: learningRate: got NaN, expected a finite number of 0 or more",
        assertThrows(IllegalArgumentException.class, () -> Sgd.Options.of(Double.NaN))
            .getMessage());
  }
}
