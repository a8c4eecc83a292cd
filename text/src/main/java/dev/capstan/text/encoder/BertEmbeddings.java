package dev.capstan.text.encoder;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.Replication;
import dev.capstan.nn.layer.Dropout;
import dev.capstan.nn.layer.LayerNorm;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import org.jspecify.annotations.Nullable;

/** A piece's first numbers: the sum of what it is, where it stands and which text it is of. */
final class BertEmbeddings extends NeuralModule {
  private final BertConfig config;
  private final Parameter words;
  private final Parameter positions;
  private final @Nullable Parameter segments;
  private final LayerNorm norm;
  private final Dropout dropout;

  BertEmbeddings(BertConfig config, Parts parts) {
    this(
        config,
        parts.table("word_embeddings", config.vocabulary(), config.hidden()),
        parts.table("position_embeddings", config.positions(), config.hidden()),
        config.segments() > 0
            ? parts.table("token_type_embeddings", config.segments(), config.hidden())
            : null,
        parts.norm("LayerNorm", config.hidden(), config.epsilon()),
        parts.dropping(config.dropout()));
  }

  private BertEmbeddings(
      BertConfig config,
      Parameter words,
      Parameter positions,
      @Nullable Parameter segments,
      LayerNorm norm,
      Dropout dropout) {
    this.config = config;
    this.words = words;
    this.positions = positions;
    this.segments = segments;
    child("word_embeddings", new Table(words));
    child("position_embeddings", new Table(positions));
    if (segments != null) {
      child("token_type_embeddings", new Table(segments));
    }
    this.norm = child("LayerNorm", norm);
    this.dropout = child("dropout", dropout);
  }

  /** The first numbers [B, L, H] of a batch. */
  Tensor apply(TokenBatch batch) {
    if (batch.length() > config.maxLength()) {
      throw new ShapeException(
          "bert: got a text of "
              + batch.length()
              + " pieces, expected at most "
              + config.maxLength()
              + ", for which there are positions; cut texts with tokenizer.withMaxLength("
              + config.maxLength()
              + ")");
    }
    Tensor sum = Indexing.embedding(words.value(), batch.ids());
    if (segments != null) {
      sum = Elementwise.add(sum, Indexing.embedding(segments.value(), batch.segments()));
    }
    Tensor where = Indexing.embedding(positions.value(), positionsOf(batch));
    return dropout.apply(norm.apply(Elementwise.add(sum, where)));
  }

  /** 0, 1, 2, … in each text; RoBERTa counts from after the padding, and fills up with it. */
  private IntTensor positionsOf(TokenBatch batch) {
    int first = config.architecture().firstPosition(config.padding());
    int[] all = new int[batch.ids().size()];
    for (int i = 0; i < all.length; i++) {
      boolean filling = first > 0 && !batch.mask().at(i);
      all[i] = filling ? config.padding() : first + i % batch.length();
    }
    return IntTensor.of(all, batch.size(), batch.length());
  }

  @Override
  protected BertEmbeddings copy(Replication copies) {
    return new BertEmbeddings(
        config,
        copies.of(words),
        copies.of(positions),
        segments == null ? null : copies.of(segments),
        copies.of(norm),
        copies.of(dropout));
  }

  /** Gives a table its path. */
  private static final class Table extends NeuralModule {
    private final Parameter weight;

    Table(Parameter weight) {
      this.weight = parameter(weight);
    }

    @Override
    protected Table copy(Replication copies) {
      return new Table(copies.of(weight));
    }
  }
}
