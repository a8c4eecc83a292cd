package dev.capstan.engine;

import dev.capstan.autograd.Form;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.Traced;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** A double that a tape can follow, with the few operations that the tests need. */
record Scalar(double value, @Nullable Node<Scalar> node) implements Traced<Scalar> {

  static Scalar of(double value) {
    return new Scalar(value, null);
  }

  @Override
  public Scalar plus(Scalar y) {
    return Primitive.of("plus", this, y)
        .value((u, v) -> of(u.value + v.value))
        .vjp((Scalar g) -> g)
        .vjp((Scalar g) -> g)
        .record();
  }

  Scalar times(Scalar y) {
    return Primitive.of("times", this, y)
        .value((u, v) -> of(u.value * v.value))
        .vjp((Scalar g) -> g.times(y))
        .vjp((Scalar g) -> g.times(this))
        .record();
  }

  Scalar times(double c) {
    return times(of(c));
  }

  Scalar sin() {
    return Primitive.of("sin", this)
        .value(v -> of(Math.sin(v.value)))
        .vjp((Scalar g) -> g.times(cos()))
        .record();
  }

  Scalar cos() {
    return Primitive.of("cos", this)
        .value(v -> of(Math.cos(v.value)))
        .vjp((Scalar g) -> g.times(sin()).times(-1))
        .record();
  }

  Scalar exp() {
    return Primitive.of("exp", this)
        .value(v -> of(Math.exp(v.value)))
        .vjp((g, y) -> g.times(y))
        .record();
  }

  /** The positive part, with a branch signature. */
  Scalar relu() {
    return Primitive.of("relu", this)
        .value(v -> of(Math.max(v.value, 0)))
        .vjp((Scalar g) -> g.times(value > 0 ? 1 : 0))
        .branch(() -> value > 0 ? 1 : 2)
        .record();
  }

  Scalar log() {
    return Primitive.of("log", this)
        .value(v -> of(Math.log(v.value)))
        .vjp((Scalar g) -> g.times(reciprocal()))
        .record();
  }

  Scalar reciprocal() {
    return Primitive.of("reciprocal", this)
        .value(v -> of(1 / v.value))
        .vjp((g, y) -> g.times(y).times(y).times(-1))
        .record();
  }

  /** x · eˣ in one node, with a joint rule and its twin. */
  Scalar fusedXExp() {
    return Primitive.of("fusedXExp", this)
        .value(v -> of(v.value * Math.exp(v.value)))
        .joint((g, y) -> new Scalar[] {of(g.value * (1 + value) * Math.exp(value))})
        .twin(in -> in[0].times(in[0].exp()))
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
}
