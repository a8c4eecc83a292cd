package dev.capstan.text.encoder;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Replication;
import dev.capstan.nn.layer.Linear;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Tensor;

/** One layer: attention, then two products with a function between, each added and normalized. */
final class BertLayer extends NeuralModule {
  private final Attention attention;
  private final Linear dense;
  private final Residual output;
  private final HiddenActivation activation;

  BertLayer(BertConfig config, Parts parts) {
    this(
        new Attention(
            new SelfAttention(config, parts.in("attention.self")),
            new Residual(config, config.hidden(), parts.in("attention.output"))),
        parts.linear("intermediate.dense", config.hidden(), config.intermediate()),
        new Residual(config, config.intermediate(), parts.in("output")),
        config.activation());
  }

  private BertLayer(
      Attention attention, Linear dense, Residual output, HiddenActivation activation) {
    this.attention = child("attention", attention);
    this.dense = dense;
    child("intermediate", new Group().with("dense", dense));
    this.output = child("output", output);
    this.activation = activation;
  }

  Tensor apply(Tensor x, BoolTensor seen) {
    Tensor attended = attention.apply(x, seen);
    return output.apply(activation.apply(dense.apply(attended)), attended);
  }

  @Override
  protected BertLayer copy(Replication copies) {
    return new BertLayer(copies.of(attention), copies.of(dense), copies.of(output), activation);
  }

  /** Attention with what follows it. */
  private static final class Attention extends NeuralModule {
    private final SelfAttention self;
    private final Residual output;

    Attention(SelfAttention self, Residual output) {
      this.self = child("self", self);
      this.output = child("output", output);
    }

    Tensor apply(Tensor x, BoolTensor seen) {
      return output.apply(self.apply(x, seen), x);
    }

    @Override
    protected Attention copy(Replication copies) {
      return new Attention(copies.of(self), copies.of(output));
    }
  }
}
