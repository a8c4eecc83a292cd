package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.check.Blame;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.nn.Layer;
import dev.capstan.nn.ModelCheck;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.Replication;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.BatchNorm;
import dev.capstan.nn.layer.Dropout;
import dev.capstan.nn.layer.Initializer;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The gradient of a whole model, blamed by the parameter's path, the operation and its line. */
final class ModelCheckTest {
  private static final Random RANDOM = new Random(4);
  private static final Tensor X = Tensor.randn(DType.FLOAT64, RANDOM, 6, 3);
  private static final Tensor WEIGHTS = Tensor.randn(DType.FLOAT64, RANDOM, 6, 2);

  private static Linear linear(int in, int out, DType dtype) {
    Initializer uniform = Initializer.uniformFanIn();
    return new Linear(in, out, dtype, uniform, uniform, new Random(5));
  }

  private static Tensor loss(Layer model) {
    return model.apply(X).mul(WEIGHTS).sum();
  }

  /** A scale whose rule for the factor has the wrong sign. */
  private static final class WrongScale extends Layer {
    private final Parameter factor;

    WrongScale(Parameter factor) {
      this.factor = parameter(factor);
    }

    @Override
    public Tensor apply(Tensor x) {
      Tensor f = factor.value();
      return Primitive.of("scale", x, f)
          .value((a, b) -> a.mul(b))
          .vjp((Tensor g) -> g.mul(f))
          .vjp((Tensor g) -> g.mul(x).sum(0).neg())
          .record();
    }

    @Override
    protected WrongScale copy(Replication copies) {
      return new WrongScale(copies.of(factor));
    }
  }

  @Test
  void dropoutAndBatchNormAreRightAndTheModelStaysAsItWas() {
    RandomStream random = new RandomStream(7);
    Sequential model =
        new Sequential(
            linear(3, 4, DType.FLOAT64),
            BatchNorm.ofRows(4, DType.FLOAT64, 0.1, 1e-5),
            Activation.tanh(),
            new Dropout(0.5, random),
            linear(4, 2, DType.FLOAT64));
    Map<String, Tensor> before = model.weights();
    String place = random.toString();
    ModelCheck.of(model, () -> loss(model)).audit().check().orThrow();
    assertEquals(before.toString(), model.weights().toString());
    assertEquals(place, random.toString());
  }

  @Test
  void wrongRuleIsBlamedByPathOperationAndLine() {
    Sequential model =
        new Sequential(
            linear(3, 2, DType.FLOAT64), new WrongScale(new Parameter("factor", Tensor.of(2., 3))));
    GradReport report = ModelCheck.of(model, () -> loss(model)).check();
    Blame blame = report.passes().get(0).blame();
    assertNotNull(blame, report::toString);
    assertEquals("scale", blame.op());
    String text = report.sentence();
    assertTrue(text.startsWith("wrong: the gradient of 1.factor at ["), text);
    assertTrue(text.contains("wrong sign in the rule of 'scale' (called at ModelCheckTest"), text);
  }

  @Test
  void frozenAndUnreachedAreToldApart() {
    Linear used = linear(3, 2, DType.FLOAT64);
    Linear frozen = linear(2, 2, DType.FLOAT64);
    Linear unused = linear(3, 2, DType.FLOAT64);
    frozen.freeze();
    Sequential model = new Sequential(used, frozen, unused);
    GradReport report =
        ModelCheck.of(model, () -> loss(new Sequential(used, frozen))).check().orThrow();
    assertTrue(
        report
            .sentence()
            .endsWith(
                "8 not reached (2.weight, 2.bias); "
                    + "constant: 1.weight (frozen), 1.bias (frozen)"),
        report::sentence);
  }

  @Test
  void whatCannotBeCheckedIsRefused() {
    Linear single = linear(3, 2, DType.FLOAT32);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> ModelCheck.of(single, () -> loss(single)));
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("gradcheck: finite differences need float64"),
        e::toString);
    single.freeze();
    e =
        assertThrows(
            IllegalArgumentException.class, () -> ModelCheck.of(single, () -> loss(single)));
    assertEquals(
        "gradcheck: the model has no parameter to check: got weight (frozen), bias (frozen); "
            + "unfreeze one",
        e.getMessage());
  }
}
