package dev.capstan.examples;

import dev.capstan.autograd.Form;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.Transforms;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The engine on plain numbers: a value type with four operations, and any derivative of them. */
public final class ScalarEngine {
  private ScalarEngine() {}

  /** Prints x · sin(x) at 2 and its first three derivatives. */
  public static void main(String[] args) {
    UnaryOperator<Scalar> f = x -> x.times(x.sin());
    Scalar two = new Scalar(2, null);
    for (int order = 0; order <= 3; order++) {
      System.out.printf("order %d: %.6f%n", order, f.apply(two).value());
      f = Transforms.grad(f);
    }
  }

  /** A number that a tape can follow. */
  public record Scalar(double value, @Nullable Node<Scalar> node) implements Traced<Scalar> {
    private static final Form FORM = new NumberForm(1, Math.ulp(1.0), Double.BYTES);

    private record NumberForm(int size, double epsilon, long bytes) implements Form {}

    @Override
    public Scalar plus(Scalar y) {
      return Primitive.of("plus", this, y)
          .value((u, v) -> new Scalar(u.value + v.value, null))
          .vjp(g -> g)
          .vjp(g -> g)
          .record();
    }

    /** x · y: each factor's gradient is the other factor. */
    public Scalar times(Scalar y) {
      return Primitive.of("times", this, y)
          .value((u, v) -> new Scalar(u.value * v.value, null))
          .vjp(g -> g.times(y))
          .vjp(g -> g.times(this))
          .record();
    }

    public Scalar sin() {
      return Primitive.of("sin", this)
          .value(v -> new Scalar(Math.sin(v.value), null))
          .vjp(g -> g.times(cos()))
          .record();
    }

    public Scalar cos() {
      return Primitive.of("cos", this)
          .value(v -> new Scalar(Math.cos(v.value), null))
          .vjp(g -> g.times(sin()).times(like(i -> -1)))
          .record();
    }

    @Override
    public Scalar traced(@Nullable Node<Scalar> by) {
      return new Scalar(value, by);
    }

    @Override
    public Form form() {
      return FORM;
    }

    @Override
    public double at(int index) {
      return value;
    }

    @Override
    public Scalar like(IntToDoubleFunction elements) {
      return new Scalar(elements.applyAsDouble(0), null);
    }
  }
}
