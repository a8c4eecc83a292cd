package dev.capstan.examples.train;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.data.Batch;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.nn.metrics.Retrieval;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.util.function.BooleanSupplier;

/** One training run from a seed: the net, its training, and what came of it. */
public final class Experiment {
  /** Adam's, for every data set. */
  public static final double LEARNING_RATE = 1e-3;

  private final Settings settings;
  private final Split split;
  private final Sequential model;
  private final Run<Batch> run;

  private Experiment(Settings settings, Split split) {
    this.settings = settings;
    this.split = split;
    RandomStream seeds = new RandomStream(settings.seed());
    Recipe recipe = settings.recipe();
    RandomStream weights = seeds.split();
    Linear first = new Linear(split.train().width(), recipe.hidden(), weights);
    Linear last = new Linear(recipe.hidden(), recipe.dimension(), weights);
    Sequential body = new Sequential(first, Activation.relu(), last);
    model = new Sequential(first, Activation.relu(), last, new L2Normalize());
    Tensor trainRows = split.train().features();
    Draws draws =
        Draws.of(
            settings,
            split.train().labels().toArray(),
            seeds.split(),
            () -> model.apply(trainRows));
    Objective objective =
        settings.criterion().objective(split.train().classes(), recipe.dimension(), seeds.split());
    Tensor testRows = split.test().features();
    run =
        new Run<>(
            settings,
            new Trained(body, objective),
            split.train(),
            draws,
            batch -> objective.apply(body.apply(batch.features()), batch.labels()),
            () -> recall(model.apply(testRows)));
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
    progress.watching(() -> model.apply(testRows), split.test().labels(), split.classNames());
    run.train(RunFolder.checksum(trainRows.toFloatArray()), progress, stop, folder);
    Tensor after = model.apply(testRows);
    return new Outcome(
        settings,
        split,
        model,
        score("random weights", trainBefore, before, 0),
        score("this embedding", model.apply(trainRows), after, run.seconds()),
        run.losses(),
        run.recalls(recall(before)),
        before,
        after,
        run.history());
  }

  private Score score(String name, Tensor train, Tensor test, double seconds) {
    return Score.of(name, split, train, test, settings.threads(), seconds);
  }

  private double recall(Tensor embedded) {
    return Retrieval.recallAt1(
        Score.gallery(embedded, settings.threads()), embedded, split.test().labels());
  }
}
