package dev.capstan.text.tokenizer;

import java.util.function.Consumer;

/** Splits normalized text into the words that a model cuts into pieces. */
interface PreTokenizer {

  /** Where a stretch of text stands: some splitters put a blank before the very first word. */
  enum Place {
    START,
    LATER
  }

  void split(String text, Place place, Consumer<String> words);

  /** Splits by this, then what comes out by another. */
  default PreTokenizer then(PreTokenizer next) {
    return (text, place, words) -> {
      Place[] here = {place};
      split(
          text,
          place,
          word -> {
            next.split(word, here[0], words);
            here[0] = Place.LATER;
          });
    };
  }
}
