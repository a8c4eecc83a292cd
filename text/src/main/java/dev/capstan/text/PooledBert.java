package dev.capstan.text;

import dev.capstan.nn.Replication;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import dev.capstan.text.encoder.Bert;
import dev.capstan.text.encoder.TokenBatch;
import dev.capstan.text.encoder.TokenPooling;
import dev.capstan.text.tokenizer.Encoding;
import dev.capstan.text.tokenizer.Tokenizer;
import java.util.List;

/** An encoder of the BERT family, whose pieces' vectors become one; or several poolings of them. */
final class PooledBert extends TextVectors {
  private final Bert bert;
  private final List<TokenPooling> poolings;

  PooledBert(Tokenizer tokenizer, Bert bert, List<TokenPooling> poolings) {
    super(tokenizer);
    this.bert = child("bert", bert);
    this.poolings = List.copyOf(poolings);
  }

  Bert bert() {
    return bert;
  }

  @Override
  Encoding encode(String text) {
    return tokenizer().encode(text);
  }

  @Override
  Tensor apply(List<Encoding> texts) {
    TokenBatch batch = TokenBatch.of(texts, tokenizer().padding());
    return pooled(bert.apply(batch), batch);
  }

  /** The vectors [B, D] of texts from those [B, L, H] of their pieces. */
  Tensor pooled(Tensor pieces, TokenBatch batch) {
    List<Tensor> each = poolings.stream().map(pooling -> pooling.apply(pieces, batch)).toList();
    return each.size() == 1 ? each.get(0) : Movement.concat(each, -1);
  }

  @Override
  PooledBert withMaxLength(int most) {
    return new PooledBert(tokenizer().withMaxLength(most), bert, poolings);
  }

  @Override
  PooledBert keeping(Bert.Kept kept) {
    return new PooledBert(tokenizer(), bert.keeping(kept), poolings);
  }

  @Override
  int dimension() {
    return bert.config().hidden() * poolings.size();
  }

  @Override
  protected PooledBert copy(Replication copies) {
    return new PooledBert(tokenizer(), copies.of(bert), poolings);
  }
}
