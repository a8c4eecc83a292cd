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
 * @param nearest the nearest other test row of each test row
 * @param queries how many test rows have another of their class, and so count in Recall@1 and MAP@R
 * @param seconds what it took to make the description
 */
public record Score(
    String name,
    double recallAt1,
    double mapAtR,
    @Nullable Double accuracy1nn,
    int[] nearest,
    int queries,
    double seconds) {

  /** Scores descriptions of the training and test rows. */
  static Score of(
      String name, Split split, Tensor train, Tensor test, int threads, double seconds) {
    NearestNeighbors gallery = gallery(test, threads);
    Retrieval retrieval = Retrieval.of(gallery, test, split.test().labels());
    int[] nearest = new int[split.test().size()];
    gallery.eachOther(1, (row, found) -> nearest[row] = found.length == 0 ? row : found[0]);
    Double accuracy =
        split.protocol() == Protocol.OPEN
            ? null
            : Retrieval.accuracy(
                gallery(train, threads),
                train,
                split.train().labels(),
                test,
                split.test().labels());
    return new Score(
        name,
        retrieval.recallAt1(),
        retrieval.mapAtR(),
        accuracy,
        nearest,
        retrieval.queries(),
        seconds);
  }

  /** How many test rows have their nearest other row in their own class. */
  public int hits() {
    return (int) Math.round(recallAt1 * queries);
  }

  static NearestNeighbors gallery(Tensor rows, int threads) {
    NearestNeighbors neighbors = NearestNeighbors.of(rows, Metric.EUCLIDEAN);
    return threads > 1 ? neighbors.parallel() : neighbors;
  }
}
