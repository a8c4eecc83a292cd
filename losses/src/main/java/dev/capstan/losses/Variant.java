package dev.capstan.losses;

import dev.capstan.losses.config.Origin;

/** What a loss does where the system that it comes from gives NaN or nothing defined. */
public enum Variant implements Origin {
  /** A finite value with finite gradients, mostly 0: the default. */
  SAFE,
  /** Exactly what the system does. */
  FAITHFUL;

  @Override
  public String prefix(String system) {
    return this == SAFE ? "" : system + "_";
  }
}
