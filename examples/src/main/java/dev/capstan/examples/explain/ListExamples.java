package dev.capstan.examples.explain;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Lists what there is to see, and runs it. */
@Command(
    name = "examples",
    description = "Lists the examples, or runs one and prints its table or picture.",
    mixinStandardHelpOptions = true)
public final class ListExamples implements Callable<Integer> {
  @Parameters(arity = "0..1", paramLabel = "NAME", description = "The example to run.")
  private @Nullable String name;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    if (name == null) {
      list(out);
      return 0;
    }
    Example example = Gallery.find(name);
    if (example.run() == null) {
      throw new IllegalArgumentException(
          example.name() + " is run by: capstan " + example.command());
    }
    example.run().accept(out);
    return 0;
  }

  private static void list(PrintWriter out) {
    for (Example each : Gallery.examples()) {
      String see = each.story() == null ? "" : "  (explain)";
      out.printf(Locale.ROOT, "%-10s %s%s%n", each.name(), each.says(), see);
      out.printf(Locale.ROOT, "%-10s   capstan %s%n", "", each.command());
    }
    out.println();
    out.println(
        "capstan explain NAME --html FILE writes a page on which the backward pass of an example"
            + " marked (explain), or of any loss, is stepped through.");
    out.flush();
  }
}
