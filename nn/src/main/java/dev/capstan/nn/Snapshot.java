package dev.capstan.nn;

/**
 * A module as it was at one moment, for threads that serve while another one trains: nothing ever
 * changes it, so any number of threads may ask it for replicas, without a lock. A replica is frozen
 * and in evaluation mode, and belongs to whoever asked for it.
 *
 * @param <M> the kind of module
 */
public final class Snapshot<M extends NeuralModule> {
  private final M still;

  private Snapshot(M still) {
    this.still = still;
  }

  /**
   * A snapshot of the module as it is now; to be called by the thread that trains it, between two
   * steps. Tables are copied, for the snapshot and for each replica; tensors are shared.
   *
   * @throws IllegalStateException if another thread trains it at this moment
   */
  @SuppressWarnings("unchecked") // a copy is of the same class, which is checked when it is made
  public static <M extends NeuralModule> Snapshot<M> of(M module) {
    M still = (M) module.copied("publish");
    still.freeze();
    still.eval();
    return new Snapshot<>(still);
  }

  /** A replica for the calling thread. */
  @SuppressWarnings("unchecked") // a copy is of the same class, which is checked when it is made
  public M replica() {
    return (M) still.copied("replica");
  }
}
