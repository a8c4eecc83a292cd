package dev.capstan.examples.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.train.StepReport;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.Console;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how training goes: one line that is written over on a terminal, plain lines elsewhere. */
public interface Progress extends AutoCloseable {

  /** After an epoch, counted from 1. */
  void epoch(int epoch, double loss, double recallAt1);

  /** After a step. */
  default void step(StepReport report) {
    requireNonNull(report, "report");
  }

  /**
   * What may be looked at while training goes on.
   *
   * @param embedded the test rows as they are embedded now
   */
  default void watching(Supplier<Tensor> embedded, IntTensor labels, List<String> classes) {
    requireNonNull(embedded, "embedded");
    requireNonNull(labels, "labels");
    requireNonNull(classes, "classes");
  }

  /** Whether whoever looks on wants training to end after this step. */
  default boolean stopAsked() {
    return false;
  }

  @Override
  default void close() {}

  /** The form that suits where {@code err} leads. */
  static Progress of(String name, int epochs, PrintWriter err, int columns) {
    return onTerminal() && !isDumb(System.getenv("TERM"))
        ? new Live(name, epochs, columns)
        : new Plain(name, epochs, err);
  }

  /** A terminal that cannot go back to the start of a line. */
  static boolean isDumb(@Nullable String term) {
    return term != null && (term.isEmpty() || term.equals("dumb"));
  }

  /** Whether letters beyond ASCII arrive on the terminal as what they are. */
  private static boolean isUnicode() {
    String encoding =
        System.getProperty(
            "stderr.encoding",
            System.getProperty("sun.stderr.encoding", Charset.defaultCharset().name()));
    return encoding.toUpperCase(Locale.ROOT).startsWith("UTF");
  }

  /** Nothing at all. */
  static Progress silent() {
    return (epoch, loss, recallAt1) -> {};
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

  /** A bar with loss, recall and the time left, as far as they have room. */
  final class Live implements Progress {
    /** From here on there is room for the bar, the time left and words. */
    private static final int WIDE = 100;

    /** From here on there is room for the bar and the time left. */
    private static final int MIDDLING = 76;

    private final ProgressBar bar;
    private final boolean wide;

    Live(String name, int epochs, int columns) {
      wide = columns >= WIDE;
      ProgressBarBuilder builder =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(epochs)
              .setStyle(isUnicode() ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(40)
              .setMaxRenderedLength(columns - 1)
              .setUnit(wide ? " epochs" : "", 1);
      bar = (columns < MIDDLING ? builder.hideEta() : builder).build();
    }

    @Override
    public void epoch(int epoch, double loss, double recallAt1) {
      bar.setExtraMessage(
          String.format(
              Locale.ROOT,
              wide ? "loss %.4f  Recall@1 %.4f" : "loss %.3f R@1 %.3f",
              loss,
              recallAt1));
      bar.stepTo(epoch);
    }

    @Override
    public void close() {
      bar.close();
    }
  }

  /** About ten lines, and one whenever nothing was said for a while. */
  final class Plain implements Progress {
    private static final int LINES = 10;
    private static final double SILENT_SECONDS = 5;

    private final String name;
    private final int epochs;
    private final PrintWriter err;
    private final long start = System.nanoTime();
    private long said = start;
    private int before = -1;

    Plain(String name, int epochs, PrintWriter err) {
      this.name = name;
      this.epochs = epochs;
      this.err = err;
    }

    @Override
    public void epoch(int epoch, double loss, double recallAt1) {
      int every = Math.max(1, epochs / LINES);
      if (before < 0) {
        before = epoch - 1;
      }
      long now = System.nanoTime();
      if (epoch % every == 0 || epoch == epochs || (now - said) * 1e-9 > SILENT_SECONDS) {
        said = now;
        double left = (now - start) * 1e-9 / (epoch - before) * (epochs - epoch);
        err.printf(
            Locale.ROOT,
            "%s: epoch %d/%d  loss %.4f  Recall@1 %.4f  %.1f s left%n",
            name,
            epoch,
            epochs,
            loss,
            recallAt1,
            left);
        err.flush();
      }
    }
  }
}
