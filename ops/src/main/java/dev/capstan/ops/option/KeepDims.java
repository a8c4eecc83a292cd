package dev.capstan.ops.option;

/** Whether a reduction leaves an axis of size 1 in the place of each axis that it reduces. */
public enum KeepDims {
  YES,
  NO
}
