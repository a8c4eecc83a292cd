package dev.capstan.examples.train;

import dev.capstan.nn.metrics.Pca;
import dev.capstan.ops.Tensor;
import java.util.List;

/** What the embedding is compared with: the rows as they are, and their principal components. */
public final class Baselines {
  private static final int COMPONENTS = 32;

  private Baselines() {}

  public static List<Score> of(Split split, int threads) {
    Tensor train = split.train().features();
    Tensor test = split.test().features();
    Score raw =
        Score.of(
            split.imageSide() > 0 ? "raw pixels" : "raw features", split, train, test, threads, 0);
    int components = Math.min(COMPONENTS, split.train().width());
    long start = System.nanoTime();
    Pca pca = Pca.of(train, components);
    Tensor projectedTrain = pca.project(train);
    Tensor projectedTest = pca.project(test);
    double seconds = (System.nanoTime() - start) * 1e-9;
    return List.of(
        raw, Score.of("PCA-" + components, split, projectedTrain, projectedTest, threads, seconds));
  }
}
