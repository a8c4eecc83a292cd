package dev.capstan.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class NeuralModuleTest {
  private static Tensor sumOfSquares(Tensor x) {
    return Reductions.sum(Elementwise.square(x));
  }

  private static Linear doubles() {
    return new Linear(
        new Parameter("weight", Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}})),
        new Parameter("bias", Tensor.of(0.5, -0.5, 0)));
  }

  @Test
  void linearMultipliesByTheTransposedWeightAndAddsTheBias() {
    Tensor y = doubles().apply(Tensor.of(new double[][] {{1, 10}, {0, -1}}));

    assertArrayEquals(new double[] {21.5, 42.5, 65, -1.5, -4.5, -6}, y.toArray());
  }

  @Test
  void linearNamesBothShapesWhenTheInputDoesNotFit() {
    ShapeException e =
        assertThrows(
            ShapeException.class, () -> doubles().apply(Tensor.of(new double[][] {{1, 2, 3}})));

    assertEquals("linear: got input [1, 3], expected [..., 2]", e.getMessage());
  }

  @Test
  void gradientsOfALinearLayerAreThoseOfTheFormula() {
    Linear layer = doubles();
    Tensor x = Tensor.of(new double[][] {{1, 10}, {0, -1}});

    ParameterGradients g = layer.gradients(() -> Reductions.sum(layer.apply(x)));

    assertArrayEquals(new double[] {1, 9, 1, 9, 1, 9}, g.of(layer.weight()).toArray());
    assertArrayEquals(new double[] {2, 2, 2}, g.of(layer.bias()).toArray());
    assertEquals(21.5 + 42.5 + 65 - 1.5 - 4.5 - 6, g.loss().item());
    assertNull(g.loss().node());
  }

  @Test
  void aParameterIsAVariableInsideTheScopeAndAConstantOutside() {
    Linear layer = doubles();
    Tensor before = layer.weight().value();

    layer.gradients(
        () -> {
          assertTrue(layer.weight().value().node() != null);
          return sumOfSquares(layer.weight().value());
        });

    assertSame(before, layer.weight().value());
    assertNull(layer.weight().value().node());
  }

  @Test
  void parametersAreRestoredWhateverIsThrown() {
    Linear layer = doubles();
    Tensor before = layer.weight().value();

    assertThrows(
        IllegalStateException.class,
        () ->
            layer.gradients(
                () -> {
                  throw new IllegalStateException("in the loss");
                }));

    assertSame(before, layer.weight().value());
    layer.gradients(() -> sumOfSquares(layer.weight().value()));
  }

  @Test
  void anInnerScopeOverTheSameParameterIsRefused() {
    Linear layer = doubles();

    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () ->
                layer.gradients(
                    () -> layer.gradients(() -> sumOfSquares(layer.weight().value())).loss()));

    assertEquals(
        "gradients: parameter 'weight' is already differentiated by an enclosing scope; "
            + "compute the inner loss outside, or on module.replica()",
        e.getMessage());
    layer.gradients(() -> sumOfSquares(layer.weight().value()));
  }

  @Test
  void aFrozenParameterIsAConstantAndHasNoGradient() {
    Linear layer = doubles();
    layer.weight().freeze();

    ParameterGradients g =
        layer.gradients(
            () -> {
              assertNull(layer.weight().value().node());
              return Reductions.sum(layer.apply(Tensor.of(new double[][] {{1, 1}})));
            });

    assertFalse(g.has(layer.weight()));
    assertTrue(g.has(layer.bias()));
    assertEquals(
        "gradients.of: parameter 'weight' float64 [3, 2] (frozen) was not watched; "
            + "it is frozen, or of another module",
        assertThrows(IllegalArgumentException.class, () -> g.of(layer.weight())).getMessage());
  }

  @Test
  void aLossThatIsConstantIsRefused() {
    Linear layer = doubles();
    layer.freeze();

    assertEquals(
        "gradients: the loss depends on no parameter: got a constant float64 [], "
            + "expected a scalar made from parameter.value(); every parameter is frozen",
        assertThrows(
                IllegalArgumentException.class,
                () -> layer.gradients(() -> sumOfSquares(layer.weight().value())))
            .getMessage());
  }

  @Test
  void aParameterThatTheLossDoesNotReachHasGradientZero() {
    Linear layer = doubles();

    ParameterGradients g = layer.gradients(() -> sumOfSquares(layer.weight().value()));

    assertArrayEquals(new double[3], g.of(layer.bias()).toArray());
  }

  @Test
  void aSharedParameterIsCountedOnceAndCollectsBothGradients() {
    Parameter weight = new Parameter("weight", Tensor.of(new double[][] {{2}}));
    Parameter bias = new Parameter("bias", Tensor.of(0.0));
    Sequential twice = new Sequential(new Linear(weight, bias), new Linear(weight, bias));

    ParameterGradients g =
        twice.gradients(() -> Reductions.sum(twice.apply(Tensor.of(new double[][] {{3}}))));

    assertEquals(List.of(weight, bias), twice.parameters());
    assertEquals(
        List.of("0.weight", "0.bias", "1.weight", "1.bias"),
        List.copyOf(twice.namedParameters().keySet()));
    assertEquals(2, twice.size());
    assertArrayEquals(new double[] {2 * 2 * 3}, g.of(weight).toArray());
    assertArrayEquals(new double[] {2 + 1}, g.of(bias).toArray());
  }

  @Test
  void aReplicaSharesTensorsAndTiesButNotItsLife() {
    Parameter weight = new Parameter("weight", Tensor.of(new double[][] {{2}}));
    Parameter bias = new Parameter("bias", Tensor.of(0.0));
    Sequential model =
        new Sequential(new Linear(weight, bias), Activation.relu(), new Linear(weight, bias));

    Sequential replica = model.replica();
    weight.assign(Tensor.of(new double[][] {{5}}));

    assertEquals(2, replica.parameters().size());
    Parameter copy = replica.parameters().get(0);
    assertNotSame(weight, copy);
    assertEquals(2, copy.value().item());
    assertArrayEquals(new double[] {12}, replica.apply(Tensor.of(new double[][] {{3}})).toArray());
  }

  @Test
  void assigningAnotherFormIsRefused() {
    Parameter p = new Parameter("weight", Tensor.of(1.0, 2.0));

    assertEquals(
        "assign: form of parameter 'weight': got float64 [3], expected float64 [2]; "
            + "a parameter keeps its dtype and shape",
        assertThrows(IllegalArgumentException.class, () -> p.assign(Tensor.of(1, 2, 3)))
            .getMessage());
  }

  @Test
  void clippingKeepsTheDirectionAndAccumulationAdds() {
    Linear layer = doubles();
    ParameterGradients g =
        layer.gradients(() -> Reductions.sum(layer.apply(Tensor.of(new double[][] {{3, 4}}))));
    double norm = Math.sqrt(3 * (9 + 16 + 1));

    assertEquals(norm, g.norm());
    assertEquals(3 * (3 / norm), g.clipNorm(3).of(layer.weight()).at(0));
    assertSame(g, g.clipNorm(100));
    assertArrayEquals(new double[] {2, 2, 2, 2, 2, 2}, g.clipValue(2).of(layer.weight()).toArray());
    assertArrayEquals(new double[] {6, 8, 6, 8, 6, 8}, g.plus(g).of(layer.weight()).toArray());
    assertArrayEquals(
        new double[] {1.5, 2, 1.5, 2, 1.5, 2}, g.scale(0.5).of(layer.weight()).toArray());
  }

  @Test
  void theUsualInitialValuesStayWithinOneByRootOfFanIn() {
    Linear layer = new Linear(16, 1000, new SplittableRandom(1));
    double[] w = layer.weight().value().toArray();
    double largest = 0;
    double squares = 0;
    for (double x : w) {
      largest = Math.max(largest, Math.abs(x));
      squares += x * x;
    }

    assertTrue(largest <= 0.25 && largest > 0.249);
    // The variance of U(-a, a) is a²/3; 16,000 draws of x² scatter by 0.7 % of it.
    assertEquals(0.0625 / 3, squares / w.length, 0.0625 / 3 * 0.03);
    assertTrue(Math.abs(layer.bias().value().at(0)) <= 0.25);
  }

  @Test
  void l2NormalizeGivesRowsOfLengthOneAndLeavesZeroAlone() {
    Tensor y = new L2Normalize().apply(Tensor.of(new double[][] {{3, 4}, {0, 0}}));

    assertArrayEquals(new double[] {0.6, 0.8, 0, 0}, y.toArray(), 1e-15);
  }
}
