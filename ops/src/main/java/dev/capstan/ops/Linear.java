package dev.capstan.ops;

/** Products and decompositions of matrices. */
public final class Linear {
  private Linear() {}
}
