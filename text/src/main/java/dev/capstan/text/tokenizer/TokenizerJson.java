package dev.capstan.text.tokenizer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.capstan.nn.io.WholeFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads Hugging Face's {@code tokenizer.json}: WordPiece, byte-pair and unigram models, with the
 * normalizers and splitters that sentence encoders use.
 *
 * <p>What the file asks for and is not known here is refused by its name; nothing is left out
 * silently.
 */
public final class TokenizerJson {
  private final JsonNode root;
  private final List<AddedToken> added;

  /** The model's pieces, which its words are cut into. */
  private final Vocabulary pieces;

  /** With the added tokens. */
  private final Vocabulary vocabulary;

  private TokenizerJson(JsonNode root) {
    this.root = root;
    SortedMap<Integer, String> model = modelVocabulary(root.path("model").path("vocab"));
    this.added = addedTokens(root.path("added_tokens"), model);
    this.pieces = vocabulary(model, List.of());
    this.vocabulary = vocabulary(model, added);
  }

  /**
   * The tokeniser of a file, cut off where the file says so.
   *
   * @throws IOException if it cannot be read, is no such file, or asks for a part that is not known
   */
  public static Tokenizer read(Path file) throws IOException {
    WholeFile.requireNoFolder(file);
    try {
      JsonNode root = new ObjectMapper().readTree(Files.readAllBytes(file));
      if (!root.path("model").isObject()) {
        throw new IllegalArgumentException("no model; expected a tokenizer.json of tokenizers");
      }
      return new TokenizerJson(root).tokenizer();
    } catch (JsonProcessingException e) {
      throw new IOException(file + ": no JSON: " + e.getOriginalMessage(), e);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private Tokenizer tokenizer() {
    Tokenizer all =
        new PipelineTokenizer(
            new PipelineTokenizer.Parts(
                vocabulary,
                added,
                NormalizerJson.read(root.path("normalizer")),
                PreTokenizerJson.read(root.path("pre_tokenizer")),
                model(root.path("model")),
                TemplateJson.read(root.path("post_processor"), vocabulary),
                Truncation.read(root.path("truncation")),
                padding(),
                unknownNumber(root.path("model"))));
    JsonNode most = root.path("truncation").path("max_length");
    return most.isInt() ? all.withMaxLength(most.intValue()) : all;
  }

  private OptionalInt unknownNumber(JsonNode model) {
    if (model.path("unk_id").isInt()) {
      return OptionalInt.of(model.path("unk_id").intValue());
    }
    Integer named =
        model.path("unk_token").isTextual()
            ? pieces.number(model.path("unk_token").asText())
            : null;
    return named == null ? OptionalInt.empty() : OptionalInt.of(named);
  }

  private int padding() {
    JsonNode given = root.path("padding").path("pad_id");
    if (given.isInt()) {
      return given.intValue();
    }
    for (String usual : List.of("[PAD]", "<pad>")) {
      Integer number = vocabulary.number(usual);
      if (number != null) {
        return number;
      }
    }
    return 0;
  }

  /**
   * A token has the model's number where the model knows it, else the next one after the model's
   * and those before it, whatever the file says; of two with one content the last counts. So
   * tokenizers reads a file, too.
   */
  private static List<AddedToken> addedTokens(JsonNode list, Map<Integer, String> model) {
    Map<String, Integer> known = new HashMap<>();
    model.forEach((number, piece) -> known.put(piece, number));
    Map<String, AddedToken> all = new LinkedHashMap<>();
    int next = model.size();
    for (JsonNode each : list) {
      String content = each.path("content").asText();
      if (content.isEmpty()) {
        continue;
      }
      int id = known.getOrDefault(content, next);
      known.put(content, id);
      next = Math.max(next, id + 1);
      all.put(
          content,
          new AddedToken(
              content,
              id,
              each.path("single_word").asBoolean(),
              each.path("lstrip").asBoolean(),
              each.path("rstrip").asBoolean(),
              each.path("normalized").asBoolean()));
    }
    return List.copyOf(all.values());
  }

  private static SortedMap<Integer, String> modelVocabulary(JsonNode vocab) {
    TreeMap<Integer, String> byNumber = new TreeMap<>();
    if (vocab.isArray()) {
      for (JsonNode each : vocab) {
        byNumber.put(byNumber.size(), each.path(0).asText());
      }
    }
    for (Map.Entry<String, JsonNode> each : vocab.properties()) {
      byNumber.put(each.getValue().asInt(-1), each.getKey());
    }
    return byNumber;
  }

  /** The model's pieces and the added tokens, each at its number; gaps have names of their own. */
  private static Vocabulary vocabulary(SortedMap<Integer, String> model, List<AddedToken> added) {
    TreeMap<Integer, String> byNumber = new TreeMap<>(model);
    added.forEach(token -> byNumber.put(token.id(), token.content()));
    if (byNumber.isEmpty() || byNumber.firstKey() < 0) {
      throw new IllegalArgumentException("vocabulary: got none, or a number that is none");
    }
    int size = byNumber.lastKey() + 1;
    if (size > 2 * byNumber.size() + 1000) {
      throw new IllegalArgumentException(
          "vocabulary: got " + byNumber.size() + " pieces with numbers up to " + (size - 1));
    }
    List<String> pieces = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      pieces.add(byNumber.getOrDefault(i, "[no piece " + i + "]"));
    }
    return Vocabulary.ofFile(pieces);
  }

  private PieceModel model(JsonNode model) {
    String type = model.path("type").asText(model.has("merges") ? "BPE" : "WordPiece");
    return switch (type) {
      case "WordPiece" ->
          new WordPiece(
              pieces,
              model.path("unk_token").asText("[UNK]"),
              model.path("continuing_subword_prefix").asText("##"),
              model.path("max_input_chars_per_word").asInt(100));
      case "BPE" -> bytePairs(model);
      case "Unigram" -> unigram(model);
      default -> throw unknown("model", type, "WordPiece, BPE or Unigram");
    };
  }

  private PieceModel bytePairs(JsonNode model) {
    List<String[]> merges = new ArrayList<>();
    for (JsonNode each : model.path("merges")) {
      String[] pair =
          each.isArray()
              ? new String[] {each.path(0).asText(), each.path(1).asText()}
              : each.asText().split(" ", 2);
      if (pair.length != 2) {
        throw new IllegalArgumentException("merges: got '" + each.asText() + "', expected a pair");
      }
      merges.add(pair);
    }
    return new BytePairs(
        pieces,
        merges,
        new BytePairs.Options(
            model.path("unk_token").isTextual() ? model.path("unk_token").asText() : null,
            model.path("continuing_subword_prefix").asText(""),
            model.path("end_of_word_suffix").asText(""),
            model.path("fuse_unk").asBoolean(),
            model.path("byte_fallback").asBoolean(),
            model.path("ignore_merges").asBoolean()));
  }

  private PieceModel unigram(JsonNode model) {
    List<String> list = new ArrayList<>();
    double[] scores = new double[model.path("vocab").size()];
    for (JsonNode each : model.path("vocab")) {
      scores[list.size()] = each.path(1).asDouble();
      list.add(each.path(0).asText());
    }
    return new Unigram(
        pieces,
        list,
        Arrays.copyOf(scores, list.size()),
        model.path("unk_id").asInt(-1),
        model.path("byte_fallback").asBoolean());
  }

  static IllegalArgumentException unknown(String part, String type, String expected) {
    return new IllegalArgumentException(
        part + ": '" + type + "' is not known here; expected " + expected);
  }
}
