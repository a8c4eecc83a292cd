package dev.capstan.losses.mining;

import dev.capstan.ops.DType;

/** The numbers in which a masked extreme is computed; ties depend on it. */
public enum Precision {
  /** The distances' own dtype (TensorFlow Addons). */
  OF_DISTANCES,
  /** Always double (TensorFlow Similarity). */
  DOUBLE;

  double round(double value, DType dtype) {
    return this == OF_DISTANCES && dtype == DType.FLOAT32 ? (float) value : value;
  }
}
