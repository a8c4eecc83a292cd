package dev.capstan.nn.train;

/** Among which rows the loss of a sharded step looks for negatives. */
public enum Negatives {
  /**
   * Each shard has a loss of its own rows, and the step's loss is their mean: one round of work.
   */
  LOCAL,

  /**
   * One loss over the rows of all shards, as a single machine would have: two rounds of work, the
   * embeddings first and then the gradients, each row being embedded twice (Gao et al.,
   * arXiv:2101.06983).
   */
  GLOBAL
}
