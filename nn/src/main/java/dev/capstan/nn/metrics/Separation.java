package dev.capstan.nn.metrics;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.index.MatrixRows;
import dev.capstan.nn.index.Metric;
import dev.capstan.nn.index.NearestNeighbors;
import dev.capstan.nn.index.RowDistances;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** How far classes lie apart, over all rows and not the nearest alone. */
public final class Separation {
  private Separation() {}

  /**
   * The share of all triplets (anchor, positive, negative) whose positive is nearer than its
   * negative; a tie is none. Every triplet counts, by sorting each anchor's distances: N² log N.
   *
   * @throws IllegalArgumentException if there is no triplet, or a row is not finite
   */
  public static Proportion tripletAccuracy(Tensor rows, IntTensor labels, Metric metric) {
    requireNonNull(metric, "metric");
    Classes classes = Classes.of("triplet accuracy", rows, labels);
    MatrixRows.requireFinite("triplet accuracy", rows);
    AtomicLong hits = new AtomicLong();
    AtomicLong all = new AtomicLong();
    NearestNeighbors.of(rows, metric)
        .distancesOfAll(
            (anchor, distances) -> {
              double[] positive = of(distances, classes.of(), anchor, true);
              double[] negative = of(distances, classes.of(), anchor, false);
              hits.addAndGet(inOrder(positive, negative));
              all.addAndGet((long) positive.length * negative.length);
            });
    if (all.get() == 0) {
      throw new IllegalArgumentException(
          "triplet accuracy: got "
              + classes.count()
              + " classes and no triplet, expected two classes, and one of two rows or more");
    }
    return new Proportion(hits.get(), all.get());
  }

  private static double[] of(RowDistances distances, int[] y, int anchor, boolean own) {
    return IntStream.range(0, y.length)
        .filter(i -> i != anchor && y[i] == y[anchor] == own)
        .mapToDouble(distances::at)
        .sorted()
        .toArray();
  }

  /** Pairs of sorted numbers whose first is smaller than the second. */
  private static long inOrder(double[] first, double[] second) {
    long pairs = 0;
    int below = 0;
    for (double s : second) {
      while (below < first.length && first[below] < s) {
        below++;
      }
      pairs += below;
    }
    return pairs;
  }

  /**
   * The mean silhouette (Rousseeuw 1987): with a a row's mean distance to the others of its class
   * and b the least of its mean distances to another class, (b − a) / max(a, b); 0 for a class of
   * one row.
   *
   * @throws IllegalArgumentException unless there are two classes or more, or if a row is not
   *     finite
   */
  public static double silhouette(Tensor rows, IntTensor labels, Metric metric) {
    Classes classes = Classes.of("silhouette", rows, labels);
    MatrixRows.requireFinite("silhouette", rows);
    if (classes.count() < 2) {
      throw new IllegalArgumentException(
          "silhouette: got " + classes.count() + " classes, expected two or more");
    }
    int[] sizes = classes.sizes();
    int[] y = classes.of();
    double[] each = new double[y.length];
    NearestNeighbors.of(rows, metric)
        .distancesOfAll(
            (row, distances) -> {
              if (sizes[y[row]] > 1) {
                each[row] = silhouette(distances, y, sizes, row);
              }
            });
    return Arrays.stream(each).sum() / each.length;
  }

  private static double silhouette(RowDistances distances, int[] y, int[] sizes, int row) {
    double[] sums = new double[sizes.length];
    for (int i = 0; i < y.length; i++) {
      sums[y[i]] += i == row ? 0 : distances.distance(i);
    }
    double own = sums[y[row]] / (sizes[y[row]] - 1);
    double other = Double.POSITIVE_INFINITY;
    for (int c = 0; c < sums.length; c++) {
      other = c == y[row] ? other : Math.min(other, sums[c] / sizes[c]);
    }
    double larger = Math.max(own, other);
    return larger == 0 ? 0 : (other - own) / larger;
  }
}
