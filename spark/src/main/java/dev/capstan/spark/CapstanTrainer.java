package dev.capstan.spark;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.Loss;
import dev.capstan.nn.Layer;
import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import dev.capstan.nn.optim.Adagrad;
import dev.capstan.nn.optim.Adam;
import dev.capstan.nn.optim.AdamW;
import dev.capstan.nn.optim.Optimizer;
import dev.capstan.nn.optim.RmsProp;
import dev.capstan.nn.optim.Sgd;
import dev.capstan.nn.optim.UpdateOptions;
import dev.capstan.nn.train.Checkpoint;
import dev.capstan.nn.train.Negatives;
import dev.capstan.nn.train.ShardRecipe;
import dev.capstan.nn.train.ShardWork;
import dev.capstan.nn.train.ShardedTrainer;
import dev.capstan.nn.train.StepReport;
import dev.capstan.nn.train.TrainingListener;
import dev.capstan.nn.train.TrainingProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Trains an architecture on the rows of a data set, and gives an embedder.
 *
 * <p>Rows go to shards by a hash of their ids. A step takes some rows of every shard; tasks compute
 * gradients, which are added in one fixed tree, and the driver's optimizer takes the step. The
 * result is a function of data, architecture, loss, optimizer and recipe (shards, rows a shard,
 * negatives, steps, seed, local steps), to the bit: not of executors, partitions or the order of
 * rows. {@link ShardedTrainer} gives the same without Spark.
 *
 * <p>A step costs tens of milliseconds whatever the net: this is for data that one machine does not
 * hold. Where one does, train there and let {@link CapstanEmbedder} embed the rest.
 *
 * <p>Any task may be lost, and any executor; the driver goes on from its last checkpoint if it is
 * started again with the same folder. {@code Negatives.LOCAL} is one job a step, {@code GLOBAL}
 * two.
 */
public final class CapstanTrainer extends Estimator<CapstanEmbedder> {
  private static final long serialVersionUID = 1;
  private static final int LINES = 20;

  private final String uid;
  private Settings settings = new Settings();

  /** Without an id of one's own. */
  public CapstanTrainer() {
    this(Identifiable.randomUID("capstanTrainer"));
  }

  /** With an id that tells it from other stages. */
  public CapstanTrainer(String uid) {
    this.uid = requireNonNull(uid, "uid");
  }

  /** What was set; not sent anywhere. */
  private static final class Settings {
    @Nullable Class<? extends Supplier<? extends Layer>> architecture;
    @Nullable Loss loss;
    UpdateOptions optimizer = Adam.Options.of(1e-3);
    String idCol = "id";
    String featuresCol = "features";
    String labelCol = "label";
    String outputCol = "embedding";
    int shards = 8;
    int rowsPerShard = 128;
    Negatives negatives = Negatives.LOCAL;
    int localSteps = 1;
    double localRate;
    long steps = 1000;
    long seed;
    int partitions;
    String checkpoints = "";
    int checkpointEvery = 100;
    List<TrainingListener> listeners = List.of();

    Settings copy() {
      Settings copy = new Settings();
      copy.architecture = architecture;
      copy.loss = loss;
      copy.optimizer = optimizer;
      copy.idCol = idCol;
      copy.featuresCol = featuresCol;
      copy.labelCol = labelCol;
      copy.outputCol = outputCol;
      copy.shards = shards;
      copy.rowsPerShard = rowsPerShard;
      copy.negatives = negatives;
      copy.localSteps = localSteps;
      copy.localRate = localRate;
      copy.steps = steps;
      copy.seed = seed;
      copy.partitions = partitions;
      copy.checkpoints = checkpoints;
      copy.checkpointEvery = checkpointEvery;
      copy.listeners = listeners;
      return copy;
    }

    ShardRecipe recipe() {
      return new ShardRecipe(shards, rowsPerShard, negatives, steps, seed, localSteps, localRate);
    }
  }

  // --- what is trained ------------------------------------------------------------------------

  /** The class that makes the net, which every executor has in a jar; its weights are the first. */
  public CapstanTrainer setArchitecture(Class<? extends Supplier<? extends Layer>> architecture) {
    settings.architecture = requireNonNull(architecture, "architecture");
    return this;
  }

  /**
   * A loss of labels and embeddings, which is sent by its configuration.
   *
   * @throws IllegalArgumentException if it is a loss of something else
   */
  public CapstanTrainer setLoss(Loss loss) {
    BiFunction<?, ?, ?> usable = ShardTasks.function(requireNonNull(loss, "loss"));
    settings.loss = usable == null ? null : loss;
    return this;
  }

