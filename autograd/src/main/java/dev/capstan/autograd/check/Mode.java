package dev.capstan.autograd.check;

/** How much of a gradient is looked at. */
public enum Mode {
  /** Every element: two evaluations each. */
  FULL,
  /** Random directions through all inputs; single elements only where a direction disagrees. */
  DIRECTIONAL,
  /** FULL up to {@link Tolerances#FULL_LIMIT} elements, DIRECTIONAL beyond. */
  AUTO
}
