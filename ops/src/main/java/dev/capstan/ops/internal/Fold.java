package dev.capstan.ops.internal;

/** What a reduction does with the elements that it meets. */
public enum Fold {
  SUM,
  PROD,
  MAX,
  MIN
}
