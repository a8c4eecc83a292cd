package dev.capstan.ops.option;

/** Where a search places a number among equal ones. */
public enum Side {
  /** Before the first of them. */
  LEFT,
  /** Behind the last of them. */
  RIGHT
}
