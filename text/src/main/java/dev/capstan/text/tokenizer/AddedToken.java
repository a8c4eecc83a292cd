package dev.capstan.text.tokenizer;

/**
 * A token that is found in the text as it stands, before anything is split: {@code [MASK]}, {@code
 * <s>}.
 *
 * @param content its text
 * @param id its number
 * @param singleWord whether it counts only where no letter or digit touches it
 * @param stripsLeft whether white space before it belongs to it
 * @param stripsRight whether white space after it belongs to it
 * @param normalized whether it is sought in the normalized text, and not in the raw one
 */
public record AddedToken(
    String content,
    int id,
    boolean singleWord,
    boolean stripsLeft,
    boolean stripsRight,
    boolean normalized) {

  /** Checks the content. */
  public AddedToken {
    if (content.isEmpty()) {
      throw new IllegalArgumentException("added token: got an empty text, expected one character");
    }
  }

  AddedToken withContent(String text) {
    return new AddedToken(text, id, singleWord, stripsLeft, stripsRight, normalized);
  }

  /** A special token, which is never split, wherever it stands. */
  public static AddedToken special(String content, int id) {
    return new AddedToken(content, id, false, false, false, false);
  }
}
