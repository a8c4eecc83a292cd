package dev.capstan.ops;

import static java.util.Objects.requireNonNull;

import java.util.random.RandomGenerator;

/**
 * Standard normal numbers that are the same on every JDK: what {@link
 * RandomGenerator#nextGaussian()} gives is an affair of the JDK, and differs between 17 and 25
 * about once in a million draws.
 *
 * <p>The area below exp(−x²/2) is covered by 128 layers of equal size, of which all but the lowest
 * are rectangles; a point of a random layer mostly lies below the curve for certain, and then needs
 * one draw of 64 bits.
 *
 * <p>Source: G. Marsaglia and W. W. Tsang, The Ziggurat Method for Generating Random Variables,
 * 2000, with layer and place from bits of their own, as J. A. Doornik asks for, An Improved
 * Ziggurat Method to Generate Normal Random Samples, 2005.
 */
public final class Gaussian {
  private static final int LAYERS = 128;

  /** Where the tail begins, and the size of a layer. */
  private static final double TAIL = 3.442619855899;

  private static final double AREA = 9.91256303526217e-3;

  /** Right ends of the layers; the lowest is as wide as if it were a rectangle too. */
  private static final double[] ENDS = ends();

  private Gaussian() {}

  /** The next number; uniform draws come from {@code random}. */
  public static double next(RandomGenerator random) {
    requireNonNull(random, "random");
    while (true) {
      long bits = random.nextLong();
      int layer = (int) bits & LAYERS - 1;
      double x = ((bits >> 10) * 0x1p-53) * ENDS[layer];
      if (Math.abs(x) < ENDS[layer + 1]) {
        return x;
      }
      if (layer == 0) {
        return Math.copySign(tail(random), x);
      }
      double low = height(ENDS[layer]);
      double high = height(ENDS[layer + 1]);
      if (low + random.nextDouble() * (high - low) < height(x)) {
        return x;
      }
    }
  }

  /** Beyond the last rectangle (Marsaglia 1964). */
  private static double tail(RandomGenerator random) {
    while (true) {
      double x = -StrictMath.log(1 - random.nextDouble()) / TAIL;
      double y = -StrictMath.log(1 - random.nextDouble());
      if (2 * y > x * x) {
        return TAIL + x;
      }
    }
  }

  private static double height(double x) {
    return StrictMath.exp(-0.5 * x * x);
  }

  private static double[] ends() {
    double[] ends = new double[LAYERS + 1];
    ends[0] = AREA / height(TAIL);
    ends[1] = TAIL;
    for (int i = 2; i < LAYERS; i++) {
      ends[i] = Math.sqrt(-2 * StrictMath.log(AREA / ends[i - 1] + height(ends[i - 1])));
    }
    return ends;
  }
}
