package dev.capstan.text.tokenizer;

/**
 * Cuts a word into the longest pieces that the vocabulary has, from left to right.
 *
 * <p>Pieces after the first begin with a prefix, {@code ##} in BERT. A word that cannot be cut so,
 * or is longer than a hundred characters, is one unknown piece. The limit also bounds the work: a
 * word costs at most the square of a hundred, so a text takes time in proportion to its length.
 *
 * <p>Source: Schuster and Nakajima, "Japanese and Korean voice search" (2012); limits as in Hugging
 * Face's {@code WordPiece}.
 */
final class WordPiece implements PieceModel {
  private final Vocabulary vocabulary;
  private final int unknown;
  private final String prefix;
  private final int longestWord;

  WordPiece(Vocabulary vocabulary, String unknown, String prefix, int longestWord) {
    this.vocabulary = vocabulary;
    this.unknown = vocabulary.required(unknown);
    this.prefix = prefix;
    this.longestWord = longestWord;
  }

  @Override
  public void cut(String word, Pieces out) {
    Integer whole = vocabulary.number(word);
    if (word.codePointCount(0, word.length()) > longestWord) {
      out.add(unknown);
    } else if (whole != null) {
      out.add(whole);
    } else {
      cutInto(word, out);
    }
  }

  private void cutInto(String word, Pieces out) {
    int before = out.size();
    int from = 0;
    while (from < word.length()) {
      int to = word.length();
      Integer piece = null;
      while (to > from) {
        String part = word.substring(from, to);
        piece = vocabulary.number(from == 0 ? part : prefix + part);
        if (piece != null) {
          break;
        }
        to = word.offsetByCodePoints(to, -1);
      }
      if (piece == null) {
        out.cutBackTo(before);
        out.add(unknown);
        return;
      }
      out.add(piece);
      from = to;
    }
  }
}
