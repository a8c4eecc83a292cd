package dev.capstan.ops;

/** The direction of a sort; NaN counts as the largest number in both. */
public enum Order {
  ASCENDING,
  DESCENDING
}
