package dev.capstan.nn.layer;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Replication;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.function.UnaryOperator;

/** A layer without parameters: a function of a tensor, usually elementwise. */
public final class Activation extends Layer {
  private final String name;
  private final UnaryOperator<Tensor> function;

  private Activation(String name, UnaryOperator<Tensor> function) {
    this.name = name;
    this.function = function;
  }

  /** Any function of a tensor as a layer. */
  public static Activation of(String name, UnaryOperator<Tensor> function) {
    return new Activation(name, function);
  }

  /** max(x, 0). */
  public static Activation relu() {
    return of("relu", Elementwise::relu);
  }

  /** tanh x. */
  public static Activation tanh() {
    return of("tanh", Elementwise::tanh);
  }

  /** 1 / (1 + e⁻ˣ). */
  public static Activation sigmoid() {
    return of("sigmoid", Elementwise::sigmoid);
  }

  /** log(1 + eˣ). */
  public static Activation softplus() {
    return of("softplus", Elementwise::softplus);
  }

  @Override
  public Tensor apply(Tensor x) {
    return function.apply(x);
  }

  @Override
  protected Activation copy(Replication copies) {
    return this;
  }

  @Override
  public String toString() {
    return name;
  }
}
