package dev.capstan.benchmarks;

import java.io.Console;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.time.Duration;

/**
 * How far a run has come, for whoever waits: on a terminal one line that changes, elsewhere a line
 * now and then.
 */
final class Progress {
  private static final long QUIET_NANOS = 30_000_000_000L;
  private static final String CLEAR = "\r\033[K";

  private final PrintStream err;
  private final boolean terminal;
  private final int total;
  private final long start = System.nanoTime();
  private long said;
  private int done;

  Progress(PrintStream err, boolean terminal, int total) {
    this.err = err;
    this.terminal = terminal;
    this.total = total;
    this.said = start;
  }

  /** On standard error; as on a terminal if the table goes there too. */
  static Progress of(int total) {
    return new Progress(System.err, onTerminal(), total);
  }

  /** From JDK 22 on a console may be there without a terminal; it then says so. */
  @SuppressWarnings("SystemConsoleNull") // null is only the first question
  private static boolean onTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true;
    } catch (IllegalAccessException | InvocationTargetException e) {
      return false;
    }
  }

  /** Says what comes next. */
  void next(String what) {
    long now = System.nanoTime();
    if (terminal || now - said > QUIET_NANOS) {
      err.print(terminal ? CLEAR : "");
      err.print("[" + done + "/" + total + "] " + what + left(now - start));
      err.print(terminal ? "" : "\n");
      err.flush();
      said = now;
    }
  }

  /** So many steps were made, or will not be made. */
  void done(int steps) {
    done += steps;
  }

  /** Makes room for a line of the table. */
  void clear() {
    if (terminal) {
      err.print(CLEAR);
      err.flush();
    }
  }

  private String left(long passed) {
    return done == 0 ? "" : ", " + duration(passed / 1e9 / done * (total - done)) + " left";
  }

  static String duration(double seconds) {
    Duration d = Duration.ofSeconds(Math.round(seconds));
    if (d.toHours() > 0) {
      return d.toHours() + " h " + d.toMinutesPart() + " min";
    }
    return d.toMinutes() > 0 ? d.toMinutes() + " min" : d.toSeconds() + " s";
  }
}
