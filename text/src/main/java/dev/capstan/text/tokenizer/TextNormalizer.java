package dev.capstan.text.tokenizer;

/** Brings a text into the form that a model's pieces have. */
@FunctionalInterface
interface TextNormalizer {
  String apply(String text);

  /**
   * How many characters of {@link #apply} come of the text's first ones: some splitters put a sign
   * before what begins the text as it was, which is nothing once a normalizer has dropped it, and
   * several words where it has made several of it.
   *
   * @param head how many first ones, from 0
   */
  default int head(String text, int head) {
    return head == 0 ? 0 : apply(text.substring(0, head)).length();
  }

  /** This, and then another. */
  default TextNormalizer then(TextNormalizer next) {
    TextNormalizer first = this;
    return new TextNormalizer() {
      @Override
      public String apply(String text) {
        return next.apply(first.apply(text));
      }

      @Override
      public int head(String text, int head) {
        int between = first.head(text, head);
        if (between == 0) {
          return 0;
        }
        String other = first.apply(text);
        return next.head(other, Math.min(between, other.length()));
      }
    };
  }
}
