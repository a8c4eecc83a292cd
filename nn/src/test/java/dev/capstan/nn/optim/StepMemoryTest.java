package dev.capstan.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.autograd.Transforms;
import dev.capstan.nn.Parameter;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A step computes in the memory of the step before. Sizes are large enough for arrays to be lent.
 */
final class StepMemoryTest {
  private static final int ROWS = 40;
  private static final int COLUMNS = 30;

  private final Tensor x = random(DType.FLOAT64, 1);

  private static Tensor random(DType dtype, long seed) {
    return Tensor.randn(dtype, new SplittableRandom(seed), ROWS, COLUMNS);
  }

  private static Parameter parameter(DType dtype) {
    return new Parameter("w", random(dtype, 2));
  }

  private static Sgd sgd(Parameter... all) {
    return new Sgd(List.of(all), Sgd.Options.of(0.1));
  }

  /** Fans out, so that adjoints are accumulated, and holds a walk within the walk. */
  private static Tensor loss(Tensor w, Tensor x) {
    Tensor y = w.mul(x).tanh().add(w.square()).mul(w);
    Tensor z = Transforms.checkpoint(v -> v.exp().add(v.sin()).mul(v), y.mul(0.1));
    return z.add(y).prod(1).tanh().sum().add(z.norm(2, -1).mean());
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void stepsInRecycledMemoryAreTheSameToTheLastBit(DType dtype) {
    Parameter recycled = parameter(dtype);
    Parameter fresh = parameter(dtype);
    Sgd one = sgd(recycled);
    Sgd other = sgd(fresh);
    Tensor data = random(dtype, 3);
    for (int i = 0; i < 5; i++) {
      Tensor loss = one.step(() -> loss(recycled.value(), data));
      var gradients = other.gradients(() -> loss(fresh.value(), data));
      other.apply(gradients);
      assertEquals(gradients.loss().item(), loss.item());
      assertArrayEquals(fresh.value().toArray(), recycled.value().toArray());
    }
  }

  @Test
  void aValueThatWasKeptBeyondItsStepIsRefusedAndNeverWrong() {
    Parameter w = parameter(DType.FLOAT64);
    List<Tensor> kept = new ArrayList<>();
    sgd(w)
        .step(
            () -> {
              Tensor y = w.value().mul(x);
              kept.add(y);
              kept.add(y.reshape(COLUMNS, ROWS));
              kept.add(y.add(1));
              return y.sum();
            });
    for (Tensor y : kept) {
      IllegalStateException e = assertThrows(IllegalStateException.class, y::toArray);
      assertEquals(
          "tensor "
              + y.form()
              + ": its memory has been given back at the end of a backward walk or an optimizer's"
              + " step; keep detach() of it instead",
          e.getMessage());
      assertThrows(IllegalStateException.class, () -> y.add(1));
    }
  }

  @Test
  void whatWasDetachedInTheStepMayBeKept() {
    Parameter w = parameter(DType.FLOAT64);
    Tensor expected = w.value().mul(x);
    Tensor before = w.value();
    double[] numbers = before.toArray();
    List<Tensor> kept = new ArrayList<>();
    Sgd sgd = sgd(w);
    Supplier<Tensor> loss =
        () -> {
          Tensor y = w.value().mul(x);
          kept.add(y.detach());
          kept.add(w.value().detach());
          return y.square().sum();
        };
    sgd.step(loss);
    sgd.step(loss);
    assertArrayEquals(expected.toArray(), kept.get(0).toArray());
    assertArrayEquals(numbers, kept.get(1).toArray());
    assertArrayEquals(numbers, before.toArray(), "a parameter's earlier value never changes");
  }

  @Test
  void aStepThatThrowsLeavesParametersAndMemoryInOrder() {
    Parameter w = parameter(DType.FLOAT64);
    Sgd sgd = sgd(w);
    Tensor before = w.value();
    assertThrows(
        ArithmeticException.class,
        () ->
            sgd.step(
                () -> {
                  w.value().mul(x);
                  throw new ArithmeticException();
                }));
    assertSame(before, w.value());
    Parameter other = parameter(DType.FLOAT64);
    assertEquals(
        sgd(other).step(() -> loss(other.value(), x)).item(),
        sgd.step(() -> loss(w.value(), x)).item());
  }

  @Test
  void gradientsAskedForApartMayBeKept() {
    Parameter w = parameter(DType.FLOAT64);
    Sgd sgd = sgd(w);
    List<Tensor> kept = new ArrayList<>();
    var first =
        sgd.gradients(
            () -> {
              kept.add(w.value().mul(x));
              return kept.get(0).square().sum();
            });
    double[] gradient = first.of(w).toArray();
    sgd.step(() -> loss(w.value(), x));
    assertArrayEquals(gradient, first.of(w).toArray());
    assertEquals(ROWS * COLUMNS, kept.get(0).toArray().length);
  }
}
