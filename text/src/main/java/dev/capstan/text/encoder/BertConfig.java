package dev.capstan.text.encoder;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.capstan.text.internal.JsonTree;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The sizes of an encoder, as {@code config.json} has them.
 *
 * @param architecture whose names and positions the files have
 * @param vocabulary how many pieces
 * @param hidden how many numbers a piece has
 * @param layers how many layers
 * @param heads how many heads of attention; divides {@code hidden}
 * @param intermediate the width between the two products of a layer
 * @param positions how many rows the table of positions has
 * @param segments how many segments; 0 for none
 * @param epsilon what keeps a normalization from dividing by zero
 * @param activation the function between the two products
 * @param dropout the share of numbers that training drops
 * @param attentionDropout the share of attention that training drops
 * @param padding the number of the piece that fills up
 */
public record BertConfig(
    Architecture architecture,
    int vocabulary,
    int hidden,
    int layers,
    int heads,
    int intermediate,
    int positions,
    int segments,
    double epsilon,
    HiddenActivation activation,
    double dropout,
    double attentionDropout,
    int padding) {

  /** More layers than any encoder has; a file that says so is damaged. */
  private static final int MOST_LAYERS = 10_000;

  /** Checks the sizes. */
  public BertConfig {
    requireNonNull(activation, "activation");
    requirePositive("vocab_size", vocabulary);
    requirePositive("hidden_size", hidden);
    requirePositive("num_hidden_layers", layers);
    requirePositive("num_attention_heads", heads);
    requirePositive("intermediate_size", intermediate);
    requirePositive("max_position_embeddings", positions);
    if (layers > MOST_LAYERS) {
      throw new IllegalArgumentException(
          "bert: num_hidden_layers: got " + layers + ", expected at most " + MOST_LAYERS);
    }
    if (segments < 0) {
      throw new IllegalArgumentException(
          "bert: type_vocab_size: got " + segments + ", expected 0 or more");
    }
    if (!(epsilon >= 0) || Double.isInfinite(epsilon)) {
      throw new IllegalArgumentException(
          "bert: layer_norm_eps: got " + epsilon + ", expected a finite number of 0 or more");
    }
    if (padding < 0 || padding >= vocabulary) {
      throw new IllegalArgumentException(
          "bert: pad_token_id: got " + padding + ", expected one of " + vocabulary + ", from 0");
    }
    if (hidden % heads != 0) {
      throw new IllegalArgumentException(
          "bert: num_attention_heads: got " + heads + ", expected a divisor of " + hidden);
    }
    if (positions <= architecture.firstPosition(padding)) {
      throw new IllegalArgumentException(
          "bert: max_position_embeddings: got "
              + positions
              + ", expected more than "
              + architecture.firstPosition(padding));
    }
  }

  /** The same with another share of dropout, of numbers and of attention. */
  public BertConfig withDropout(double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "bert: dropout: got " + share + ", expected 0 or more and less than 1");
    }
    return new BertConfig(
        architecture,
        vocabulary,
        hidden,
        layers,
        heads,
        intermediate,
        positions,
        segments,
        epsilon,
        activation,
        share,
        share,
        padding);
  }

  private static void requirePositive(String name, int size) {
    if (size < 1) {
      throw new IllegalArgumentException(
          "bert: " + name + ": got " + size + ", expected 1 or more");
    }
  }

  /** The most pieces that a text may have, those around it counted. */
  public int maxLength() {
    return positions - architecture.firstPosition(padding);
  }

  /**
   * Reads a {@code config.json}.
   *
   * @throws IOException if it cannot be read, or is of an architecture that is not known
   */
  public static BertConfig read(Path file) throws IOException {
    try {
      return of(JsonTree.read(file));
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException(
          "no file "
              + file
              + "; expected the folder of an encoder, with config.json, model.safetensors and"
              + " vocab.txt or tokenizer.json, or of a static model");
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static BertConfig of(JsonNode json) {
    Architecture architecture = Architecture.of(json.path("model_type").asText());
    refuseOtherPositions(json);
    return architecture == Architecture.DISTILBERT
        ? distilBert(json)
        : new BertConfig(
            architecture,
            size(json, "vocab_size"),
            size(json, "hidden_size"),
            size(json, "num_hidden_layers"),
            size(json, "num_attention_heads"),
            size(json, "intermediate_size"),
            size(json, "max_position_embeddings"),
            json.path("type_vocab_size").asInt(2),
            json.path("layer_norm_eps").asDouble(1e-12),
            HiddenActivation.of(json.path("hidden_act").asText("gelu")),
            json.path("hidden_dropout_prob").asDouble(0.1),
            json.path("attention_probs_dropout_prob").asDouble(0.1),
            json.path("pad_token_id").asInt(0));
  }

  private static BertConfig distilBert(JsonNode json) {
    return new BertConfig(
        Architecture.DISTILBERT,
        size(json, "vocab_size"),
        size(json, "dim"),
        size(json, "n_layers"),
        size(json, "n_heads"),
        size(json, "hidden_dim"),
        size(json, "max_position_embeddings"),
        0,
        1e-12,
        HiddenActivation.of(json.path("activation").asText("gelu")),
        json.path("dropout").asDouble(0.1),
        json.path("attention_dropout").asDouble(0.1),
        json.path("pad_token_id").asInt(0));
  }

  private static void refuseOtherPositions(JsonNode json) {
    String kind = json.path("position_embedding_type").asText("absolute");
    if (!kind.equals("absolute")) {
      throw new IllegalArgumentException(
          "position_embedding_type: got '" + kind + "', expected 'absolute', the one known here");
    }
    if (json.path("is_decoder").asBoolean()) {
      throw new IllegalArgumentException("is_decoder: got true, expected an encoder");
    }
  }

  private static int size(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isInt()) {
      throw new IllegalArgumentException(
          key + ": got " + (value.isMissingNode() ? "none" : value) + ", expected a whole number");
    }
    return value.intValue();
  }
}
