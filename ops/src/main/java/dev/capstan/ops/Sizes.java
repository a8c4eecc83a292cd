package dev.capstan.ops;

import java.util.Arrays;

/**
 * Products of sizes, taken in long: what does not fit an array is refused before it is made, with
 * the sizes in the message.
 */
final class Sizes {
  /** The longest array that every JVM can make. */
  static final int LARGEST = Integer.MAX_VALUE - 8;

  /** Elements, or bytes, that are not worth a question. */
  static final int SMALL = 1 << 24;

  /** How many numbers, and how many characters, of an argument a message shows. */
  private static final int SHOWN = 12;

  private static final int LETTERS = 80;

  private Sizes() {}

  /** The first of the given numbers, if they are many. */
  static String shown(int... numbers) {
    String text = Arrays.toString(Arrays.copyOf(numbers, Math.min(numbers.length, SHOWN)));
    return numbers.length <= SHOWN
        ? text
        : text.substring(0, text.length() - 1) + ", … " + numbers.length + " in all]";
  }

  /** What the caller wrote, if it is short, else its beginning. */
  static String shown(String text) {
    return text.length() <= LETTERS ? text : text.substring(0, LETTERS) + "…";
  }

  /** The product of sizes, as one size of an axis. */
  static int times(String op, int... sizes) {
    long product = product(sizes);
    if (product > LARGEST) {
      throw new ShapeException(
          op
              + ": too many elements: got "
              + shown(sizes)
              + " together, expected at most "
              + LARGEST);
    }
    return (int) product;
  }

  /** As {@link #times}, of a sum. */
  static int sum(String op, int... sizes) {
    long sum = 0;
    for (int n : sizes) {
      sum += n;
    }
    if (sum > LARGEST) {
      throw new ShapeException(
          op + ": too many elements: got " + sum + " along an axis, expected at most " + LARGEST);
    }
    return (int) sum;
  }

  /** Room for an index of each of these positions. */
  static int[] indices(String op, int... sizes) {
    int n = times(op, sizes);
    requireHeap(op, sizes, (long) Integer.BYTES * n);
    return new int[n];
  }

  /**
   * The product of sizes of 0 or more; {@link Long#MAX_VALUE} if it is larger than that. 0 if any
   * is 0, however large the others are together.
   */
  static long product(int... sizes) {
    long product = 1;
    for (int n : sizes) {
      if (n == 0) {
        return 0;
      }
      product = product > Long.MAX_VALUE / n ? Long.MAX_VALUE : product * n;
    }
    return product;
  }

  /** Refuses what the whole heap could not hold; small sizes are not looked at. */
  static void requireHeap(String op, int[] sizes, long bytes) {
    if (bytes > SMALL && bytes > Runtime.getRuntime().maxMemory()) {
      throw new ShapeException(
          op
              + ": larger than the heap: got "
              + Arrays.toString(sizes)
              + " of "
              + (bytes >> 20)
              + " MiB, expected less than "
              + (Runtime.getRuntime().maxMemory() >> 20)
              + " MiB; give Java more by -Xmx, or work in parts");
    }
  }
}
