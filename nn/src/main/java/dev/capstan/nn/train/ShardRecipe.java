package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;

/**
 * What the result of a sharded run depends on, beside data, model, loss and optimizer: not on how
 * many threads or machines share the work.
 *
 * @param shards into how many parts the rows are divided; a power of two
 * @param rowsPerShard rows that a step takes from each shard
 * @param negatives whether a shard's loss sees its own rows or all
 * @param steps of the whole run
 * @param seed of the batches, and of what is random in the model
 * @param localSteps how many steps each shard goes on its own before gradients are added; with more
 *     than 1, {@link Negatives#LOCAL} alone. The optimizer is handed the mean of the gradients
 *     along the way, which is the way itself divided by {@code localRate · localSteps}: local SGD
 *     (Stich 2019), and other mathematics than as many steps in common
 * @param localRate the rate of these steps, which are plain gradient descent
 */
public record ShardRecipe(
    int shards,
    int rowsPerShard,
    Negatives negatives,
    long steps,
    long seed,
    int localSteps,
    double localRate) {

  public ShardRecipe {
    requireNonNull(negatives, "negatives");
    if (shards < 1 || Integer.bitCount(shards) != 1) {
      throw new IllegalArgumentException(
          "shardRecipe: got " + shards + " shards, expected a power of two, such as 8 or 32");
    }
    requireAtLeast("rowsPerShard", rowsPerShard, 1);
    requireAtLeast("steps", steps, 0);
    requireAtLeast("localSteps", localSteps, 1);
    if (!(localRate >= 0) || Double.isInfinite(localRate)) {
      throw new IllegalArgumentException(
          "shardRecipe: localRate: got " + localRate + ", expected a finite number of 0 or more");
    }
    if (localSteps > 1 && negatives == Negatives.GLOBAL) {
      throw new IllegalArgumentException(
          "shardRecipe: got "
              + localSteps
              + " local steps with GLOBAL negatives, which need every row at every step; take"
              + " Negatives.LOCAL, or 1 local step");
    }
  }

  /** One step at a time. */
  public ShardRecipe(int shards, int rowsPerShard, Negatives negatives, long steps, long seed) {
    this(shards, rowsPerShard, negatives, steps, seed, 1, 0);
  }

  private static void requireAtLeast(String what, long got, long least) {
    if (got < least) {
      throw new IllegalArgumentException(
          "shardRecipe: " + what + ": got " + got + ", expected " + least + " or more");
    }
  }

  /** With local steps of a rate. */
  public ShardRecipe withLocalSteps(int count, double rate) {
    return new ShardRecipe(shards, rowsPerShard, negatives, steps, seed, count, rate);
  }
}
