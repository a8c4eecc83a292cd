package dev.capstan.ops.option;

/** What stands beyond the edge of a padded axis, if not a constant. */
public enum PadMode {
  /** The axis mirrored at its first and last element, which are not repeated. */
  REFLECT,
  /** The first and the last element. */
  REPLICATE
}
