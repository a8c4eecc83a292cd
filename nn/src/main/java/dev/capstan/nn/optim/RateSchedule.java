package dev.capstan.nn.optim;

import static java.util.Objects.requireNonNull;

/**
 * The learning rate over time: a factor for each step, by which every group's own first rate is
 * multiplied. A pure function, so it has no state but the step it is at; {@link Scheduler} keeps
 * that. All are PyTorch's formulas, in closed form.
 */
@FunctionalInterface
public interface RateSchedule {

  /** The factor for a step, counted from 0. */
  double factor(int step);

  /** Always 1. */
  static RateSchedule constant() {
    return step -> 1;
  }

  /** Times gamma every so many steps: gamma^⌊step / every⌋. */
  static RateSchedule step(int every, double gamma) {
    requireSteps("step", every);
    requireFactor("step", gamma);
    return step -> StrictMath.pow(gamma, Math.floorDiv(step, every));
  }

  /** Times gamma at each of these steps. */
  static RateSchedule milestones(double gamma, int... at) {
    requireFactor("milestones", gamma);
    int[] steps = at.clone();
    return step -> {
      int passed = 0;
      for (int milestone : steps) {
        passed += step >= milestone ? 1 : 0;
      }
      return StrictMath.pow(gamma, passed);
    };
  }

  /** gamma^step. */
  static RateSchedule exponential(double gamma) {
    requireFactor("exponential", gamma);
    return step -> StrictMath.pow(gamma, step);
  }

  /**
   * Half a cosine from 1 down to {@code last} within so many steps, where it stays: last + (1 −
   * last) · (1 + cos(π · step / steps)) / 2 (Loshchilov, Hutter 2017).
   */
  static RateSchedule cosine(int steps, double last) {
    requireSteps("cosine", steps);
    requireFactor("cosine", last);
    return step -> between(1, last, Math.min(1, (double) step / steps));
  }

  /** Linear from {@code first} up to 1 within so many steps, where it stays. */
  static RateSchedule warmUp(int steps, double first) {
    requireSteps("warmUp", steps);
    requireFactor("warmUp", first);
    return step -> first + (1 - first) * Math.min(1, (double) step / steps);
  }

  /**
   * One cycle (Smith, Topin 2018): half a cosine from 1/25 up to 1 in the first 30 % of the steps,
   * and another down to 1/250,000. Each group's own rate is the peak. Momentum goes the other way
   * by {@link #oneCycleMomentum}.
   */
  static RateSchedule oneCycle(int steps) {
    return oneCycle(steps, 0.3, 25, 1e4);
  }

  /**
   * As {@link #oneCycle(int)}; the first factor is 1 / start, the last 1 / (start · end), the peak
   * lies at a share of the steps. A share of one step or less leaves no rise: of one step, the
   * cycle begins at its peak; of less, behind it, as in PyTorch.
   */
  static RateSchedule oneCycle(int steps, double peakAt, double start, double end) {
    requireSteps("oneCycle", steps - 1);
    if (!(peakAt > 0 && peakAt < 1) || !(start >= 1) || !(end >= 1)) {
      throw new IllegalArgumentException(
          "oneCycle: got a peak at "
              + peakAt
              + ", start "
              + start
              + ", end "
              + end
              + ", expected a share between 0 and 1, and divisors of 1 or more");
    }
    double peak = peakAt * steps - 1;
    double last = steps - 1;
    return step -> {
      double at = Math.min(step, last);
      return at <= peak
          ? between(1 / start, 1, rise(at, peak))
          : between(1, 1 / (start * end), (at - peak) / (last - peak));
    };
  }

  /**
   * The momentum of one cycle: half a cosine from 0.95 down to 0.85 while the rate rises, and up
   * again while it falls. Its factor is the momentum itself.
   */
  static RateSchedule oneCycleMomentum(int steps) {
    return oneCycleMomentum(steps, 0.3, 0.85, 0.95);
  }

  /**
   * As {@link #oneCycleMomentum(int)}, between two momenta, the least where the rate is highest.
   */
  static RateSchedule oneCycleMomentum(int steps, double peakAt, double least, double most) {
    requireSteps("oneCycle", steps - 1);
    Rates.requireRate("oneCycle", "least momentum", least);
    Rates.requireRate("oneCycle", "most momentum", most);
    if (!(peakAt > 0 && peakAt < 1)) {
      throw new IllegalArgumentException(
          "oneCycle: got a peak at " + peakAt + ", expected a share between 0 and 1");
    }
    double peak = peakAt * steps - 1;
    double last = steps - 1;
    return step -> {
      double at = Math.min(step, last);
      return at <= peak
          ? between(most, least, rise(at, peak))
          : between(least, most, (at - peak) / (last - peak));
    };
  }

  /** This one for so many steps, then the other from its beginning. */
  default RateSchedule then(int steps, RateSchedule next) {
    requireNonNull(next, "next");
    return step -> step < steps ? factor(step) : next.factor(step - steps);
  }

  /** How much of the way up is gone; all of it where the cycle begins at its peak. */
  private static double rise(double at, double peak) {
    return peak == 0 ? 1 : at / peak;
  }

  /** Half a cosine. */
  private static double between(double from, double to, double share) {
    return to + (from - to) / 2 * (1 + StrictMath.cos(Math.PI * share));
  }

  private static void requireSteps(String schedule, int steps) {
    if (steps < 1) {
      throw new IllegalArgumentException(
          schedule + ": steps: got " + steps + ", expected at least 1");
    }
  }

  private static void requireFactor(String schedule, double factor) {
    Rates.requireNotNegative(schedule, "factor", factor);
  }
}
