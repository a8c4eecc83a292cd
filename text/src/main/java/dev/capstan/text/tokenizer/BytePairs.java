package dev.capstan.text.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Byte-pair encoding: a word begins as its characters, and neighbours are merged in the order in
 * which the merges were learnt, of equal ones the leftmost first.
 *
 * <p>A heap of possible merges over a linked list of symbols: n·log n for a word of n characters,
 * so that a text without a space is no trap.
 *
 * <p>Source: Sennrich et al., arXiv:1508.07909; options as in Hugging Face's {@code BPE}.
 */
final class BytePairs implements PieceModel {
  /** What the options of a {@code BPE} model say. */
  record Options(
      @Nullable String unknown,
      String continuingPrefix,
      String endSuffix,
      boolean fuseUnknown,
      boolean byteFallback,
      boolean ignoreMerges) {}

  /** What two neighbours become, and when. */
  private record Merge(int rank, int result) {}

  /**
   * A possible merge of the symbol at a position with the one after it. It counts if the two make
   * the same when its turn comes, though they may be others by then.
   */
  private record Candidate(int rank, int position, int result) implements Comparable<Candidate> {
    @Override
    public int compareTo(Candidate other) {
      int byRank = Integer.compare(rank, other.rank);
      return byRank != 0 ? byRank : Integer.compare(position, other.position);
    }
  }

  private final Vocabulary vocabulary;
  private final Map<Long, Merge> merges;
  private final Options options;

  /**
   * @param merges pairs of pieces, in the order in which they were learnt
   * @throws IllegalArgumentException if a merge or the unknown piece is not in the vocabulary
   */
  BytePairs(Vocabulary vocabulary, List<String[]> merges, Options options) {
    this.vocabulary = vocabulary;
    this.options = options;
    this.merges = new java.util.HashMap<>(merges.size() * 2);
    int skip = options.continuingPrefix().length();
    for (int rank = 0; rank < merges.size(); rank++) {
      String left = merges.get(rank)[0];
      String right = merges.get(rank)[1];
      String joined = left + (right.length() >= skip ? right.substring(skip) : right);
      long key = key(vocabulary.required(left), vocabulary.required(right));
      this.merges.put(key, new Merge(rank, vocabulary.required(joined)));
    }
    if (options.unknown() != null) {
      vocabulary.required(options.unknown());
    }
  }

  private static long key(int left, int right) {
    return (long) left << 32 | right;
  }

  @Override
  public void cut(String word, Pieces out) {
    Integer whole = options.ignoreMerges() ? vocabulary.number(word) : null;
    if (whole != null) {
      out.add(whole);
      return;
    }
    int[] symbols = symbols(word);
    int[] next = new int[symbols.length];
    int[] previous = new int[symbols.length];
    PriorityQueue<Candidate> queue = new PriorityQueue<>();
    for (int i = 0; i < symbols.length; i++) {
      next[i] = i + 1 < symbols.length ? i + 1 : -1;
      previous[i] = i - 1;
      offer(queue, symbols, i, next[i]);
    }
    while (!queue.isEmpty()) {
      Candidate best = queue.remove();
      int left = best.position();
      int right = next[left];
      Merge now = merge(symbols, left, right);
      if (now == null || now.result() != best.result()) {
        continue;
      }
      symbols[left] = best.result();
      symbols[right] = GONE;
      next[left] = next[right];
      if (next[left] >= 0) {
        previous[next[left]] = left;
      }
      offer(queue, symbols, previous[left], left);
      offer(queue, symbols, left, next[left]);
    }
    Arrays.stream(symbols).filter(s -> s != GONE).forEach(out::add);
  }

  /** A symbol that has become part of its left neighbour. */
  private static final int GONE = -1;

  private void offer(PriorityQueue<Candidate> queue, int[] symbols, int left, int right) {
    Merge merge = merge(symbols, left, right);
    if (merge != null) {
      queue.add(new Candidate(merge.rank(), left, merge.result()));
    }
  }

  /** What two neighbours of now become; null if one is gone, or they stay two. */
  private @Nullable Merge merge(int[] symbols, int left, int right) {
    boolean both = left >= 0 && right >= 0 && symbols[left] != GONE && symbols[right] != GONE;
    return both ? merges.get(key(symbols[left], symbols[right])) : null;
  }

  /** The characters' pieces, unknown ones as the options say. */
  private int[] symbols(String word) {
    Pieces out = new Pieces();
    boolean afterUnknown = false;
    for (int i = 0, end; i < word.length(); i = end) {
      end = word.offsetByCodePoints(i, 1);
      String character = word.substring(i, end);
      String piece =
          (i > 0 ? options.continuingPrefix() : "")
              + character
              + (end == word.length() ? options.endSuffix() : "");
      Integer number = vocabulary.number(piece);
      if (number != null) {
        out.add(number);
        afterUnknown = false;
      } else if (!(options.byteFallback() && bytes(character, out))) {
        if (options.unknown() != null && !(afterUnknown && options.fuseUnknown())) {
          out.add(vocabulary.required(options.unknown()));
        }
        afterUnknown = true;
      } else {
        afterUnknown = false;
      }
    }
    return out.toArray();
  }

  private boolean bytes(String character, Pieces out) {
    return Bytes.append(character.getBytes(StandardCharsets.UTF_8), vocabulary, out);
  }

  /** Pieces that stand for single bytes: {@code <0xE2>}. */
  static final class Bytes {
    private Bytes() {}

    /** Appends the bytes' pieces if the vocabulary has them all. */
    static boolean append(byte[] bytes, Vocabulary vocabulary, Pieces out) {
      int before = out.size();
      for (byte b : bytes) {
        Integer number = vocabulary.number(String.format(Locale.ROOT, "<0x%02X>", b & 0xff));
        if (number == null) {
          out.cutBackTo(before);
          return false;
        }
        out.add(number);
      }
      return true;
    }
  }
}
