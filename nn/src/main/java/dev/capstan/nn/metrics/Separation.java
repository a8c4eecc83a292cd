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
   * negative; a tie is none. Every triplet counts, by looking up each negative among an anchor's
   * sorted positives, which takes N² as long as their distances are spread.
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
        .parallelFor(labels.size())
        .distancesOfAll(
            (anchor, distances) -> {
              double[] positives = positives(distances, classes.of(), anchor);
              hits.addAndGet(inOrder(positives, distances, classes.of(), anchor));
              long negatives = distances.size() - 1L - positives.length;
              all.addAndGet(positives.length * negatives);
            });
    if (all.get() == 0) {
      throw new IllegalArgumentException(
          "triplet accuracy: got "
              + classes.count()
              + " classes and no triplet, expected two classes, and one of two rows or more");
    }
    return new Proportion(hits.get(), all.get());
  }

  private static double[] positives(RowDistances distances, int[] y, int anchor) {
    return IntStream.range(0, y.length)
        .filter(i -> i != anchor && y[i] == y[anchor])
        .mapToDouble(distances::at)
        .sorted()
        .toArray();
  }

  /** How often a positive is nearer than a negative. */
  private static long inOrder(double[] positives, RowDistances distances, int[] y, int anchor) {
    if (positives.length == 0) {
      return 0;
    }
    Ladder ladder = Ladder.of(positives);
    long pairs = 0;
    for (int i = 0; i < y.length; i++) {
      if (y[i] != y[anchor]) {
        pairs += ladder.below(distances.at(i));
      }
    }
    return pairs;
  }

  /**
   * Sorted numbers, and where those of each of equal steps between the least and the greatest
   * begin. A step's number never falls as x rises, rounded as it is; so all of lower steps are
   * smaller than x, and only those of its own are compared.
   */
  private record Ladder(double[] sorted, double perUnit, int[] begins) {

    static Ladder of(double[] sorted) {
      int[] begins = new int[2 * sorted.length];
      double perUnit = (begins.length - 1) / (sorted[sorted.length - 1] - sorted[0]);
      Ladder ladder = new Ladder(sorted, perUnit, begins);
      int at = 0;
      for (int step = 0; step < begins.length; step++) {
        while (at < sorted.length && ladder.step(sorted[at]) < step) {
          at++;
        }
        begins[step] = at;
      }
      return ladder;
    }

    /** The conversion takes NaN, of numbers or widths that are not finite, to 0. */
    private int step(double x) {
      return Math.min((int) ((x - sorted[0]) * perUnit), begins.length - 1);
    }

    /** How many of the numbers are smaller than x. */
    int below(double x) {
      if (x > sorted[sorted.length - 1]) {
        return sorted.length;
      }
      if (!(x > sorted[0])) {
        return 0;
      }
      int at = begins[step(x)];
      while (sorted[at] < x) {
        at++;
      }
      return at;
    }
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
        .parallelFor(labels.size())
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
