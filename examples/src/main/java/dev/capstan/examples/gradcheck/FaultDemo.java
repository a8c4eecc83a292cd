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

  /** Softsign, x / (1 + |x|), whose rule forgets the square: it should be g / (1 + |x|)². */
  static Tensor softsign(Tensor x) {
    return Primitive.of("softsign", x)
        .value(v -> v.div(v.abs().add(1)))
        .vjp(g -> g.div(x.abs().add(1)))
        .record();
  }

  static Tensor loss(Tensor x, Tensor w) {
    Tensor hidden = softsign(x.mul(w));
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
    return "softsign without the square";
  }

  @Override
  public String culprit() {
    return "softsign";
  }

  @Override
  public List<Tensor> inputs(RandomGenerator random) {
    return List.of(Tensor.randn(DType.FLOAT64, random, 3));
  }

  @Override
  public Tensor apply(List<Tensor> inputs) {
    return softsign(inputs.get(0)).square().mean();
  }
}
