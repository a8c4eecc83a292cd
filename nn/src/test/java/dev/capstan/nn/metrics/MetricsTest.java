package dev.capstan.nn.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.nn.index.Metric;
import dev.capstan.nn.index.NearestNeighbors;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Metrics against naive references, which sort all pairs. */
final class MetricsTest {
  /** Sums of 40 terms, and quotients of them, each rounded by half an ulp of a number below 1. */
  private static final double SUM_TOLERANCE = 40 * Math.ulp(1.0);

  /**
   * A cosine differs from 1 by half the squared angle. The iteration ends at residuals of 1e-10 of
   * the largest eigenvalue, so with gaps of 1e-3 of it and more the angle is below 1e-7.
   */
  private static final double ANGLE_TOLERANCE = 0.5e-14;

  /** Small whole numbers: all distances are exact in float32, and many are equal. */
  private static Tensor grid(int n, int d, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return Tensor.generate(DType.FLOAT32, Shape.of(n, d), i -> random.nextInt(4) - 1);
  }

  private static double squared(Tensor x, int i, Tensor y, int j) {
    double sum = 0;
    for (int k = 0; k < x.shape().get(1); k++) {
      sum += (x.get(i, k) - y.get(j, k)) * (x.get(i, k) - y.get(j, k));
    }
    return sum;
  }

  private static int[] naive(Tensor gallery, Tensor queries, int q, int k, int except) {
    return IntStream.range(0, gallery.shape().get(0))
        .filter(j -> j != except)
        .boxed()
        .sorted(
            Comparator.comparingDouble((Integer j) -> squared(queries, q, gallery, j))
                .thenComparingInt(j -> j))
        .limit(k)
        .mapToInt(j -> j)
        .toArray();
  }

  @Test
  void theNearestComeInOrderTiesByIndex() {
    Tensor gallery = grid(57, 3, 1);
    Tensor queries = grid(10, 3, 2);
    NearestNeighbors neighbors = NearestNeighbors.of(gallery, Metric.EUCLIDEAN);

    for (int k : new int[] {0, 1, 9, 57}) {
      int[][] found = neighbors.of(queries, k);
      for (int q = 0; q < 10; q++) {
        assertArrayEquals(naive(gallery, queries, q, k, -1), found[q]);
      }
    }
  }

  @Test
  void aRowIsNeverItsOwnNeighbourAndThreadsChangeNothing() {
    Tensor rows = grid(41, 3, 1);
    NearestNeighbors one = NearestNeighbors.of(rows, Metric.EUCLIDEAN);

    for (NearestNeighbors neighbors : new NearestNeighbors[] {one, one.parallel()}) {
      int[][] found = new int[41][];
      neighbors.eachOther(40, (q, nearest) -> found[q] = nearest);
      for (int q = 0; q < 41; q++) {
        assertArrayEquals(naive(rows, rows, q, 40, q), found[q]);
      }
    }
  }

  @Test
  void aGalleryOfSeveralStretchesIsSearchedAsOne() {
    Tensor gallery = grid(2100, 7, 3);
    Tensor queries = grid(35, 7, 4);
    int[][] found = NearestNeighbors.of(gallery, Metric.EUCLIDEAN).of(queries, 30);

    for (int q = 0; q < 35; q++) {
      assertArrayEquals(naive(gallery, queries, q, 30, -1), found[q]);
    }
  }

  @Test
  void aRowThatIsNoNumberIsTheLastNeighbour() {
    Tensor gallery = Tensor.of(new float[][] {{Float.NaN}, {3}, {1}});
    NearestNeighbors neighbors = NearestNeighbors.of(gallery, Metric.EUCLIDEAN);
    Tensor query = Tensor.of(new float[][] {{0}});

    assertArrayEquals(new int[] {2, 1, 0}, neighbors.of(query, 3)[0]);
    assertArrayEquals(new int[] {2}, neighbors.of(query, 1)[0]);
  }

