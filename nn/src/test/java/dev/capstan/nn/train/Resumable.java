package dev.capstan.nn.train;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.data.Batch;
import dev.capstan.nn.data.ClassBalancedSampler;
import dev.capstan.nn.data.DataLoader;
import dev.capstan.nn.data.Dataset;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.BatchNorm;
import dev.capstan.nn.layer.Dropout;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.nn.optim.AdamW;
import dev.capstan.nn.optim.PlateauScheduler.Better;
import dev.capstan.nn.optim.RateSchedule;
import dev.capstan.nn.optim.Scheduler;
import dev.capstan.nn.optim.WeightAverage;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A run in which everything has a state: dropout, running statistics, moments, a schedule, averaged
 * weights, a sampler, a history and the best weights. As a program it trains in a folder, waits a
 * little in each step so that it can be killed, and writes {@code result} when it is done.
 */
final class Resumable {
  static final int EPOCHS = 12;
  private static final int CLASSES = 4;
  private static final int WIDTH = 6;

  private final Sequential model;
  private final DataLoader<Batch> loader;
  private final Trainer trainer;
  private final History history = new History();
  private final EarlyStopping early;
  private final WeightAverage<Sequential> average;
  private final TrainingProgress progress = new TrainingProgress();
  private final Checkpoint checkpoint;

  Resumable() {
    RandomStream random = new RandomStream(5);
    Dataset data = data();
    model =
        new Sequential(
            new Linear(WIDTH, 16, random),
            BatchNorm.ofRows(16),
            Activation.relu(),
            new Dropout(0.2, random.split()),
            new Linear(16, CLASSES, random));
    ClassBalancedSampler sampler =
        new ClassBalancedSampler(data.labels().toArray(), 3, 4, random.split());
    loader = new DataLoader<>(data, sampler);
    AdamW adam = new AdamW(model, 0.01);
    Scheduler schedule = new Scheduler(adam, RateSchedule.cosine(60, 0.1));
    average = WeightAverage.of(model, 0.9);
    early = new EarlyStopping(model, "loss on all", Better.LOWER, 100);
    trainer =
        new Trainer(
            adam,
            EPOCHS,
            TrainerOptions.plain()
                .withModel(model)
                .withClipNorm(1)
                .withScheduleOfSteps(schedule)
                .withAverage(average)
                .withMetric("loss on all", () -> loss(data.features(), data.labels()).item()));
    checkpoint =
        Checkpoint.of(model)
            .with("optimizer", adam)
            .with("schedule", schedule)
            .with("average", average)
            .with("sampler", sampler)
            .with("early", early)
            .with("history", history)
            .with("progress", progress);
  }

  private static Dataset data() {
    RandomStream random = new RandomStream(9);
    float[] x = new float[60 * WIDTH];
    int[] y = new int[60];
    for (int i = 0; i < y.length; i++) {
      y[i] = i % CLASSES;
      for (int j = 0; j < WIDTH; j++) {
        x[i * WIDTH + j] = (float) (random.nextGaussian() + (j == y[i] ? 2 : 0));
      }
    }
    return Dataset.of(x, WIDTH, y);
  }

  private Tensor loss(Tensor x, IntTensor labels) {
    return Neural.crossEntropy(model.apply(x), labels).mean();
  }

  Checkpoint checkpoint() {
    return checkpoint;
  }

  Sequential model() {
    return model;
  }

  TrainingProgress progress() {
    return progress;
  }

  double[] fit(TrainingListener... listeners) {
    TrainingListener[] all = Arrays.copyOf(listeners, listeners.length + 2);
    System.arraycopy(listeners, 0, all, 2, listeners.length);
    all[0] = history;
    all[1] = early;
    return trainer.fit(loader, b -> loss(b.features(), b.labels()), progress, all);
  }

  /** Every bit of what came of it. */
  String result() {
    StringBuilder text = new StringBuilder(history.jsonLines());
    text.append(Arrays.toString(progress.history())).append(early.best()).append('\n');
    model.weights().forEach((name, t) -> text.append(name).append(Arrays.toString(t.toArray())));
    average
        .module()
        .weights()
        .forEach((name, t) -> text.append(name).append(Arrays.toString(t.toArray())));
    Tensor first = model.apply(Tensor.ones(DType.FLOAT32, 2, WIDTH)); // shows dropout's place
    return text.append(Arrays.toString(first.toArray())).toString();
  }

  /** Trains in a folder, from its newest checkpoint on. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    Resumable run = new Resumable();
    Checkpoints checkpoints =
        new Checkpoints(folder.resolve("checkpoints"), run.checkpoint(), 2, 3);
    checkpoints.resume();
    long wait = Long.parseLong(args[1]);
    try (StopOnExit stop = StopOnExit.install()) {
      TrainingListener slow =
          new TrainingListener() {
            @Override
            public void stepped(StepReport report) {
              try {
                Thread.sleep(wait);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }
          };
      run.fit(slow, checkpoints, stop);
    }
    if (run.progress().epoch() > EPOCHS) {
      Files.writeString(folder.resolve("result"), run.result());
    }
  }
}
