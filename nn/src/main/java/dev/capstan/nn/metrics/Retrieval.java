package dev.capstan.nn.metrics;

import dev.capstan.nn.index.Metric;
import dev.capstan.nn.index.NearestNeighbors;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How well rows of a class find each other, each row in turn being the query and never part of its
 * own gallery.
 *
 * <p>With R the number of other rows of the query's class, the MAP@R of a query is the mean over
 * ranks i ≤ R of precision@i where rank i is a hit, 0 elsewhere: {@code 1/R · Σᵢ hit(i) · hits up
 * to i / i} (Musgrave, Belongie, Lim 2020). Queries whose class has no other row count in neither
 * mean.
 *
 * @param recallAt1 the share of queries whose nearest row is of their class
 * @param mapAtR the mean of MAP@R
 * @param queries how many queries entered the means
 */
public record Retrieval(double recallAt1, double mapAtR, int queries) {

  /**
   * Scores rows {@code [N, D]} by their labels {@code [N]}; NaN if no class has two rows.
   *
   * @throws ShapeException if there are not as many labels as rows
   */
  public static Retrieval of(Tensor rows, IntTensor labels, Metric metric) {
    requireLabels("retrieval", rows, labels);
    return of(NearestNeighbors.of(rows, metric), rows, labels);
  }

  /** As {@link #of(Tensor, IntTensor, Metric)}, over a gallery made of the same rows. */
  public static Retrieval of(NearestNeighbors gallery, Tensor rows, IntTensor labels) {
    requireLabels("retrieval", rows, labels);
    int[] y = labels.toArray();
    int[] others = othersOfClass(y);
    int most = Arrays.stream(others).max().orElse(0);
    double[] first = new double[y.length];
    double[] precision = new double[y.length];
    gallery.eachOther(
        rows,
        most,
        (q, nearest) -> {
          if (others[q] > 0) {
            first[q] = y[nearest[0]] == y[q] ? 1 : 0;
            precision[q] = mapAtR(y, q, nearest, others[q]);
          }
        });
    int queries = (int) Arrays.stream(others).filter(r -> r > 0).count();
    return new Retrieval(
        Arrays.stream(first).sum() / queries, Arrays.stream(precision).sum() / queries, queries);
  }

  /** Recall@1 alone, for the price of one neighbour a query. */
  public static double recallAt1(NearestNeighbors gallery, Tensor rows, IntTensor labels) {
    requireLabels("retrieval", rows, labels);
    int[] y = labels.toArray();
    int[] others = othersOfClass(y);
    boolean[] hit = new boolean[y.length];
    gallery.eachOther(rows, 1, (q, nearest) -> hit[q] = others[q] > 0 && y[nearest[0]] == y[q]);
    long queries = Arrays.stream(others).filter(r -> r > 0).count();
    return (double) IntStream.range(0, hit.length).filter(q -> hit[q]).count() / queries;
  }

  private static double mapAtR(int[] labels, int query, int[] nearest, int r) {
    int hits = 0;
    double sum = 0;
    for (int i = 0; i < r; i++) {
      if (labels[nearest[i]] == labels[query]) {
        hits++;
        sum += (double) hits / (i + 1);
      }
    }
    return sum / r;
  }

  private static int[] othersOfClass(int[] labels) {
    int classes = 1 + Arrays.stream(labels).max().orElse(-1);
    int[] count = new int[classes];
    for (int label : labels) {
      count[label]++;
    }
    return Arrays.stream(labels).map(label -> count[label] - 1).toArray();
  }

  /**
   * The share of queries whose nearest row of the gallery bears their label: the accuracy of a
   * classifier by one neighbour.
   */
  public static double accuracy(
      Tensor gallery,
      IntTensor galleryLabels,
      Tensor queries,
      IntTensor queryLabels,
      Metric metric) {
    requireLabels("accuracy", queries, queryLabels);
    return accuracy(
        NearestNeighbors.of(gallery, metric), gallery, galleryLabels, queries, queryLabels);
  }

  /** As {@link #accuracy(Tensor, IntTensor, Tensor, IntTensor, Metric)}, over a gallery. */
  public static double accuracy(
      NearestNeighbors neighbors,
      Tensor gallery,
      IntTensor galleryLabels,
      Tensor queries,
      IntTensor queryLabels) {
    requireLabels("accuracy", gallery, galleryLabels);
    int[][] nearest = neighbors.of(queries, 1);
    long hits =
        IntStream.range(0, nearest.length)
            .filter(q -> galleryLabels.at(nearest[q][0]) == queryLabels.at(q))
            .count();
    return (double) hits / nearest.length;
  }

  private static void requireLabels(String what, Tensor rows, IntTensor labels) {
    if (rows.rank() != 2 || labels.size() != rows.shape().get(0)) {
      throw new ShapeException(
          what
              + ": got rows "
              + rows.shape()
              + " and labels "
              + labels.shape()
              + ", expected [N, D] and [N]");
    }
  }
}