  @Test
  void byCosineTheDirectionCountsAndAZeroRowIsFarFromAll() {
    Tensor gallery = Tensor.of(new float[][] {{0, 0}, {5, 5}, {0.1f, 0}, {-1, 0}});

    int[][] found =
        NearestNeighbors.of(gallery, Metric.COSINE)
            .of(Tensor.of(new float[][] {{3, 0.1f}, {0, 0}}), 4);

    assertArrayEquals(new int[] {2, 1, 0, 3}, found[0]);
    assertArrayEquals(new int[] {0, 1, 2, 3}, found[1]);
  }

  @Test
  void galleriesAndQueriesMustBeOfOneWidth() {
    NearestNeighbors neighbors = NearestNeighbors.of(grid(5, 3, 1), Metric.EUCLIDEAN);

    assertEquals(
        "neighbours: got queries [2, 4] and k = 1, expected [Q, 3] and k of 0 or more",
        assertThrows(ShapeException.class, () -> neighbors.of(grid(2, 4, 1), 1)).getMessage());
  }

  @Test
  void retrievalEqualsItsDefinition() {
    Tensor rows = grid(40, 3, 5);
    int[] labels = IntStream.range(0, 40).map(i -> i * i % 7 == 0 ? 9 : i % 3).toArray();
    labels[39] = 11; // alone in its class: no query
    double recall = 0;
    double map = 0;
    int queries = 0;
    for (int q = 0; q < 40; q++) {
      int label = labels[q];
      int r = (int) IntStream.of(labels).filter(l -> l == label).count() - 1;
      int[] nearest = naive(rows, rows, q, 39, q);
      if (r > 0) {
        queries++;
        recall += labels[nearest[0]] == label ? 1 : 0;
        double sum = 0;
        for (int i = 1; i <= r; i++) {
          long hits = IntStream.range(0, i).filter(j -> labels[nearest[j]] == label).count();
          sum += labels[nearest[i - 1]] == label ? (double) hits / i : 0;
        }
        map += sum / r;
      }
    }

    Retrieval found = Retrieval.of(rows, IntTensor.of(labels), Metric.EUCLIDEAN);

    assertEquals(queries, found.queries());
    assertEquals(recall / queries, found.recallAt1(), SUM_TOLERANCE);
    assertEquals(map / queries, found.mapAtR(), SUM_TOLERANCE);
    assertEquals(
        found.recallAt1(),
        Retrieval.recallAt1(
            NearestNeighbors.of(rows, Metric.EUCLIDEAN), rows, IntTensor.of(labels)));
  }

  @Test
  void separatedClassesScoreOne() {
    Tensor rows = Tensor.of(new float[][] {{0}, {1}, {10}, {11}});

    Retrieval two = Retrieval.of(rows, IntTensor.of(0, 0, 1, 1), Metric.EUCLIDEAN);
    assertEquals(new Proportion(4, 4), two.recall(1));
    assertEquals(1, two.mapAtR());
    assertEquals(1, two.rPrecision());
    assertEquals(1, two.ndcgAtR());
    assertEquals(1, two.meanReciprocalRank());
  }

  @Test
  void labelsAreComparedForEqualityAlone() {
    Tensor rows = grid(12, 2, 6);
    int[] small = {0, 0, 1, 1, 2, 2, 0, 1, 2, 0, 1, 2};
    int[] names = {Integer.MIN_VALUE, Integer.MAX_VALUE, -7};
    IntTensor large = IntTensor.of(IntStream.of(small).map(l -> names[l]).toArray());

    assertEquals(
        Retrieval.of(rows, IntTensor.of(small), Metric.COSINE).toString(),
        Retrieval.of(rows, large, Metric.COSINE).toString());
    assertEquals(
        Clustering.nmi(small, small), Clustering.nmi(large.toArray(), small), SUM_TOLERANCE);
  }

