package dev.capstan.spark;

import dev.capstan.losses.Loss;
import dev.capstan.losses.Losses;
import dev.capstan.losses.MetricLoss;
import dev.capstan.losses.WeightedBatchLoss;
import dev.capstan.nn.RowTable.RowGradient;
import dev.capstan.nn.train.FixedTree.Part;
import dev.capstan.nn.train.Negatives;
import dev.capstan.nn.train.ShardGradient;
import dev.capstan.nn.train.ShardRecipe;
import dev.capstan.nn.train.ShardStep;
import dev.capstan.ops.Capstan;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What tasks need besides weights and shards, and what they send: plain data, of which an executor
 * makes modules and a loss. Modules are kept for the next step as places to put weights into;
 * losing them loses nothing.
 */
final class ShardTasks implements Serializable {
  private static final long serialVersionUID = 1;

  private final String architecture;
  private final Map<String, Object> loss;
  private final int shards;
  private final int rowsPerShard;
  private final Negatives negatives;
  private final long steps;
  private final long seed;
  private final int localSteps;
  private final double localRate;
  private transient volatile @Nullable Queue<ShardStep> idle;

  ShardTasks(String architecture, Loss loss, ShardRecipe recipe) {
    this.architecture = architecture;
    this.loss = plain(loss.config());
    this.shards = recipe.shards();
    this.rowsPerShard = recipe.rowsPerShard();
    this.negatives = recipe.negatives();
    this.steps = recipe.steps();
    this.seed = recipe.seed();
    this.localSteps = recipe.localSteps();
    this.localRate = recipe.localRate();
  }

  /** A configuration in collections that can be sent. */
  private static Map<String, Object> plain(Map<String, ?> config) {
    Map<String, Object> copy = new LinkedHashMap<>();
    config.forEach((key, value) -> copy.put(key, value == null ? Missing.VALUE : plainOf(value)));
    return copy;
  }

