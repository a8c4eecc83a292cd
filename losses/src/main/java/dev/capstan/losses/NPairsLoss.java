package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

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
@Named(value = "npairs_loss", system = "pml")
public record NPairsLoss(Distance distance, Reducer reducer)
    implements MetricLoss, With.AnyDistance<NPairsLoss>, With.AnyReducer<NPairsLoss> {
  public NPairsLoss {
    requireNonNull(distance, "distance");
    requireNonNull(reducer, "reducer");
  }

  /** Cosine and mean. */
  public NPairsLoss() {
    this(DotProductSimilarity.cosine(), new Reducer.Mean());
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
    Tensor x = batch.embeddings();
    Tensor d = distance.between(x.indexSelect(0, anchors), x.indexSelect(0, positives));
    Tensor s = d.mul(-distance.orientation().sign());
    return reducer.of(new ListedTerms(batch, s.logsumexp(1).sub(s.diagonal()), anchors));
  }

  private static int[] column(TreeMap<Integer, List<Integer>> classes, int which) {
    return classes.values().stream().mapToInt(rows -> rows.get(which)).toArray();
  }
}
