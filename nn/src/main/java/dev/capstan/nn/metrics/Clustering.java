package dev.capstan.nn.metrics;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.index.MatrixRows;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Whether clusters found without labels are the classes. */
public final class Clustering {
  private static final int STARTS = 5;

  /** Information below this is the rounding of sums of logarithms of up to a million rows. */
  private static final double ROUNDING = 1e-10;

  /** Of the probability of what is likeliest; all that is less together is no ulp of the whole. */
  private static final double NO_ACCOUNT = 0x1p-80;

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

  /**
   * How often labels and pairs of them occur, in natural logarithms' units of information.
   *
   * @param joint how often each pair occurs that does, in no particular order
   * @param a how often each of the first labels occurs
   * @param b how often each of the second
   */
  private record Table(long[] joint, int[] a, int[] b, int n) {

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
      long[] pairs = new long[a.length];
      Arrays.setAll(pairs, i -> (long) first.of()[i] * second.count() + second.of()[i]);
      return new Table(runs(pairs), first.sizes(), second.sizes(), a.length);
    }

    /** How often each number occurs. */
    private static long[] runs(long[] numbers) {
      Arrays.sort(numbers);
      int[] ends =
          IntStream.rangeClosed(1, numbers.length)
              .filter(i -> i == numbers.length || numbers[i] != numbers[i - 1])
              .toArray();
      return IntStream.range(0, ends.length)
          .mapToLong(i -> ends[i] - (i == 0 ? 0 : ends[i - 1]))
          .toArray();
    }

    double entropyA() {
      return entropy(Arrays.stream(a).asLongStream());
    }

    double entropyB() {
      return entropy(Arrays.stream(b).asLongStream());
    }

    double mutualInformation() {
      return entropyA() + entropyB() - entropy(Arrays.stream(joint));
    }

    private double entropy(LongStream counts) {
      return counts.mapToDouble(c -> -c / (double) n * StrictMath.log(c / (double) n)).sum();
    }

    /**
     * Of all tables with these margins. A pair of labels counts by its sizes alone, of which there
     * are few that differ: at most √(2n) on a side, as they add up to n.
     */
    double expectedInformation() {
      Map<Integer, Long> second = sizes(b);
      double sum = 0;
      for (Map.Entry<Integer, Long> x : sizes(a).entrySet()) {
        for (Map.Entry<Integer, Long> y : second.entrySet()) {
          sum += expected(x.getKey(), y.getKey()) * x.getValue() * y.getValue();
        }
      }
      return sum;
    }

    /** How many labels occur so often, by how often, in order. */
    private static Map<Integer, Long> sizes(int[] counts) {
      return Arrays.stream(counts)
          .boxed()
          .collect(Collectors.groupingBy(size -> size, TreeMap::new, Collectors.counting()));
    }

    /**
     * What one pair of labels that occur x and y times adds. That they meet k times has a
     * probability p(k) by the hypergeometric distribution, and p(k + 1) / p(k) is a short quotient;
     * so the terms are taken from the likeliest k both ways, in its units, until they are of no
     * account. Factorials of n would bring the rounding of logarithms of a million with them.
     */
    private double expected(int x, int y) {
      long likeliest = (x + 1L) * (y + 1L) / (n + 2L);
      double all = 1;
      double sum = information(likeliest, x, y);
      double p = 1;
      for (long k = likeliest; p > NO_ACCOUNT && k < Math.min(x, y); k++) {
        p *= (double) (x - k) / (k + 1) * (y - k) / ((long) n - x - y + k + 1);
        all += p;
        sum += p * information(k + 1, x, y);
      }
      p = 1;
      for (long k = likeliest; p > NO_ACCOUNT && k > Math.max(0, x + (long) y - n); k--) {
        p *= (double) k / (x - k + 1) * ((long) n - x - y + k) / (y - k + 1);
        all += p;
        sum += p * information(k - 1, x, y);
      }
      return sum / all;
    }

    private double information(long k, int x, int y) {
      return k == 0 ? 0 : (double) k / n * StrictMath.log((double) n * k / ((double) x * y));
    }
  }
}
