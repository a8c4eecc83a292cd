package dev.capstan.text.tokenizer;

/** Cuts a word into pieces of a vocabulary. */
interface PieceModel {

  /** Appends the numbers of a word's pieces. */
  void cut(String word, Pieces out);
}
