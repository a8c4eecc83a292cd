package dev.capstan.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.Parameter;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.RowTable;
import dev.capstan.nn.State;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
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

  // --- what a step does not do ------------------------------------------------------------------

  @Test
  void aParameterThatTheLossDoesNotUseStaysAsItIs() {
    Parameter a = parameter(DType.FLOAT64);
    Parameter b = parameter(DType.FLOAT64);
    Adam adam = new Adam(List.of(a, b), Adam.Options.of(0.1).withWeightDecay(0.1));
    adam.step(() -> loss(a).add(loss(b)));
    double[] before = b.value().toArray();

    adam.step(() -> loss(a));
    assertArrayEquals(before, b.value().toArray());

    adam.step(() -> loss(a), StepOption.MOVE_UNUSED);
    assertNotEquals(before[0], b.value().at(0));
    assertEquals(3, adam.steps());
  }

  @Test
  void gradientsTellAMissingGradientFromAZero() {
    Parameter a = parameter(DType.FLOAT64);
    Parameter b = parameter(DType.FLOAT64);

    ParameterGradients g =
        ParameterGradients.of(List.of(a, b), () -> loss(a).add(b.value().mul(0).sum()));
    ParameterGradients h = ParameterGradients.of(List.of(a, b), () -> loss(a));

    assertTrue(g.reached(b));
    assertFalse(h.reached(b));
    assertTrue(g.plus(h).reached(b));
    assertFalse(h.plus(h).scale(2).clipNorm(1).reached(b));
  }

  @Test
  void gradientsOfAnotherModelAreRefused() {
    Parameter mine = parameter(DType.FLOAT64);
    Parameter other = new Parameter("other", mine.value());
    Sgd sgd = new Sgd(List.of(mine), Sgd.Options.of(0.1));
    ParameterGradients g =
        ParameterGradients.of(List.of(mine, other), () -> loss(mine).add(loss(other)));
    double[] before = mine.value().toArray();

    assertEquals(
        "apply: the gradients are of parameter 'other' float64 [3], which this optimizer does not"
            + " train; add it to a group, or apply gradients.only(optimizer.parameters(),"
            + " optimizer.tables())",
        assertThrows(IllegalArgumentException.class, () -> sgd.apply(g)).getMessage());
    assertArrayEquals(before, mine.value().toArray());
    assertEquals(0, sgd.steps());

    sgd.apply(g.only(sgd.parameters(), sgd.tables()));
    assertEquals(before[0] - 0.1 * slope(0, before[0]), mine.value().at(0));
  }

  @Test
  void aParameterThatIsFrozenInsideTheStepIsNotChanged() {
    Parameter a = parameter(DType.FLOAT64);
    Parameter b = parameter(DType.FLOAT64);
    Sgd sgd = new Sgd(List.of(a, b), Sgd.Options.of(0.1));

    sgd.step(
        () -> {
          Tensor loss = loss(a).add(loss(b));
          b.freeze();
          return loss;
        });

    assertArrayEquals(START, b.value().toArray());
    assertNotEquals(START[0], a.value().at(0));
  }

  @Test
  void whatIsNotFiniteIsRefusedBeforeAnythingIsChanged() {
    Parameter a = parameter(DType.FLOAT64);
    Parameter b = new Parameter("b", Tensor.of(0.0, 1.0));
    Adam adam = new Adam(List.of(a, b), Adam.Options.of(0.1));
    Supplier<Tensor> infiniteSlope = () -> loss(a).add(b.value().sqrt().sum());
    State before = adam.state();

    assertEquals(
        "step: the gradient of parameter 'b' float64 [2] has Infinity at element 0: nothing was"
            + " changed; lower the learning rate, clip the gradients, or look at the batch",
        assertThrows(
                ArithmeticException.class,
                () -> adam.step(infiniteSlope, StepOption.REFUSE_NON_FINITE))
            .getMessage());
    String loss =
        assertThrows(
                ArithmeticException.class,
                () -> adam.step(() -> loss(a).mul(Double.NaN), StepOption.REFUSE_NON_FINITE))
            .getMessage();
    assertTrue(String.valueOf(loss).startsWith("step: the loss is NaN: "), loss);
    assertArrayEquals(START, a.value().toArray());
    assertEquals(before.texts(), adam.state().texts());
    assertTrue(adam.state().tensors().isEmpty());

    adam.step(infiniteSlope);
    assertTrue(Double.isNaN(b.value().at(0)));
  }

  @Test
  void clippingRefusesWhatNoFactorMends() {
    Parameter b = new Parameter("b", Tensor.of(0.0, 1.0));
    ParameterGradients g = ParameterGradients.of(List.of(b), () -> b.value().sqrt().sum());

    assertEquals(
        "clipNorm: the norm of the gradients is Infinity: the gradient of parameter 'b' float64 [2]"
            + " has Infinity at element 0; leave this step out, or lower the learning rate",
        assertThrows(ArithmeticException.class, () -> g.clipNorm(1)).getMessage());
    Parameter c = new Parameter("c", Tensor.of(1.0, 1.0));
    ParameterGradients huge =
        ParameterGradients.of(List.of(c), () -> c.value().mul(Tensor.of(3e200, 4e200)).sum());
    assertArrayEquals(new double[] {0.6, 0.8}, huge.clipNorm(1).of(c).toArray(), 1e-15);
  }

  // --- what is forgotten
  // --------------------------------------------------------------------------

  @Test
  void aParameterOfTheLossThatIsInNoGroupIsNoticed() {
    Parameter net = parameter(DType.FLOAT64);
    Parameter proxies = new Parameter("proxies", Tensor.of(1.0, 2.0, 3.0));
    RowTable table = new RowTable("words", Tensor.ones(DType.FLOAT64, 4, 3));
    Sgd sgd = new Sgd(List.of(net), Sgd.Options.of(0.1));
    Supplier<Tensor> loss = () -> net.value().mul(proxies.value()).sum();
    Supplier<Tensor> lookup = () -> net.value().mul(table.lookup(IntTensor.of(1))).sum();

    for (int i = 0; i < 2; i++) {
      assertEquals(
          "step: the loss computes with parameter 'proxies' float64 [3], which is in no group of"
              + " this optimizer and would stay as it is; add it to a group, freeze() it, or take"
              + " its constant()",
          assertThrows(IllegalArgumentException.class, () -> sgd.step(loss)).getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> sgd.apply(sgd.gradients(loss)));
    assertThrows(IllegalArgumentException.class, () -> sgd.step(lookup));
    assertArrayEquals(START, net.value().toArray());

    sgd.step(() -> net.value().mul(proxies.constant()).sum());
    proxies.freeze();
    table.freeze();
    sgd.step(loss);
    sgd.step(lookup);
    assertArrayEquals(new double[] {1, 2, 3}, proxies.value().toArray());
    assertEquals(3, sgd.steps());
  }

  @Test
  void aGroupOfItsOwnTrainsWhatTheLossOwns() {
    Parameter net = parameter(DType.FLOAT64);
    Parameter proxies = new Parameter("proxies", Tensor.of(1.0, 2.0, 3.0));
    Sgd sgd =
        new Sgd(
            List.of(
                ParameterGroup.of(List.of(net), Sgd.Options.of(0.1)),
                ParameterGroup.of(List.of(proxies), Sgd.Options.of(0.5))));

    sgd.step(() -> net.value().mul(proxies.value()).sum());

    assertArrayEquals(
        new double[] {1 - 0.5 * START[0], 2 - 0.5 * START[1], 3 - 0.5 * START[2]},
        proxies.value().toArray());
    sgd.rate(1, 0.25);
    assertEquals(0.1, sgd.rate());
    assertEquals(0.25, sgd.rate(1));
    assertEquals(
        "optimizer: parameter 'w' float64 [3] is in two groups; leave it in one",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new Sgd(
                        List.of(
                            ParameterGroup.of(List.of(net), Sgd.Options.of(0.1)),
                            ParameterGroup.of(List.of(net), Sgd.Options.of(0.5)))))
            .getMessage());
  }

  @Test
  void aStateOfAnotherOptimizerIsRefusedAndNothingIsChanged() {
    Parameter a = parameter(DType.FLOAT64);
    Parameter longer = new Parameter("v", Tensor.of(1.0, 2, 3, 4));
    Adam adam = new Adam(List.of(a), Adam.Options.of(0.1));
    adam.step(() -> loss(a));
    Adam other = new Adam(List.of(longer), Adam.Options.of(0.1));
    other.step(() -> longer.value().square().sum());
    State before = adam.state();

    assertEquals(
        "restore: 'optimizer': got 'Sgd', expected 'Adam'",
        refusal(() -> adam.restore(new Sgd(List.of(a), Sgd.Options.of(0.1)).state())));
    assertEquals(
        "restore: got moments float64 [4] for parameter 'w' float64 [3]: of another model",
        refusal(() -> adam.restore(other.state())));
    assertEquals(
        "restore: 'rates' is missing from the state",
        refusal(() -> adam.restore(State.builder().put("optimizer", "Adam").build())));
    assertEquals(before.texts(), adam.state().texts());
  }

  private static String refusal(Executable what) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, what).getMessage());
  }

  @Test
  void gradientsFromElsewhereAreAppliedAsIfTheyWereComputedHere() {
    Parameter a = parameter(DType.FLOAT64);
    Parameter twin = parameter(DType.FLOAT64);
    ParameterGradients g = ParameterGradients.of(List.of(a), () -> loss(a));

    new Sgd(List.of(twin), Sgd.Options.of(0.1))
        .apply(ParameterGradients.given(g.loss(), Map.of(twin, g.of(a)), Map.of()));
    new Sgd(List.of(a), Sgd.Options.of(0.1)).apply(g);

    assertArrayEquals(a.value().toArray(), twin.value().toArray());
    assertEquals(
        "gradients: got float64 [] for parameter 'w' float64 [3]; a gradient has the form of its"
            + " parameter",
        refusal(() -> ParameterGradients.given(g.loss(), Map.of(a, g.loss()), Map.of())));
  }
}
