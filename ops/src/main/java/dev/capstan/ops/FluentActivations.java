package dev.capstan.ops;

import dev.capstan.ops.option.Gelu;

/** The operations of {@link Activations} as methods of {@link Tensor}. */
interface FluentActivations {
  Tensor self();

  default Tensor leakyRelu(double slope) {
    return Activations.leakyRelu(self(), slope);
  }

  default Tensor prelu(Tensor weight) {
    return Activations.prelu(self(), weight);
  }

  default Tensor hardtanh() {
    return Activations.hardtanh(self());
  }

  default Tensor hardtanh(double low, double high) {
    return Activations.hardtanh(self(), low, high);
  }

  default Tensor relu6() {
    return Activations.relu6(self());
  }

  default Tensor elu() {
    return Activations.elu(self());
  }

  default Tensor elu(double alpha) {
    return Activations.elu(self(), alpha);
  }

  default Tensor selu() {
    return Activations.selu(self());
  }

  default Tensor logSigmoid() {
    return Activations.logSigmoid(self());
  }

  default Tensor softsign() {
    return Activations.softsign(self());
  }

  default Tensor silu() {
    return Activations.silu(self());
  }

  default Tensor mish() {
    return Activations.mish(self());
  }

  default Tensor gelu() {
    return Activations.gelu(self());
  }

  default Tensor gelu(Gelu form) {
    return Activations.gelu(self(), form);
  }

  default Tensor glu(int axis) {
    return Activations.glu(self(), axis);
  }
}
