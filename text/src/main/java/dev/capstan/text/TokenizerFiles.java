package dev.capstan.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.capstan.text.internal.JsonTree;
import dev.capstan.text.tokenizer.BertNormalizer;
import dev.capstan.text.tokenizer.BertTokenizer;
import dev.capstan.text.tokenizer.Tokenizer;
import dev.capstan.text.tokenizer.TokenizerJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The tokeniser of an encoder's folder: {@code tokenizer.json}, or {@code vocab.txt}. */
final class TokenizerFiles {
  private TokenizerFiles() {}

  /**
   * @param most how many pieces the encoder can take; the folder may ask for fewer
   */
  static Tokenizer open(Path folder, int most) throws IOException {
    Tokenizer tokenizer = read(folder);
    JsonNode sentences = optional(folder.resolve("sentence_bert_config.json"));
    JsonNode config = optional(folder.resolve("tokenizer_config.json"));
    long limit = Math.min(most, Math.min(tokenizer.maxLength(), Integer.MAX_VALUE));
    JsonNode asked = sentences.path("max_seq_length");
    if (asked.canConvertToInt()) {
      // The folder's own limit stands in the place of the one that the tokeniser was trained with.
      limit = Math.min(most, asked.intValue());
    } else if (config.path("model_max_length").canConvertToInt()) {
      limit = Math.min(limit, config.path("model_max_length").intValue());
    }
    try {
      return tokenizer.withMaxLength((int) limit);
    } catch (IllegalArgumentException e) {
      throw new IOException(folder + ": " + e.getMessage(), e);
    }
  }

  private static Tokenizer read(Path folder) throws IOException {
    Path json = folder.resolve("tokenizer.json");
    if (Files.exists(json)) {
      return TokenizerJson.read(json);
    }
    Path vocabulary = folder.resolve("vocab.txt");
    if (!Files.exists(vocabulary)) {
      throw new IOException(folder + ": neither tokenizer.json nor vocab.txt in it");
    }
    JsonNode config = optional(folder.resolve("tokenizer_config.json"));
    boolean lowercase = config.path("do_lower_case").asBoolean(true);
    boolean accents = config.path("strip_accents").asBoolean(lowercase);
    boolean ideographs = config.path("tokenize_chinese_chars").asBoolean(true);
    return BertTokenizer.read(vocabulary, new BertNormalizer(true, ideographs, accents, lowercase));
  }

  private static JsonNode optional(Path file) throws IOException {
    return Files.exists(file) ? JsonTree.read(file) : MissingNode.getInstance();
  }
}