  /**
   * The driver's optimizer, by its options; Adam at 1e-3 by default.
   *
   * @throws IllegalArgumentException if it is none of those that Capstan has
   */
  public CapstanTrainer setOptimizer(UpdateOptions options) {
    settings.optimizer = requireNonNull(options, "options");
    return this;
  }

  private static Optimizer optimizer(Layer model, UpdateOptions options) {
    if (options instanceof Adam.Options adam) {
      return new Adam(model, adam);
    }
    if (options instanceof AdamW.Options adamW) {
      return new AdamW(model, adamW);
    }
    if (options instanceof Sgd.Options sgd) {
      return new Sgd(model, sgd);
    }
    if (options instanceof RmsProp.Options rmsProp) {
      return new RmsProp(model, rmsProp);
    }
    if (options instanceof Adagrad.Options adagrad) {
      return new Adagrad(model, adagrad);
    }
    throw new IllegalArgumentException(
        "train: got options "
            + options
            + ", expected those of Adam, AdamW, Sgd, RmsProp or Adagrad");
  }

  // --- columns --------------------------------------------------------------------------------

  /** Whole numbers or texts, each there once; {@code id} by default. */
  public CapstanTrainer setIdCol(String column) {
    settings.idCol = requireNonNull(column, "column");
    return this;
  }

  /** {@code array<float>}, {@code array<double>} or vector; {@code features} by default. */
  public CapstanTrainer setFeaturesCol(String column) {
    settings.featuresCol = requireNonNull(column, "column");
    return this;
  }

  /** Whole numbers; {@code label} by default. */
  public CapstanTrainer setLabelCol(String column) {
    settings.labelCol = requireNonNull(column, "column");
    return this;
  }

  /** The embedder's column of vectors; {@code embedding} by default. */
  public CapstanTrainer setOutputCol(String column) {
    settings.outputCol = requireNonNull(column, "column");
    return this;
  }

  // --- the recipe -----------------------------------------------------------------------------

  /** Into how many parts rows are divided: a power of two, on which the result depends. */
  public CapstanTrainer setShards(int shards) {
    settings.shards = shards;
    return this;
  }

  /** How many rows a step takes from each shard. */
  public CapstanTrainer setRowsPerShard(int rows) {
    settings.rowsPerShard = rows;
    return this;
  }

  /** Whether the loss sees each shard by itself, or all rows of a step. */
  public CapstanTrainer setNegatives(Negatives negatives) {
    settings.negatives = requireNonNull(negatives, "negatives");
    return this;
  }

  /** How many steps there are. */
  public CapstanTrainer setSteps(long steps) {
    settings.steps = steps;
    return this;
  }

  /** The seed of batches, and of what is random in the model. */
  public CapstanTrainer setSeed(long seed) {
    settings.seed = seed;
    return this;
  }

  /**
   * Lets each shard take so many steps of plain descent on its own before gradients are added:
   * other mathematics, for fewer jobs. See {@link ShardRecipe}.
   */
  public CapstanTrainer setLocalSteps(int count, double rate) {
    settings.localSteps = count;
    settings.localRate = rate;
    return this;
  }

  // --- how it is run --------------------------------------------------------------------------

  /** How many tasks share the work: by default as many as run at once. The result is the same. */
  public CapstanTrainer setPartitions(int partitions) {
    if (partitions < 1) {
      throw new IllegalArgumentException(
          "train: got " + partitions + " partitions, expected 1 or more");
    }
    settings.partitions = partitions;
    return this;
  }

  /**
   * Writes a checkpoint every so many steps to a folder of any file system of Hadoop's. A run whose
   * folder has one goes on from the last.
   */
  public CapstanTrainer setCheckpoint(String folder, int every) {
    if (every < 1) {
      throw new IllegalArgumentException(
          "train: got a checkpoint every " + every + " steps, expected 1 or more");
    }
    settings.checkpoints = requireNonNull(folder, "folder");
    settings.checkpointEvery = every;
    return this;
  }

  /** Who is told of each step on the driver, and may end the run. */
  public CapstanTrainer addListener(TrainingListener listener) {
    List<TrainingListener> more = new ArrayList<>(settings.listeners);
    more.add(requireNonNull(listener, "listener"));
    settings.listeners = List.copyOf(more);
    return this;
  }

