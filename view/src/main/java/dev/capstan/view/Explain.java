package dev.capstan.view;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.autograd.Traced;
import dev.capstan.ops.Tensor;
import java.awt.Desktop;
import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Explains how a value came about and how its gradients do.
 *
 * <pre>{@code
 * try (Tape tape = new Tape(TapeOption.PLAIN, TapeOption.CALL_SITES)) {
 *   Tensor a = tape.watch(Tensor.scalar(2.0), "a");
 *   Tensor y = a.mul(a).add(a);
 *   System.out.println(Explain.of(tape, y).text());
 * }
 * }</pre>
 *
 * <p>{@link TapeOption#PLAIN} shows what fused operations are made of, {@link
 * TapeOption#CALL_SITES} the lines of the program, {@link Tape#scope} its parts; a model's layers
 * are parts and its parameters have names inside of {@code model.watchedOn(tape, …)}. The target is
 * differentiated as the sum of its elements.
 */
public final class Explain {
  private final Story story;

  private Explain(Story story) {
    this.story = story;
  }

  /**
   * Explains a target while its tape is open; what is answered stays valid afterwards.
   *
   * @throws IllegalArgumentException if the target is a constant, or on another tape
   * @throws IllegalStateException if the tape is closed
   */
  public static <V extends Traced<V>> Explain of(Tape tape, V target) {
    requireNonNull(tape, "tape");
    return new Explain(Story.of(tape, target));
  }

  /** Explains a function of tensors at a point. */
  public static Explain of(Function<List<Tensor>, Tensor> f, Tensor... x) {
    try (Tape tape = new Tape(TapeOption.PLAIN, TapeOption.CALL_SITES)) {
      List<Tensor> watched = new ArrayList<>();
      for (int i = 0; i < x.length; i++) {
        watched.add(tape.watch(x[i], x.length == 1 ? "x" : "x" + (i + 1)));
      }
      return of(tape, f.apply(watched));
    }
  }

  /**
   * Writes the page of a function of tensors at a point, and opens it where there is a desktop.
   *
   * @return where the page lies
   * @throws IOException if it cannot be written
   */
  public static Path show(Function<List<Tensor>, Tensor> f, Tensor... x) throws IOException {
    Path page = Files.createTempFile("capstan-", ".html");
    of(f, x).write(page);
    if (!GraphicsEnvironment.isHeadless()
        && Desktop.isDesktopSupported()
        && Desktop.getDesktop().isSupported(Desktop.Action.BROWSE)) {
      Desktop.getDesktop().browse(page.toUri());
    }
    return page;
  }

  /** A listing of what was computed, and the walk back in sentences. */
  public String text() {
    return new StoryText(story, Integer.MAX_VALUE).text();
  }

  /** A page to step through, in one file. */
  public String html() {
    return html(0);
  }

  /**
   * A page that opens at a step: 0 is the first line, and the first step back is the number of
   * lines. The page's address names a step the same way ({@code #step=3}), and wins.
   *
   * @throws IllegalArgumentException if there is no such step
   */
  public String html(int step) {
    if (step < 0 || step >= steps()) {
      throw new IllegalArgumentException(
          "html: there is no step " + step + ", expected 0 to " + (steps() - 1));
    }
    return StoryPage.html(story, step);
  }

  /**
   * The page as an element of another one, as a notebook shows it: {@code
   * display(explain.frame(600), "text/html")}.
   *
   * @param height in pixels
   * @throws IllegalArgumentException if the height is not positive
   */
  public String frame(int height) {
    if (height < 1) {
      throw new IllegalArgumentException(
          "frame: got a height of " + height + " pixels, expected 1 or more");
    }
    String page = html().replace("&", "&amp;").replace("\"", "&quot;");
    return "<iframe title=\"a backward pass, step by step\" style=\"width:100%;height:"
        + height
        + "px;border:0\" srcdoc=\""
        + page
        + "\"></iframe>";
  }

  /** How many steps the page has: one forward for each line, one back for each that is reached. */
  public int steps() {
    return story.lines().size()
        + (int) story.lines().stream().filter(line -> line.gradient() != null).count();
  }

  /** A graph in the language of Graphviz. */
  public String dot() {
    return StoryGraph.dot(story);
  }

  /** Writes the page. */
  public void write(Path file) throws IOException {
    Files.write(file, html().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return text();
  }
}
