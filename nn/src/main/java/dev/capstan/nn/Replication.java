package dev.capstan.nn;

import static java.util.Objects.requireNonNull;

import java.util.IdentityHashMap;

/** One copying of a module: whatever is asked for twice is copied once, so that ties survive. */
public final class Replication {
  private final IdentityHashMap<Object, Object> copies = new IdentityHashMap<>();

  Replication() {}

  public Parameter of(Parameter original) {
    requireNonNull(original, "original");
    return (Parameter) copies.computeIfAbsent(original, o -> original.copy());
  }

  public Buffer of(Buffer original) {
    requireNonNull(original, "original");
    return (Buffer)
        copies.computeIfAbsent(original, o -> new Buffer(original.name(), original.value()));
  }

  public RowTable of(RowTable original) {
    requireNonNull(original, "original");
    return (RowTable) copies.computeIfAbsent(original, o -> original.copy());
  }

  /** A stream that goes on from the same place. */
  public RandomStream of(RandomStream original) {
    requireNonNull(original, "original");
    return (RandomStream) copies.computeIfAbsent(original, o -> original.copy());
  }

  /**
   * The copy of a module; of the same class as the original, as {@link NeuralModule#copy} promises.
   */
  @SuppressWarnings("unchecked") // checked by class just below
  public <M extends NeuralModule> M of(M original) {
    requireNonNull(original, "original");
    Object known = copies.get(original);
    if (known != null) {
      return (M) known;
    }
    NeuralModule copy = original.copy(this);
    if (copy.getClass() != original.getClass()) {
      throw new IllegalStateException(
          "replica: copy(...) of "
              + original.getClass().getName()
              + " made a "
              + copy.getClass().getName()
              + "; it must make its own class");
    }
    copy.adopt(original.mode());
    copies.put(original, copy);
    return (M) copy;
  }
}
