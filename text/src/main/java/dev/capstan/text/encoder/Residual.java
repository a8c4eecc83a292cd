package dev.capstan.text.encoder;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Replication;
import dev.capstan.nn.layer.Dropout;
import dev.capstan.nn.layer.LayerNorm;
import dev.capstan.nn.layer.Linear;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;

/** A product that is added to what went in before, and normalized. */
final class Residual extends NeuralModule {
  private final Linear dense;
  private final Dropout dropout;
  private final LayerNorm norm;

  Residual(BertConfig config, int in, Parts parts) {
    this(
        parts.linear("dense", in, config.hidden()),
        parts.dropping(config.dropout()),
        parts.norm("LayerNorm", config.hidden(), config.epsilon()));
  }

  private Residual(Linear dense, Dropout dropout, LayerNorm norm) {
    this.dense = child("dense", dense);
    this.dropout = child("dropout", dropout);
    this.norm = child("LayerNorm", norm);
  }

  Tensor apply(Tensor x, Tensor before) {
    return norm.apply(Elementwise.add(dropout.apply(dense.apply(x)), before));
  }

  @Override
  protected Residual copy(Replication copies) {
    return new Residual(copies.of(dense), copies.of(dropout), copies.of(norm));
  }
}
