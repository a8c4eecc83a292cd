package dev.capstan.nn.metrics;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.index.MatrixRows;
import dev.capstan.nn.index.Metric;
import dev.capstan.nn.index.NearestNeighbors;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** How often each class was taken for each; a line for what is, a column for what was said. */
public final class ConfusionMatrix {
  /** More classes than this do not fit on a screen. */
  private static final int MOST_PRINTED = 12;

  private final int[] labels;
  private final int[][] counts;

  private ConfusionMatrix(int[] labels, int[][] counts) {
    this.labels = labels;
    this.counts = counts;
  }

  /** Of two labellings of the same rows; any ints are labels. */
  public static ConfusionMatrix of(int[] actual, int[] predicted) {
    if (actual.length != predicted.length || actual.length == 0) {
      throw new IllegalArgumentException(
          "confusion: got "
              + actual.length
              + " and "
              + predicted.length
              + " labels, expected as many, at least one");
    }
    Classes classes = Classes.of(actual, predicted);
    int n = actual.length;
    int[][] counts = new int[classes.count()][classes.count()];
    for (int i = 0; i < n; i++) {
      counts[classes.of()[i]][classes.of()[n + i]]++;
    }
    return new ConfusionMatrix(classes.names(), counts);
  }

  /** Each query {@code [Q, D]} is taken for the class of its nearest row of the gallery. */
  public static ConfusionMatrix ofNearest(
      Tensor gallery,
      IntTensor galleryLabels,
      Tensor queries,
      IntTensor queryLabels,
      Metric metric) {
    requireNonNull(gallery, "gallery");
    requireNonNull(galleryLabels, "galleryLabels");
    requireNonNull(queries, "queries");
    requireNonNull(queryLabels, "queryLabels");
    requireNonNull(metric, "metric");
    Classes.requireLabels("accuracy", gallery, galleryLabels);
    return ofNearest(
        NearestNeighbors.of(gallery, metric).parallelFor(queryLabels.size()),
        gallery,
        galleryLabels,
        queries,
        queryLabels);
  }

  static ConfusionMatrix ofNearest(
      NearestNeighbors neighbors,
      Tensor gallery,
      IntTensor galleryLabels,
      Tensor queries,
      IntTensor queryLabels) {
    Classes.requireLabels("accuracy", gallery, galleryLabels);
    Classes.requireLabels("accuracy", queries, queryLabels);
    MatrixRows.requireFinite("accuracy: gallery", gallery);
    MatrixRows.requireFinite("accuracy: queries", queries);
    if (galleryLabels.size() == 0 || queryLabels.size() == 0) {
      throw new IllegalArgumentException(
          "accuracy: got a gallery of "
              + galleryLabels.size()
              + " rows and "
              + queryLabels.size()
              + " queries, expected one or more of each");
    }
    int[][] nearest = neighbors.of(queries, 1);
    int[] said = Arrays.stream(nearest).mapToInt(n -> galleryLabels.at(n[0])).toArray();
    return of(queryLabels.toArray(), said);
  }

  /** Each row is taken for the class of its nearest other row. */
  public static ConfusionMatrix ofNearestOther(Tensor rows, IntTensor labels, Metric metric) {
    requireNonNull(metric, "metric");
    Classes.requireLabels("confusion", rows, labels);
    MatrixRows.requireFinite("confusion", rows);
    int[] said = labels.toArray();
    NearestNeighbors.of(rows, metric)
        .parallelFor(said.length)
        .eachOther(
            1,
            (row, nearest) -> said[row] = nearest.length == 0 ? said[row] : labels.at(nearest[0]));
    return of(labels.toArray(), said);
  }

  /** The labels of lines and columns, sorted. */
  public int[] labels() {
    return labels.clone();
  }

  /** How many rows of one class were taken for another, or for it itself. */
  public int count(int actual, int predicted) {
    return counts[index(actual)][index(predicted)];
  }

  private int index(int label) {
    int at = Arrays.binarySearch(labels, label);
    if (at < 0) {
      throw new IllegalArgumentException(
          "confusion: label: got "
              + label
              + ", expected one of the "
              + labels.length
              + " there are");
    }
    return at;
  }

  /** How many rows were taken for what they are. */
  public Proportion accuracy() {
    long hits = IntStream.range(0, labels.length).mapToLong(c -> counts[c][c]).sum();
    return new Proportion(
        hits, Arrays.stream(counts).flatMapToInt(Arrays::stream).asLongStream().sum());
  }

  /** The share of a class's rows that were taken for it; NaN if it has none. */
  public double recall(int label) {
    int c = index(label);
    return (double) counts[c][c] / Arrays.stream(counts[c]).sum();
  }

  /** The share of rows taken for a class that are of it; NaN if none was. */
  public double precision(int label) {
    int c = index(label);
    return (double) counts[c][c] / Arrays.stream(counts).mapToInt(line -> line[c]).sum();
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("accuracy " + accuracy() + "\n");
    int shown = Math.min(MOST_PRINTED, labels.length);
    out.append(String.format("%11s", ""));
    for (int c = 0; c < shown; c++) {
      out.append(String.format("%7d", labels[c]));
    }
    for (int c = 0; c < shown; c++) {
      out.append(String.format("%n%11d", labels[c]));
      for (int o = 0; o < shown; o++) {
        out.append(String.format("%7d", counts[c][o]));
      }
    }
    return shown < labels.length
        ? out + "\n(" + (labels.length - shown) + " more classes)"
        : out.toString();
  }
}
