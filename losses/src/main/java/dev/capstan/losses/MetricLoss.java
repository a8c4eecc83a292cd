package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Map;

/**
 * A loss over labelled embeddings. A batch without usable pairs gives 0, which can be
 * differentiated and has gradient 0.
 */
public interface MetricLoss extends Loss {

  /** The loss of a batch that is compared with itself or with references. */
  Tensor apply(EmbeddingBatch batch);

  /**
   * The loss of a batch compared with itself.
   *
   * @param labels [N] or [N, 1]
   * @param embeddings [N, D]
   * @throws dev.capstan.ops.ShapeException if they do not fit each other
   */
  default Tensor apply(IntTensor labels, Tensor embeddings) {
    return apply(EmbeddingBatch.of(labels, embeddings));
  }

  @Override
  default Tensor applyTo(Map<String, ?> inputs) {
    requireNonNull(inputs, "inputs");
    String name = Checks.name(this);
    Inputs in = new Inputs(name, inputs, "embeddings", "labels", "ref_emb", "ref_labels");
    IntTensor labels = in.labels("labels");
    return in.has("ref_emb")
        ? apply(
            EmbeddingBatch.against(
                labels, in.tensor("embeddings"), in.labels("ref_labels"), in.tensor("ref_emb")))
        : apply(labels, in.tensor("embeddings"));
  }
}
