package dev.capstan.nn.metrics;

import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.ThreadLimit;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Lloyd's k-means from the starts of k-means++ (Arthur, Vassilvitskii 2007).
 *
 * <p>Rows are held once, in float32, feature by feature in blocks: a start's distances are then
 * loops that the compiler vectorises, and a round's are products of a panel of centres with a
 * block, |c|²/2 − c·x, of which the least is that of the nearest centre. Memory beside the rows is
 * one such product of 4 MB a thread and the centres. Differences of large numbers would lose what
 * tells rows apart, so rows are taken from their mean and scaled by a power of two, neither of
 * which changes the clusters. Means are summed in double, in the order of rows; so the clusters are
 * the same on any kernels.
 */
final class KMeans {
  private static final int ROWS_AT_A_TIME = 1024;
  private static final int CENTRES_AT_A_TIME = 1024;
  private static final int MOST_ROUNDS = 300;

  /** Multiply-adds of a round from which on other threads are worth waking. */
  private static final long WORTH_THREADS = 1L << 25;

  private final int n;
  private final int d;

  /** Number j of row i of a block of so many rows is at j · rows + i. */
  private final float[][] blocks;

  private KMeans(int n, int d, float[][] blocks) {
    this.n = n;
    this.d = d;
    this.blocks = blocks;
  }

  /**
   * What came of a start.
   *
   * @param of the cluster of each row
   * @param spread the sum of squared distances to the centres, in units of the scaled rows
   */
  record Clusters(int[] of, double spread) {}

