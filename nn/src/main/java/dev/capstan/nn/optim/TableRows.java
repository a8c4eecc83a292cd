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
  ALL;

  /**
   * Refuses what would divide by 0 in rows that have no moments yet.
   *
   * @throws IllegalArgumentException naming the optimizer
   */
  void requireEpsilon(String optimizer, double epsilon) {
    if (this == ALL && epsilon == 0) {
      throw new IllegalArgumentException(
          optimizer
              + ": epsilon: got 0 with all rows of tables, expected more: rows that no step has"
              + " looked up yet would become 0/0");
    }
  }
}
