package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/**
 * A fixed part of a data set, for training that is spread over threads or machines.
 *
 * <p>Which shard a row belongs to is a hash of its id, and within a shard rows stand in the order
 * of their ids: neither the order in which rows come nor how many workers there are has a say.
 * Their number is part of a run's recipe, as its seed is. {@link #batch} is a pure function of seed
 * and step, so that a worker that is lost leaves nothing behind that another would need.
 *
 * <p>Rows are drawn without replacement: an epoch of a shard takes each row once, in an order of
 * its own, but for those that fill no batch any more. A shard with fewer rows than a batch gives
 * all of them each time. The order is a Feistel network over the next power of four, walked until
 * it meets a row (Black, Rogaway 2002), which needs no memory.
 */
public final class Shard {
  private static final int ROUNDS = 4;

  private final int index;
  private final Tensor features;
  private final IntTensor labels;

  /**
   * A shard of rows that are in the order of their ids.
   *
   * @param index which of the shards it is, from 0
   * @param features {@code [N, …]}, N may be 0
   * @param labels {@code [N]}
   */
  public Shard(int index, Tensor features, IntTensor labels) {
    requireNonNull(features, "features");
    requireNonNull(labels, "labels");
    if (index < 0) {
      throw new IllegalArgumentException("shard: got index " + index + ", expected 0 or more");
    }
    if (features.rank() < 1
        || labels.shape().rank() != 1
        || features.shape().get(0) != labels.size()) {
      throw new ShapeException(
          "shard: got features "
              + features.shape()
              + " and labels "
              + labels.shape()
              + ", expected [N, …] and [N]");
    }
    this.index = index;
    this.features = features.detach();
    this.labels = labels;
  }

  // --- which row goes where -------------------------------------------------------------------

  /**
   * The shard of an id.
   *
   * @throws IllegalArgumentException if the number of shards is no power of two
   */
  public static int of(long id, int shards) {
    return (int) (mixed(id) & requirePower(shards) - 1);
  }

  /** The shard of an id that is text, by its UTF-8 bytes. */
  public static int of(String id, int shards) {
    long hash = 0xcbf29ce484222325L; // FNV-1a
    for (byte each : requireNonNull(id, "id").getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ each & 0xff) * 0x100000001b3L;
    }
    return of(hash, shards);
  }

  /** As it is, if it is a power of two. */
  private static int requirePower(int shards) {
    if (shards < 1 || Integer.bitCount(shards) != 1) {
      throw new IllegalArgumentException(
          "shard: got " + shards + " shards, expected a power of two, such as 8 or 32");
    }
    return shards;
  }

  /** Rows spread over shards by their ids, in whatever order they come. */
  public static List<Shard> split(int shards, long[] ids, Tensor features, IntTensor labels) {
    requireNonNull(ids, "ids");
    return split(
        shards,
        ids.length,
        row -> of(ids[row], shards),
        (a, b) -> Long.compare(ids[a], ids[b]),
        features,
        labels);
  }

  /** Rows spread over shards by ids that are text, in whatever order they come. */
  public static List<Shard> split(int shards, List<String> ids, Tensor features, IntTensor labels) {
    List<String> all = List.copyOf(requireNonNull(ids, "ids"));
    return split(
        shards,
        all.size(),
        row -> of(all.get(row), shards),
        (a, b) -> all.get(a).compareTo(all.get(b)),
        features,
        labels);
  }

  private static List<Shard> split(
      int shards,
      int ids,
      IntUnaryOperator shardOf,
      Comparator<Integer> byId,
      Tensor features,
      IntTensor labels) {
    Shard all = new Shard(0, features, labels);
    if (ids != all.rows()) {
      throw new IllegalArgumentException(
          "shard: got " + ids + " ids, expected one for each of " + all.rows() + " rows");
    }
    List<List<Integer>> rows = new ArrayList<>();
    for (int i = 0; i < requirePower(shards); i++) {
      rows.add(new ArrayList<>());
    }
    for (int row = 0; row < ids; row++) {
      rows.get(shardOf.applyAsInt(row)).add(row);
    }
    List<Shard> split = new ArrayList<>();
    for (List<Integer> each : rows) {
      each.sort(byId);
      for (int i = 1; i < each.size(); i++) {
        if (byId.compare(each.get(i - 1), each.get(i)) == 0) {
          throw new IllegalArgumentException(
              "shard: rows "
                  + each.get(i - 1)
                  + " and "
                  + each.get(i)
                  + " have one id, expected an id of its own for each row");
        }
      }
      Batch part = all.rows(each.stream().mapToInt(i -> i).toArray());
      split.add(new Shard(split.size(), part.features(), part.labels()));
    }
    return List.copyOf(split);
  }

  // --- what it holds --------------------------------------------------------------------------

  /** Which of the shards it is, from 0. */
  public int index() {
    return index;
  }

  /** How many rows it has. */
  public int rows() {
    return labels.size();
  }

  /** All features, in the order of ids. */
  public Tensor features() {
    return features;
  }

  /** All labels, in the order of ids. */
  public IntTensor labels() {
    return labels;
  }

  private Batch rows(int[] which) {
    IntTensor taken = IntTensor.of(which);
    return new Batch(
        Indexing.indexSelect(features, 0, taken),
        IntTensor.of(Arrays.stream(which).map(labels::at).toArray()));
  }

  // --- batches --------------------------------------------------------------------------------

  /**
   * The rows of a step: as many as are asked for, or all if there are fewer.
   *
   * @param most rows in a batch, 1 or more
   * @param seed the run's
   * @param step from 0
   */
  public Batch batch(int most, long seed, long step) {
    if (most < 1 || step < 0) {
      throw new IllegalArgumentException(
          "shard: got " + most + " rows at step " + step + ", expected 1 or more, at 0 or later");
    }
    int taken = Math.min(most, rows());
    long perEpoch = taken == 0 ? 1 : rows() / taken;
    long key = mixed(mixed(seed + index) + step / perEpoch);
    int first = (int) (step % perEpoch) * taken;
    return rows(IntStream.range(first, first + taken).map(i -> shuffled(i, key)).toArray());
  }

  /** Where the i-th place of an order is, each row being some place's. */
  private int shuffled(int i, long key) {
    int half = 1;
    while (1L << 2 * half < rows()) {
      half++;
    }
    int at = i;
    do {
      at = feistel(at, half, key);
    } while (at >= rows());
    return at;
  }

  private static int feistel(int x, int half, long key) {
    int mask = (1 << half) - 1;
    int left = x >>> half;
    int right = x & mask;
    for (int round = 0; round < ROUNDS; round++) {
      int next = left ^ (int) mixed(key + round ^ (long) right << 32) & mask;
      left = right;
      right = next;
    }
    return left << half | right;
  }

  /** A number that seeds what is random in a step of this shard. */
  public long seed(long seed, long step) {
    return mixed(mixed(mixed(seed) + step) + index);
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mixed(long z) {
    long x = z + 0x9E3779B97F4A7C15L;
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }

  @Override
  public String toString() {
    return "shard " + index + " of " + rows() + " rows";
  }
}