  @Test
  void whatCannotBeScoredIsRefused() {
    Tensor rows = Tensor.of(new float[][] {{0, 1}, {1, Float.NaN}, {10, 0}});
    IntTensor labels = IntTensor.of(0, 0, 1);
    String notFinite =
        "row 1 holds NaN at [1, 1], expected finite numbers; a model that has diverged gives such"
            + " rows";
    assertEquals("retrieval: " + notFinite, refusal(() -> Retrieval.of(rows, labels, Metric.DOT)));
    assertEquals("kMeans: " + notFinite, refusal(() -> Clustering.kMeans(rows, 2, 1)));
    assertEquals(
        "silhouette: " + notFinite, refusal(() -> Separation.silhouette(rows, labels, Metric.DOT)));
    assertEquals(
        "accuracy: gallery: " + notFinite,
        refusal(() -> Retrieval.accuracy(rows, labels, rows, labels, Metric.COSINE)));
    assertEquals(
        "retrieval: got 3 labels for as many rows, expected one that two rows share; a row alone in"
            + " its class has nothing to find",
        refusal(() -> Retrieval.of(grid(3, 1, 1), IntTensor.of(0, 1, 2), Metric.EUCLIDEAN)));
    assertEquals(
        "kMeans: got rows [3, 1] and k = 4, expected [N, D] and 1 to N clusters",
        refusal(() -> Clustering.kMeans(grid(3, 1, 1), 4, 1)));
    assertEquals(
        "accuracy: got a gallery of 0 rows and 3 queries, expected one or more of each",
        refusal(
            () ->
                Retrieval.accuracy(
                    grid(0, 1, 1), IntTensor.of(new int[0]), grid(3, 1, 1), labels, Metric.DOT)));
  }

  private static String refusal(org.junit.jupiter.api.function.Executable call) {
    return String.valueOf(assertThrows(IllegalArgumentException.class, call).getMessage());
  }

  @Test
  void rowsThatOnlyFloat64TellsApartAreRankedInIt() {
    Tensor gallery = Tensor.of(new double[][] {{1e6}, {1e6 + .01}, {1e6 + .02}});
    Tensor query = Tensor.of(new double[][] {{1e6 + .02}});
    NearestNeighbors neighbors = NearestNeighbors.of(gallery, Metric.EUCLIDEAN);

    assertArrayEquals(new int[] {2, 1, 0}, neighbors.of(query, 3)[0]);
    assertArrayEquals(new int[] {2}, neighbors.of(query, 1)[0]);
    SplittableRandom random = new SplittableRandom(3);
    int[] labels = IntStream.range(0, 40).map(i -> i % 2).toArray();
    Tensor two =
        Tensor.generate(
            DType.FLOAT64, Shape.of(40, 1), i -> 1e6 + .01 * labels[i] + random.nextDouble(1e-4));
    assertEquals(1, Retrieval.of(two, IntTensor.of(labels), Metric.EUCLIDEAN).recallAt1());
  }

  @Test
  void inFloat64TheNearestComeInOrderTooWithTheirDistances() {
    Tensor gallery = grid(57, 3, 1).to(DType.FLOAT64);
    Tensor queries = grid(10, 3, 2).to(DType.FLOAT64);
    for (Tensor[] pair :
        new Tensor[][] {
          {gallery, queries}, {gallery.to(DType.FLOAT32), queries.to(DType.FLOAT32)}
        }) {
      NearestNeighbors neighbors = NearestNeighbors.of(pair[0], Metric.EUCLIDEAN);
      for (int k : new int[] {0, 1, 9, 57}) {
        NearestNeighbors.Ranking[] found = neighbors.ranked(pair[1], k);
        for (int q = 0; q < 10; q++) {
          assertArrayEquals(naive(gallery, queries, q, k, -1), found[q].rows());
          for (int i = 0; i < k; i++) {
            // Whole numbers: the square is exact, and its root is rounded once.
            assertEquals(
                Math.sqrt(squared(queries, q, gallery, found[q].rows()[i])),
                found[q].distances()[i]);
          }
        }
      }
    }
  }

