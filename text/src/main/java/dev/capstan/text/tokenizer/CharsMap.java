package dev.capstan.text.tokenizer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * SentencePiece's normalization, as its files hold it: a trie over bytes that leads from a sequence
 * to what stands in its place.
 *
 * <p>The file is the trie's size, the trie (a double array of Darts: 32 bits a unit), and the
 * replacements, each ended by a zero. Letters with their marks are sought together where they have
 * fewer than six bytes, then each character alone; of several sequences that begin a text the
 * shortest wins, as in Hugging Face's reader.
 *
 * <p>Source: Kudo and Richardson, arXiv:1808.06226; the layout of {@code darts-clone}.
 */
final class CharsMap implements TextNormalizer {
  private static final int LONGEST_CLUSTER = 6;
  private static final int JOINER = 0x200d;

  private final int[] units;
  private final byte[] replacements;

  /**
   * @throws IllegalArgumentException if the bytes are no such map
   */
  CharsMap(byte[] file) {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int size = file.length < 4 ? -1 : in.getInt();
    if (size < 4 || size % 4 != 0 || size > file.length - 4) {
      throw new IllegalArgumentException(
          "charsmap: got a trie of " + size + " bytes in " + file.length + ", expected it inside");
    }
    units = new int[size / 4];
    in.asIntBuffer().get(units);
    replacements = new byte[file.length - 4 - size];
    in.position(4 + size).get(replacements);
  }

  @Override
  public String apply(String text) {
    StringBuilder out = new StringBuilder(text.length());
    each(
        text,
        (old, other) -> {
          out.append(other);
          return true;
        });
    return out.toString();
  }

  /**
   * Hugging Face's reader counts what stands for a sequence character by character, more of them to
   * its last one, and takes a sequence that is dropped at the very beginning for none.
   */
  @Override
  public int head(String text, int head) {
    int most = text.codePointCount(0, head);
    int[] at = {0};
    int[] out = {0};
    each(
        text,
        (old, other) -> {
          int length = old.codePointCount(0, old.length());
          int[] points = other.codePoints().toArray();
          for (int k = 0; k < points.length; k++) {
            if (at[0] + Math.min(k, length - 1) < most) {
              out[0] += Character.charCount(points[k]);
            }
          }
          at[0] += points.length == 0 && at[0] == 0 ? 0 : length;
          return at[0] < most;
        });
    return out[0];
  }

  /** Takes a sequence and what stands for it, and says whether it wants more. */
  private interface Sequences {
    boolean accept(String old, String other);
  }

  private void each(String text, Sequences sequences) {
    boolean more = true;
    for (int i = 0, end; more && i < text.length(); i = end) {
      end = endOfCluster(text, i);
      String cluster = text.substring(i, end);
      String whole =
          cluster.getBytes(StandardCharsets.UTF_8).length < LONGEST_CLUSTER
              ? replacement(cluster)
              : null;
      if (whole != null) {
        more = sequences.accept(cluster, whole);
        continue;
      }
      for (int j = i, next; more && j < end; j = next) {
        next = text.offsetByCodePoints(j, 1);
        String single = text.substring(j, next);
        String other = replacement(single);
        more = sequences.accept(single, other == null ? single : other);
      }
    }
  }

  /**
   * The end of a cluster: what a reader takes for one letter, as Unicode's annex 29 says. Syllables
   * of Hangul and pairs of flags are left out, as they have six bytes or more and are read
   * character by character anyway.
   */
  private static int endOfCluster(String text, int from) {
    int last = text.codePointAt(from);
    int at = from + Character.charCount(last);
    if (last == '\r') {
      return text.startsWith("\n", at) ? at + 1 : at;
    }
    boolean picture = CodePoints.isPictographic(last);
    boolean consonant = CodePoints.isConsonant(last);
    boolean linked = false;
    while (at < text.length() && !CodePoints.isUnjoined(last)) {
      int c = text.codePointAt(at);
      boolean joins =
          CodePoints.isJoined(c)
              || CodePoints.isPrepended(last) && !CodePoints.isUnjoined(c)
              || picture && last == JOINER && CodePoints.isPictographic(c)
              || linked && CodePoints.isConsonant(c);
      if (!joins) {
        break;
      }
      if (!CodePoints.isJoined(c)) {
        picture = CodePoints.isPictographic(c);
        consonant = CodePoints.isConsonant(c);
      }
      linked = consonant && (CodePoints.isLinker(c) || linked && CodePoints.isJoined(c));
      last = c;
      at += Character.charCount(c);
    }
    return at;
  }

  /** What stands for the first sequence that begins the text; null if none does. */
  private @Nullable String replacement(String text) {
    int node = 0;
    int unit = unit(0);
    node ^= offset(unit);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      int c = b & 0xff;
      node ^= c;
      unit = unit(node);
      if ((unit & 0x800000ff) != c) {
        return null;
      }
      node ^= offset(unit);
      if ((unit >>> 8 & 1) == 1) {
        return text(unit(node) & 0x7fffffff);
      }
    }
    return null;
  }

  private static int offset(int unit) {
    return unit >>> 10 << ((unit & 1 << 9) >>> 6);
  }

  private int unit(int at) {
    return at >= 0 && at < units.length ? units[at] : 0;
  }

  private String text(int from) {
    int to = from;
    while (to < replacements.length && replacements[to] != 0) {
      to++;
    }
    return from < to ? new String(replacements, from, to - from, StandardCharsets.UTF_8) : "";
  }
}
