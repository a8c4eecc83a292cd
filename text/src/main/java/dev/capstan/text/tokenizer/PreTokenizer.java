package dev.capstan.text.tokenizer;

/** Splits normalized text into the words that a model cuts into pieces. */
interface PreTokenizer {

  /** Where a stretch of text stands: some splitters put a blank before the very first word. */
  enum Place {
    START,
    LATER;

    /** The place of what begins at such a character of a text at this place. */
    Place at(int from) {
      return from == 0 ? this : LATER;
    }
  }

  /** Takes words, and whether each begins the text. */
  interface Words {
    void accept(String word, Place place);
  }

  void split(String text, Place place, Words words);

  /** Splits by this, then what comes out by another. */
  default PreTokenizer then(PreTokenizer next) {
    return (text, place, words) ->
        split(text, place, (word, inner) -> next.split(word, inner, words));
  }
}
