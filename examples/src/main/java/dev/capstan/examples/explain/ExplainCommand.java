package dev.capstan.examples.explain;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.examples.OutputFile;
import dev.capstan.ops.Tensor;
import dev.capstan.view.Explain;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Takes a backward pass apart: in words, or on a page. */
@Command(
    name = "explain",
    description =
        "Tells how a value and its gradients come about, as text or as a page to step through.",
    mixinStandardHelpOptions = true)
public final class ExplainCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      description = "An example that 'capstan examples' lists, or a loss by its name.")
  private @Nullable String name;

  @Option(names = "--html", paramLabel = "FILE", description = "Writes the page there.")
  private @Nullable Path html;

  @Option(
      names = "--step",
      paramLabel = "N",
      description = "The step at which the page opens, as in its address; 0 is the first line.")
  private @Nullable Integer step;

  @Option(
      names = "--fused",
      description = "Shows fused operations as one line each, as a program records them.")
  private boolean fused;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Example example = Gallery.find(Objects.requireNonNull(name));
    if (example.story() == null) {
      throw new IllegalArgumentException(
          example.name()
              + " has no one backward pass to show; run it by: capstan "
              + example.command()
              + ", or explain its loss");
    }
    if (step != null && html == null) {
      throw new IllegalArgumentException("--step: there is no page; name its file with --html");
    }
    if (html != null) {
      OutputFile.requireWritable(html);
    }
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Explain explain = explained(example.story());
    if (html == null) {
      out.print(explain.text());
    } else {
      String page = explain.html(step == null ? 0 : step);
      OutputFile.write(html, page.getBytes(StandardCharsets.UTF_8));
      if (!OutputFile.isStandardOutput(html)) {
        out.println(explain.steps() + " steps: " + html.toAbsolutePath().normalize().toUri());
      }
    }
    out.flush();
    return 0;
  }

  private Explain explained(Example.Story story) {
    try (Tape tape =
        fused
            ? new Tape(TapeOption.CALL_SITES)
            : new Tape(TapeOption.PLAIN, TapeOption.CALL_SITES)) {
      List<Tensor> watched = new ArrayList<>();
      story.inputs().forEach((label, value) -> watched.add(tape.watch(value, label)));
      return Explain.of(tape, story.function().apply(watched));
    }
  }
}
