package dev.capstan.examples.train;

import dev.capstan.nn.index.Metric;
import dev.capstan.nn.index.NearestNeighbors;
import dev.capstan.nn.metrics.Retrieval;
import dev.capstan.ops.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How good one way of describing rows is.
 *
 * @param accuracy1nn the share of test rows whose nearest training row is of their class; null in
 *     the open protocol, where no training row is
 * @param seconds what it took to make the description
 */
public record Score(
    String name, double recallAt1, double mapAtR, @Nullable Double accuracy1nn, double seconds) {

  /** Scores descriptions of the training and test rows. */
  static Score of(
      String name, Split split, Tensor train, Tensor test, int threads, double seconds) {
    Retrieval retrieval = Retrieval.of(gallery(test, threads), test, split.test().labels());
    Double accuracy =
        split.protocol() == Protocol.OPEN
            ? null
            : Retrieval.accuracy(
                gallery(train, threads),
                train,
                split.train().labels(),
                test,
                split.test().labels());
    return new Score(name, retrieval.recallAt1(), retrieval.mapAtR(), accuracy, seconds);
  }

  static NearestNeighbors gallery(Tensor rows, int threads) {
    NearestNeighbors neighbors = NearestNeighbors.of(rows, Metric.EUCLIDEAN);
    return threads > 1 ? neighbors.parallel() : neighbors;
  }
}
