package dev.capstan.examples.fingerprint;

import dev.capstan.examples.train.Source;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a hash of the bits of what the library computes, a row for each kind of work. */
@Command(
    name = "fingerprint",
    description = "Prints hashes of results: the same on all kernels, machines, JDKs and threads.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Compare two settings by comparing what they print:",
      "  -Dcapstan.kernels=scalar|vector   kernels (vector: --add-modules jdk.incubator.vector)",
      "  -Dcapstan.threads=N               threads",
      "  -XX:UseAVX=2, -Xint               shorter vectors, no compiler"
    })
public final class Fingerprint implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAMES",
      arity = "0..*",
      description = "Rows whose names contain one of these; all by default.")
  private List<String> names = List.of();

  @Option(names = "--small", description = "Small sizes and no training, for an interpreter.")
  private boolean small;

  @Option(names = "--each", description = "A hash for every operation of the op table.")
  private boolean each;

  @Option(names = "--mnist", paramLabel = "DIR", description = "The folder of MNIST's files.")
  private Path mnist = Source.MNIST_FOLDER;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (spec == null) {
      throw new IllegalStateException("fingerprint: not made by picocli");
    }
    PrintWriter out = spec.commandLine().getOut();
    for (Row row : rows()) {
      out.printf("%-40s %s%n", row.name(), row.hash());
      out.flush();
    }
    return 0;
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>(each ? Operations.each() : List.of(Operations.together()));
    rows.addAll(Kernels.rows(small));
    if (!small) {
      rows.addAll(Training.rows(mnist));
    }
    if (!names.isEmpty()) {
      rows.removeIf(row -> names.stream().noneMatch(row.name()::contains));
    }
    return rows;
  }
}
