package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Map;

/** A loss that mines a labelled batch by itself, as the TensorFlow systems have them. */
public interface WeightedBatchLoss extends Loss {

  /**
   * The loss of a batch.
   *
   * @param labels [N] or [N, 1]
   * @param embeddings [N, D]
   * @throws dev.capstan.ops.ShapeException if the embeddings are no matrix or the labels are not as
   *     many as they
   */
  Tensor apply(IntTensor labels, Tensor embeddings);

  /**
   * The loss times a weight. Where the loss is one number for the whole batch, the weight must be.
   *
   * @throws dev.capstan.ops.ShapeException also if the weight does not fit the loss
   */
  Tensor apply(IntTensor labels, Tensor embeddings, Tensor sampleWeight);

  @Override
  default Tensor applyTo(Map<String, ?> inputs) {
    requireNonNull(inputs, "inputs");
    Inputs in = new Inputs(Checks.name(this), inputs, "labels", "embeddings", "sample_weight");
    Tensor weight = in.tensorOrNull("sample_weight");
    IntTensor labels = in.labels("labels");
    return weight == null
        ? apply(labels, in.tensor("embeddings"))
        : apply(labels, in.tensor("embeddings"), weight);
  }
}
