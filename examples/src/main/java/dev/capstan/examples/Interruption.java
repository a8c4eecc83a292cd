package dev.capstan.examples;

import java.io.PrintWriter;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C as a wish: the first asks for an end after the work at hand, the second ends at once. What
 * a system sends to end a process (SIGTERM) is the wish alone, however often it comes.
 *
 * <pre>{@code
 * try (Interruption interruption = Interruption.listen("train", err)) {
 *   while (!interruption.isAsked()) ...
 * }
 * }</pre>
 */
public final class Interruption implements AutoCloseable {
  /** What a shell gives to a process that SIGINT has ended: 128 + 2. */
  public static final int EXIT_CODE = 130;

  private static final String INTERRUPT = "INT";
  private static final String TERMINATE = "TERM";

  private final String command;
  private final PrintWriter err;
  private final @Nullable Object beforeInterrupt;
  private final @Nullable Object beforeTerminate;
  private volatile boolean asked;
  private volatile boolean interrupted;

  private Interruption(String command, PrintWriter err) {
    this.command = command;
    this.err = err;
    beforeInterrupt = Signals.register(INTERRUPT, this::interrupted);
    beforeTerminate = Signals.register(TERMINATE, this::ask);
  }

  /** Takes both signals over until closed. */
  public static Interruption listen(String command, PrintWriter err) {
    return new Interruption(command, err);
  }

  /**
   * Hands the wish on to a process that was started from here. On a terminal Ctrl-C reaches both
   * processes, and the other one counts; a signal sent to this one alone reaches the other as
   * SIGTERM, which it need not count.
   *
   * @return puts things back
   */
  public static Runnable handTo(Process other) {
    Object interrupt = Signals.register(INTERRUPT, other::destroy);
    Object terminate = Signals.register(TERMINATE, other::destroy);
    return () -> {
      giveBack(INTERRUPT, interrupt);
      giveBack(TERMINATE, terminate);
    };
  }

  private void interrupted() {
    if (interrupted) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    interrupted = true;
    ask();
  }

  private void ask() {
    if (asked) {
      return;
    }
    asked = true;
    err.printf(
        "%n%s: stopping after this step, and writing what there is; Ctrl-C again quits at once%n",
        command);
    err.flush();
  }

  /** Whether an end was asked for. */
  public boolean isAsked() {
    return asked;
  }

  @Override
  public void close() {
    giveBack(INTERRUPT, beforeInterrupt);
    giveBack(TERMINATE, beforeTerminate);
  }

  private static void giveBack(String signal, @Nullable Object before) {
    if (before != null) {
      Signals.unregister(signal, before);
    }
  }
}
