package dev.capstan.nn.index;

import java.nio.FloatBuffer;

/**
 * Up to {@link Columns#ROWS_AT_A_TIME} vectors, feature by feature; in memory, or in a mapped file
 * until one of them changes.
 */
final class VectorBlock {
  private final int width;
  private float[][] features;
  private final FloatBuffer mapped;
  private boolean inMemory;

  private VectorBlock(int width, float[][] features, FloatBuffer mapped, boolean inMemory) {
    this.width = width;
    this.features = features;
    this.mapped = mapped;
    this.inMemory = inMemory;
  }

  static VectorBlock empty(int width) {
    float[][] features = new float[width][Columns.ROWS_AT_A_TIME];
    return new VectorBlock(width, features, FloatBuffer.allocate(0), true);
  }

  /** Over a part of a file, which is read when it is looked at. */
  static VectorBlock mapped(int width, FloatBuffer part) {
    return new VectorBlock(width, new float[0][], part, false);
  }

  /**
   * The features for reading; of a mapped block a copy, which the caller keeps no longer than it
   * must.
   */
  float[][] features() {
    if (inMemory) {
      return features;
    }
    float[][] read = new float[width][Columns.ROWS_AT_A_TIME];
    for (int j = 0; j < width; j++) {
      mapped.get(j * Columns.ROWS_AT_A_TIME, read[j]);
    }
    return read;
  }

  void set(int row, float[] vector) {
    if (!inMemory) {
      features = features();
      inMemory = true;
    }
    for (int j = 0; j < width; j++) {
      features[j][row] = vector[j];
    }
  }

  float[] get(int row) {
    float[] vector = new float[width];
    for (int j = 0; j < width; j++) {
      vector[j] = inMemory ? features[j][row] : mapped.get(j * Columns.ROWS_AT_A_TIME + row);
    }
    return vector;
  }
}
