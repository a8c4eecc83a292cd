package dev.capstan.text.tokenizer;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * BERT's tokeniser: words of a normalized text, cut into WordPieces, as {@code [CLS] text [SEP]}.
 *
 * <pre>{@code
 * Tokenizer tokenizer = BertTokenizer.read(Path.of("vocab.txt"), BertNormalizer.uncased());
 * tokenizer.encode("A large striped wild cat").tokens();
 * // [[CLS], a, large, striped, wild, cat, [SEP]]
 * }</pre>
 *
 * <p>Special tokens that stand in the text itself ({@code [MASK]}) are taken as they are. The ids
 * are those of Hugging Face's {@code BertTokenizerFast}.
 *
 * <p>Source: Devlin et al., arXiv:1810.04805.
 */
public final class BertTokenizer {
  private static final String UNKNOWN = "[UNK]";
  private static final String FIRST = "[CLS]";
  private static final String LAST = "[SEP]";
  private static final String PADDING = "[PAD]";
  private static final String MASK = "[MASK]";
  private static final int LONGEST_WORD = 100;

  private BertTokenizer() {}

  /**
   * A tokeniser of a vocabulary, without a limit of length.
   *
   * @throws IllegalArgumentException if one of the five special tokens is missing
   */
  public static Tokenizer of(Vocabulary vocabulary, BertNormalizer normalizer) {
    requireNonNull(normalizer, "normalizer");
    return new PipelineTokenizer(
        new PipelineTokenizer.Parts(
            vocabulary,
            Stream.of(UNKNOWN, LAST, PADDING, FIRST, MASK)
                .map(token -> AddedToken.special(token, vocabulary.required(token)))
                .toList(),
            normalizer::normalize,
            Splitters.bert(),
            new WordPiece(vocabulary, UNKNOWN, "##", LONGEST_WORD),
            Template.bert(vocabulary.required(FIRST), vocabulary.required(LAST)),
            Truncation.USUAL,
            vocabulary.required(PADDING),
            OptionalInt.of(vocabulary.required(UNKNOWN))));
  }

  /**
   * Reads a vocabulary, a piece a line.
   *
   * @throws IOException if it cannot be read, or a special token is missing
   */
  public static Tokenizer read(Path file, BertNormalizer normalizer) throws IOException {
    requireNonNull(normalizer, "normalizer");
    Vocabulary vocabulary = Vocabulary.read(file);
    try {
      return of(vocabulary, normalizer);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }
}
