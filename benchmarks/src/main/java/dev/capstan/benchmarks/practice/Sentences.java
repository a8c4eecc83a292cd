package dev.capstan.benchmarks.practice;

import dev.capstan.text.SentenceEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code --sentences}; {@code sentence-transformers/speed.py} is its counterpart. */
@Command(
    name = "--sentences",
    description = "Times opening a folder of sentence-transformers, and embedding 1 and 32 texts.",
    mixinStandardHelpOptions = true)
public final class Sentences implements Callable<Integer> {
  private static final String ONE =
      "a large striped wild cat that lives in the forests of asia and hunts";

  private static final String[] WORDS =
      ("tiger forest market music river stone guitar winter house cloud train paper green silver"
              + " ocean bridge")
          .split(" ");

  private static final int TEXTS = 32;
  private static final int TEXT_WORDS = 126;

  @Option(names = "--model", required = true, description = "A folder, such as MiniLM's.")
  private Path model = Path.of("");

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    long begun = System.nanoTime();
    SentenceEncoder encoder = SentenceEncoder.open(model);
    double first = milliseconds(begun);
    double opened = Double.POSITIVE_INFINITY;
    for (int i = 0; i < 8; i++) {
      begun = System.nanoTime();
      encoder = SentenceEncoder.open(model);
      opened = Math.min(opened, milliseconds(begun));
    }
    double one = least(encoder, List.of(ONE), 600);
    Random random = new Random(1);
    List<String> texts =
        IntStream.range(0, TEXTS)
            .mapToObj(
                i ->
                    IntStream.range(0, TEXT_WORDS)
                        .mapToObj(k -> WORDS[random.nextInt(WORDS.length)])
                        .collect(Collectors.joining(" ")))
            .toList();
    double many = least(encoder, texts, 8);
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    out.printf("open: first %.0f ms, least %.0f ms%n", first, opened);
    out.printf("one text of 16 pieces: %.2f ms%n", one);
    out.printf("%d texts of 128 pieces: %.0f ms%n", TEXTS, many);
    out.flush();
    return 0;
  }

  private static double least(SentenceEncoder encoder, List<String> texts, int runs) {
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < runs; i++) {
      long begun = System.nanoTime();
      if (encoder.encode(texts).shape().get(0) != texts.size()) {
        throw new AssertionError("a vector is missing");
      }
      least = Math.min(least, milliseconds(begun));
    }
    return least;
  }

  private static double milliseconds(long begun) {
    return (System.nanoTime() - begun) / 1e6;
  }
}
