package dev.capstan.nn.index;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.ThreadLimit;
import java.util.stream.IntStream;

/**
 * The exact nearest rows of a gallery, for many queries.
 *
 * <p>The gallery is held feature by feature ({@link Columns}), four features are added in one pass,
 * over a stretch of rows that stays in the nearest cache while a few queries take their turn;
 * memory is a row of distances for each of them, never a matrix of all pairs. The k nearest are
 * found by selection, and only they are sorted. Rows at equal distance come in the order of their
 * index, so the answer does not depend on the number of threads. Rows in float64 are measured in
 * float64.
 */
public final class NearestNeighbors {
  /** One piece of work for a thread. */
  private static final int QUERIES_AT_A_TIME = 16;

  /** Differences to square from which on other threads are worth waking: some milliseconds. */
  private static final long WORTH_THREADS = 1L << 25;

  private final Columns columns;
  private final boolean parallel;

  private NearestNeighbors(Columns columns, boolean parallel) {
    this.columns = columns;
    this.parallel = parallel;
  }

  /** A gallery of rows {@code [N, D]}, searched by the calling thread. */
  public static NearestNeighbors of(Tensor gallery, Metric metric) {
    requireNonNull(metric, "metric");
    if (gallery.rank() != 2) {
      throw new ShapeException("neighbours: got gallery " + gallery.shape() + ", expected [N, D]");
    }
    return new NearestNeighbors(Columns.of(gallery, metric), false);
  }

  /**
   * The same gallery, searched by the threads of the common pool too, unless a {@link ThreadLimit}
   * keeps all work to the calling thread. A visitor then is called by any of them.
   */
  public NearestNeighbors parallel() {
    return new NearestNeighbors(columns, true);
  }

  /** The same gallery, {@link #parallel} if so many queries are worth more threads than one. */
  public NearestNeighbors parallelFor(int queries) {
    return (long) queries * size() * columns.width() >= WORTH_THREADS ? parallel() : this;
  }

  /** The number of rows. */
  public int size() {
    return columns.size();
  }

  /** What is done with each query's neighbours; called once a query, in no particular order. */
  @FunctionalInterface
  public interface Visitor {
    void visit(int query, int[] nearest);
  }

  /** What is done with all distances of a query; called once a query, in no particular order. */
  @FunctionalInterface
  public interface DistanceVisitor {
    void visit(int query, RowDistances distances);
  }

  /**
   * The nearest rows of one query.
   *
   * @param rows which, nearest first
   * @param distances how far each is, in the metric's sense, computed in double
   */
  public record Ranking(int[] rows, double[] distances) {
    public Ranking {
      requireNonNull(rows, "rows");
      requireNonNull(distances, "distances");
    }
  }

  /**
   * The {@code k} nearest gallery rows of each query, nearest first (all, if there are fewer).
   *
   * @param queries {@code [Q, D]}
   */
  public int[][] of(Tensor queries, int k) {
    Columns.Queries asked = asked(queries, k);
    int[][] all = new int[asked.size()][];
    visit(asked, (q, distances) -> all[q] = distances.nearest(k, -1));
    return all;
  }

  /** As {@link #of}, with the distances. */
  public Ranking[] ranked(Tensor queries, int k) {
    Columns.Queries asked = asked(queries, k);
    Ranking[] all = new Ranking[asked.size()];
    visit(
        asked,
        (q, distances) -> {
          int[] rows = distances.nearest(k, -1);
          double[] exact = IntStream.of(rows).mapToDouble(row -> asked.exact(q, row)).toArray();
          all[q] = new Ranking(rows, exact);
        });
    return all;
  }

  /**
   * The {@code k} nearest other rows of each gallery row: query i is the gallery's row i, which is
   * never its own neighbour.
   */
  public void eachOther(int k, Visitor visitor) {
    visit(columns.own(), (q, distances) -> visitor.visit(q, distances.nearest(k, q)));
  }

  /** All distances from each gallery row to all, itself included. */
  public void distancesOfAll(DistanceVisitor visitor) {
    visit(columns.own(), visitor);
  }

  /** All distances from each query {@code [Q, D]} to all gallery rows. */
  public void distances(Tensor queries, DistanceVisitor visitor) {
    visit(asked(queries, 0), visitor);
  }

  private Columns.Queries asked(Tensor queries, int k) {
    int d = columns.width();
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
    return columns.queries(queries);
  }

  private void visit(Columns.Queries queries, DistanceVisitor visitor) {
    int n = queries.size();
    IntStream blocks = IntStream.range(0, (n + QUERIES_AT_A_TIME - 1) / QUERIES_AT_A_TIME);
    (parallel && ThreadLimit.current() > 1 ? blocks.parallel() : blocks)
        .forEach(
            b -> {
              int from = b * QUERIES_AT_A_TIME;
              RowDistances[] found = queries.measure(from, Math.min(n - from, QUERIES_AT_A_TIME));
              for (int q = 0; q < found.length; q++) {
                visitor.visit(from + q, found[q]);
              }
            });
  }

  @Override
  public String toString() {
    return "NearestNeighbors(" + size() + " rows" + (parallel ? ", in parallel)" : ")");
  }
}
