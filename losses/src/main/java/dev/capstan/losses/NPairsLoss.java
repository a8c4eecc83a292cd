package dev.capstan.losses;

import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Diagonals;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * N-pairs loss: one pair of each class, the other classes' second samples being the negatives.
 *
 * <p>Of each class with at least two samples, in the order of the labels, the first sample is the
 * anchor and the second the positive. {@code log Σ_j e^(s_ij) − s_ii}, reduced by the mean; s is
 * the cosine by default.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, returns a scalar; 0 if no class has
 * two samples.
 *
 * <p>Source: Sohn, NeurIPS 2016, as in pytorch-metric-learning 2.9.
 */
public record NPairsLoss(Distance distance, Reducer reducer) implements MetricLoss {
  static final String NAME = "npairs_loss";

  /** Cosine and mean. */
  public NPairsLoss() {
    this(DotProductSimilarity.cosine(), new Reducer.Mean());
  }

  public NPairsLoss withDistance(Distance value) {
    return new NPairsLoss(value, reducer);
  }

  public NPairsLoss withReducer(Reducer value) {
    return new NPairsLoss(distance, value);
  }

  @Override
  public Tensor apply(EmbeddingBatch batch) {
    Batches.requireItself("NPairsLoss", batch);
    TreeMap<Integer, List<Integer>> classes = new TreeMap<>();
    for (int i = 0; i < batch.rows(); i++) {
      classes.computeIfAbsent(batch.label(i), label -> new ArrayList<>()).add(i);
    }
    classes.values().removeIf(rows -> rows.size() < 2);
    if (classes.isEmpty()) {
      return Batches.zero(batch.embeddings());
    }
    IntTensor anchors = IntTensor.of(column(classes, 0));
    IntTensor positives = IntTensor.of(column(classes, 1));
    Tensor d =
        distance.between(
            Indexing.indexSelect(batch.embeddings(), 0, anchors),
            Indexing.indexSelect(batch.embeddings(), 0, positives));
    Tensor s = Elementwise.mul(d, -distance.orientation().sign());
    Tensor losses = Elementwise.sub(Reductions.logsumexp(s, 1), Diagonals.diagonal(s));
    return reducer.of(new ListedTerms(batch, losses, anchors));
  }

  private static int[] column(TreeMap<Integer, List<Integer>> classes, int which) {
    return classes.values().stream().mapToInt(rows -> rows.get(which)).toArray();
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(NAME);
    map.put("distance", distance.config());
    map.put("reducer", reducer.config());
    return map;
  }

  static NPairsLoss fromConfig(Config config) {
    return new NPairsLoss(
        Parts.distance(config, DotProductSimilarity.cosine()),
        Parts.reducer(config, new Reducer.Mean()));
  }
}
