package dev.capstan.ops;

import dev.capstan.ops.internal.Kernels;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arrays to take and give back, sorted by type and length. Belongs to one thread. */
final class Pool {
  private final List<Shelf> shelves = new ArrayList<>();

  /** One array, and who has it. */
  static final class Lease {
    /** A {@code float[]} or a {@code double[]}; null for a mark that stands for no array. */
    final @Nullable Object array;

    private final @Nullable Shelf shelf;
    private boolean taken;
    private boolean usedSinceReset;
    private boolean kept;

    /** Who lent it last. */
    Arena arena;

    /** How many adjoints of a walk refer to it. */
    int holds;

    /** Counts how often the array has been given back: a tensor of an older term is stale. */
    int term;

    private Lease(Arena arena, @Nullable Object array, @Nullable Shelf shelf) {
      this.arena = arena;
      this.array = array;
      this.shelf = shelf;
    }

    /** Exempts the array from resets, for one keeper; false if there is one, or it is not lent. */
    boolean keep() {
      boolean mine = taken && !kept;
      kept |= mine;
      return mine;
    }

    boolean kept() {
      return kept;
    }

    /** Whether it is kept and will come back when it is {@linkplain #letGo let go}. */
    boolean comesBack() {
      return kept && taken;
    }

    /** Undoes {@link #keep}: the next reset takes the array back. */
    void letGo() {
      kept = false;
    }

    /** Takes the array out of its pool for ever: it may be in anybody's hands. */
    void leave() {
      if (taken && shelf != null) {
        taken = false;
        shelf.all.remove(this);
      }
    }

    private boolean inUse() {
      return usedSinceReset || kept;
    }

    /** The mark of tensors that belong to an arena but whose array is their own. */
    static Lease mark(Arena arena) {
      return new Lease(arena, null, null);
    }
  }

  /** All arrays of one type and length. */
  private static final class Shelf {
    final DType dtype;
    final int n;
    final List<Lease> all = new ArrayList<>();
    final List<Lease> free = new ArrayList<>();

    Shelf(DType dtype, int n) {
      this.dtype = dtype;
      this.n = n;
    }

    long bytes() {
      return (long) n * dtype.bytes();
    }
  }

  /** An array with arbitrary contents: the one given back last, for it is warm. */
  Lease take(Arena arena, DType dtype, int n) {
    Shelf shelf = shelf(dtype, n);
    int free = shelf.free.size();
    Lease lease = free == 0 ? made(arena, shelf) : shelf.free.remove(free - 1);
    lease.arena = arena;
    lease.holds = 0;
    lease.taken = true;
    lease.usedSinceReset = true;
    return lease;
  }

  private static Lease made(Arena arena, Shelf shelf) {
    Object array = Kernels.of(shelf.dtype.width()).allocate(shelf.n);
    Lease lease = new Lease(arena, array, shelf);
    shelf.all.add(lease);
    return lease;
  }

  private Shelf shelf(DType dtype, int n) {
    for (int i = 0; i < shelves.size(); i++) {
      Shelf shelf = shelves.get(i);
      if (shelf.n == n && shelf.dtype == dtype) {
        return shelf;
      }
    }
    Shelf shelf = new Shelf(dtype, n);
    shelves.add(shelf);
    return shelf;
  }

  /** Takes an array back; whoever still reads it through a tensor is refused. */
  void giveBack(Lease lease) {
    if (lease.taken && !lease.kept && lease.shelf != null) {
      lease.taken = false;
      lease.term++;
      lease.shelf.free.add(lease);
    }
  }

  /**
   * Takes back everything that is not kept. What has not been used since the last time is let go if
   * it is more than twice of what was: so steps whose sizes differ a little find their arrays
   * again, and none holds more than three times what it needs.
   */
  void reset() {
    long used = 0;
    long idle = 0;
    for (Shelf shelf : shelves) {
      for (Lease lease : shelf.all) {
        giveBack(lease);
        used += lease.inUse() ? shelf.bytes() : 0;
        idle += lease.inUse() ? 0 : shelf.bytes();
      }
    }
    for (Shelf shelf : shelves) {
      if (idle > 2 * used) {
        shelf.all.removeIf(lease -> !lease.inUse());
        shelf.free.removeIf(lease -> !lease.inUse());
      }
      shelf.all.forEach(lease -> lease.usedSinceReset = false);
    }
    shelves.removeIf(shelf -> shelf.all.isEmpty());
  }
}
