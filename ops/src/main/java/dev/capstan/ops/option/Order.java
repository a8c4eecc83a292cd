package dev.capstan.ops.option;

/** The direction of a sort; NaN counts as the largest number in both. */
public enum Order {
  ASCENDING,
  DESCENDING
}
