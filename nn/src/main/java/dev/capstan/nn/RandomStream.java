package dev.capstan.nn;

import java.util.random.RandomGenerator;

/**
 * Random numbers whose place in their stream can be written down and found again: xoshiro256++
 * (Blackman, Vigna 2019), of period 2²⁵⁶ − 1, whose four words are filled from the seed by
 * SplitMix64 as its authors advise.
 *
 * <p>The same seed gives the same numbers everywhere. Not for secrets. Belongs to one thread.
 *
 * @see <a href="https://prng.di.unimi.it">the authors' page</a>
 */
public final class RandomStream implements RandomGenerator, Stateful {
  private static final String WORDS = "xoshiro256++";

  private long a;
  private long b;
  private long c;
  private long d;

  public RandomStream(long seed) {
    long[] z = {seed};
    a = mixed(z);
    b = mixed(z);
    c = mixed(z);
    d = mixed(z);
  }

  private RandomStream(long a, long b, long c, long d) {
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
  }

  /** SplitMix64 (Steele, Lea, Flood 2014). */
  private static long mixed(long[] z) {
    z[0] += 0x9E3779B97F4A7C15L;
    long x = z[0];
    x = (x ^ (x >>> 30)) * 0xBF58476D1CE4E5B9L;
    x = (x ^ (x >>> 27)) * 0x94D049BB133111EBL;
    return x ^ (x >>> 31);
  }

  @Override
  public long nextLong() {
    long result = Long.rotateLeft(a + d, 23) + a;
    long t = b << 17;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = Long.rotateLeft(d, 45);
    return result;
  }

  /** A stream of its own, seeded by this one's next number. */
  public RandomStream split() {
    return new RandomStream(nextLong());
  }

  /** A stream that goes on from the same place. */
  public RandomStream copy() {
    return new RandomStream(a, b, c, d);
  }

  @Override
  public State state() {
    String words =
        Long.toHexString(a)
            + " "
            + Long.toHexString(b)
            + " "
            + Long.toHexString(c)
            + " "
            + Long.toHexString(d);
    return State.builder().put(WORDS, words).build();
  }

  @Override
  public void restore(State state) {
    String text = state.text(WORDS);
    String[] words = text.split(" ", -1);
    try {
      if (words.length != 4) {
        throw new NumberFormatException();
      }
      long[] next = new long[4];
      for (int i = 0; i < 4; i++) {
        next[i] = Long.parseUnsignedLong(words[i], 16);
      }
      a = next[0];
      b = next[1];
      c = next[2];
      d = next[3];
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "restore: a random stream: got '" + text + "', expected four hexadecimal words", e);
    }
  }

  @Override
  public String toString() {
    return WORDS + " at " + Long.toHexString(a) + "…";
  }
}
