package dev.capstan.text.tokenizer;

import java.util.OptionalInt;

/**
 * Cuts texts into the pieces that a model knows.
 *
 * <p>Immutable, and safe for any number of threads.
 */
public interface Tokenizer {

  /** The pieces of a text with the model's own tokens around them, cut off at the limit. */
  Encoding encode(String text);

  /**
   * The pieces of a pair of texts with the model's own tokens around them. What is too long is
   * taken from the end of the longer one.
   */
  Encoding encode(String first, String second);

  /** The numbers of a text's pieces alone, with nothing around them and nothing cut off. */
  int[] pieces(String text);

  /** One piece with the model's own tokens around it. */
  Encoding around(int piece);

  /** How many numbers there are: an embedding table needs as many rows. */
  int size();

  /** The number that fills up shorter texts of a batch. */
  int padding();

  /** The number that stands for what is not known; empty where everything is. */
  OptionalInt unknown();

  /** The most pieces that an encoding has. */
  int maxLength();

  /** The same tokeniser with another limit. */
  Tokenizer withMaxLength(int most);
}
