package dev.capstan.losses.mining;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.DTypeException;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/**
 * Labelled anchors and what they are compared with: the batch itself, or references such as the
 * memory of earlier batches or the second half of given pairs. Two samples of one label are a
 * positive pair, of two labels a negative pair; a sample and itself are neither.
 */
public final class EmbeddingBatch {
  /** In place of the first column that is a row's own sample: there is none. */
  private static final int NONE = -1;

  private final Tensor embeddings;
  private final Tensor references;
  private final int[] labels;
  private final int[] columnLabels;
  private final int firstSelf;

  private EmbeddingBatch(
      Tensor embeddings, int[] labels, Tensor references, int[] columnLabels, int firstSelf) {
    this.embeddings = embeddings;
    this.references = references;
    this.labels = labels;
    this.columnLabels = columnLabels;
    this.firstSelf = firstSelf;
  }

  /**
   * A batch compared with itself.
   *
   * @param labels [N] or [N, 1]
   * @param embeddings [N, D]
   * @throws ShapeException if they do not fit each other
   */
  public static EmbeddingBatch of(IntTensor labels, Tensor embeddings) {
    int[] y = checked("labels", labels, embeddings);
    return new EmbeddingBatch(embeddings, y, embeddings, y, 0);
  }

  /**
   * A batch compared with references that do not contain it.
   *
   * @param referenceLabels [M] or [M, 1]
   * @param references [M, D]
   * @throws ShapeException if they do not fit each other
   */
  public static EmbeddingBatch against(
      IntTensor labels, Tensor embeddings, IntTensor referenceLabels, Tensor references) {
    requireNonNull(referenceLabels, "referenceLabels");
    requireNonNull(references, "references");
    int[] y = checked("labels", labels, embeddings);
    int[] columnLabels = checked("reference labels", referenceLabels, references);
    if (embeddings.shape().get(1) != references.shape().get(1)) {
      throw new ShapeException(
          "EmbeddingBatch: references of another length: got %s for embeddings %s, expected [M, %s]"
              .formatted(references.shape(), embeddings.shape(), embeddings.shape().get(1)));
    }
    if (embeddings.dtype() != references.dtype()) {
      throw new DTypeException(
          ("EmbeddingBatch: references of another dtype: got %s for embeddings of %s;"
                  + " convert one of them with to(dtype)")
              .formatted(references.dtype(), embeddings.dtype()));
    }
    return new EmbeddingBatch(embeddings, y, references, columnLabels, NONE);
  }

  /**
   * As {@link #against}, where row i of the batch is row {@code firstSelf + i} of the references.
   */
  public static EmbeddingBatch against(
      IntTensor labels,
      Tensor embeddings,
      IntTensor referenceLabels,
      Tensor references,
      int firstSelf) {
    EmbeddingBatch b = against(labels, embeddings, referenceLabels, references);
    if (firstSelf < 0 || firstSelf + b.rows() > b.columns()) {
      throw new IllegalArgumentException(
          "EmbeddingBatch: the batch is not within the references: got rows %s to %s of %s"
              .formatted(firstSelf, firstSelf + b.rows() - 1, b.columns()));
    }
    return new EmbeddingBatch(b.embeddings, b.labels, b.references, b.columnLabels, firstSelf);
  }

  /**
   * Pairs that belong together: row i of the positives is the positive of anchor i, and all other
   * rows are its negatives.
   *
   * @param anchors [N, D]
   * @param positives [N, D]
   */
  public static EmbeddingBatch ofPairs(Tensor anchors, Tensor positives) {
    if (!anchors.shape().equals(positives.shape())) {
      throw new ShapeException(
          "EmbeddingBatch: pairs of different shapes: got %s and %s, expected [N, D] twice"
              .formatted(anchors.shape(), positives.shape()));
    }
    int[] identity = new int[anchors.rank() == 0 ? 0 : anchors.shape().get(0)];
    for (int i = 0; i < identity.length; i++) {
      identity[i] = i;
    }
    IntTensor labels = IntTensor.of(identity);
    return against(labels, anchors, labels, positives);
  }

  private static int[] checked(String what, IntTensor labels, Tensor embeddings) {
    if (embeddings.rank() != 2) {
      throw new ShapeException(
          "EmbeddingBatch: embeddings are no matrix: got shape "
              + embeddings.shape()
              + ", expected [N, D]; one row a sample");
    }
    int n = embeddings.shape().get(0);
    boolean column = labels.shape().rank() == 2 && labels.shape().get(1) == 1;
    if (labels.size() != n || !(labels.shape().rank() == 1 || column)) {
      throw new ShapeException(
          ("EmbeddingBatch: %s do not fit the embeddings: got shape %s for %s embeddings,"
                  + " expected one label a row")
              .formatted(what, labels.shape(), n));
    }
    return labels.toArray();
  }

  /** The anchors, [N, D]. */
  public Tensor embeddings() {
    return embeddings;
  }

  /** What they are compared with, [M, D]; the same tensor for a batch compared with itself. */
  public Tensor references() {
    return references;
  }

  /** N. */
  public int rows() {
    return labels.length;
  }

  /** M. */
  public int columns() {
    return columnLabels.length;
  }

  /** Whether the batch is compared with itself. */
  public boolean withItself() {
    return embeddings == references && firstSelf == 0;
  }

  /** The label of an anchor. */
  public int label(int row) {
    requireWithin("row", row, labels.length);
    return labels[row];
  }

  /** The label of a reference. */
  public int columnLabel(int column) {
    requireWithin("column", column, columnLabels.length);
    return columnLabels[column];
  }

  /** Whether a row and a column have one label and are not the same sample. */
  public boolean positive(int row, int column) {
    requireWithin("row", row, labels.length);
    requireWithin("column", column, columnLabels.length);
    return labels[row] == columnLabels[column] && (firstSelf == NONE || column != firstSelf + row);
  }

  /** Whether a row and a column have different labels. */
  public boolean negative(int row, int column) {
    requireWithin("row", row, labels.length);
    requireWithin("column", column, columnLabels.length);
    return labels[row] != columnLabels[column];
  }

  private static void requireWithin(String what, int index, int size) {
    if (index < 0 || index >= size) {
      throw new IndexOutOfBoundsException(
          "EmbeddingBatch: no such %s: got %s, expected 0 to %s".formatted(what, index, size - 1));
    }
  }

  @Override
  public String toString() {
    return withItself()
        ? "EmbeddingBatch(" + embeddings.form() + " with itself)"
        : "EmbeddingBatch(" + embeddings.form() + " against " + references.form() + ")";
  }
}
