package dev.capstan.text.tokenizer;

/** Splits normalized text into the words that a model cuts into pieces. */
interface PreTokenizer {

  /**
   * Where a stretch of text stands: some splitters put a blank before the very first word.
   *
   * @param head how many of its first characters come of the text's first one
   */
  record Place(int head) {
    static final Place START = new Place(1);
    static final Place LATER = new Place(0);

    static Place ofFirst(String text) {
      return text.isEmpty() ? LATER : new Place(Character.charCount(text.codePointAt(0)));
    }

    boolean first() {
      return head > 0;
    }

    /** The place of what begins at such a character of a text at this place. */
    Place at(int from) {
      return from == 0 ? this : from < head ? new Place(head - from) : LATER;
    }
  }

  /** Takes words, and where each stands. */
  interface Words {
    void accept(String word, Place place);
  }

  void split(String text, Place place, Words words);

  /** Whether words depend on where a text stands. */
  default boolean asksForPlace() {
    return false;
  }

  /** Splits by this, then what comes out by another. */
  default PreTokenizer then(PreTokenizer next) {
    PreTokenizer first = this;
    return new PreTokenizer() {
      @Override
      public void split(String text, Place place, Words words) {
        first.split(text, place, (word, inner) -> next.split(word, inner, words));
      }

      @Override
      public boolean asksForPlace() {
        return first.asksForPlace() || next.asksForPlace();
      }
    };
  }
}
