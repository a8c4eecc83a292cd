package dev.capstan.examples.train;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Which runs are long enough for kernels that the compiler wants time for. */
final class KernelChoiceTest {
  private static Settings settings(Source source, Recipe recipe) {
    return new Settings(
        source,
        Protocol.CLOSED,
        Criterion.TRIPLET_SEMI_HARD,
        recipe,
        Experiment.LEARNING_RATE,
        7,
        2);
  }

  @Test
  void theUsualRunsAreOverBeforeVectorsPay() {
    for (Source source : Source.values()) {
      assertFalse(KernelChoice.isWorthVectors(settings(source, source.recipe())), source.id());
    }
  }

  @Test
  void twentyEpochsOfMnistAreWorthThem() {
    assertTrue(KernelChoice.isWorthVectors(settings(Source.MNIST, new Recipe(256, 64, 20))));
  }
}