  private static Object plainOf(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> inner = new LinkedHashMap<>();
      map.forEach((k, v) -> inner.put(String.valueOf(k), v));
      return plain(inner);
    }
    if (value instanceof List<?> list) {
      List<Object> copy = new ArrayList<>();
      list.forEach(each -> copy.add(plainOf(each)));
      return copy;
    }
    return value;
  }

  /** Stands for null on the way. */
  private enum Missing {
    VALUE
  }

  private static Map<String, @Nullable Object> unplain(Map<String, Object> config) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    config.forEach((key, value) -> copy.put(key, value == Missing.VALUE ? null : value));
    return copy;
  }

  ShardRecipe recipe() {
    return new ShardRecipe(shards, rowsPerShard, negatives, steps, seed, localSteps, localRate);
  }

  BiFunction<IntTensor, Tensor, Tensor> loss() {
    return function(Losses.fromConfig(unplain(loss)));
  }

  /**
   * A loss of labelled embeddings as a function.
   *
   * @throws IllegalArgumentException if it is a loss of something else
   */
  static BiFunction<IntTensor, Tensor, Tensor> function(Loss loss) {
    if (loss instanceof MetricLoss metric) {
      return metric::apply;
    }
    if (loss instanceof WeightedBatchLoss batch) {
      return batch::apply;
    }
    throw new IllegalArgumentException(
        "train: got "
            + loss.getClass().getSimpleName()
            + ", expected a loss of labels and embeddings alone, such as TripletSemiHardLoss,"
            + " SupConLoss or MultiSimilarityLoss");
  }

  /** A worker, for one task at a time. */
  ShardStep take() {
    ShardStep kept = queue().poll();
    return kept == null ? new ShardStep(recipe(), Architectures.make(architecture)) : kept;
  }

  /** The end of that task. */
  void giveBack(ShardStep worker) {
    queue().add(worker);
  }

  private Queue<ShardStep> queue() {
    Queue<ShardStep> made = idle;
    if (made == null) {
      synchronized (this) {
        made = idle;
        if (made == null) {
          made = new ConcurrentLinkedQueue<>();
          idle = made;
        }
      }
    }
    return made;
  }

  // --- what is sent ---------------------------------------------------------------------------

  /** Tensors by name in safetensors' bytes, read once by each executor. */
  static final class Tensors implements Serializable {
    private static final long serialVersionUID = 1;

    private final byte[] bytes;
    private transient volatile @Nullable Map<String, Tensor> read;

    private Tensors(byte[] bytes) {
      this.bytes = bytes;
    }

    static Tensors of(Map<String, Tensor> tensors) throws IOException {
      return new Tensors(ArchitectureSource.bytes(tensors));
    }

    Map<String, Tensor> tensors() throws IOException {
      Map<String, Tensor> made = read;
      if (made == null) {
        made = ArchitectureSource.tensors(bytes);
        read = made;
      }
      return made;
    }
  }

  /** What an executor's task answers, and on what kind of arithmetic. */
  static final class Answer implements Serializable {
    private static final long serialVersionUID = 1;

    /** Once a JVM: it does not change. */
    private static final String FINGERPRINT = Capstan.fingerprint();

    private static final String VERSION = Capstan.version();

    private final String fingerprint;
    private final String version;
    private final List<SentPart> parts;
    private final List<SentRows> rows;

    Answer(List<SentPart> parts, List<SentRows> rows) {
      this(FINGERPRINT, VERSION, parts, rows);
    }

    Answer(String fingerprint, String version, List<SentPart> parts, List<SentRows> rows) {
      this.fingerprint = fingerprint;
      this.version = version;
      this.parts = new ArrayList<>(parts);
      this.rows = new ArrayList<>(rows);
    }

    List<SentPart> parts() {
      return parts;
    }

    List<SentRows> rows() {
      return rows;
    }

    /**
     * Refuses what was computed by other arithmetic than the driver's.
     *
     * @throws IllegalStateException saying how the two differ
     */
    void requireLike() {
      if (!fingerprint.equals(FINGERPRINT) || !version.equals(VERSION)) {
        throw new IllegalStateException(
            "train: an executor computes other bits than the driver: got Capstan "
                + version
                + " with fingerprint "
                + fingerprint
                + ", expected "
                + VERSION
                + " with "
                + FINGERPRINT
                + "; give all machines one version of Capstan's jars");
      }
    }
  }

  /** The embeddings of a shard's rows, and their labels. */
  static final class SentRows implements Serializable {
    private static final long serialVersionUID = 1;

    private final int shard;
    private final Tensors embeddings;
    private final int[] labels;

    SentRows(ShardStep.Embedded rows) throws IOException {
      this.shard = rows.shard();
      this.embeddings = Tensors.of(Map.of("embeddings", rows.embeddings()));
      this.labels = rows.labels().toArray();
    }

    ShardStep.Embedded rows() throws IOException {
      Tensor found = embeddings.tensors().get("embeddings");
      if (found == null) {
        throw new IOException("train: embeddings were lost on the way");
      }
      return new ShardStep.Embedded(shard, found, IntTensor.of(labels, labels.length));
    }
  }

  /** A whole subtree of gradients. */
  static final class SentPart implements Serializable {
    private static final long serialVersionUID = 1;
    private static final String LOSS = "loss";
    private static final String GRADIENT = "g:";
    private static final String ROWS = "r:";
    private static final String OF_ROWS = "s:";

    private final int level;
    private final int index;
    private final int shards;
    private final @Nullable Tensors sum;

    SentPart(Part<ShardGradient> part) throws IOException {
      this.level = part.level();
      this.index = part.index();
      ShardGradient g = part.sum();
      this.shards = g == null ? 0 : g.shards();
      this.sum = g == null ? null : Tensors.of(named(g));
    }

    private static Map<String, Tensor> named(ShardGradient g) {
      Map<String, Tensor> all = new LinkedHashMap<>();
      all.put(LOSS, g.loss());
      g.gradients().forEach((path, t) -> all.put(GRADIENT + path, t));
      g.rows()
          .forEach(
              (path, rows) -> {
                double[] numbers = new double[rows.rows().length];
                for (int i = 0; i < numbers.length; i++) {
                  numbers[i] = rows.rows()[i];
                }
                all.put(ROWS + path, Tensor.of(numbers, numbers.length));
                all.put(OF_ROWS + path, rows.gradient());
              });
      return all;
    }

    Part<ShardGradient> part() throws IOException {
      if (sum == null) {
        return new Part<>(level, index, null);
      }
      Map<String, Tensor> gradients = new LinkedHashMap<>();
      Map<String, RowGradient> rows = new LinkedHashMap<>();
      Map<String, Tensor> all = sum.tensors();
      for (Map.Entry<String, Tensor> each : all.entrySet()) {
        String path = each.getKey().substring(Math.min(2, each.getKey().length()));
        if (each.getKey().startsWith(GRADIENT)) {
          gradients.put(path, each.getValue());
        } else if (each.getKey().startsWith(OF_ROWS)) {
          rows.put(path, new RowGradient(numbers(all, ROWS + path), each.getValue()));
        }
      }
      return new Part<>(level, index, new ShardGradient(shards, found(all, LOSS), gradients, rows));
    }

    private static int[] numbers(Map<String, Tensor> all, String name) throws IOException {
      double[] numbers = found(all, name).toArray();
      int[] rows = new int[numbers.length];
      for (int i = 0; i < rows.length; i++) {
        rows[i] = (int) numbers[i];
      }
      return rows;
    }

    private static Tensor found(Map<String, Tensor> all, String name) throws IOException {
      Tensor tensor = all.get(name);
      if (tensor == null) {
        throw new IOException("train: '" + name + "' was lost on the way");
      }
      return tensor;
    }
  }
}
