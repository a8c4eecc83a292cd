package dev.capstan.examples.train;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.data.Bags;
import dev.capstan.nn.data.Examples;
import dev.capstan.nn.index.Metric;
import dev.capstan.nn.index.NearestNeighbors;
import dev.capstan.nn.metrics.Retrieval;
import dev.capstan.nn.train.History;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/** One training run on texts: a vector for each word, learned from labels. */
final class TextExperiment {

  /** Some texts and their labels. */
  private record TextBatch(Bags texts, IntTensor labels) {}

  /**
   * What a run has found.
   *
   * @param epochs how many were trained
   */
  record Found(Score untrained, Score trained, int epochs, History history) {}

  private final Settings settings;
  private final TextSplit split;
  private final WordBag words;
  private final Run<TextBatch> run;
  private final Bags testTexts;
  private final IntTensor testLabels;

  TextExperiment(Settings settings, TextSplit split) {
    this.settings = settings;
    this.split = split;
    RandomStream seeds = new RandomStream(settings.seed());
    int width = settings.recipe().dimension();
    words = new WordBag(split.rarity(), width, seeds.split());
    Bags trainTexts = Bags.of(split.train());
    Draws draws =
        Draws.of(settings, split.trainLabels(), seeds.split(), () -> words.apply(trainTexts));
    Objective objective =
        settings.criterion().objective(split.classes().size(), width, seeds.split());
    Examples<TextBatch> examples =
        Examples.ragged(split.train()).with(Examples.ids(split.trainLabels()), TextBatch::new);
    testTexts = Bags.of(split.test());
    testLabels = IntTensor.of(split.testLabels());
    run =
        new Run<>(
            settings,
            new Trained(words, objective),
            examples,
            draws,
            batch -> objective.apply(words.apply(batch.texts()), batch.labels()),
            this::recall);
  }

  /** Trains, from where the folder's newest checkpoint is. */
  Found run(Progress progress, BooleanSupplier stop, RunFolder folder) throws IOException {
    Score untrained = score("random weights", 0);
    progress.watching(() -> words.apply(testTexts), testLabels, split.classes());
    run.train(identity(), progress, stop, folder);
    return new Found(
        untrained, score("this embedding", run.seconds()), run.losses().size(), run.history());
  }

  /** Writes the vectors of words for {@code encode} and {@code similar}. */
  void save(Path folder) throws IOException {
    words.save(split.vocabulary(), folder);
  }

  private String identity() {
    Bags all = Bags.of(split.train());
    float[] numbers = new float[all.ids().size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = all.ids().at(i);
    }
    return RunFolder.checksum(numbers);
  }

  private NearestNeighbors gallery(Tensor rows) {
    NearestNeighbors neighbors = NearestNeighbors.of(rows, Metric.COSINE);
    return settings.threads() > 1 ? neighbors.parallel() : neighbors;
  }

  private double recall() {
    Tensor rows = words.apply(testTexts);
    return Retrieval.recallAt1(gallery(rows), rows, testLabels);
  }

  private Score score(String name, double seconds) {
    Tensor test = words.apply(testTexts);
    Tensor train = words.apply(Bags.of(split.train()));
    Retrieval retrieval = Retrieval.of(gallery(test), test, testLabels);
    double nearest =
        Retrieval.accuracy(
            gallery(train), train, IntTensor.of(split.trainLabels()), test, testLabels);
    return new Score(
        name,
        retrieval.recallAt1(),
        retrieval.mapAtR(),
        nearest,
        new int[0],
        retrieval.queries(),
        seconds);
  }
}
