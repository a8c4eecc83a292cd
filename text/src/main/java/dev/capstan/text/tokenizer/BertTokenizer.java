package dev.capstan.text.tokenizer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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
public final class BertTokenizer implements Tokenizer {
  private static final String UNKNOWN = "[UNK]";
  private static final String FIRST = "[CLS]";
  private static final String LAST = "[SEP]";
  private static final String PADDING = "[PAD]";
  private static final String MASK = "[MASK]";
  private static final int LONGEST_WORD = 100;

  /** Around one text stand two tokens of the model's, around a pair three. */
  private static final int AROUND_ONE = 2;

  private static final int AROUND_TWO = 3;

  private final Vocabulary vocabulary;
  private final BertNormalizer normalizer;
  private final AddedTokens added;
  private final WordPiece wordPiece;
  private final int maxLength;

  private BertTokenizer(Vocabulary vocabulary, BertNormalizer normalizer, int maxLength) {
    this.vocabulary = vocabulary;
    this.normalizer = normalizer;
    this.maxLength = maxLength;
    this.wordPiece = new WordPiece(vocabulary, UNKNOWN, "##", LONGEST_WORD);
    this.added =
        new AddedTokens(
            Stream.of(UNKNOWN, LAST, PADDING, FIRST, MASK)
                .map(token -> AddedToken.special(token, vocabulary.required(token)))
                .toList());
  }

  /**
   * A tokeniser of a vocabulary, without a limit of length.
   *
   * @throws IllegalArgumentException if one of the five special tokens is missing
   */
  public static BertTokenizer of(Vocabulary vocabulary, BertNormalizer normalizer) {
    return new BertTokenizer(vocabulary, normalizer, Integer.MAX_VALUE);
  }

  /**
   * Reads a vocabulary, a piece a line.
   *
   * @throws IOException if it cannot be read, or a special token is missing
   */
  public static BertTokenizer read(Path file, BertNormalizer normalizer) throws IOException {
    Vocabulary vocabulary = Vocabulary.read(file);
    try {
      return of(vocabulary, normalizer);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  @Override
  public Encoding encode(String text) {
    return assemble(beginning(pieces(text), maxLength - AROUND_ONE));
  }

  @Override
  public Encoding encode(String first, String second) {
    int[] a = pieces(first);
    int[] b = pieces(second);
    int room = maxLength - AROUND_TWO;
    if ((long) a.length + b.length > room) {
      int shorter = Math.min(a.length, b.length);
      int kept = Math.min(shorter, room / 2);
      int other = room - kept;
      boolean firstIsShorter = a.length <= b.length;
      a = beginning(a, firstIsShorter ? kept : other);
      b = beginning(b, firstIsShorter ? other : kept);
    }
    return assemble(a, b);
  }

  private static int[] beginning(int[] ids, int most) {
    return ids.length <= most ? ids : IntStream.of(ids).limit(most).toArray();
  }

  private Encoding assemble(int[]... texts) {
    Pieces ids = new Pieces();
    Pieces segments = new Pieces();
    ids.add(vocabulary.required(FIRST));
    segments.add(0);
    for (int segment = 0; segment < texts.length; segment++) {
      for (int id : texts[segment]) {
        ids.add(id);
        segments.add(segment);
      }
      ids.add(vocabulary.required(LAST));
      segments.add(segment);
    }
    int[] all = ids.toArray();
    List<String> tokens = new ArrayList<>(all.length);
    for (int id : all) {
      tokens.add(vocabulary.piece(id));
    }
    return new Encoding(all, segments.toArray(), List.copyOf(tokens));
  }

  @Override
  public int[] pieces(String text) {
    Pieces out = new Pieces();
    added.split(
        text,
        between ->
            BertPreTokenizer.split(normalizer.normalize(between), word -> wordPiece.cut(word, out)),
        out::add);
    return out.toArray();
  }

  @Override
  public int size() {
    return vocabulary.size();
  }

  @Override
  public int padding() {
    return vocabulary.required(PADDING);
  }

  @Override
  public int maxLength() {
    return maxLength;
  }

  /**
   * The same tokeniser with another limit.
   *
   * @throws IllegalArgumentException if not even the tokens around a pair have room
   */
  @Override
  public BertTokenizer withMaxLength(int most) {
    if (most < AROUND_TWO) {
      throw new IllegalArgumentException(
          "tokenizer: max length: got " + most + ", expected at least " + AROUND_TWO);
    }
    return new BertTokenizer(vocabulary, normalizer, most);
  }

  @Override
  public String toString() {
    return "BertTokenizer[" + vocabulary.size() + " pieces, at most " + maxLength + "]";
  }
}