  @Test
  void otherMeasuresOfARankingEqualTheirDefinition() {
    Tensor rows = grid(30, 3, 15);
    int[] labels = IntStream.range(0, 30).map(i -> i % 4 == 0 ? -5 : i % 3).toArray();
    double precision = 0;
    double ndcg = 0;
    double reciprocal = 0;
    int[] within = new int[30];
    for (int q = 0; q < 30; q++) {
      int label = labels[q];
      int r = (int) IntStream.of(labels).filter(l -> l == label).count() - 1;
      int[] nearest = naive(rows, rows, q, 29, q);
      int first =
          IntStream.range(0, 29).filter(i -> labels[nearest[i]] == label).findFirst().orElseThrow();
      reciprocal += 1.0 / (first + 1);
      within[first]++;
      double gain = 0;
      double ideal = 0;
      for (int i = 0; i < r; i++) {
        precision += labels[nearest[i]] == label ? 1.0 / r : 0;
        gain += labels[nearest[i]] == label ? 1 / (Math.log(i + 2) / Math.log(2)) : 0;
        ideal += 1 / (Math.log(i + 2) / Math.log(2));
      }
      ndcg += gain / ideal;
    }
    Retrieval found = Retrieval.of(rows, IntTensor.of(labels), Metric.EUCLIDEAN);

    assertEquals(precision / 30, found.rPrecision(), 30 * SUM_TOLERANCE);
    assertEquals(ndcg / 30, found.ndcgAtR(), 30 * SUM_TOLERANCE);
    assertEquals(reciprocal / 30, found.meanReciprocalRank(), SUM_TOLERANCE);
    for (int k = 1; k < 30; k++) {
      assertEquals(new Proportion(Arrays.stream(within, 0, k).sum(), 30), found.recall(k));
    }
    assertEquals(
        found.recall(1).hits(),
        found.perClass().stream().mapToLong(c -> c.recallAt1().hits()).sum());
  }

  @Test
  void queriesAndGalleryMayBeApart() {
    Tensor gallery = Tensor.of(new float[][] {{0}, {4}, {10}});
    Tensor queries = Tensor.of(new float[][] {{1}, {3}, {0}});
    Retrieval found =
        Retrieval.between(
            gallery, IntTensor.of(1, 2, 1), queries, IntTensor.of(1, 1, 9), Metric.EUCLIDEAN);

    assertEquals(new Proportion(1, 2), found.recall(1)); // 9 is nowhere in the gallery
    assertEquals(new Proportion(2, 2), found.recall(2));
    assertEquals(0.75, found.meanReciprocalRank());
    // R is 2: hits at rank 1 of the first query, and at rank 2 of the second.
    assertEquals((1.0 / 2 + 0.5 / 2) / 2, found.mapAtR());
  }

  @Test
  void aConfusionMatrixCountsAndSums() {
    ConfusionMatrix matrix =
        ConfusionMatrix.of(new int[] {7, 7, -1, -1, -1}, new int[] {7, -1, -1, -1, 7});
    assertEquals(1, matrix.count(7, -1));
    assertEquals(2, matrix.count(-1, -1));
    assertEquals(new Proportion(3, 5), matrix.accuracy());
    assertEquals(2.0 / 3, matrix.recall(-1));
    assertEquals(0.5, matrix.precision(7));
  }

