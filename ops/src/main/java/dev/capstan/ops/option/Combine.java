package dev.capstan.ops.option;

/** How a scatter puts several values into one place; the value that stood there counts too. */
public enum Combine {
  ADD,
  /** Equal values share the gradient evenly. */
  MAX,
  /** Equal values share the gradient evenly. */
  MIN,
  MEAN
}
