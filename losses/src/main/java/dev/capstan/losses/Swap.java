package dev.capstan.losses;

import dev.capstan.losses.config.On;

/** Whether the distance from the positive to the negative counts if it is the smaller one. */
public enum Swap {
  /** The negative distance is d(anchor, negative). */
  NO,
  /** The negative distance is min(d(anchor, negative), d(positive, negative)); a tie is halved. */
  @On
  YES
}
