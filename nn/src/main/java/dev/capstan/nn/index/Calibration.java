package dev.capstan.nn.index;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * How near is near enough: from pairs that are known to match or not, the distance below which a
 * match is to be believed. What is farther is "unknown" ({@link EmbeddingIndex#find}).
 *
 * <pre>{@code
 * Calibration calibration = Calibration.ofNearest(validationRows, labels, Metric.COSINE);
 * double threshold = calibration.atPrecision(0.95).orElseThrow().distance();
 * }</pre>
 */
public final class Calibration {

  /**
   * A threshold and what it does to the pairs.
   *
   * @param distance matches at this distance or nearer are believed
   * @param precision the share of believed pairs that match
   * @param recall the share of matching pairs that are believed
   * @param believed how many pairs are believed
   */
  public record Threshold(double distance, double precision, double recall, int believed) {
    double f1() {
      return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "distance <= %.6g: precision %.4f, recall %.4f (%d believed)",
          distance,
          precision,
          recall,
          believed);
    }
  }

  private final List<Threshold> thresholds;

  private Calibration(List<Threshold> thresholds) {
    this.thresholds = thresholds;
  }

  /**
   * Of pairs: how far apart each is, and whether it matches.
   *
   * @throws IllegalArgumentException if there are not as many of both, none that matches, or a
   *     distance that is no number
   */
  public static Calibration ofPairs(double[] distances, boolean[] matches) {
    int n = distances.length;
    int all = (int) IntStream.range(0, matches.length).filter(i -> matches[i]).count();
    if (n != matches.length || all == 0) {
      throw new IllegalArgumentException(
          "calibration: got "
              + n
              + " distances, "
              + matches.length
              + " marks and "
              + all
              + " matches, expected as many, and one match or more");
    }
    for (double d : distances) {
      if (Double.isNaN(d)) {
        throw new IllegalArgumentException("calibration: got a distance of NaN, expected numbers");
      }
    }
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> distances[i]))
            .mapToInt(i -> i)
            .toArray();
    List<Threshold> thresholds = new ArrayList<>();
    int hits = 0;
    for (int i = 0; i < n; i++) {
      hits += matches[order[i]] ? 1 : 0;
      // Pairs at one distance are believed together.
      if (i == n - 1 || distances[order[i + 1]] > distances[order[i]]) {
        thresholds.add(
            new Threshold(
                distances[order[i]], (double) hits / (i + 1), (double) hits / all, i + 1));
      }
    }
    return new Calibration(List.copyOf(thresholds));
  }

  /**
   * Of validation rows {@code [N, D]}: each with its nearest other row, which is of its class or
   * not.
   */
  public static Calibration ofNearest(Tensor rows, IntTensor labels, Metric metric) {
    if (rows.rank() != 2 || labels.size() != rows.shape().get(0) || labels.size() < 2) {
      throw new ShapeException(
          "calibration: got rows "
              + rows.shape()
              + " and labels "
              + labels.shape()
              + ", expected [N, D] and [N], two rows or more");
    }
    MatrixRows.requireFinite("calibration", rows);
    int n = labels.size();
    double[] distances = new double[n];
    boolean[] matches = new boolean[n];
    NearestNeighbors.of(rows, metric)
        .parallelFor(n)
        .distancesOfAll(
            (row, all) -> {
              int nearest = all.nearest(1, row)[0];
              distances[row] = all.distance(nearest);
              matches[row] = labels.at(nearest) == labels.at(row);
            });
    return ofPairs(distances, matches);
  }

  /** Every distance at which something changes, nearest first. */
  public List<Threshold> thresholds() {
    return thresholds;
  }

  /** The farthest threshold at which matches are right at least so often; empty if none is. */
  public Optional<Threshold> atPrecision(double least) {
    return thresholds.stream().filter(t -> t.precision >= least).reduce((a, b) -> b);
  }

  /** The nearest threshold at which at least so many of the matches are found. */
  public Optional<Threshold> atRecall(double least) {
    return thresholds.stream().filter(t -> t.recall >= least).findFirst();
  }

  /** The threshold with the best harmonic mean of precision and recall. */
  public Threshold best() {
    return thresholds.stream().max(Comparator.comparingDouble(Threshold::f1)).orElseThrow();
  }
}
