package dev.capstan.examples.report;

import java.util.ArrayList;
import java.util.List;

/**
 * An axis with round ticks.
 *
 * @param low where it begins
 * @param high where it ends
 * @param step from one tick to the next
 */
record Axis(double low, double high, double step) {
  /** Ends that miss a tick by rounding alone are at it. */
  private static final double SLACK = 1e-9;

  /** The axis that holds a range; whole numbers only, if they are counts. */
  static Axis of(double from, double to, int mostTicks, boolean whole) {
    double power = Math.pow(10, Math.floor(Math.log10((to - from) / mostTicks)));
    double step = 10 * power;
    for (double factor : new double[] {5, 2, 1}) {
      step = (to - from) / (factor * power) <= mostTicks ? factor * power : step;
    }
    step = whole ? Math.max(1, Math.rint(step)) : step;
    double low = Math.floor(from / step + SLACK) * step;
    double high = whole ? to : Math.ceil(to / step - SLACK) * step;
    return new Axis(low, high, step);
  }

  /** Where a value lies, from 0 to 1. */
  double place(double value) {
    return (value - low) / (high - low);
  }

  /** The ticks; an end that has none gets one, in place of a tick that is too near. */
  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    for (int i = 0; low + i * step <= high + step * SLACK; i++) {
      ticks.add(low + i * step);
    }
    double last = ticks.get(ticks.size() - 1);
    if (high - last > step * SLACK) {
      if (high - last < 0.6 * step && ticks.size() > 1) {
        ticks.remove(ticks.size() - 1);
      }
      ticks.add(high);
    }
    return ticks;
  }

  String text(double tick) {
    int digits = Math.max(0, (int) Math.ceil(-Math.log10(step) - SLACK));
    return Html.format("%." + digits + "f", tick == 0 ? 0.0 : tick);
  }
}