  @Test
  void tripletsAndSilhouettesEqualTheirDefinition() {
    Tensor rows = grid(14, 2, 31);
    int[] y = IntStream.range(0, 14).map(i -> i == 13 ? 8 : i % 3).toArray();
    long hits = 0;
    long all = 0;
    double silhouette = 0;
    for (int a = 0; a < 14; a++) {
      double[] sum = new double[9];
      int[] count = new int[9];
      for (int p = 0; p < 14; p++) {
        sum[y[p]] += p == a ? 0 : Math.sqrt(squared(rows, a, rows, p));
        count[y[p]] += p == a ? 0 : 1;
        for (int n = 0; n < 14 && p != a && y[p] == y[a]; n++) {
          if (y[n] != y[a]) {
            all++;
            hits += squared(rows, a, rows, p) < squared(rows, a, rows, n) ? 1 : 0;
          }
        }
      }
      if (y[a] != 8) {
        double own = sum[y[a]] / count[y[a]];
        double other = Double.MAX_VALUE;
        for (int c = 0; c < 9; c++) {
          other = c != y[a] && count[c] > 0 ? Math.min(other, sum[c] / count[c]) : other;
        }
        silhouette += (other - own) / Math.max(own, other);
      }
    }

    IntTensor labels = IntTensor.of(y);
    assertEquals(
        new Proportion(hits, all), Separation.tripletAccuracy(rows, labels, Metric.EUCLIDEAN));
    assertEquals(
        silhouette / 14, Separation.silhouette(rows, labels, Metric.EUCLIDEAN), SUM_TOLERANCE);
  }

  @Test
  void tripletsAreCountedOneByOneWithTiesAndDistancesFarApart() {
    for (float far : new float[] {0, 1e3f, 1e19f, 1e30f}) {
      float[] x = grid(90, 1, 4).toFloatArray();
      for (int i = 0; i < 90; i += 9) {
        x[i] += far;
      }
      Tensor rows = Tensor.of(x, 90, 1);
      for (Metric metric : new Metric[] {Metric.EUCLIDEAN, Metric.DOT}) {
        long hits = 0;
        for (int a = 0; a < 90; a++) {
          float[] distances = new float[90];
          for (int i = 0; i < 90; i++) {
            float apart = x[i] - x[a];
            distances[i] = metric == Metric.EUCLIDEAN ? apart * apart : -(x[i] * x[a]);
          }
          for (int p = a % 4; p < 90; p += 4) {
            for (int n = 0; n < 90 && p != a; n++) {
              hits += n % 4 != a % 4 && distances[p] < distances[n] ? 1 : 0;
            }
          }
        }
        IntTensor labels = IntTensor.of(IntStream.range(0, 90).map(i -> i % 4).toArray());
        assertEquals(
            hits, Separation.tripletAccuracy(rows, labels, metric).hits(), far + " " + metric);
      }
    }
  }

  @Test
  void chanceHasNoAdjustedInformation() {
    // The mean over all orders of one labelling is what is taken off, so the mean of AMI is 0.
    int[] a = {0, 0, 0, 1, 1, 2};
    int[] b = {5, 5, 3, 3, 3, 1};
    double[] sum = new double[2];
    permuted(
        b,
        0,
        p -> {
          sum[0] += Clustering.ami(a, p);
          sum[1]++;
        });
    assertEquals(720, sum[1]);
    // 720 sums of some ten logarithms' rounding each.
    assertEquals(0, sum[0] / sum[1], 1e-12);
    assertEquals(1, Clustering.ami(a, new int[] {9, 9, 9, 4, 4, -2}), SUM_TOLERANCE);
    assertEquals(1, Clustering.ami(new int[] {3, 3}, new int[] {1, 1}), SUM_TOLERANCE);
  }

