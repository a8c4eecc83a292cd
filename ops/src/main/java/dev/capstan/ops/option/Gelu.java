package dev.capstan.ops.option;

/** How {@link dev.capstan.ops.Activations#gelu gelu} is computed. */
public enum Gelu {
  /** x·Φ(x), with the normal distribution's Φ by the error function. */
  EXACT,
  /** The approximation by tanh of Hendrycks and Gimpel (arXiv:1606.08415), within 5e-4 of it. */
  TANH
}
