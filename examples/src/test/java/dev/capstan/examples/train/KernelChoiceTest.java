package dev.capstan.examples.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

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
  void ofTheUsualRunsOnlyThatOnMnistIsWorthVectors() {
    for (Source source : Source.values()) {
      assertEquals(
          source == Source.MNIST,
          KernelChoice.isWorthVectors(settings(source, source.recipe())),
          source.id());
    }
  }

  @Test
  void aFewEpochsAreNot() {
    assertFalse(KernelChoice.isWorthVectors(settings(Source.MNIST, new Recipe(256, 64, 5))));
  }
}
