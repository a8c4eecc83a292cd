package dev.capstan.nn.optim;

/** What the settings of optimizers and schedules must be. */
final class Rates {
  private Rates() {}

  /** Refuses a learning rate, a decay or the like that is negative or no number. */
  static void requireNotNegative(String optimizer, String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          optimizer + ": " + what + ": got " + value + ", expected a finite number of 0 or more");
    }
  }

  /** Refuses a decay rate of a moving average that is not in [0, 1). */
  static void requireRate(String optimizer, String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          optimizer + ": " + what + ": got " + value + ", expected a number in [0, 1)");
    }
  }
}
