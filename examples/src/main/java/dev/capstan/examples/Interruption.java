package dev.capstan.examples;

import java.io.PrintWriter;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C as a wish: the first asks for an end after the work at hand, the second ends at once.
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

  private static final String SIGNAL = "INT";

  private final @Nullable Object before;
  private volatile boolean asked;

  private Interruption(String command, PrintWriter err) {
    before = Signals.register(SIGNAL, () -> received(command, err));
  }

  /** Takes Ctrl-C over until closed. */
  public static Interruption listen(String command, PrintWriter err) {
    return new Interruption(command, err);
  }

  /**
   * Lets a process that was started from here answer Ctrl-C, which reaches both.
   *
   * @return puts things back
   */
  public static Runnable leaveToOthers() {
    Object before = Signals.register(SIGNAL, () -> {});
    return () -> giveBack(before);
  }

  private void received(String command, PrintWriter err) {
    if (asked) {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
    asked = true;
    err.printf(
        "%n%s: stopping after this step, and writing what there is; Ctrl-C again quits at once%n",
        command);
    err.flush();
  }

  /** Whether Ctrl-C has been pressed. */
  public boolean isAsked() {
    return asked;
  }

  @Override
  public void close() {
    giveBack(before);
  }

  private static void giveBack(@Nullable Object before) {
    if (before != null) {
      Signals.unregister(SIGNAL, before);
    }
  }
}
