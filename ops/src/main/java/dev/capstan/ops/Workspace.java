package dev.capstan.ops;

/**
 * Memory that one training step after another computes in. Values computed from a tensor that was
 * {@linkplain #lend lent} here, and gradients of such values, live in arrays that the next step
 * uses again; a step then allocates almost nothing, and its memory stays warm.
 *
 * <p>The price is that a value does not outlive its step. {@link Tensor#detach} copies it out; to
 * read one that was kept without is an error that says so, never a wrong number.
 *
 * <p>An optimizer's step does all this by itself. A workspace belongs to one thread.
 */
public final class Workspace {
  private final Pool pool = new Pool();
  private final Arena values = new Arena(pool, false);

  /** The same numbers, node and array; what is computed from them is computed here. */
  public Tensor lend(Tensor x) {
    return x.lent(values.own);
  }

  /**
   * Takes all memory back: the step is over. Arrays that it did not use are let go if they are more
   * than twice of those that it used.
   */
  public void reclaim() {
    pool.reset();
  }
}
