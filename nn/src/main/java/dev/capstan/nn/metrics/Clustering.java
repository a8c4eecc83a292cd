package dev.capstan.nn.metrics;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.index.MatrixRows;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.special.Gamma;

/** Whether clusters found without labels are the classes. */
public final class Clustering {
  private static final int STARTS = 5;

  /** Information below this is the rounding of sums of logarithms of up to a million rows. */
  private static final double ROUNDING = 1e-10;

  private Clustering() {}

  /**
   * The cluster of each row: k-means with the best of five seeded starts of k-means++, that of the
   * least sum of squared distances to the clusters' means.
   *
   * <p>Distances are taken in float32, from the rows' mean, so float64 rows are told apart relative
   * to their spread. A row as near to two means goes to the first. Rounds end when no row changes
   * its cluster, or after 300. A cluster that has lost its rows takes the one farthest from its
   * mean; if there are fewer distinct rows than k, some clusters have none. The same seed gives the
   * same clusters on any kernels.
   *
   * @throws IllegalArgumentException if a row is not finite, or k is not 1 to the number of rows
   */
  public static int[] kMeans(Tensor rows, int k, int seed) {
    if (rows.rank() != 2 || k < 1 || k > rows.shape().get(0)) {
      throw new ShapeException(
          "kMeans: got rows "
              + rows.shape()
              + " and k = "
              + k
              + ", expected [N, D] and 1 to N clusters");
    }
    MatrixRows.requireFinite("kMeans", rows);
    KMeans means = KMeans.of(rows);
    RandomStream random = new RandomStream(seed);
    KMeans.Clusters best = means.from(means.seeds(k, random));
    for (int start = 1; start < STARTS; start++) {
      KMeans.Clusters next = means.from(means.seeds(k, random));
      best = next.spread() < best.spread() ? next : best;
    }
    return best.of();
  }

  /**
   * Normalised mutual information of two labellings: 2 I(a; b) / (H(a) + H(b)), from 0 (no
   * relation) to 1 (the same up to names); 1 if both have one class only.
   */
  public static double nmi(int[] a, int[] b) {
    Table table = Table.of("nmi", a, b);
    double apart = table.entropyA() + table.entropyB();
    return apart == 0 ? 1 : 2 * table.mutualInformation() / apart;
  }

  /**
   * Adjusted mutual information (Vinh, Epps, Bailey 2010): (I − E) / ((H(a) + H(b)) / 2 − E), E
   * being what I is on average when labels are dealt out by chance; 0 for chance, 1 for the same up
   * to names, also if both have one class only.
   */
  public static double ami(int[] a, int[] b) {
    Table table = Table.of("ami", a, b);
    double expected = table.expectedInformation();
    double most = (table.entropyA() + table.entropyB()) / 2 - expected;
    double above = table.mutualInformation() - expected;
    // With one class, or a class a row, nothing is left to chance but rounding.
    return Math.abs(most) < ROUNDING ? 1 : above / most;
  }

  /** NMI between labels and the k-means clusters of rows, k being the number of classes. */
  public static double nmi(Tensor rows, IntTensor labels, int seed) {
    int[] y = labels.toArray();
    int classes = (int) Arrays.stream(y).distinct().count();
    return nmi(kMeans(rows, classes, seed), y);
  }

  /** AMI between labels and the k-means clusters of rows, k being the number of classes. */
  public static double ami(Tensor rows, IntTensor labels, int seed) {
    int[] y = labels.toArray();
    int classes = (int) Arrays.stream(y).distinct().count();
    return ami(kMeans(rows, classes, seed), y);
  }

  /** How often each pair of labels occurs, in natural logarithms' units of information. */
  private record Table(int[][] joint, int[] a, int[] b, int n) {

    static Table of(String what, int[] a, int[] b) {
      if (a.length != b.length || a.length == 0) {
        throw new IllegalArgumentException(
            what
                + ": got "
                + a.length
                + " and "
                + b.length
                + " labels, expected as many, at least one");
      }
      Classes first = Classes.of(a);
      Classes second = Classes.of(b);
      int[][] joint = new int[first.count()][second.count()];
      for (int i = 0; i < a.length; i++) {
        joint[first.of()[i]][second.of()[i]]++;
      }
      return new Table(joint, first.sizes(), second.sizes(), a.length);
    }

    double entropyA() {
      return entropy(Arrays.stream(a));
    }

    double entropyB() {
      return entropy(Arrays.stream(b));
    }

    double mutualInformation() {
      double together = entropy(Arrays.stream(joint).flatMapToInt(Arrays::stream));
      return entropyA() + entropyB() - together;
    }

    private double entropy(IntStream counts) {
      return counts
          .filter(c -> c > 0)
          .mapToDouble(c -> -c / (double) n * StrictMath.log(c / (double) n))
          .sum();
    }

    /** Of all tables with these margins, by the hypergeometric distribution. */
    double expectedInformation() {
      double[] factorials = new double[n + 1];
      Arrays.setAll(factorials, k -> Gamma.logGamma(k + 1.0));
      double sum = 0;
      for (int x : a) {
        for (int y : b) {
          for (int k = Math.max(1, x + y - n); k <= Math.min(x, y); k++) {
            double information = (double) k / n * StrictMath.log((double) n * k / ((double) x * y));
            sum += information * StrictMath.exp(logProbability(factorials, k, x, y));
          }
        }
      }
      return sum;
    }

    private double logProbability(double[] factorials, int k, int x, int y) {
      return factorials[x]
          + factorials[y]
          + factorials[n - x]
          + factorials[n - y]
          - factorials[n]
          - factorials[k]
          - factorials[x - k]
          - factorials[y - k]
          - factorials[n - x - y + k];
    }
  }
}
