package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/** Rows of float32 features, each with a label of 0 or more. Immutable; taking rows copies them. */
public final class Dataset implements Examples<Batch> {
  private static final int MOST = Integer.MAX_VALUE - 8;

  private final float[] features;
  private final int width;
  private final int[] labels;

  private Dataset(float[] features, int width, int[] labels) {
    this.features = features;
    this.width = width;
    this.labels = labels;
  }

  /**
   * A data set over copies of row-major features and of labels.
   *
   * @throws ShapeException if there are not {@code width} features a label
   * @throws IllegalArgumentException if a label is negative, or a feature NaN or infinite
   */
  public static Dataset of(float[] features, int width, int[] labels) {
    if (width < 1 || features.length != (long) width * labels.length) {
      throw new ShapeException(
          "dataset: got "
              + features.length
              + " features for "
              + labels.length
              + " labels, expected "
              + width
              + " a label");
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] < 0) {
        throw new IllegalArgumentException(
            "dataset: label of row " + i + ": got " + labels[i] + ", expected 0 or more");
      }
    }
    for (int i = 0; i < features.length; i++) {
      if (!Float.isFinite(features[i])) {
        throw new IllegalArgumentException(
            "dataset: feature "
                + i % width
                + " of row "
                + i / width
                + ": got "
                + features[i]
                + ", expected a finite number; fill it in, or leave the row out");
      }
    }
    return new Dataset(features.clone(), width, labels.clone());
  }

  /** The number of rows. */
  @Override
  public int size() {
    return labels.length;
  }

  /** The number of features in a row. */
  public int width() {
    return width;
  }

  /** One more than the largest label. */
  public int classes() {
    return 1 + Arrays.stream(labels).max().orElse(-1);
  }

  /**
   * One row's label.
   *
   * @throws IllegalArgumentException if there is no such row
   */
  public int label(int row) {
    return labels[Rows.checked(row, labels.length)];
  }

  /** All labels, {@code [N]}. */
  public IntTensor labels() {
    return IntTensor.of(labels);
  }

  /** All features, {@code [N, D]} in float32. */
  public Tensor features() {
    return Tensor.of(features, labels.length, width);
  }

  /**
   * One row's features, as a copy.
   *
   * @throws IllegalArgumentException if there is no such row
   */
  public float[] row(int row) {
    Rows.checked(row, labels.length);
    return Arrays.copyOfRange(features, row * width, (row + 1) * width);
  }

  /**
   * Some rows, in the order given; a row may be taken twice.
   *
   * @throws IllegalArgumentException if there is no such row
   */
  @Override
  public Batch batch(int... rows) {
    Dataset taken = rows(rows);
    return new Batch(taken.features(), taken.labels());
  }

  /**
   * Some rows as a data set.
   *
   * @throws IllegalArgumentException if there is no such row
   */
  public Dataset rows(int... rows) {
    if ((long) rows.length * width > MOST) {
      throw new ShapeException(
          "dataset: got "
              + rows.length
              + " rows of "
              + width
              + " features, more than an array holds");
    }
    float[] x = new float[rows.length * width];
    int[] y = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(features, Rows.checked(rows[i], labels.length) * width, x, i * width, width);
      y[i] = labels[rows[i]];
    }
    return new Dataset(x, width, y);
  }

  /** The rows whose index fits. */
  public Dataset where(IntPredicate row) {
    requireNonNull(row, "row");
    return rows(IntStream.range(0, size()).filter(row).toArray());
  }

  /** Every feature times a number. */
  public Dataset scaled(double factor) {
    float[] x = new float[features.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (features[i] * factor);
    }
    return new Dataset(x, width, labels);
  }

  @Override
  public String toString() {
    long classes = Arrays.stream(labels).distinct().count();
    return "dataset of " + size() + " rows of " + width + " features, " + classes + " classes";
  }
}
