package dev.capstan.examples.train;

import dev.capstan.nn.data.BatchSource;
import dev.capstan.nn.data.DataLoader;
import dev.capstan.nn.data.Examples;
import dev.capstan.nn.optim.Optimizer;
import dev.capstan.nn.train.Checkpoint;
import dev.capstan.nn.train.EpochReport;
import dev.capstan.nn.train.History;
import dev.capstan.nn.train.RefusedBatch;
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
import java.util.function.Function;

/** The steps of a run, whatever its batches are: all that changes meanwhile, and goes on later. */
final class Run<B> {
  static final String RECALL = "Recall@1";

  private final Settings settings;
  private final BatchSource<B> loader;
  private final Function<B, Tensor> loss;
  private final Optimizer optimizer;
  private final Pace pace;
  private final History history = new History();
  private final TrainingProgress steps = new TrainingProgress();
  private final Checkpoint checkpoint;
  private final TrainerOptions options;
  private long trainingNanos;
  private long evaluationNanos;

  /**
   * @param batches of the rows that {@code draws} draws
   * @param recall measured on the test rows after each epoch
   */
  Run(
      Settings settings,
      Trained trained,
      Examples<B> batches,
      Draws draws,
      Function<B, Tensor> loss,
      DoubleSupplier recall) {
    this.settings = settings;
    loader = new DataLoader<>(batches, draws.sampler());
    this.loss = loss;
    optimizer = settings.optimization().of(trained, settings.learningRate());
    int epochs = settings.recipe().epochs();
    pace =
        Pace.of(
            settings.schedule(), optimizer, Math.multiplyExact(epochs, loader.batchesPerEpoch()));
    checkpoint =
        Checkpoint.of(trained)
            .with("optimizer", optimizer)
            .with("schedule", pace)
            .with("sampler", draws.state())
            .with("history", history)
            .with("progress", steps);
    options =
        TrainerOptions.plain()
            .withModel(trained)
            .withMetric(RECALL, () -> timed(recall))
            .withAfterEpoch(draws.afterEpoch());
  }

  /**
   * Trains from where the folder's newest checkpoint is to the end, or until it is asked to stop,
   * which it is after each step.
   *
   * @param rows what the training examples are known by
   */
  void train(String rows, Progress progress, BooleanSupplier stop, RunFolder folder)
      throws IOException {
    List<TrainingListener> listeners =
        new ArrayList<>(List.of(history, pace, shown(progress), stopped(stop, progress)));
    RunFolder.Identity identity = RunFolder.Identity.of(settings.command(), rows);
    folder.open(checkpoint, identity, loader.batchesPerEpoch()).ifPresent(listeners::add);
    folder
        .folder()
        .ifPresent(f -> listeners.add(new RefusedBatch(f.resolve("refused.safetensors"))));
    long start = System.nanoTime();
    try {
      new Trainer(optimizer, settings.recipe().epochs(), options)
          .fit(loader, loss, steps, listeners.toArray(TrainingListener[]::new));
    } catch (UncheckedIOException e) {
      throw new IOException("checkpoint: " + e.getMessage(), e);
    }
    trainingNanos = System.nanoTime() - start - evaluationNanos;
  }

  private static TrainingListener shown(Progress progress) {
    return new TrainingListener() {
      @Override
      public void stepped(StepReport report) {
        progress.step(report);
      }

      @Override
      public void epochEnded(EpochReport report) {
        progress.epoch(report.epoch(), report.meanLoss(), report.metric(RECALL));
      }
    };
  }

  private static TrainingListener stopped(BooleanSupplier stop, Progress progress) {
    return new TrainingListener() {
      @Override
      public boolean goOn(StepReport report) {
        return !stop.getAsBoolean() && !progress.stopAsked();
      }
    };
  }

  private double timed(DoubleSupplier evaluation) {
    long start = System.nanoTime();
    double value = evaluation.getAsDouble();
    evaluationNanos += System.nanoTime() - start;
    return value;
  }

  /** What training alone has taken, without evaluations. */
  double seconds() {
    return trainingNanos * 1e-9;
  }

  /** The mean loss of each epoch. */
  List<Double> losses() {
    List<Double> list = new ArrayList<>();
    for (double each : steps.history()) {
      list.add(each);
    }
    return list;
  }

  /** What was measured after each epoch. */
  History history() {
    return history;
  }

  /** Recall@1 before training, and after each epoch. */
  List<Double> recalls(double before) {
    List<Double> all = new ArrayList<>(List.of(before));
    history.epochs().forEach(epoch -> all.add(epoch.metric(RECALL)));
    return all;
  }
}
