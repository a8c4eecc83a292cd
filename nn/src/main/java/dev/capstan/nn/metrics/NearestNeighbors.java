package dev.capstan.nn.metrics;

import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.stream.IntStream;

/**
 * The exact nearest rows of a gallery, for many queries.
 *
 * <p>The gallery is held transposed, feature by feature, so that the innermost loop runs over
 * gallery rows and adds one feature's share to each: a form that the compiler vectorises. Four
 * queries are done at a time, in float32, so that a feature is read once for four; memory is four
 * rows of distances a thread, never a matrix of all pairs. The R nearest are found by selection,
 * and only they are sorted. Rows at equal distance come in the order of their index, so the answer
 * does not depend on the number of threads.
 */
public final class NearestNeighbors {
  private static final int QUERIES_AT_A_TIME = 4;

  private final float[][] features;
  private final int size;
  private final Distance distance;
  private final boolean parallel;

  private NearestNeighbors(float[][] features, int size, Distance distance, boolean parallel) {
    this.features = features;
    this.size = size;
    this.distance = distance;
    this.parallel = parallel;
  }

  /** A gallery of rows {@code [N, D]}, searched by the calling thread. */
  public static NearestNeighbors of(Tensor gallery, Distance distance) {
    if (gallery.rank() != 2) {
      throw new ShapeException("neighbours: got gallery " + gallery.shape() + ", expected [N, D]");
    }
    int n = gallery.shape().get(0);
    int d = gallery.shape().get(1);
    float[] rows = prepared(gallery, distance);
    float[][] features = new float[d][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        features[j][i] = rows[i * d + j];
      }
    }
    return new NearestNeighbors(features, n, distance, false);
  }

  /** The same gallery, searched by the threads of the common pool too. */
  public NearestNeighbors parallel() {
    return new NearestNeighbors(features, size, distance, true);
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
    float[] rows = prepared(queries, distance);
    int blocks = (n + QUERIES_AT_A_TIME - 1) / QUERIES_AT_A_TIME;
    IntStream range = IntStream.range(0, blocks);
    (parallel ? range.parallel() : range)
        .forEach(b -> block(rows, b * QUERIES_AT_A_TIME, n, k, leaveOut, visitor));
  }

  private void block(float[] rows, int from, int n, int k, boolean leaveOut, Visitor visitor) {
    float[][] block = new float[QUERIES_AT_A_TIME][size];
    int d = features.length;
    for (int j = 0; j < d; j++) {
      float a = rows[from * d + j];
      float b = rows[Math.min(from + 1, n - 1) * d + j];
      float c = rows[Math.min(from + 2, n - 1) * d + j];
      float e = rows[Math.min(from + 3, n - 1) * d + j];
      if (distance == Distance.EUCLIDEAN) {
        addSquares(features[j], a, b, c, e, block[0], block[1], block[2], block[3]);
      } else {
        subtractProducts(features[j], a, b, c, e, block[0], block[1], block[2], block[3]);
      }
    }
    for (int q = from; q < Math.min(n, from + QUERIES_AT_A_TIME); q++) {
      visitor.visit(q, Nearest.of(block[q - from], k, leaveOut ? q : -1));
    }
  }

  private static void addSquares(
      float[] x, float a, float b, float c, float d, float[] p, float[] q, float[] r, float[] s) {
    for (int i = 0; i < x.length; i++) {
      p[i] += (x[i] - a) * (x[i] - a);
      q[i] += (x[i] - b) * (x[i] - b);
      r[i] += (x[i] - c) * (x[i] - c);
      s[i] += (x[i] - d) * (x[i] - d);
    }
  }

  private static void subtractProducts(
      float[] x, float a, float b, float c, float d, float[] p, float[] q, float[] r, float[] s) {
    for (int i = 0; i < x.length; i++) {
      p[i] -= x[i] * a;
      q[i] -= x[i] * b;
      r[i] -= x[i] * c;
      s[i] -= x[i] * d;
    }
  }

  private static float[] prepared(Tensor rows, Distance distance) {
    float[] x = rows.toFloatArray();
    if (distance == Distance.COSINE) {
      Rows.normalize(x, rows.shape().get(1));
    }
    return x;
  }
}
