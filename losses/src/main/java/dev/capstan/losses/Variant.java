package dev.capstan.losses;

/** What a loss does where the system that it comes from gives NaN or nothing defined. */
public enum Variant {
  /** A finite value with finite gradients, mostly 0: the default. */
  SAFE,
  /** Exactly what the system does. */
  FAITHFUL
}
