package dev.capstan.text.encoder;

import dev.capstan.ops.Activations;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Gelu;

/** The functions that stand between the two products of a layer. */
public enum HiddenActivation {
  /** x·Φ(x). */
  GELU,
  /** x·Φ(x) by tanh. */
  GELU_TANH,
  /** max(x, 0). */
  RELU,
  /** x·sigmoid(x). */
  SILU;

  static HiddenActivation of(String name) {
    return switch (name) {
      case "gelu" -> GELU;
      case "gelu_new", "gelu_pytorch_tanh", "gelu_fast" -> GELU_TANH;
      case "relu" -> RELU;
      case "silu", "swish" -> SILU;
      default ->
          throw new IllegalArgumentException(
              "hidden_act: got '" + name + "', expected gelu, gelu_new, relu or silu");
    };
  }

  Tensor apply(Tensor x) {
    return switch (this) {
      case GELU -> Activations.gelu(x);
      case GELU_TANH -> Activations.gelu(x, Gelu.TANH);
      case RELU -> Elementwise.relu(x);
      case SILU -> Activations.silu(x);
    };
  }
}
