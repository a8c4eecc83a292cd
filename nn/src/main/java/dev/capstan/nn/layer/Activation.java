package dev.capstan.nn.layer;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Replication;
import dev.capstan.ops.Activations;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Gelu;
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
    requireNonNull(name, "name");
    requireNonNull(function, "function");
    return new Activation(name, function);
  }

  /** min(max(x, 0), 6). */
  public static Activation relu6() {
    return of("relu6", Activations::relu6);
  }

  /** x, or slope · x below 0. */
  public static Activation leakyRelu(double slope) {
    return of("leakyRelu(" + slope + ")", x -> Activations.leakyRelu(x, slope));
  }

  /** x, or eˣ − 1 below 0. */
  public static Activation elu() {
    return of("elu", Activations::elu);
  }

  /** elu scaled so that means and variances stay (Klambauer et al. 2017). */
  public static Activation selu() {
    return of("selu", Activations::selu);
  }

  /** x Φ(x), exactly. */
  public static Activation gelu() {
    return of("gelu", Activations::gelu);
  }

  /** gelu by tanh, as GPT-2 has it. */
  public static Activation geluTanh() {
    return of("geluTanh", x -> Activations.gelu(x, Gelu.TANH));
  }

  /** x · sigmoid x, also called swish. */
  public static Activation silu() {
    return of("silu", Activations::silu);
  }

  /** x · tanh(softplus x). */
  public static Activation mish() {
    return of("mish", Activations::mish);
  }

  /** x limited to −1 … 1. */
  public static Activation hardtanh() {
    return of("hardtanh", x -> Activations.hardtanh(x));
  }

  /** x / (1 + |x|). */
  public static Activation softsign() {
    return of("softsign", Activations::softsign);
  }

  /** log of sigmoid x. */
  public static Activation logSigmoid() {
    return of("logSigmoid", Activations::logSigmoid);
  }

  /** Softmax along an axis. */
  public static Activation softmax(int axis) {
    return of("softmax(" + axis + ")", x -> Reductions.softmax(x, axis));
  }

  /** The logarithm of softmax along an axis. */
  public static Activation logSoftmax(int axis) {
    return of("logSoftmax(" + axis + ")", x -> Reductions.logSoftmax(x, axis));
  }

  /** One half of an axis times the sigmoid of the other. */
  public static Activation glu(int axis) {
    return of("glu(" + axis + ")", x -> Activations.glu(x, axis));
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
    return new Activation(name, function);
  }

  @Override
  public String toString() {
    return name;
  }
}
