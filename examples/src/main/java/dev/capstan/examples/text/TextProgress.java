package dev.capstan.examples.text;

import java.io.PrintWriter;
import java.util.Locale;

/** Says about ten times how far a long run is, how fast, and how long it will go on. */
final class TextProgress {
  private static final int LINES = 10;

  private final String what;
  private final String unit;
  private final long total;
  private final PrintWriter err;
  private final long start = System.nanoTime();
  private long said;

  TextProgress(String what, String unit, long total, PrintWriter err) {
    this.what = what;
    this.unit = unit;
    this.total = total;
    this.err = err;
  }

  void done(long count, String more) {
    if (count < total && count - said < (total + LINES - 1) / LINES) {
      return;
    }
    said = count;
    double seconds = Math.max(1e-9, (System.nanoTime() - start) * 1e-9);
    err.printf(
        Locale.ROOT,
        "%s: %d of %d %s, %.1f a second, %.0f s left%s%n",
        what,
        count,
        total,
        unit,
        count / seconds,
        seconds / count * (total - count),
        more);
    err.flush();
  }
}
