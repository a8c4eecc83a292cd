package dev.capstan.nn.index;

import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.stream.IntStream;

/**
 * The exact nearest rows of a gallery, for many queries.
 *
 * <p>The gallery is held transposed, feature by feature, so that the innermost loop runs over
 * gallery rows and adds one feature's share to each: a form that the compiler vectorises. Four
 * features are added in one pass, in float32, over a stretch of rows that stays in the nearest
 * cache while a few queries take their turn; memory is a row of distances for each of them, never a
 * matrix of all pairs. The R nearest are found by selection, and only they are sorted. Rows at
 * equal distance come in the order of their index, so the answer does not depend on the number of
 * threads.
 */
public final class NearestNeighbors {
  /** One piece of work for a thread. */
  private static final int QUERIES_AT_A_TIME = 16;

  /** Four features of so many rows, and a query's distances to them, are 20 KB. */
  private static final int ROWS_AT_A_TIME = 1024;

  private final float[][] features;
  private final int size;
  private final Metric metric;
  private final boolean parallel;

  private NearestNeighbors(float[][] features, int size, Metric metric, boolean parallel) {
    this.features = features;
    this.size = size;
    this.metric = metric;
    this.parallel = parallel;
  }

  /** A gallery of rows {@code [N, D]}, searched by the calling thread. */
  public static NearestNeighbors of(Tensor gallery, Metric metric) {
    if (gallery.rank() != 2) {
      throw new ShapeException("neighbours: got gallery " + gallery.shape() + ", expected [N, D]");
    }
    int n = gallery.shape().get(0);
    int d = gallery.shape().get(1);
    float[] rows = prepared(gallery, metric);
    float[][] features = new float[d][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        features[j][i] = rows[i * d + j];
      }
    }
    return new NearestNeighbors(features, n, metric, false);
  }

  /** The same gallery, searched by the threads of the common pool too. */
  public NearestNeighbors parallel() {
    return new NearestNeighbors(features, size, metric, true);
  }

  /** What is done with each query's neighbours; called once a query, in no particular order. */
  @FunctionalInterface
  public interface Visitor {
    void visit(int query, int[] nearest);
  }

  /**
   * The {@code k} nearest gallery rows of each query, nearest first (all, if there are fewer).
   *
   * @param queries {@code [Q, D]}
   */
  public int[][] of(Tensor queries, int k) {
    int[][] all = new int[queries.shape().get(0)][];
    visit(queries, k, false, (q, nearest) -> all[q] = nearest);
    return all;
  }

  /**
   * The {@code k} nearest other rows of each gallery row: query i is the gallery's row i, which is
   * never its own neighbour.
   */
  public void eachOther(Tensor gallery, int k, Visitor visitor) {
    visit(gallery, k, true, visitor);
  }

  private void visit(Tensor queries, int k, boolean leaveOut, Visitor visitor) {
    int d = features.length;
    if (queries.rank() != 2 || queries.shape().get(1) != d || k < 0) {
      throw new ShapeException(
          "neighbours: got queries "
              + queries.shape()
              + " and k = "
              + k
              + ", expected [Q, "
              + d
              + "] and k of 0 or more");
    }
    int n = queries.shape().get(0);
    float[] rows = prepared(queries, metric);
    int blocks = (n + QUERIES_AT_A_TIME - 1) / QUERIES_AT_A_TIME;
    IntStream range = IntStream.range(0, blocks);
    (parallel ? range.parallel() : range)
        .forEach(b -> block(rows, b * QUERIES_AT_A_TIME, n, k, leaveOut, visitor));
  }

  private void block(float[] rows, int from, int n, int k, boolean leaveOut, Visitor visitor) {
    float[][] distances = new float[Math.min(n - from, QUERIES_AT_A_TIME)][size];
    for (int start = 0; start < size; start += ROWS_AT_A_TIME) {
      measure(rows, from, distances, start, Math.min(size, start + ROWS_AT_A_TIME));
    }
    for (int q = 0; q < distances.length; q++) {
      visitor.visit(from + q, Nearest.of(distances[q], k, leaveOut ? from + q : -1));
    }
  }

  /** Squared distances to a stretch of the gallery, or products with it, negated. */
  private void measure(float[] rows, int first, float[][] out, int from, int to) {
    int d = features.length;
    boolean squares = metric == Metric.EUCLIDEAN;
    int j = 0;
    for (; squares && j + 4 <= d; j += 4) {
      for (int q = 0; q < out.length; q++) {
        addSquares(features, j, rows, (first + q) * d + j, out[q], from, to);
      }
    }
    for (; j < d; j++) {
      for (int q = 0; q < out.length; q++) {
        float a = rows[(first + q) * d + j];
        if (squares) {
          addSquares(features[j], a, out[q], from, to);
        } else {
          subtractProducts(features[j], a, out[q], from, to);
        }
      }
    }
  }

  /** Four features in their order, so that a sum is read and written once for four. */
  private static void addSquares(
      float[][] features, int j, float[] row, int at, float[] out, int from, int to) {
    float[] x = features[j];
    float[] y = features[j + 1];
    float[] z = features[j + 2];
    float[] u = features[j + 3];
    float a = row[at];
    float b = row[at + 1];
    float c = row[at + 2];
    float d = row[at + 3];
    for (int i = from; i < to; i++) {
      float sum = out[i] + (x[i] - a) * (x[i] - a);
      sum += (y[i] - b) * (y[i] - b);
      sum += (z[i] - c) * (z[i] - c);
      out[i] = sum + (u[i] - d) * (u[i] - d);
    }
  }

  private static void addSquares(float[] x, float a, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] += (x[i] - a) * (x[i] - a);
    }
  }

  private static void subtractProducts(float[] x, float a, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] -= x[i] * a;
    }
  }

  private static float[] prepared(Tensor rows, Metric metric) {
    float[] x = rows.toFloatArray();
    if (metric == Metric.COSINE) {
      Rows.normalize(x, rows.shape().get(1));
    }
    return x;
  }
}
