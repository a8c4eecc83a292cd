package dev.capstan.nn.layer;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Replication;
import dev.capstan.nn.RowTable;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Scattering;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One vector for each bag of ids, such as the words of a text: the sum, the mean or the largest of
 * the ids' vectors, over a {@link RowTable}. A bag without ids gives 0. The table's name, weight,
 * and first values, N(0, 1), are PyTorch's. Where several ids of a bag attain the largest element,
 * its gradient is divided evenly among them; PyTorch's goes to the first.
 *
 * <p>One id may be padding: it counts in no sum, mean or maximum, and its row is never trained.
 *
 * <p>Bags come one behind the other: ids {@code [M]}, and for each bag the place at which it begins
 * {@code [B]}, as in PyTorch; returns {@code [B, width]}.
 */
public final class EmbeddingBag extends NeuralModule {

  /** What becomes of the vectors of a bag. */
  public enum Combine {
    SUM,
    MEAN,
    MAX
  }

  private final RowTable weight;
  private final Combine combine;
  private final OptionalInt padding;

  /** Float32 rows drawn from N(0, 1). */
  public EmbeddingBag(int rows, int width, Combine combine, RandomGenerator random) {
    this(new RowTable("weight", Tensor.randn(DType.FLOAT32, random, rows, width)), combine);
  }

  /** Over a given table, which may be shared. */
  public EmbeddingBag(RowTable weight, Combine combine) {
    this(requireNonNull(weight, "weight"), requireNonNull(combine, "combine"), OptionalInt.empty());
  }

  private EmbeddingBag(RowTable weight, Combine combine, OptionalInt padding) {
    this.weight = table(weight);
    this.combine = combine;
    this.padding = padding;
  }

  /** Over the same table, of which one id is padding. */
  public EmbeddingBag withPadding(int id) {
    PaddingId.requireIn(id, weight.rows());
    return new EmbeddingBag(weight, combine, OptionalInt.of(id));
  }

  /** The id that is padding, if one is. */
  public OptionalInt padding() {
    return padding;
  }

  public RowTable weight() {
    return weight;
  }

  /** Bags of different lengths. */
  public Tensor apply(int[][] bags) {
    int total = 0;
    int[] starts = new int[bags.length];
    for (int i = 0; i < bags.length; i++) {
      starts[i] = total;
      total += bags[i].length;
    }
    int[] ids = new int[total];
    for (int i = 0; i < bags.length; i++) {
      System.arraycopy(bags[i], 0, ids, starts[i], bags[i].length);
    }
    return apply(IntTensor.of(ids), IntTensor.of(starts));
  }

  /**
   * Bags one behind the other.
   *
   * @throws ShapeException if ids or starts are no vectors
   * @throws IllegalArgumentException if the starts do not begin with 0, fall, or pass the end
   * @throws IndexOutOfBoundsException if an id is not in {@code [0, rows)}
   */
  public Tensor apply(IntTensor ids, IntTensor starts) {
    int[] bags = bags(ids, starts);
    int[] kept = kept(ids);
    return combined(some(ids, kept), some(bags, kept), starts.size());
  }

  /**
   * The sum of each bag's vectors, each times a weight of its own.
   *
   * @param weights {@code [M]}, one for each id
   * @throws IllegalStateException if this layer does not sum
   */
  public Tensor apply(IntTensor ids, IntTensor starts, Tensor weights) {
    if (combine != Combine.SUM) {
      throw new IllegalStateException(
          "embeddingBag: weights go with sums: got " + combine + ", expected SUM");
    }
    int[] bags = bags(ids, starts);
    if (weights.rank() != 1 || weights.size() != bags.length) {
      throw new ShapeException(
          "embeddingBag: got weights " + weights.shape() + " for " + bags.length + " ids");
    }
    int[] kept = kept(ids);
    Tensor some = kept == null ? weights : Indexing.indexSelect(weights, 0, IntTensor.of(kept));
    return weight.segmentSum(some(ids, kept), some, IntTensor.of(some(bags, kept)), starts.size());
  }

  /** The places of ids that are no padding; null for all. */
  private int @Nullable [] kept(IntTensor ids) {
    return padding.isEmpty()
        ? null
        : IntStream.range(0, ids.size()).filter(i -> ids.at(i) != padding.getAsInt()).toArray();
  }

  private static IntTensor some(IntTensor all, int @Nullable [] kept) {
    return kept == null ? all : IntTensor.of(some(all.toArray(), kept));
  }

  private static int[] some(int[] all, int @Nullable [] kept) {
    return kept == null ? all : Arrays.stream(kept).map(i -> all[i]).toArray();
  }

  private Tensor combined(IntTensor ids, int[] bags, int count) {
    IntTensor segments = IntTensor.of(bags);
    return switch (combine) {
      case SUM -> weight.segmentSum(ids, segments, count);
      case MEAN -> weight.segmentMean(ids, segments, count);
      case MAX ->
          withoutEmpty(Scattering.segmentMax(weight.lookup(ids), segments, count), bags, count);
    };
  }

  /** The largest of nothing is −∞, and is 0 here. */
  private static Tensor withoutEmpty(Tensor largest, int[] bags, int count) {
    boolean[] empty = new boolean[count];
    Arrays.fill(empty, true);
    for (int bag : bags) {
      empty[bag] = false;
    }
    BoolTensor mask = BoolTensor.of(empty, count, 1);
    return Elementwise.where(mask, 0.0, largest);
  }

  /** The bag of each id. */
  private static int[] bags(IntTensor ids, IntTensor starts) {
    if (ids.shape().rank() != 1 || starts.shape().rank() != 1) {
      throw new ShapeException(
          "embeddingBag: got ids "
              + ids.shape()
              + " and starts "
              + starts.shape()
              + ", expected [M] and [B]");
    }
    int[] from = starts.toArray();
    int[] bags = new int[ids.size()];
    if (from.length == 0 && bags.length > 0) {
      throw new IllegalArgumentException(
          "embeddingBag: got " + bags.length + " ids in no bag, expected a start for each bag");
    }
    for (int b = from.length - 1; b >= 0; b--) {
      int end = b + 1 < from.length ? from[b + 1] : bags.length;
      requireBag(b, from[b], end, bags.length);
      Arrays.fill(bags, from[b], end, b);
    }
    return bags;
  }

  private static void requireBag(int bag, int start, int end, int ids) {
    if (start < 0 || start > end || bag == 0 && start != 0) {
      throw new IllegalArgumentException(
          "embeddingBag: bag "
              + bag
              + " begins at "
              + start
              + " and ends at "
              + end
              + ", expected starts from 0 on that never fall, up to "
              + ids);
    }
  }

  @Override
  protected EmbeddingBag copy(Replication copies) {
    return new EmbeddingBag(copies.of(weight), combine, padding);
  }
}
