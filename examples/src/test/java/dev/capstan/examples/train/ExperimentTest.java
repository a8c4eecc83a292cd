package dev.capstan.examples.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.data.Dataset;
import dev.capstan.nn.index.Metric;
import dev.capstan.nn.metrics.Retrieval;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Training on a small split of the digits. */
final class ExperimentTest {
  private static final int EPOCHS = 25;

  /** Every third row of each part: 450 to train on, 150 to be asked about. */
  private static Split small() throws IOException {
    Split all = Source.DIGITS.load(Protocol.CLOSED, Source.MNIST_FOLDER);
    Dataset train = all.train().where(row -> row % 3 == 0);
    Dataset test = all.test().where(row -> row % 3 == 0);
    return new Split("digits", Protocol.CLOSED, train, test, all.classNames(), all.imageSide());
  }

  private static Settings settings(long seed, int threads) {
    return new Settings(
        Source.DIGITS,
        Protocol.CLOSED,
        Criterion.TRIPLET_SEMI_HARD,
        new Recipe(64, 16, EPOCHS),
        3e-3,
        seed,
        threads);
  }

  @Test
  void trainingReachesARecallThatRawPixelsDoNot() throws IOException {
    Split split = small();
    Outcome outcome = Experiment.run(settings(0, 1), split, Progress.silent());
    Score raw = Baselines.of(split, 1).get(0);

    assertEquals(EPOCHS, outcome.lossHistory().size());
    assertEquals(EPOCHS + 1, outcome.recallHistory().size());
    assertTrue(
        outcome.lossHistory().get(EPOCHS - 1) < outcome.lossHistory().get(0) / 10,
        () -> "losses " + outcome.lossHistory());
    assertTrue(outcome.trained().recallAt1() >= 0.95, () -> "" + outcome.trained());
    assertTrue(
        outcome.trained().mapAtR() > raw.mapAtR() + 0.2, () -> raw + ", " + outcome.trained());
  }

  @Test
  void theSameSeedGivesTheSameBitsOnAnyNumberOfThreads() throws IOException {
    Split split = small();
    Outcome one = Experiment.run(settings(3, 1), split, Progress.silent());
    Outcome two = Experiment.run(settings(3, 2), split, Progress.silent());

    assertArrayEquals(one.after().toFloatArray(), two.after().toFloatArray());
    assertEquals(one.lossHistory(), two.lossHistory());
    assertEquals(one.recallHistory(), two.recallHistory());
    assertEquals(one.trained().mapAtR(), two.trained().mapAtR());
  }

  @ParameterizedTest
  @EnumSource(Criterion.class)
  void everyLossBringsClassesTogether(Criterion criterion) throws IOException {
    Split split = small();
    Settings settings =
        new Settings(Source.DIGITS, Protocol.CLOSED, criterion, new Recipe(64, 16, 6), 3e-3, 1, 1);

    Outcome outcome = Experiment.run(settings, split, Progress.silent());
    double untrained =
        Retrieval.of(outcome.before(), split.test().labels(), Metric.EUCLIDEAN).mapAtR();

    assertTrue(
        outcome.trained().mapAtR() > untrained + 0.1, () -> untrained + ", " + outcome.trained());
  }

  @Test
  void anotherSeedGivesAnotherNet() throws IOException {
    Split split = small();
    double first = Experiment.run(settings(3, 1), split, Progress.silent()).lossHistory().get(0);
    double other = Experiment.run(settings(4, 1), split, Progress.silent()).lossHistory().get(0);

    assertTrue(first != other);
  }
}
