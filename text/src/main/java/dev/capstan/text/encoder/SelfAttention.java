package dev.capstan.text.encoder;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Replication;
import dev.capstan.nn.layer.Dropout;
import dev.capstan.nn.layer.Linear;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Transpose;

/**
 * Each piece's average of all pieces' values, weighted by how well their keys answer its query, in
 * several heads side by side. Filling is seen by nobody.
 *
 * <p>Source: Vaswani et al., arXiv:1706.03762.
 */
final class SelfAttention extends NeuralModule {
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Dropout dropout;
  private final int heads;

  SelfAttention(BertConfig config, Parts parts) {
    this(
        parts.linear("query", config.hidden(), config.hidden()),
        parts.linear("key", config.hidden(), config.hidden()),
        parts.linear("value", config.hidden(), config.hidden()),
        parts.dropping(config.attentionDropout()),
        config.heads());
  }

  private SelfAttention(Linear query, Linear key, Linear value, Dropout dropout, int heads) {
    this.query = child("query", query);
    this.key = child("key", key);
    this.value = child("value", value);
    this.dropout = child("dropout", dropout);
    this.heads = heads;
  }

  /**
   * @param x [B, L, H]
   * @param seen [B, 1, 1, L]
   */
  Tensor apply(Tensor x, BoolTensor seen) {
    Tensor q = split(query.apply(x));
    Tensor k = split(key.apply(x));
    Tensor v = split(value.apply(x));
    return joined(attention(q, k, v, seen));
  }

  private Tensor attention(Tensor q, Tensor k, Tensor v, BoolTensor seen) {
    if (!training() || dropout.share() == 0) {
      return Neural.scaledDotProductAttention(q, k, v, seen);
    }
    double scale = 1 / Math.sqrt(q.shape().get(-1));
    Tensor scores = Elementwise.mul(LinearAlgebra.matmul(q, Transpose.NO, k, Transpose.YES), scale);
    Tensor masked = Elementwise.where(seen, scores, Double.NEGATIVE_INFINITY);
    return LinearAlgebra.matmul(dropout.apply(Reductions.softmax(masked, -1)), v);
  }

  /** [B, L, H] to [B, heads, L, H / heads]. */
  private Tensor split(Tensor x) {
    int width = x.shape().get(2) / heads;
    return x.reshape(x.shape().get(0), x.shape().get(1), heads, width).permute(0, 2, 1, 3);
  }

  private static Tensor joined(Tensor x) {
    return x.permute(0, 2, 1, 3)
        .reshape(x.shape().get(0), x.shape().get(2), x.shape().get(1) * x.shape().get(3));
  }

  @Override
  protected SelfAttention copy(Replication copies) {
    return new SelfAttention(
        copies.of(query), copies.of(key), copies.of(value), copies.of(dropout), heads);
  }
}
