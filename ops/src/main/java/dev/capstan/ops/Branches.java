package dev.capstan.ops;

import java.util.function.DoubleUnaryOperator;

/** Signatures of the branches that operations take: equal on one smooth piece. */
final class Branches {
  private Branches() {}

  /** The signature of a piecewise function whose piece is named by {@code piece(element)}. */
  static long of(Tensor x, DoubleUnaryOperator piece) {
    long hash = 1;
    for (int i = 0; i < x.size(); i++) {
      hash = 31 * hash + Double.hashCode(piece.applyAsDouble(x.at(i)));
    }
    return hash;
  }

  /** The signature of a choice of indices. */
  static long of(int[] chosen) {
    long hash = 1;
    for (int index : chosen) {
      hash = 31 * hash + index;
    }
    return hash;
  }
}
