package dev.capstan.ops.internal;

/** What a reduction does with the elements that it meets. */
public enum Fold {
  SUM,
  /** The sum of absolute values. */
  SUM_ABS,
  /** The sum of squares. */
  SUM_SQUARES,
  PROD,
  MAX,
  MIN;

  /** What puts together the folds of parts. */
  public Fold onward() {
    return this == SUM_ABS || this == SUM_SQUARES ? SUM : this;
  }
}
