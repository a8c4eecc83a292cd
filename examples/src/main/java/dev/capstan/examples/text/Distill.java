package dev.capstan.examples.text;

import dev.capstan.examples.OutputFile;
import dev.capstan.ops.Tensor;
import dev.capstan.text.SentenceEncoder;
import dev.capstan.text.train.Distiller;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes a static encoder of a large one. */
@Command(
    name = "distill",
    description =
        "Makes a static encoder of a large one: a table of word pieces, whose mean embeds a text"
            + " thousands of times faster.",
    mixinStandardHelpOptions = true)
public final class Distill implements Callable<Integer> {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "A folder of sentence-transformers.")
  private @Nullable Path model;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Where the static encoder goes, a folder of model2vec.")
  private @Nullable Path out;

  @Option(
      names = "--dimension",
      paramLabel = "N",
      defaultValue = "256",
      description = "How many principal components are kept (default: ${DEFAULT-VALUE}).")
  private int dimension;

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path from = Objects.requireNonNull(model);
    Path to = Objects.requireNonNull(out);
    OutputFile.requireWritableFolder(to);
    SentenceEncoder encoder = SentenceEncoder.open(from);
    CommandSpec command = Objects.requireNonNull(spec);
    TextProgress progress =
        new TextProgress(
            "distill", "pieces", encoder.tokenizer().size(), command.commandLine().getErr());
    Tensor table =
        new Distiller()
            .withDimension(dimension)
            .write(encoder, from, to, count -> progress.done(count, ""));
    command
        .commandLine()
        .getOut()
        .printf(
            Locale.ROOT,
            "%s: %d pieces of %d numbers, %.1f MB%n",
            to,
            table.shape().get(0),
            table.shape().get(1),
            Files.size(to.resolve("model.safetensors")) * 1e-6);
    return 0;
  }
}
