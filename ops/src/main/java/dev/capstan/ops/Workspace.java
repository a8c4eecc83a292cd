package dev.capstan.ops;

import dev.capstan.ops.Pool.Lease;

/**
 * Memory that one training step after another computes in. Values computed from a tensor that was
 * {@linkplain #lend lent} here, and gradients of such values, live in arrays that the next step
 * uses again; a step then allocates almost nothing, and its memory stays warm.
 *
 * <p>The price is that a value does not outlive its step. {@link Tensor#detach} copies it out; to
 * read one that was kept without is an error that says so, never a wrong number.
 *
 * <p>What changes from step to step, as a parameter does, is {@linkplain #keep kept} instead: its
 * array is exempt until it is {@linkplain #letGo let go}. If the tensor gets into other hands it
 * must be {@linkplain #release released} first, so that its array is never written to again.
 *
 * <p>An optimizer's step does all this by itself. A workspace belongs to one thread.
 */
public final class Workspace {
  private final Pool pool = new Pool();
  private final Arena values = new Arena(pool, false);

  /**
   * The same numbers, node and array; what is computed from them is computed here. What lies in the
   * memory of a workspace already stays as it is: it keeps its term.
   */
  public Tensor lend(Tensor x) {
    Lease lease = x.lease();
    if (lease == null || lease.array == null) {
      return x.lent(values.own);
    }
    boolean elsewhere = !(lease.comesBack() && lease.arena.sharesPool(values));
    return lease.kept() && elsewhere ? release(x).lent(values.own) : x;
  }

  /**
   * The same numbers as a constant that outlives its step, for one holder who will {@link #letGo}
   * or {@link #release} it. A value of a workspace keeps its array; a gradient, what somebody keeps
   * already, and what lies elsewhere is detached as by {@link Tensor#detach}.
   */
  public static Tensor keep(Tensor x) {
    x.data();
    Lease lease = x.lease();
    boolean kept = lease != null && !lease.arena.walk && lease.keep();
    return kept ? x.constant() : x.detach();
  }

  /** Ends a {@link #keep}: the array is used again after the next {@link #reclaim}. */
  public static void letGo(Tensor kept) {
    kept.data();
    Lease lease = kept.lease();
    if (lease != null) {
      lease.letGo();
    }
  }

  /**
   * Something kept as a tensor for anybody: over the same array, which belongs to no workspace from
   * now on. Of any other tensor, {@link Tensor#detach}.
   */
  public static Tensor release(Tensor kept) {
    Lease lease = kept.lease();
    if (lease == null || !lease.kept()) {
      return kept.detach();
    }
    Tensor released = kept.lent(null);
    lease.leave();
    return released;
  }

  /**
   * Takes all memory back that is not kept: the step is over. Arrays that it did not use are let go
   * if they are more than twice of those that it used.
   */
  public void reclaim() {
    pool.reset();
  }
}
