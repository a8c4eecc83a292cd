package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import dev.capstan.nn.index.Metric;
import dev.capstan.nn.index.NearestNeighbors;
import dev.capstan.ops.DType;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Batches of triplets whose negatives are what the model takes for near: rows of other classes
 * among the nearest of each anchor, as the vectors lay when {@link #mine} was last called, which is
 * once an epoch.
 *
 * <pre>{@code
 * HardNegativeSampler sampler =
 *     new HardNegativeSampler(labels, 42, HardNegativeSampler.Ranks.first(10), random);
 * TrainerOptions.plain().withAfterEpoch(() -> sampler.mine(model.apply(rows), Metric.COSINE));
 * }</pre>
 *
 * <p>Each row that has another of its class is an anchor once an epoch, in a new order each time.
 * Its positive is drawn from its class, its negative from its mined rows; before anything is mined,
 * from all rows of other classes.
 *
 * <p>All draws come from the stream given, and the mined rows are part of the state, so a run that
 * stops goes on to the same bits.
 */
public final class HardNegativeSampler implements BatchSampler, Stateful {

  /**
   * Which of the rows of other classes an anchor's negatives are drawn from, nearest first.
   *
   * @param from the first rank, from 0; the nearest of all may be wrongly labelled, so some are
   *     better left out
   * @param to the rank behind the last
   */
  public record Ranks(int from, int to) {
    public Ranks {
      if (from < 0 || to <= from) {
        throw new IllegalArgumentException(
            "hardNegatives: ranks: got "
                + from
                + " to "
                + to
                + ", expected the first from 0 on and the end behind it");
      }
    }

    /** The nearest so many. */
    public static Ranks first(int count) {
      return new Ranks(0, count);
    }
  }

  /** Rows of a data set that belong together, the i-th of each list. */
  public record RowTriplets(int[] anchors, int[] positives, int[] negatives) {
    public RowTriplets {
      requireNonNull(anchors, "anchors");
      requireNonNull(positives, "positives");
      requireNonNull(negatives, "negatives");
      if (anchors.length != positives.length || anchors.length != negatives.length) {
        throw new IllegalArgumentException(
            "triplets: got "
                + anchors.length
                + " anchors, "
                + positives.length
                + " positives and "
                + negatives.length
                + " negatives, expected as many of each");
      }
    }
  }

  private final int[] labels;
  private final Map<Integer, int[]> classes;
  private final int[] anchors;
  private final int batch;
  private final Ranks ranks;
  private final RandomGenerator random;
  private final RowOrder order;

  /** For each row the mined ones, or none before the first mining. */
  private int[][] mined = new int[0][];

  /**
   * @param labels the label of each row
   * @param anchorsPerBatch at least 1, and at most the rows that have another of their class
   */
  public HardNegativeSampler(
      int[] labels, int anchorsPerBatch, Ranks ranks, RandomGenerator random) {
    this.labels = requireNonNull(labels, "labels").clone();
    this.ranks = requireNonNull(ranks, "ranks");
    this.random = requireNonNull(random, "random");
    this.classes =
        IntStream.range(0, labels.length)
            .boxed()
            .collect(
                Collectors.groupingBy(
                    i -> labels[i],
                    TreeMap::new,
                    Collectors.collectingAndThen(
                        Collectors.toList(), list -> list.stream().mapToInt(i -> i).toArray())));
    this.anchors = IntStream.range(0, labels.length).filter(i -> ofClass(i).length > 1).toArray();
    if (classes.size() < 2 || anchorsPerBatch < 1 || anchorsPerBatch > anchors.length) {
      throw new IllegalArgumentException(
          "hardNegatives: got batches of "
              + anchorsPerBatch
              + " anchors and "
              + classes.size()
              + " classes, expected two classes or more, and 1 to "
              + anchors.length
              + " anchors (the rows that have another of their class)");
    }
    this.batch = anchorsPerBatch;
    this.order = new RowOrder(anchors.length, random);
  }

  /** The usual size: 42 anchors, 126 rows in all, or all anchors that there are. */
  public static HardNegativeSampler of(int[] labels, Ranks ranks, RandomGenerator random) {
    requireNonNull(labels, "labels");
    Map<Integer, Integer> counts = new TreeMap<>();
    Arrays.stream(labels).forEach(label -> counts.merge(label, 1, Integer::sum));
    int most = counts.values().stream().filter(n -> n > 1).mapToInt(n -> n).sum();
    return new HardNegativeSampler(labels, Math.max(1, Math.min(42, most)), ranks, random);
  }

  private int[] ofClass(int row) {
    return classes.getOrDefault(labels[row], new int[0]);
  }

  // --- mining ---------------------------------------------------------------------------------

  /**
   * Finds each anchor's negatives anew.
   *
   * @param rows the vector of each row, {@code [N, D]}
   * @throws ShapeException if there are not as many as labels
   */
  public void mine(Tensor rows, Metric metric) {
    mine(rows, rows, metric);
  }

  /**
   * As {@link #mine(Tensor, Metric)}, where anchors have other vectors than what they are compared
   * with, as queries and items of two towers have.
   *
   * @param queries each row's vector as an anchor, {@code [N, D]}
   * @param items each row's vector as a positive and a negative, {@code [N, D]}
   */
  public void mine(Tensor queries, Tensor items, Metric metric) {
    requireNonNull(metric, "metric");
    for (Tensor each : new Tensor[] {requireNonNull(queries, "queries"), items}) {
      if (each.rank() != 2 || each.shape().get(0) != labels.length) {
        throw new ShapeException(
            "hardNegatives: got vectors "
                + each.shape()
                + ", expected ["
                + labels.length
                + ", D], one for each label");
      }
    }
    int[][] found = new int[labels.length][];
    NearestNeighbors.of(items, metric)
        .parallel()
        .distances(
            queries,
            (row, distances) -> {
              int[] own = ofClass(row);
              int[] nearest = distances.nearest(ranks.to + own.length, -1);
              found[row] =
                  Arrays.stream(nearest)
                      .filter(other -> labels[other] != labels[row])
                      .limit(ranks.to)
                      .skip(Math.min(ranks.from, labels.length - own.length - 1))
                      .toArray();
            });
    mined = found;
  }

  // --- batches --------------------------------------------------------------------------------

  /** The number of anchors divided by those of a batch. */
  @Override
  public int batchesPerEpoch() {
    return anchors.length / batch;
  }

  /** The rows of the next triplets: all anchors, then all positives, then all negatives. */
  @Override
  public int[] next() {
    RowTriplets triplets = nextTriplets();
    return Arrays.stream(
            new int[][] {triplets.anchors(), triplets.positives(), triplets.negatives()})
        .flatMapToInt(Arrays::stream)
        .toArray();
  }

  /** The next triplets. */
  public RowTriplets nextTriplets() {
    if (order.left() < batch) {
      order.shuffle();
    }
    int[] chosen = Arrays.stream(order.take(batch)).map(i -> anchors[i]).toArray();
    int[] positives = new int[batch];
    int[] negatives = new int[batch];
    for (int i = 0; i < batch; i++) {
      int anchor = chosen[i];
      positives[i] = drawn(ofClass(anchor), row -> row != anchor);
      negatives[i] =
          mined.length == 0
              ? drawn(labels.length, row -> labels[row] != labels[anchor])
              : mined[anchor][random.nextInt(mined[anchor].length)];
    }
    return new RowTriplets(chosen, positives, negatives);
  }

  private int drawn(int[] rows, IntPredicate fits) {
    return rows[drawn(rows.length, i -> fits.test(rows[i]))];
  }

  private int drawn(int count, IntPredicate fits) {
    int drawn = random.nextInt(count);
    while (!fits.test(drawn)) {
      drawn = random.nextInt(count);
    }
    return drawn;
  }

  // --- state ----------------------------------------------------------------------------------

  /** The order and the place in it, the random stream's place, and the mined rows. */
  @Override
  public State state() {
    int width = mined.length == 0 ? 0 : ranks.to;
    double[] all = new double[mined.length * width];
    Arrays.fill(all, -1);
    for (int row = 0; row < mined.length; row++) {
      for (int i = 0; i < mined[row].length; i++) {
        all[row * width + i] = mined[row][i];
      }
    }
    return State.builder()
        .put("order", order.state())
        .put("mined", Tensor.of(all, mined.length, width))
        .build();
  }

  @Override
  public void restore(State state) {
    requireNonNull(state, "state");
    int[][] found = minedOf(state.tensor("mined"));
    order.restore(state.part("order"));
    mined = found;
  }

  private int[][] minedOf(Tensor stored) {
    boolean fits =
        stored.dtype() == DType.FLOAT64
            && stored.rank() == 2
            && (stored.size() == 0 || stored.shape().get(0) == labels.length);
    int[][] found = new int[fits && stored.size() > 0 ? labels.length : 0][];
    int width = found.length == 0 ? 0 : stored.shape().get(1);
    for (int row = 0; fits && row < found.length; row++) {
      int label = labels[row];
      int at = row * width;
      found[row] =
          IntStream.range(at, at + width)
              .mapToDouble(stored::at)
              .filter(x -> x >= 0)
              .mapToInt(x -> (int) x)
              .toArray();
      fits =
          found[row].length > 0
              && Arrays.stream(found[row]).allMatch(x -> x < labels.length && labels[x] != label);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "restore: hard negatives: the state is of other data than these");
    }
    return found;
  }

  @Override
  public String toString() {
    return "batches of "
        + batch
        + " triplets, "
        + batchesPerEpoch()
        + " an epoch, negatives "
        + (mined.length == 0 ? "not mined yet" : "of ranks " + ranks.from + " to " + ranks.to);
  }
}
