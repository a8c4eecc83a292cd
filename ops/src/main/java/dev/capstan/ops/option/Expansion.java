package dev.capstan.ops.option;

/** How the squared distances of all pairs of rows are computed. */
public enum Expansion {
  /** Σ (x − y)²: exact for near neighbours; loops over components. */
  DIFFERENCES,
  /**
   * max(|x|² + |y|² − 2 x·y, 0): a matrix product, much faster for many components, but the
   * difference of near neighbours drowns in the rounding of |x|².
   */
  PRODUCTS
}
