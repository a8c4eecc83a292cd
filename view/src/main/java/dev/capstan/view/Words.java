package dev.capstan.view;

import dev.capstan.view.Story.Line;
import java.util.Arrays;
import java.util.Locale;
import java.util.StringJoiner;

/** Numbers and names as they are said. */
final class Words {
  private Words() {}

  static String number(double x) {
    if (x == Math.rint(x) && Math.abs(x) < 1e7) {
      return Long.toString((long) x);
    }
    if (Double.isNaN(x) || Double.isInfinite(x)) {
      return Double.isNaN(x) ? "nan" : x > 0 ? "inf" : "-inf";
    }
    double size = Math.abs(x);
    return size >= 1e7 || size < 1e-4
        ? String.format(Locale.ROOT, "%.3e", x)
        : String.format(Locale.ROOT, "%.5g", x)
            .replaceAll("(\\.\\d*?)0+$", "$1")
            .replaceAll("\\.$", "");
  }

  /** A number, a few of them, or the extremes of many. */
  static String numbers(Numbers x) {
    if (x.axes().length == 0) {
      return number(x.alone());
    }
    if (x.size() == 0) {
      return x.form() + " (empty)";
    }
    if (x.size() <= Numbers.FEW) {
      StringJoiner all = new StringJoiner(", ", "[", "]");
      for (double each : x.elements()) {
        all.add(number(each));
      }
      return all.toString();
    }
    String axes = Arrays.toString(x.axes());
    if (x.nans() == x.size()) {
      return axes + " all nan";
    }
    String nans = x.nans() == 0 ? "" : ", " + x.nans() + " nan";
    return axes
        + (x.least() == x.most()
            ? " all " + number(x.least())
            : " " + number(x.least()) + " … " + number(x.most()))
        + nans;
  }

  static String name(Line line) {
    return "#" + line.index() + " " + (line.name().isEmpty() ? line.op() : line.name());
  }

  /** The operation on its inputs; a constant stands for itself. */
  static String call(Line line) {
    if (line.leaf()) {
      return line.op();
    }
    StringJoiner call = new StringJoiner(", ", line.op() + "(", ")");
    line.inputs().forEach(in -> call.add(in.constant() ? numbers(in.value()) : "#" + in.line()));
    return call.toString();
  }

  /** The heading of what {@link Trouble} says. */
  static final String TROUBLE = "where a NaN or an infinity came from";

  /** Why a line has no gradient. */
  static String unreached(Line line) {
    return line.made().origin() >= 0
        ? "is not used: the rule of #"
            + line.made().origin()
            + " recorded it for a gradient that the target is not made of"
        : line.leaf()
            ? "is not reached: its gradient is 0"
            : "is not reached: the target is not made of it, so its gradient is 0";
  }

  /** A rule beside differences, in a few words; empty where nobody looked. */
  static String agreement(Line line) {
    double error = line.agreement().error();
    if (Double.isNaN(error)) {
      return "";
    }
    int kinks = line.agreement().kinks();
    return (agrees(line) ? "differences agree to " : "differences DISAGREE by ")
        + String.format(Locale.ROOT, "%.0e", error)
        + (kinks == 0 ? "" : ", at a kink: " + kinks + (kinks == 1 ? " element" : " elements"));
  }

  /** Whether differences say what the rule says. */
  static boolean agrees(Line line) {
    return line.agreement().error() < AGREES;
  }

  /**
   * Central differences in float32 have some 1e-3 of rounding and truncation; a rule that is wrong
   * by a sign or a factor is off by far more than a hundredth.
   */
  static final double AGREES = 1e-2;
}
