package dev.capstan.text;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Replication;
import dev.capstan.ops.Tensor;
import dev.capstan.text.encoder.Bert;
import dev.capstan.text.tokenizer.Encoding;
import dev.capstan.text.tokenizer.Tokenizer;
import java.util.List;

/** The first stage of a sentence encoder: a vector for each text. */
abstract class TextVectors extends NeuralModule {
  private final Tokenizer tokenizer;

  TextVectors(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  final Tokenizer tokenizer() {
    return tokenizer;
  }

  /** The pieces that this stage wants of a text. */
  abstract Encoding encode(String text);

  /** The vectors [B, D] of texts. */
  abstract Tensor apply(List<Encoding> texts);

  /** The same, parameters and all, with another limit to a text's pieces. */
  abstract TextVectors withMaxLength(int most);

  /** The same, parameters and all, of whose layers a tape keeps as much. */
  abstract TextVectors keeping(Bert.Kept kept);

  /** D. */
  abstract int dimension();

  @Override
  protected abstract TextVectors copy(Replication copies);
}