  // --- use ------------------------------------------------------------------------------------

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return embedder(made()).transformSchema(schema);
  }

  private Layer made() {
    return Architectures.make(architecture());
  }

  private String architecture() {
    if (settings.architecture == null) {
      throw new IllegalStateException("train: got no architecture; call setArchitecture");
    }
    return Architectures.name(settings.architecture);
  }

  private CapstanEmbedder embedder(Layer model) {
    return new CapstanEmbedder(uid, CapstanEmbedder.architectureOf(architecture(), model))
        .setInputCol(settings.featuresCol)
        .setOutputCol(settings.outputCol);
  }

  /**
   * Trains, or goes on from the last checkpoint.
   *
   * @throws IllegalArgumentException naming a column, row or setting that does not fit
   * @throws IllegalStateException if no architecture or loss was set, or an executor computes other
   *     bits than the driver
   * @throws ArithmeticException if a loss or a gradient is not finite
   */
  @Override
  public CapstanEmbedder fit(Dataset<?> dataset) {
    Loss loss = settings.loss;
    if (loss == null) {
      throw new IllegalStateException("train: got no loss; call setLoss");
    }
    SparkContext context = dataset.sparkSession().sparkContext();
    ShardRecipe recipe = settings.recipe();
    Layer model = made();
    Optimizer optimizer = optimizer(model, settings.optimizer);
    ShardTasks tasks = new ShardTasks(architecture(), loss, recipe);
    TrainingProgress progress = new TrainingProgress();
    Checkpoint checkpoint =
        Checkpoint.of(model)
            .with("optimizer", optimizer)
            .with("progress", progress)
            .with("recipe", new Recipe(recipe, loss.config().toString()));
    List<TrainingListener> listeners = new ArrayList<>(settings.listeners);
    listeners.add(new LogLines(recipe.steps()));
    if (!settings.checkpoints.isEmpty()) {
      listeners.add(0, resumed(checkpoint, context.hadoopConfiguration()));
    }
    int partitions = settings.partitions > 0 ? settings.partitions : context.defaultParallelism();
    JavaRDD<ShardBlock> blocks =
        ShardBlocks.of(
            dataset,
            settings.idCol,
            settings.featuresCol,
            settings.labelCol,
            CapstanEmbedder.architectureOf(architecture(), model).inputs(),
            recipe.shards(),
            Math.min(partitions, recipe.shards()));
    try (ShardWork work = new SparkShardWork(blocks, tasks)) {
      new ShardedTrainer(recipe, model, optimizer, ShardTasks.function(loss))
          .fit(work, progress, listeners.toArray(TrainingListener[]::new));
    } finally {
      blocks.unpersist(false);
    }
    return embedder(model).setParent(this);
  }

  /** Restores the last checkpoint, and answers who writes the next ones. */
  private TrainingListener resumed(Checkpoint checkpoint, Configuration hadoop) {
    try {
      CheckpointFolder folder = new CheckpointFolder(settings.checkpoints, hadoop);
      folder.restore(checkpoint);
      return new Saver(folder, checkpoint, settings.checkpointEvery);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public CapstanTrainer copy(ParamMap extra) {
    CapstanTrainer copy = new CapstanTrainer(uid);
    copy.settings = settings.copy();
    return copy;
  }

  @Override
  public String toString() {
    return "CapstanTrainer(" + uid + ")";
  }

  /** Writes a checkpoint every few steps. */
  private record Saver(CheckpointFolder folder, Checkpoint checkpoint, int every)
      implements TrainingListener {
    @Override
    public void stepped(StepReport report) {
      if (report.total() % every == 0) {
        try {
          folder.save(checkpoint, report.total());
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  /** Some lines in the driver's log. */
  private record LogLines(long steps) implements TrainingListener {
    @Override
    public void stepped(StepReport report) {
      if (report.total() % Math.max(1, steps / LINES) == 0) {
        System.getLogger("dev.capstan.spark")
            .log(Level.INFO, "step {0} of {1}: loss {2}", report.total(), steps, report.loss());
      }
    }
  }

  /** Tells a checkpoint of another recipe. */
  private record Recipe(ShardRecipe recipe, String loss) implements Stateful {
    @Override
    public State state() {
      ShardRecipe any =
          new ShardRecipe(
              recipe.shards(),
              recipe.rowsPerShard(),
              recipe.negatives(),
              0,
              recipe.seed(),
              recipe.localSteps(),
              recipe.localRate());
      return State.builder().put("recipe", any.toString()).put("loss", loss).build();
    }

    @Override
    public void restore(State state) {
      State own = state();
      state.require("recipe", own.text("recipe"));
      state.require("loss", own.text("loss"));
    }
  }
}
