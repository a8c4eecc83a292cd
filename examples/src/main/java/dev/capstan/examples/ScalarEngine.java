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
    Scalar two = Scalar.of(2);
    for (int order = 0; order <= 3; order++) {
      System.out.printf("order %d: %.6f%n", order, f.apply(two).value());
      f = Transforms.grad(f);
    }
  }

  /** A number that a tape can follow. */
  public record Scalar(double value, @Nullable Node<Scalar> node) implements Traced<Scalar> {

    /** A constant. */
    public static Scalar of(double value) {
      return new Scalar(value, null);
    }

    @Override
    public Scalar plus(Scalar y) {
      return Primitive.of("plus", this, y)
          .value((u, v) -> of(u.value + v.value))
          .vjp(g -> g)
          .vjp(g -> g)
          .record();
    }

    /** x · y: each factor's gradient is the other factor. */
    public Scalar times(Scalar y) {
      return Primitive.of("times", this, y)
          .value((u, v) -> of(u.value * v.value))
          .vjp(g -> g.times(y))
          .vjp(g -> g.times(this))
          .record();
    }

    public Scalar sin() {
      return Primitive.of("sin", this)
          .value(v -> of(Math.sin(v.value)))
          .vjp(g -> g.times(cos()))
          .record();
    }

    public Scalar cos() {
      return Primitive.of("cos", this)
          .value(v -> of(Math.cos(v.value)))
          .vjp(g -> g.times(sin()).times(like(i -> -1)))
          .record();
    }

    @Override
    public Scalar traced(@Nullable Node<Scalar> by) {
      return new Scalar(value, by);
    }

    @Override
    public Form form() {
      return Form.ofDouble();
    }

    @Override
    public double at(int index) {
      return value;
    }

    @Override
    public Scalar like(IntToDoubleFunction elements) {
      return of(elements.applyAsDouble(0));
    }

    /** The number; of one that a tape follows the node too. */
    @Override
    public String toString() {
      return node == null
          ? Double.toString(value)
          : value + " (traced: #" + node.index() + " " + node.op() + ")";
    }
  }
}
