package dev.capstan.text.tokenizer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.capstan.text.internal.JsonTree;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

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
    @Nullable String[] model = modelPieces(root.path("model").path("vocab"));
    if (model.length == 0) {
      throw new IllegalArgumentException("vocabulary: got no piece, expected at least one");
    }
    this.pieces = Vocabulary.ofFile(model);
    this.added = addedTokens(root.path("added_tokens"), pieces, known(model));
    @Nullable String[] all = with(added, model);
    this.vocabulary = Arrays.equals(all, model) ? pieces : Vocabulary.ofFile(all);
  }

  /**
   * The tokeniser of a file, cut off where the file says so.
   *
   * @throws IOException if it cannot be read, is no such file, or asks for a part that is not known
   */
  public static Tokenizer read(Path file) throws IOException {
    JsonNode root = JsonTree.read(file);
    try {
      if (!root.path("model").isObject()) {
        throw new IllegalArgumentException("no model; expected a tokenizer.json of tokenizers");
      }
      return new TokenizerJson(root).tokenizer();
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
  private static List<AddedToken> addedTokens(JsonNode list, Vocabulary model, int known) {
    Map<String, AddedToken> all = new LinkedHashMap<>();
    int next = known;
    for (JsonNode each : list) {
      String content = each.path("content").asText();
      if (content.isEmpty()) {
        continue;
      }
      Integer number = model.number(content);
      AddedToken before = all.get(content);
      int id = number != null ? number : before != null ? before.id() : next;
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

  /**
   * The model's pieces by their numbers: a list, as unigram models have it, or a number for each.
   */
  private static @Nullable String[] modelPieces(JsonNode vocab) {
    if (vocab.isArray()) {
      String[] list = new String[vocab.size()];
      Arrays.setAll(list, i -> vocab.path(i).path(0).asText());
      return list;
    }
    int highest = -1;
    for (JsonNode number : vocab) {
      highest = Math.max(highest, number.asInt(-1));
      if (number.asInt(-1) < 0) {
        throw new IllegalArgumentException(
            "vocabulary: got the number " + number + ", expected one from 0");
      }
    }
    @Nullable String[] byNumber = new String[room(highest, vocab.size())];
    vocab.properties().forEach(each -> byNumber[each.getValue().asInt()] = each.getKey());
    return byNumber;
  }

  /** How many numbers have a piece. */
  private static int known(@Nullable String[] byNumber) {
    int n = 0;
    for (String piece : byNumber) {
      n += piece == null ? 0 : 1;
    }
    return n;
  }

  /** With the added tokens, each at its number. */
  private static @Nullable String[] with(List<AddedToken> added, @Nullable String[] model) {
    int highest = added.stream().mapToInt(AddedToken::id).max().orElse(-1);
    @Nullable String[] all = Arrays.copyOf(model, Math.max(model.length, highest + 1));
    added.forEach(token -> all[token.id()] = token.content());
    return all;
  }

  /** How many numbers there are; a file may skip some, but not make room for anything. */
  private static int room(int highest, int pieces) {
    if (highest > 2 * pieces + 1000) {
      throw new IllegalArgumentException(
          "vocabulary: got " + pieces + " pieces with numbers up to " + highest);
    }
    return highest + 1;
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
