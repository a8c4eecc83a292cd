package dev.capstan.ops;

/** How {@link Activations#gelu(Tensor, Gelu)} is computed. */
public enum Gelu {
  /** x·Φ(x), with the normal distribution's Φ by the error function. */
  EXACT,
  /** The approximation by tanh of Hendrycks and Gimpel (arXiv:1606.08415), within 5e-4 of it. */
  TANH
}
