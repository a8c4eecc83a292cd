package dev.capstan.examples.gradcheck;

import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.mutation.FaultyOp;
import java.util.List;
import java.util.random.RandomGenerator;

/** A wrong rule in the middle of a computation, caught and blamed. */
public final class FaultDemo implements FaultyOp {

  /** 1 / (1 + e^(−x)), whose rule has y (y − 1) for y (1 − y). */
  static Tensor logistic(Tensor x) {
    return Primitive.of("logistic", x)
        .value(v -> v.neg().exp().add(1).reciprocal())
        .vjp((g, y) -> g.mul(y).mul(y.sub(1)))
        .record();
  }

  static Tensor loss(Tensor x, Tensor w) {
    Tensor hidden = logistic(x.mul(w));
    return hidden.square().mean();
  }

  static GradReport report() {
    Tensor x = Tensor.of(0.4, -1.2, 2.5);
    Tensor w = Tensor.of(1.5, 0.3, -0.8);
    return GradCheck.of((Tensor a, Tensor b) -> loss(a, b))
        .at(x, w)
        .inputs("x", "w")
        .named("loss")
        .errorCurve()
        .check();
  }

  @Override
  public String name() {
    return "a logistic function with the wrong sign";
  }

  @Override
  public String culprit() {
    return "logistic";
  }

  @Override
  public List<Tensor> inputs(RandomGenerator random) {
    return List.of(Tensor.randn(DType.FLOAT64, random, 3));
  }

  @Override
  public Tensor apply(List<Tensor> inputs) {
    return logistic(inputs.get(0)).square().mean();
  }
}
