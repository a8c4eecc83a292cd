package dev.capstan.spark;

import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Rows of numbers one behind the other, as a tensor takes them; all as wide as the first. */
final class NumberBatch {
  private final DType dtype;
  private final int most;
  private int width;
  private int rows;
  private float[] floats = {};
  private double[] doubles = {};

  /**
   * @param width how many numbers a row has; 0: as many as the first one
   * @param most rows at a time
   */
  NumberBatch(DType dtype, int width, int most) {
    this.dtype = dtype;
    this.width = width;
    this.most = most;
  }

  /** Adds a row; if there is something wrong with it, it is not there, and this says what. */
  @Nullable String add(@Nullable Object cell) {
    if (cell == null || width == 0) {
      String fault = Numbers.fault(cell, width);
      if (cell == null || fault != null) {
        return fault;
      }
      width = Numbers.length(cell);
    }
    if (Numbers.length(cell) != width || !copied(cell)) {
      return Numbers.fault(cell, width);
    }
    rows++;
    return null;
  }

  private boolean copied(Object cell) {
    if (dtype == DType.FLOAT32) {
      if (floats.length == 0) {
        floats = new float[Math.multiplyExact(most, width)];
      }
      return Numbers.copied(cell, floats, rows * width);
    }
    if (doubles.length == 0) {
      doubles = new double[Math.multiplyExact(most, width)];
    }
    return Numbers.copied(cell, doubles, rows * width);
  }

  int rows() {
    return rows;
  }

  boolean isFull() {
    return rows == most;
  }

  int width() {
    return width;
  }

  /** All rows as a tensor [N, D], which no longer are in this batch then. */
  Tensor take() {
    int n = rows;
    rows = 0;
    if (dtype == DType.FLOAT32) {
      return Tensor.of(n == most ? floats : Arrays.copyOf(floats, n * width), n, width);
    }
    return Tensor.of(n == most ? doubles : Arrays.copyOf(doubles, n * width), n, width);
  }
}
