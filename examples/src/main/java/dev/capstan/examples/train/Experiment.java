package dev.capstan.examples.train;

import dev.capstan.nn.Layer;
import dev.capstan.nn.data.ClassBalancedSampler;
import dev.capstan.nn.data.DataLoader;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.nn.metrics.Retrieval;
import dev.capstan.nn.optim.Adam;
import dev.capstan.nn.train.Trainer;
import dev.capstan.nn.train.TrainingListener;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/** One training run from a seed: the net, its training, and what came of it. */
public final class Experiment {
  /** Adam's, for every data set. */
  public static final double LEARNING_RATE = 1e-3;

  private final Settings settings;
  private final Split split;
  private final Layer model;
  private final DataLoader loader;
  private long evaluationNanos;

  private Experiment(Settings settings, Split split) {
    this.settings = settings;
    this.split = split;
    SplittableRandom seeds = new SplittableRandom(settings.seed());
    this.model = model(split.train().width(), settings.recipe(), seeds.split());
    this.loader =
        new DataLoader(split.train(), ClassBalancedSampler.of(split.train(), seeds.split()));
  }

  private static Layer model(int in, Recipe recipe, SplittableRandom random) {
    return new Sequential(
        new Linear(in, recipe.hidden(), random),
        Activation.relu(),
        new Linear(recipe.hidden(), recipe.dimension(), random),
        new L2Normalize());
  }

  static Outcome run(Settings settings, Split split, Progress progress) {
    return run(settings, split, progress, () -> false);
  }

  /**
   * As {@link #run(Settings, Split, Progress)}, and after each epoch asks whether to stop there.
   */
  public static Outcome run(
      Settings settings, Split split, Progress progress, BooleanSupplier stop) {
    return new Experiment(settings, split).run(progress, stop);
  }

  private Outcome run(Progress progress, BooleanSupplier stop) {
    Tensor testRows = split.test().features();
    Tensor trainRows = split.train().features();
    Tensor before = model.apply(testRows);
    Tensor trainBefore = model.apply(trainRows);
    List<Double> recalls = new ArrayList<>(List.of(recall(before)));
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epochEnded(int epoch, double meanLoss) {
            long start = System.nanoTime();
            double recall = recall(model.apply(testRows));
            recalls.add(recall);
            progress.epoch(epoch, meanLoss, recall);
            evaluationNanos += System.nanoTime() - start;
          }

          @Override
          public boolean goOn(int epoch) {
            return !stop.getAsBoolean();
          }
        };
    long start = System.nanoTime();
    double[] losses = train(listener);
    double seconds = (System.nanoTime() - start - evaluationNanos) * 1e-9;
    Tensor after = model.apply(testRows);
    Score untrained = score("random weights", trainBefore, before, 0);
    Score trained = score("this embedding", model.apply(trainRows), after, seconds);
    return new Outcome(
        settings, split, model, untrained, trained, boxed(losses), recalls, before, after);
  }

  private Score score(String name, Tensor train, Tensor test, double seconds) {
    return Score.of(name, split, train, test, settings.threads(), seconds);
  }

  private double[] train(TrainingListener listener) {
    Adam optimizer = new Adam(model, settings.learningRate());
    return new Trainer(optimizer, settings.recipe().epochs())
        .fit(
            loader,
            batch -> settings.criterion().apply(model.apply(batch.features()), batch.labels()),
            listener);
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