  /**
   * Against the definition in 40 digits. The values are at most 1 of sums of a thousand sizes'
   * terms, each of a few roundings.
   */
  @Test
  void adjustedInformationIsExactForManyClusters() {
    int n = 100_000;
    int[] a = IntStream.range(0, n).map(i -> i % 1000).toArray();
    int[] b =
        IntStream.range(0, n)
            .map(i -> i % 3 == 0 ? i % 1000 : (int) ((long) i * i % 1009 % 1000))
            .toArray();
    assertEquals(0.23892166801488243, Clustering.ami(a, b), 100 * Math.ulp(1.0));

    int[] c = IntStream.range(0, 60).map(i -> i % 7).toArray();
    int[] d = IntStream.range(0, 60).map(i -> i * i % 11 / 2).toArray();
    assertEquals(-0.1016315057740198, Clustering.ami(c, d), SUM_TOLERANCE);
  }

  /** A table of all pairs of labels would have 10¹⁰ counts. */
  @Test
  void informationOfAsManyLabelsAsRowsTakesNoTableOfAllPairs() {
    int[] each = IntStream.range(0, 100_000).toArray();
    assertEquals(1, Clustering.nmi(each, each), SUM_TOLERANCE);
    assertEquals(1, Clustering.ami(each, each), SUM_TOLERANCE);
  }

  private static void permuted(int[] x, int from, java.util.function.Consumer<int[]> each) {
    if (from == x.length) {
      each.accept(x.clone());
      return;
    }
    for (int i = from; i < x.length; i++) {
      int[] next = x.clone();
      next[from] = x[i];
      next[i] = x[from];
      permuted(next, from + 1, each);
    }
  }

  @Test
  void accuracyIsThatOfTheNearestGalleryRow() {
    Tensor gallery = Tensor.of(new float[][] {{0}, {10}});
    Tensor queries = Tensor.of(new float[][] {{1}, {9}, {2}, {4}});

    assertEquals(
        0.75,
        Retrieval.accuracy(
            gallery, IntTensor.of(5, 6), queries, IntTensor.of(5, 6, 5, 6), Metric.EUCLIDEAN));
  }

  @Test
  void principalComponentsFindTheLongAxis() {
    Tensor rows = Tensor.of(new double[][] {{-2, -4}, {-1, -2}, {0, 0}, {1, 2}, {2, 4}});
    double root = Math.sqrt(5);

    Tensor along = Pca.of(rows, 1).project(rows);

    assertArrayEquals(
        new double[] {-2 * root, -root, 0, root, 2 * root}, along.toArray(), 1e-14 * root);
  }

  @Test
  void principalComponentsOfAllAxesKeepDistances() {
    Tensor rows = grid(30, 4, 8);
    Tensor turned = Pca.of(rows, 4).project(rows);

    for (int i = 1; i < 30; i++) {
      // Coordinates below 8 rounded to float32: 8 · 2⁻²⁴ each, in squares of at most 36.
      assertEquals(squared(rows, 0, rows, i), squared(turned, 0, turned, i), 36 * 2e-6);
    }
  }

