package dev.capstan.examples.train;

import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a training run from a seed comes to, without baselines and pages.
 *
 * @param losses the mean loss of each epoch
 * @param embedded the test rows, by the trained net
 */
public record SeededRun(List<Double> losses, Tensor embedded) {
  private static final long SEED = 7;

  /** The usual recipe of a data set, for some epochs. */
  public static SeededRun of(Source source, int epochs, Path mnist) throws IOException {
    Recipe usual = source.recipe();
    Settings settings =
        new Settings(
            source,
            Protocol.CLOSED,
            Criterion.TRIPLET_SEMI_HARD,
            new Recipe(usual.hidden(), usual.dimension(), epochs),
            Experiment.LEARNING_RATE,
            SEED,
            1);
    Split split = source.load(settings.protocol(), mnist);
    Outcome outcome = Experiment.run(settings, split, Progress.silent());
    return new SeededRun(outcome.lossHistory(), outcome.after());
  }
}
