package dev.capstan.ops;

import dev.capstan.autograd.Scratch;
import dev.capstan.ops.internal.Binary;
import dev.capstan.ops.internal.Kernels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Arrays that are lent out and taken back. Fresh memory is what large elementwise work waits for
 * (it is cold, and cleared before use), so a backward walk recycles its own: what a rule computes
 * is held by a count of the gradients that refer to it and lent again when that count falls to 0.
 *
 * <p>A tensor that was computed from a tensor of an arena belongs to that arena too: no thread and
 * no global state knows of it. Small arrays are not worth the book-keeping and are allocated as
 * ever. A tensor remembers the term of its lease, and refuses to be read after it.
 */
final class Arena implements Scratch<Tensor> {

  /** Below this many elements an array is allocated: clearing it costs less than finding one. */
  static final int WORTH_LENDING = 512;

  /** One array and who holds it. */
  static final class Lease {
    final Arena arena;
    final Object array;
    private final long key;
    private int holds;
    private boolean lent = true;

    /** Counts how often the array has been taken back: a tensor of an older term is stale. */
    int term;

    private Lease(Arena arena, Object array, long key) {
      this.arena = arena;
      this.array = array;
      this.key = key;
    }
  }

  /** A count that drops never bring back to 0: the array has left the arena. */
  private static final int FOR_EVER = 1 << 24;

  private static final Object NOTHING = new Object();

  /** Carried by tensors that belong here but whose array is their own. */
  final Lease own = new Lease(this, NOTHING, -1);

  private final Map<Long, List<Lease>> free = new HashMap<>();
  private final List<Lease> lentSinceSweep = new ArrayList<>();

  /**
   * An array with arbitrary contents, to be overwritten as a whole; the zero-size lease if small.
   */
  Lease lend(DType dtype, int n) {
    if (n < WORTH_LENDING) {
      return own;
    }
    long key = 16L * n + dtype.bytes();
    List<Lease> sameSize = free.get(key);
    Lease lease =
        sameSize == null || sameSize.isEmpty()
            ? new Lease(this, Kernels.of(dtype.width()).allocate(n), key)
            : sameSize.remove(sameSize.size() - 1);
    lease.lent = true;
    lentSinceSweep.add(lease);
    return lease;
  }

  private void takeBack(Lease lease) {
    if (!lease.lent) {
      return;
    }
    lease.lent = false;
    lease.term++;
    free.computeIfAbsent(lease.key, k -> new ArrayList<>()).add(lease);
  }

  @Override
  public Tensor adopt(Tensor seed) {
    return seed.lent(own);
  }

  @Override
  public void hold(Tensor value) {
    Lease lease = value.lease();
    if (lease != null && lease != own) {
      lease.holds++;
    }
  }

  @Override
  public void drop(Tensor value) {
    Lease lease = value.lease();
    if (lease != null && lease != own && --lease.holds == 0) {
      takeBack(lease);
    }
  }

  @Override
  public Tensor accumulate(Tensor held, Tensor contribution) {
    Lease lease = held.lease();
    if (lease != null && lease != own && lease.holds == 1) {
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
        takeBack(lease);
      }
    }
  }

  @Override
  public Tensor release(Tensor value) {
    Lease lease = value.lease();
    if (lease == null) {
      return value;
    }
    if (lease != own) {
      lease.holds += FOR_EVER;
    }
    return value.lent(null);
  }
}