  /** Diagonal in a basis of Householder's: the eigenvectors are the rows of I − 2 u uᵀ. */
  private static double[][] withEigenvalues(double[] values, double[] u) {
    int d = values.length;
    double[][] x = new double[d][d];
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        for (int k = 0; k < d; k++) {
          x[i][j] += reflected(u, k, i) * values[k] * reflected(u, k, j);
        }
        x[j][i] = x[i][j];
      }
    }
    return x;
  }

  private static double reflected(double[] u, int i, int j) {
    return (i == j ? 1 : 0) - 2 * u[i] * u[j];
  }

  private static double[] unit(int d, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] u = random.doubles(d, -1, 1).toArray();
    double length = Math.sqrt(Arrays.stream(u).map(e -> e * e).sum());
    return Arrays.stream(u).map(e -> e / length).toArray();
  }

  private static void assertLeading(double[] values, int count, double tolerance) {
    double[] u = unit(values.length, 6);
    double[][] found = LeadingEigenvectors.of(withEigenvalues(values, u), count);
    assertEquals(count, found.length);
    for (int c = 0; c < count; c++) {
      double cosine = 0;
      for (int j = 0; j < values.length; j++) {
        cosine += found[c][j] * reflected(u, c, j);
      }
      assertEquals(1, Math.abs(cosine), tolerance, "eigenvector " + c);
    }
  }

  @Test
  void leadingEigenvectorsOfAFallingSpectrumAreFoundByIteration() {
    double[] values = IntStream.range(0, 90).mapToDouble(i -> Math.pow(0.9, i)).toArray();
    // The gap below the tenth is 0.9⁹ · 0.1 = 0.039: an angle of 3e-9, and rounding of 90 terms.
    assertLeading(values, 10, ANGLE_TOLERANCE + 90 * Math.ulp(1.0));
  }

  @Test
  void leadingEigenvectorsOfAFlatSpectrumAreFoundAllTheSame() {
    double[] values = IntStream.range(0, 90).mapToDouble(i -> 1 - 1e-3 * i).toArray();
    // The full decomposition: a residual of some 90 ulps over a gap of 1e-3.
    assertLeading(values, 4, ANGLE_TOLERANCE + 90 * Math.ulp(1.0));
  }

  @Test
  void leadingEigenvectorsOfALowRankAreOrthonormal() {
    double[] values = IntStream.range(0, 60).mapToDouble(i -> i < 3 ? 3 - i : 0).toArray();
    double[][] found = LeadingEigenvectors.of(withEigenvalues(values, unit(60, 6)), 5);
    for (int a = 0; a < 5; a++) {
      for (int b = 0; b <= a; b++) {
        double dot = 0;
        for (int j = 0; j < 60; j++) {
          dot += found[a][j] * found[b][j];
        }
        assertEquals(a == b ? 1 : 0, dot, 60 * 60 * Math.ulp(1.0));
      }
    }
  }

  @Test
  void productsOfAnyNumberOfRowsEqualTheirDefinition() {
    for (int rows : new int[] {1, 3, 4, 6}) {
      double[][] x = small(35, rows, 1);
      double[][] y = small(rows, 37, 2);
      double[][] product = Products.of(x, y);
      double[][] gram = Products.gram(y);
      for (int j = 0; j < 37; j++) {
        for (int i = 0; i < 35; i++) {
          int row = i;
          int column = j;
          assertEquals(
              IntStream.range(0, rows).mapToDouble(k -> x[row][k] * y[k][column]).sum(),
              product[i][j]);
        }
        for (int i = 0; i < 37; i++) {
          int row = i;
          int column = j;
          assertEquals(
              IntStream.range(0, rows).mapToDouble(k -> y[k][row] * y[k][column]).sum(),
              gram[i][j]);
        }
      }
    }
  }

  /** Small whole numbers, whose sums are exact. */
  private static double[][] small(int n, int d, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[][] x = new double[n][d];
    for (double[] row : x) {
      Arrays.setAll(row, j -> random.nextInt(9) - 4);
    }
    return x;
  }

  @Test
  void mutualInformationIsOneUpToNamesAndZeroWithoutRelation() {
    assertEquals(1, Clustering.nmi(new int[] {0, 0, 1, 1}, new int[] {7, 7, 3, 3}), SUM_TOLERANCE);
    assertEquals(0, Clustering.nmi(new int[] {0, 0, 1, 1}, new int[] {0, 1, 0, 1}), SUM_TOLERANCE);
    // H(a) = log 2, H(b) = 1.5 log 2 (halves, quarters), I = log 2: 2 / 2.5.
    assertEquals(
        0.8, Clustering.nmi(new int[] {0, 0, 1, 1}, new int[] {0, 0, 1, 2}), SUM_TOLERANCE);
  }

  @Test
  void kMeansFindsSeparatedGroups() {
    Tensor rows = Tensor.of(new float[][] {{0}, {1}, {100}, {101}, {50}, {51}});

    assertEquals(1, Clustering.nmi(rows, IntTensor.of(0, 0, 1, 1, 2, 2), 3), SUM_TOLERANCE);
  }
}
