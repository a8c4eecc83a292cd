package dev.capstan.exercises;

import dev.capstan.autograd.Form;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.Traced;
import java.util.function.IntToDoubleFunction;

/** Chapter 1: a derivative by hand and by tape. */
final class Chapter1Derivative {
  private Chapter1Derivative() {}

  /** 1.1: the derivative of x³ · sin x, by hand. */
  static double byHand(double x) {
    throw new Hole("1.1");
  }

  /**
   * A number that a tape can follow. Each operation says how it is computed, and for each input one
   * rule: given g, how the end result changes with this operation's result, it answers how the end
   * result changes with that input.
   */
  record Num(double value, Node<Num> node) implements Traced<Num> {

    static Num of(double value) {
      return new Num(value, null);
    }

    /** An example, solved: a sum hands g to both. */
    @Override
    public Num plus(Num y) {
      return Primitive.of("plus", this, y)
          .value((u, v) -> of(u.value + v.value))
          .vjp(g -> g)
          .vjp(g -> g)
          .record();
    }

    /** And another: the rule of x ↦ −x. */
    Num negative() {
      return Primitive.of("negative", this)
          .value(v -> of(-v.value))
          .vjp(g -> g.negative())
          .record();
    }

    /** 1.2: the two rules of a product, x's first. Here x is {@code this}. */
    Num times(Num y) {
      return Primitive.of("times", this, y)
          .value((u, v) -> of(u.value * v.value))
          .vjp(g -> Hole.here("1.2"))
          .vjp(g -> Hole.here("1.2"))
          .record();
    }

    /** 1.3: the rule of the exponential function. The second argument, y, is the result. */
    Num exp() {
      return Primitive.of("exp", this)
          .value(v -> of(Math.exp(v.value)))
          .vjp((g, y) -> Hole.here("1.3"))
          .record();
    }

    /** 1.4: the two rules of a quotient, the numerator's first. */
    Num over(Num y) {
      return Primitive.of("over", this, y)
          .value((u, v) -> of(u.value / v.value))
          .vjp(g -> Hole.here("1.4"))
          .vjp(g -> Hole.here("1.4"))
          .record();
    }

    // What a tape asks of a number besides; nothing to do here.

    @Override
    public Num traced(Node<Num> by) {
      return new Num(value, by);
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
    public Num like(IntToDoubleFunction elements) {
      return of(elements.applyAsDouble(0));
    }
  }

  /**
   * 1.5: with pencil and paper. The tape of z = x · (x · y) + x · y, where x · y is computed once:
   *
   * <pre>
   *   #0  x                  2
   *   #1  y                  3
   *   #2  mul(#0, #1)        6
   *   #3  mul(#0, #2)       12
   *   #4  add(#3, #2)       18
   * </pre>
   *
   * Give the gradient of each line, that is, how z changes with it, for #0 first and #4 last.
   */
  static double[] gradientOfEachLine() {
    throw new Hole("1.5");
  }
}
