package dev.capstan.text.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a word into the pieces whose scores have the largest sum.
 *
 * <p>Scores are logarithms of probabilities; the best cut is found from left to right, each place
 * remembering the best way to reach it (Viterbi). A character that no piece covers is unknown at a
 * score below all others; unknown ones that follow each other are one piece, or their bytes. The
 * work for a word is its length times that of the longest piece.
 *
 * <p>Source: Kudo, arXiv:1804.10959; conventions of Hugging Face's {@code Unigram}.
 */
final class Unigram implements PieceModel {
  /** How much less likely than the least likely piece an unknown character is. */
  private static final double PENALTY = 10;

  private final Vocabulary vocabulary;
  private final double[] scores;
  private final int unknown;
  private final boolean byteFallback;
  private final double unknownScore;
  private final int longest;
  private final Map<String, Integer> numbers;

  /**
   * @param unknown the number of the unknown piece, −1 for none
   */
  Unigram(Vocabulary vocabulary, List<String> pieces, double[] scores, int unknown, boolean bytes) {
    this.vocabulary = vocabulary;
    this.scores = scores;
    this.unknown = unknown;
    this.byteFallback = bytes;
    this.unknownScore = Arrays.stream(scores).min().orElse(0) - PENALTY;
    this.numbers = new HashMap<>(pieces.size() * 2);
    int most = 1;
    for (int i = 0; i < pieces.size(); i++) {
      numbers.put(pieces.get(i), i);
      most = Math.max(most, pieces.get(i).length());
    }
    this.longest = most;
  }

  @Override
  public void cut(String word, Pieces out) {
    int n = word.length();
    double[] best = new double[n + 1];
    int[] from = new int[n + 1];
    int[] piece = new int[n + 1];
    Arrays.fill(from, -1);
    for (int i = 0, next; i < n; i = next) {
      next = word.offsetByCodePoints(i, 1);
      boolean single = false;
      for (int end = next; end <= Math.min(n, i + longest); end++) {
        Integer number = numbers.get(word.substring(i, end));
        if (number != null) {
          reach(best, from, piece, i, end, scores[number], number);
          single |= end == next;
        }
      }
      if (!single) {
        reach(best, from, piece, i, next, unknownScore, unknown);
      }
    }
    collect(word, from, piece, out);
  }

  private static void reach(
      double[] best, int[] from, int[] piece, int start, int end, double score, int number) {
    double sum = best[start] + score;
    if (from[end] < 0 || sum > best[end]) {
      best[end] = sum;
      from[end] = start;
      piece[end] = number;
    }
  }

  private void collect(String word, int[] from, int[] piece, Pieces out) {
    int[] ends = new int[word.length()];
    int count = 0;
    for (int end = word.length(); end > 0; end = from[end]) {
      ends[count++] = end;
    }
    int unknownFrom = -1;
    for (int i = count - 1; i >= 0; i--) {
      boolean known = piece[ends[i]] != unknown;
      if (!known && unknownFrom < 0) {
        unknownFrom = from[ends[i]];
      }
      if (unknownFrom >= 0 && (known || i == 0)) {
        unknown(word.substring(unknownFrom, known ? from[ends[i]] : ends[i]), out);
        unknownFrom = -1;
      }
      if (known) {
        out.add(piece[ends[i]]);
      }
    }
  }

  private void unknown(String text, Pieces out) {
    @Nullable Integer whole = numbers.get(text);
    if (whole != null) {
      out.add(whole);
    } else if (!byteFallback
        || !BytePairs.Bytes.append(text.getBytes(StandardCharsets.UTF_8), vocabulary, out)) {
      if (unknown < 0) {
        throw new IllegalStateException(
            "unigram: a character is in no piece, and the tokenizer names no unknown piece");
      }
      out.add(unknown);
    }
  }
}
