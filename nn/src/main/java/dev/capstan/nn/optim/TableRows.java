package dev.capstan.nn.optim;

/** Which rows of a table a step changes, where systems differ. */
public enum TableRows {
  /**
   * Those that the loss has looked up; all others keep value and moments, so that a step costs as
   * much as the rows it touches. As PyTorch's {@code SparseAdam}.
   */
  TOUCHED,

  /**
   * All, as if those that the loss has not looked up had a gradient of 0: their moments fade, and
   * they go on moving along them. As PyTorch's optimizers on an {@code Embedding} whose gradients
   * are not sparse; a step costs as much as the table has rows.
   */
  ALL
}
