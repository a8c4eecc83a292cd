package dev.capstan.nn.optim;

import static java.util.Objects.requireNonNull;

/** The settings of an optimizer, for one group of parameters. */
public interface UpdateOptions {

  /** The rate that training starts with; a schedule multiplies it. */
  double learningRate();

  /**
   * These with another momentum: the share of the velocity, or of the mean of gradients (β₁), that
   * a step keeps. Without momentum they stay as they are.
   *
   * @param value in [0, 1)
   */
  default UpdateOptions atMomentum(double value) {
    requireRate("optimizer", "momentum", value);
    return this;
  }

  /** Refuses a learning rate, a decay or the like that is negative or no number. */
  static void requireNotNegative(String optimizer, String what, double value) {
    requireNonNull(optimizer, "optimizer");
    requireNonNull(what, "what");
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          optimizer + ": " + what + ": got " + value + ", expected a finite number of 0 or more");
    }
  }

  /** Refuses a decay rate of a moving average that is not in [0, 1). */
  static void requireRate(String optimizer, String what, double value) {
    requireNonNull(optimizer, "optimizer");
    requireNonNull(what, "what");
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          optimizer + ": " + what + ": got " + value + ", expected a number in [0, 1)");
    }
  }
}
