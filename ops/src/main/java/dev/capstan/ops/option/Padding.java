package dev.capstan.ops.option;

/** Whether an average counts the zeros of the padding. */
public enum Padding {
  COUNTED,
  LEFT_OUT
}
