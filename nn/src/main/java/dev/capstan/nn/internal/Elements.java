package dev.capstan.nn.internal;

import dev.capstan.ops.Tensor;

/** A tensor's elements as a fresh array of a given type. */
public final class Elements {
  private Elements() {}

  public static double[] doubles(Tensor x) {
    return x.toArray();
  }

  public static float[] floats(Tensor x) {
    return x.toFloatArray();
  }
}
