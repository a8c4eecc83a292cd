package dev.capstan.ops;

import dev.capstan.autograd.Scratch;
import dev.capstan.ops.Pool.Lease;
import dev.capstan.ops.internal.Binary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Arrays of a {@link Pool} that are lent out and taken back. Fresh memory is what large elementwise
 * work waits for (it is cold, and cleared before use), so a backward walk recycles its own: what a
 * rule computes is held by a count of the gradients that refer to it and lent again when that count
 * falls to 0. The values of a training step are lent by an arena too, which takes nothing back
 * before the step is over: see {@link Workspace}.
 *
 * <p>A tensor that was computed from a tensor of an arena belongs to that arena too: no thread and
 * no global state knows of it. Small arrays are not worth the book-keeping and are allocated as
 * ever. A tensor remembers the term of its lease, and refuses to be read after it.
 */
final class Arena implements Scratch<Tensor> {

  /** Below this many elements an array is allocated: clearing it costs less than finding one. */
  static final int WORTH_LENDING = 512;

  /** A count that drops never bring back to 0: the array has left the walk. */
  private static final int FOR_EVER = 1 << 24;

  /** Carried by tensors that belong here but whose array is their own. */
  final Lease own;

  private final Pool pool;

  /** Whether this is a walk's memory, of which temporaries are taken back early. */
  final boolean walk;

  /** Whether all memory comes back at the end of a step, whoever holds it. */
  private final boolean reclaimed;

  /** What a walk began with: whose memory it is, those who share it are told at the end. */
  private @Nullable Tensor seed;

  private final List<Lease> lentSinceSweep = new ArrayList<>();

  /** For one backward walk, whose results stay for ever. */
  Arena() {
    this(new Pool(), true, false);
  }

  /** For the values, or the walks, of a step, over memory that is taken back at its end. */
  Arena(Pool pool, boolean walk) {
    this(pool, walk, true);
  }

  private Arena(Pool pool, boolean walk, boolean reclaimed) {
    this.pool = pool;
    this.walk = walk;
    this.reclaimed = reclaimed;
    this.own = Lease.mark(this);
  }

  /** Whether both lend from the same memory. */
  boolean sharesPool(Arena other) {
    return pool == other.pool;
  }

  /** Memory for a walk from a value of this arena. */
  Arena forWalk() {
    return reclaimed ? new Arena(pool, true) : new Arena();
  }

  /** An array with arbitrary contents, to be overwritten as a whole; {@link #own} if small. */
  Lease lend(DType dtype, int n) {
    if (n < WORTH_LENDING) {
      return own;
    }
    Lease lease = pool.take(this, dtype, n);
    if (walk) {
      lentSinceSweep.add(lease);
    }
    return lease;
  }

  /** The lease of an array from here, whose holders are counted here; null for any other. */
  private @Nullable Lease counted(Tensor value) {
    Lease lease = value.lease();
    return lease != null && lease != own && lease.arena == this ? lease : null;
  }

  @Override
  public Tensor adopt(Tensor seed) {
    this.seed = seed;
    return seed.lent(own);
  }

  @Override
  public void hold(Tensor value) {
    Lease lease = counted(value);
    if (lease != null) {
      lease.holds++;
    }
  }

  @Override
  public void drop(Tensor value) {
    Lease lease = counted(value);
    if (lease != null && --lease.holds == 0) {
      pool.giveBack(lease);
    }
  }

  @Override
  public Tensor accumulate(Tensor held, Tensor contribution, boolean summed) {
    Lease lease = counted(held);
    if (summed || lease != null && lease.holds == 1) {
      held.kernels().zip(Binary.ADD, held.data(), contribution.data(), held.data());
      return held;
    }
    Tensor sum = Elementwise.add(held, contribution);
    hold(sum);
    drop(held);
    return sum;
  }

  @Override
  public void sweep() {
    for (int i = lentSinceSweep.size() - 1; i >= 0; i--) {
      Lease lease = lentSinceSweep.remove(i);
      if (lease.holds == 0) {
        pool.giveBack(lease);
      }
    }
  }

  @Override
  public Tensor release(Tensor value) {
    Lease lease = counted(value);
    if (lease != null) {
      lease.holds += FOR_EVER;
    }
    if (seed != null && value.shares(seed)) {
      return value.lent(seed.lease());
    }
    boolean mine = value.lease() != null && value.lease().arena == this;
    return mine && !reclaimed ? value.lent(null) : value;
  }
}
