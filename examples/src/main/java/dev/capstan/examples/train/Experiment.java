package dev.capstan.examples.train;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.data.ClassBalancedSampler;
import dev.capstan.nn.data.DataLoader;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.nn.metrics.Retrieval;
import dev.capstan.nn.optim.Optimizer;
import dev.capstan.nn.train.Checkpoint;
import dev.capstan.nn.train.EpochReport;
import dev.capstan.nn.train.History;
import dev.capstan.nn.train.StepReport;
import dev.capstan.nn.train.Trainer;
import dev.capstan.nn.train.TrainerOptions;
import dev.capstan.nn.train.TrainingListener;
import dev.capstan.nn.train.TrainingProgress;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/** One training run from a seed: the net, its training, and what came of it. */
public final class Experiment {
  /** Adam's, for every data set. */
  public static final double LEARNING_RATE = 1e-3;

  private static final String RECALL = "Recall@1";

  private final Settings settings;
  private final Split split;
  private final Sequential body;
  private final Sequential model;
  private final Trained trained;
  private final DataLoader loader;
  private final Optimizer optimizer;
  private final Pace pace;
  private final History history = new History();
  private final TrainingProgress steps = new TrainingProgress();
  private final Checkpoint checkpoint;
  private long evaluationNanos;

  private Experiment(Settings settings, Split split) {
    this.settings = settings;
    this.split = split;
    RandomStream seeds = new RandomStream(settings.seed());
    Recipe recipe = settings.recipe();
    RandomStream weights = seeds.split();
    Linear first = new Linear(split.train().width(), recipe.hidden(), weights);
    Linear last = new Linear(recipe.hidden(), recipe.dimension(), weights);
    body = new Sequential(first, Activation.relu(), last);
    model = new Sequential(first, Activation.relu(), last, new L2Normalize());
    ClassBalancedSampler sampler = ClassBalancedSampler.of(split.train(), seeds.split());
    loader = new DataLoader(split.train(), sampler);
    Objective objective =
        settings.criterion().objective(split.train().classes(), recipe.dimension(), seeds.split());
    trained = new Trained(body, objective);
    optimizer = settings.optimization().of(trained, settings.learningRate());
    pace = Pace.of(settings.schedule(), optimizer, recipe.epochs() * loader.batchesPerEpoch());
    checkpoint =
        Checkpoint.of(trained)
            .with("optimizer", optimizer)
            .with("schedule", pace)
            .with("sampler", sampler)
            .with("history", history)
            .with("progress", steps);
  }

  static Outcome run(Settings settings, Split split, Progress progress) throws IOException {
    return run(settings, split, progress, () -> false, RunFolder.none());
  }

  /**
   * As {@link #run(Settings, Split, Progress)}, and after each step asks whether to stop there.
   *
   * @param folder where checkpoints are kept, and gone on from
   * @throws IOException if a checkpoint cannot be written, or is of another run
   */
  public static Outcome run(
      Settings settings, Split split, Progress progress, BooleanSupplier stop, RunFolder folder)
      throws IOException {
    return new Experiment(settings, split).run(progress, stop, folder);
  }

  private Outcome run(Progress progress, BooleanSupplier stop, RunFolder folder)
      throws IOException {
    Tensor testRows = split.test().features();
    Tensor trainRows = split.train().features();
    Tensor before = model.apply(testRows);
    Tensor trainBefore = model.apply(trainRows);
    RunFolder.Identity identity = RunFolder.Identity.of(settings.command(), trainRows);
    List<TrainingListener> listeners =
        new ArrayList<>(List.of(history, pace, shown(progress), stopped(stop)));
    folder.open(checkpoint, identity, loader.batchesPerEpoch()).ifPresent(listeners::add);
    long start = System.nanoTime();
    try {
      train(listeners);
    } catch (UncheckedIOException e) {
      throw new IOException("checkpoint: " + e.getMessage(), e);
    }
    double seconds = (System.nanoTime() - start - evaluationNanos) * 1e-9;
    Tensor after = model.apply(testRows);
    Score untrained = score("random weights", trainBefore, before, 0);
    Score last = score("this embedding", model.apply(trainRows), after, seconds);
    return new Outcome(
        settings,
        split,
        model,
        untrained,
        last,
        boxed(steps.history()),
        recalls(before),
        before,
        after,
        history);
  }

  private static TrainingListener shown(Progress progress) {
    return new TrainingListener() {
      @Override
      public void epochEnded(EpochReport report) {
        progress.epoch(report.epoch(), report.meanLoss(), report.metric(RECALL));
      }
    };
  }

  private static TrainingListener stopped(BooleanSupplier stop) {
    return new TrainingListener() {
      @Override
      public boolean goOn(StepReport report) {
        return !stop.getAsBoolean();
      }
    };
  }

  private List<Double> recalls(Tensor before) {
    List<Double> all = new ArrayList<>(List.of(recall(before)));
    history.epochs().forEach(epoch -> all.add(epoch.metric(RECALL)));
    return all;
  }

  private Score score(String name, Tensor train, Tensor test, double seconds) {
    return Score.of(name, split, train, test, settings.threads(), seconds);
  }

  private void train(List<TrainingListener> listeners) {
    Tensor testRows = split.test().features();
    TrainerOptions options =
        TrainerOptions.plain()
            .withModel(trained)
            .withMetric(RECALL, () -> timed(() -> recall(model.apply(testRows))));
    new Trainer(optimizer, settings.recipe().epochs(), options)
        .fit(
            loader,
            batch -> trained.objective().apply(body.apply(batch.features()), batch.labels()),
            steps,
            listeners.toArray(TrainingListener[]::new));
  }

  private double timed(DoubleSupplier evaluation) {
    long start = System.nanoTime();
    double value = evaluation.getAsDouble();
    evaluationNanos += System.nanoTime() - start;
    return value;
  }

  private double recall(Tensor embedded) {
    return Retrieval.recallAt1(
        Score.gallery(embedded, settings.threads()), embedded, split.test().labels());
  }

  private static List<Double> boxed(double[] x) {
    List<Double> list = new ArrayList<>(x.length);
    for (double e : x) {
      list.add(e);
    }
    return list;
  }
}
