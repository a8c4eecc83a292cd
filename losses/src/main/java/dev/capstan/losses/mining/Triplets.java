package dev.capstan.losses.mining;

/**
 * Triplets of an anchor (a row), a positive and a negative (columns). They are visited, not listed:
 * the triplets of a large batch are too many to keep.
 */
public interface Triplets {

  /** What is done with a triplet. */
  @FunctionalInterface
  interface Visitor {
    void visit(int anchor, int positive, int negative);
  }

  /** Visits all triplets, in an order that is always the same. */
  void forEach(Visitor visitor);
}
