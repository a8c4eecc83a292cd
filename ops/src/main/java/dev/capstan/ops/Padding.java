package dev.capstan.ops;

/** Whether an average counts the zeros of the padding. */
public enum Padding {
  COUNTED,
  LEFT_OUT
}
