package dev.capstan.testkit;

import dev.capstan.autograd.Primitive;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.mutation.FaultyOp;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** The five planted faults of docs/checking-gradients.md, as services. */
public final class PlantedFaults {
  private PlantedFaults() {}

  /** A planted fault: one function of x and y whose operation {@code culprit} has a wrong rule. */
  public abstract static class Planted implements FaultyOp {
    private final String name;
    private final String culprit;

    Planted(String name, String culprit) {
      this.name = name;
      this.culprit = culprit;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public String culprit() {
      return culprit;
    }

    @Override
    public List<Tensor> inputs(RandomGenerator random) {
      return List.of(
          Tensor.of(new double[] {0.3, -0.7, 1.2, 2, -1, 0.5, 0.1, 0.2, 0.9}, 3, 3),
          Tensor.of(0.4, 0.9, -1.5));
    }
  }

  private static Tensor sine(Tensor x, UnaryOperator<Tensor> rule) {
    return Primitive.of("sine", x).value(v -> v.like(i -> Math.sin(v.at(i)))).vjp(rule).record();
  }

  /** The rule of a sine with a minus too many. */
  public static final class Sign extends Planted {
    public Sign() {
      super("a wrong sign", "sine");
    }

    @Override
    public Tensor apply(List<Tensor> in) {
      Tensor x = in.get(0);
      return sine(x.mul(in.get(1)), g -> g.mul(x.mul(in.get(1)).cos()).neg()).sum();
    }
  }

  /** A mean whose rule forgets to divide by the number of elements. */
  public static final class MeanWithoutN extends Planted {
    public MeanWithoutN() {
      super("a mean that forgets 1/N", "average");
    }

    @Override
    public Tensor apply(List<Tensor> in) {
      Tensor x = in.get(0).mul(in.get(1));
      return Primitive.of("average", x)
          .value(v -> v.mean())
          .vjp(g -> g.broadcastTo(x.shape()))
          .record();
    }
  }

  /** A product whose second rule forgets that its operand was broadcast. */
  public static final class Broadcast extends Planted {
    public Broadcast() {
      super("a forgotten sum over a broadcast axis", "product");
    }

    @Override
    public Tensor apply(List<Tensor> in) {
      Tensor x = in.get(0);
      Tensor y = in.get(1);
      return Primitive.of("product", x, y)
          .value((u, v) -> u.mul(v))
          .vjp(g -> g.mul(y))
          .vjp(g -> g.mul(x))
          .record()
          .tanh()
          .sum();
    }
  }

  /** A transpose whose rule does not transpose back. */
  public static final class Transposed extends Planted {
    public Transposed() {
      super("a transpose not undone", "turn");
    }

    @Override
    public Tensor apply(List<Tensor> in) {
      Tensor x = in.get(0);
      Tensor turned = Primitive.of("turn", x).value(v -> v.permute(1, 0)).vjp(g -> g).record();
      return turned.mul(in.get(1)).exp().sum();
    }
  }

  /** A weight computed behind the tape's back: every rule is right, the gradient is not. */
  public static final class Detached extends Planted {
    public Detached() {
      super("a value taken off the tape", "mul");
    }

    @Override
    public Tensor apply(List<Tensor> in) {
      Tensor x = in.get(0).mul(in.get(1));
      return x.exp().mul(x.detach()).sum();
    }
  }

  static List<Planted> all() {
    return List.of(
        new Sign(), new MeanWithoutN(), new Broadcast(), new Transposed(), new Detached());
  }
}
