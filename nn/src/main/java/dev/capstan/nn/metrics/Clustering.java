package dev.capstan.nn.metrics;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.clustering.MultiKMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.JDKRandomGenerator;

/** Whether clusters found without labels are the classes. */
public final class Clustering {
  private static final int STARTS = 5;
  private static final int MOST_ROUNDS = 300;

  private Clustering() {}

  /** One row, and which. */
  private record Row(int index, double[] point) implements Clusterable {
    @Override
    public double[] getPoint() {
      return point;
    }
  }

  /**
   * The cluster of each row: k-means with the best of five seeded starts (Commons Math's
   * k-means++).
   */
  public static int[] kMeans(Tensor rows, int k, int seed) {
    int n = rows.shape().get(0);
    int d = rows.shape().get(1);
    double[] x = rows.toArray();
    List<Row> points = new ArrayList<>(n);
    for (int i = 0; i < n; i++) {
      points.add(new Row(i, Arrays.copyOfRange(x, i * d, (i + 1) * d)));
    }
    JDKRandomGenerator random = new JDKRandomGenerator();
    random.setSeed(seed);
    var once = new KMeansPlusPlusClusterer<Row>(k, MOST_ROUNDS, new EuclideanDistance(), random);
    int[] cluster = new int[n];
    int c = 0;
    for (CentroidCluster<Row> found :
        new MultiKMeansPlusPlusClusterer<>(once, STARTS).cluster(points)) {
      for (Row row : found.getPoints()) {
        cluster[row.index()] = c;
      }
      c++;
    }
    return cluster;
  }

  /**
   * Normalised mutual information of two labellings: 2 I(a; b) / (H(a) + H(b)), from 0 (no
   * relation) to 1 (the same up to names); 1 if both have one class only.
   */
  public static double nmi(int[] a, int[] b) {
    if (a.length != b.length || a.length == 0) {
      throw new IllegalArgumentException(
          "nmi: got " + a.length + " and " + b.length + " labels, expected as many, at least one");
    }
    int width = 1 + Arrays.stream(b).max().orElse(0);
    int[] joint = new int[(1 + Arrays.stream(a).max().orElse(0)) * width];
    for (int i = 0; i < a.length; i++) {
      joint[a[i] * width + b[i]]++;
    }
    double apart = entropy(counts(a)) + entropy(counts(b));
    return apart == 0 ? 1 : 2 * (apart - entropy(joint)) / apart;
  }

  /** NMI between labels and the k-means clusters of rows, k being the number of classes. */
  public static double nmi(Tensor rows, IntTensor labels, int seed) {
    int[] y = labels.toArray();
    int classes = (int) Arrays.stream(y).distinct().count();
    return nmi(kMeans(rows, classes, seed), y);
  }

  private static int[] counts(int[] labels) {
    int[] count = new int[1 + Arrays.stream(labels).max().orElse(0)];
    for (int label : labels) {
      count[label]++;
    }
    return count;
  }

  private static double entropy(int[] counts) {
    double n = Arrays.stream(counts).sum();
    return Arrays.stream(counts)
        .filter(c -> c > 0)
        .mapToDouble(c -> -c / n * Math.log(c / n))
        .sum();
  }
}