  /** Over finite rows {@code [N, D]}. */
  static KMeans of(Tensor rows) {
    int n = rows.shape().get(0);
    int d = rows.shape().get(1);
    double largest = 0;
    for (int i = 0; i < rows.size(); i++) {
      largest = Math.max(largest, Math.abs(rows.at(i)));
    }
    double scale = toOne(largest);
    double[] mean = new double[d];
    for (int i = 0; i < rows.size(); i++) {
      mean[i % d] += rows.at(i) * scale / n;
    }
    double farthest = 0;
    for (int i = 0; i < rows.size(); i++) {
      farthest = Math.max(farthest, Math.abs(rows.at(i) * scale - mean[i % d]));
    }
    double spread = toOne(farthest);
    float[][] blocks = new float[(n + ROWS_AT_A_TIME - 1) / ROWS_AT_A_TIME][];
    for (int b = 0; b < blocks.length; b++) {
      int from = b * ROWS_AT_A_TIME;
      int count = Math.min(n - from, ROWS_AT_A_TIME);
      blocks[b] = new float[d * count];
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < d; j++) {
          double x = rows.at((from + i) * d + j) * scale - mean[j];
          blocks[b][j * count + i] = (float) (x * spread);
        }
      }
    }
    return new KMeans(n, d, blocks);
  }

  /** A power of two that brings a number to between 1 and 2. */
  private static double toOne(double x) {
    return Math.scalb(1.0, -Math.getExponent(x));
  }

  // --- starts ---------------------------------------------------------------------------------

  /**
   * Rows to start from: the first by chance, each further one with a chance in proportion to its
   * squared distance to the nearest so far; any row, if all lie on one that is chosen.
   */
  int[] seeds(int k, RandomGenerator random) {
    float[] nearest = new float[n];
    Arrays.fill(nearest, Float.POSITIVE_INFINITY);
    int[] seeds = new int[k];
    seeds[0] = random.nextInt(n);
    for (int c = 1; c < k; c++) {
      approach(row(seeds[c - 1]), nearest);
      seeds[c] = draw(nearest, random);
    }
    return seeds;
  }

  private float[] row(int row) {
    float[] block = blocks[row / ROWS_AT_A_TIME];
    int count = countOf(row / ROWS_AT_A_TIME);
    float[] x = new float[d];
    for (int j = 0; j < d; j++) {
      x[j] = block[j * count + row % ROWS_AT_A_TIME];
    }
    return x;
  }

  private int countOf(int block) {
    return Math.min(n - block * ROWS_AT_A_TIME, ROWS_AT_A_TIME);
  }

  /** Lowers squared distances to that to a further centre. */
  private void approach(float[] centre, float[] nearest) {
    float[] sums = new float[ROWS_AT_A_TIME];
    for (int b = 0; b < blocks.length; b++) {
      int count = countOf(b);
      Arrays.fill(sums, 0);
      for (int j = 0; j < d; j++) {
        addSquares(blocks[b], j * count, centre[j], sums, count);
      }
      int from = b * ROWS_AT_A_TIME;
      for (int i = 0; i < count; i++) {
        nearest[from + i] = Math.min(nearest[from + i], sums[i]);
      }
    }
  }

  private static void addSquares(float[] x, int from, float a, float[] sums, int count) {
    for (int i = 0; i < count; i++) {
      sums[i] += (x[from + i] - a) * (x[from + i] - a);
    }
  }

  private static int draw(float[] weights, RandomGenerator random) {
    double total = 0;
    for (float weight : weights) {
      total += weight;
    }
    if (total == 0) {
      return random.nextInt(weights.length);
    }
    double target = random.nextDouble() * total;
    double sum = 0;
    int last = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += weights[i];
      last = weights[i] > 0 ? i : last;
      if (sum > target) {
        return i;
      }
    }
    return last;
  }

  // --- rounds ---------------------------------------------------------------------------------

  /** Rounds from rows as centres until no row changes its cluster, 300 at most. */
  Clusters from(int[] seeds) {
    float[][] centres = new float[seeds.length][];
    Arrays.setAll(centres, c -> row(seeds[c]));
    int[] of = new int[n];
    Arrays.fill(of, -1);
    for (int round = 0; round < MOST_ROUNDS && assign(centres, of); round++) {
      centres = means(of, centres);
    }
    double spread = 0;
    for (double distance : distances(of, centres)) {
      spread += distance;
    }
    return new Clusters(of, spread);
  }

  /** Gives each row to the nearest centre, the first of equal ones; whether any row changed. */
  private boolean assign(float[][] centres, int[] of) {
    Tensor[] panels = new Tensor[(centres.length + CENTRES_AT_A_TIME - 1) / CENTRES_AT_A_TIME];
    for (int p = 0; p < panels.length; p++) {
      int from = p * CENTRES_AT_A_TIME;
      int to = Math.min(centres.length, from + CENTRES_AT_A_TIME);
      panels[p] = Tensor.of(Arrays.copyOfRange(centres, from, to));
    }
    float[] halves = new float[centres.length];
    for (int c = 0; c < halves.length; c++) {
      halves[c] = half(centres[c]);
    }
    return each(blocks.length, centres.length)
            .filter(b -> assign(b, nearest(b, panels, halves), of))
            .count()
        > 0;
  }

  /** Parts of a round, on all threads if all its rows and centres are worth it. */
  private IntStream each(int parts, int centres) {
    IntStream all = IntStream.range(0, parts);
    boolean threads = (long) n * d * centres >= WORTH_THREADS && ThreadLimit.current() > 1;
    return threads ? all.parallel() : all;
  }

  /** Gives a block's rows to centres; whether any row changed. */
  private static boolean assign(int block, int[] nearest, int[] of) {
    int from = block * ROWS_AT_A_TIME;
    boolean changed = !Arrays.equals(of, from, from + nearest.length, nearest, 0, nearest.length);
    System.arraycopy(nearest, 0, of, from, nearest.length);
    return changed;
  }

  /** |c|²/2. */
  private static float half(float[] centre) {
    double sum = 0;
    for (double c : centre) {
      sum += c * c;
    }
    return (float) (sum / 2);
  }

  private int[] nearest(int block, Tensor[] panels, float[] halves) {
    int count = countOf(block);
    Tensor x = Tensor.of(blocks[block], d, count);
    float[] least = new float[count];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    int[] nearest = new int[count];
    int c = 0;
    for (Tensor panel : panels) {
      float[] products = LinearAlgebra.matmul(panel, x).toFloatArray();
      for (int from = 0; from < products.length; from += count) {
        lower(products, from, halves[c], c, least, nearest);
        c++;
      }
    }
    return nearest;
  }

  private static void lower(
      float[] products, int from, float half, int centre, float[] least, int[] nearest) {
    for (int i = 0; i < least.length; i++) {
      float apart = half - products[from + i];
      if (apart < least[i]) {
        least[i] = apart;
        nearest[i] = centre;
      }
    }
  }

  /**
   * The means of clusters. One without rows takes the row that is farthest from its centre, the
   * first of equal ones; where every row lies on its centre it stays where it was.
   */
  private float[][] means(int[] of, float[][] centres) {
    int[] sizes = new int[centres.length];
    for (int c : of) {
      sizes[c]++;
    }
    if (Arrays.stream(sizes).anyMatch(size -> size == 0)) {
      fill(of, sizes, centres);
    }
    float[][] means = new float[centres.length][d];
    each(d, centres.length)
        .forEach(
            j -> {
              double[] sums = sums(j, of, centres.length);
              for (int c = 0; c < sums.length; c++) {
                means[c][j] = sizes[c] == 0 ? centres[c][j] : (float) (sums[c] / sizes[c]);
              }
            });
    return means;
  }

  /** The sum of each cluster's numbers of one feature, few enough to stay in the nearest cache. */
  private double[] sums(int j, int[] of, int clusters) {
    double[] sums = new double[clusters];
    for (int b = 0; b < blocks.length; b++) {
      int count = countOf(b);
      for (int i = 0; i < count; i++) {
        sums[of[b * ROWS_AT_A_TIME + i]] += blocks[b][j * count + i];
      }
    }
    return sums;
  }

  private void fill(int[] of, int[] sizes, float[][] centres) {
    double[] distances = distances(of, centres);
    for (int c = 0; c < sizes.length; c++) {
      int farthest = -1;
      for (int i = 0; i < n && sizes[c] == 0; i++) {
        boolean spare = distances[i] > 0 && sizes[of[i]] > 1;
        if (spare && (farthest < 0 || distances[i] > distances[farthest])) {
          farthest = i;
        }
      }
      if (farthest >= 0) {
        sizes[of[farthest]]--;
        sizes[c]++;
        of[farthest] = c;
        distances[farthest] = 0;
      }
    }
  }

  /** The squared distance of each row to the centre of its cluster. */
  private double[] distances(int[] of, float[][] centres) {
    double[] distances = new double[n];
    for (int b = 0; b < blocks.length; b++) {
      int count = countOf(b);
      for (int i = 0; i < count; i++) {
        int row = b * ROWS_AT_A_TIME + i;
        float[] centre = centres[of[row]];
        for (int j = 0; j < d; j++) {
          double apart = (double) blocks[b][j * count + i] - centre[j];
          distances[row] += apart * apart;
        }
      }
    }
    return distances;
  }
}
