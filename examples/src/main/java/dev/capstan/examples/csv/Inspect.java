package dev.capstan.examples.csv;

import dev.capstan.data.Encoder;
import dev.capstan.data.FeatureColumn;
import dev.capstan.data.ImageEncoder;
import dev.capstan.nn.index.EmbeddingIndex;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.io.SafetensorsFile;
import dev.capstan.nn.io.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a file holds. */
@Command(
    name = "inspect",
    description = "Says what an encoder, an index or a safetensors file holds.",
    mixinStandardHelpOptions = true)
public final class Inspect implements Callable<Integer> {
  private static final int MAGIC = 8;
  private static final int MOST_LETTERS = 100;
  private static final Pattern HISTORY = Pattern.compile("history\\.([0-9]{1,9})\\..*");

  @Spec private @Nullable CommandSpec spec;

  @Parameters(index = "0", paramLabel = "FILE", description = "The file.")
  private Path file = Path.of("");

  @Override
  public Integer call() throws IOException {
    WholeFile.requireNoFolder(file);
    PrintWriter out = Objects.requireNonNull(spec, "made by picocli").commandLine().getOut();
    if (start().equals("CAPINDEX")) {
      out.println(EmbeddingIndex.load(file));
    } else {
      tensors(out);
    }
    out.flush();
    return 0;
  }

  private String start() throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MAGIC), StandardCharsets.ISO_8859_1);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException("no file " + file);
    }
  }

  private void tensors(PrintWriter out) throws IOException {
    try (SafetensorsFile opened = Safetensors.open(file)) {
      String format = opened.metadata().getOrDefault("format", "");
      if (format.equals(ImageEncoder.FORMAT)) {
        encoder(ImageEncoder.load(file), out);
      } else if (format.startsWith("capstan-encoder")) {
        encoder(Encoder.load(file), out);
      } else {
        words(opened.metadata(), out);
      }
      out.println();
      for (String name : opened.names()) {
        out.println(name + "  " + opened.storedType(name) + "  " + opened.form(name).shape());
      }
    }
  }

  private static void encoder(Encoder encoder, PrintWriter out) {
    out.println(encoder);
    out.println(encoder.card());
    out.println();
    out.println("label: " + encoder.schema().label() + ", one of " + encoder.schema().classes());
    for (FeatureColumn column : encoder.schema().features()) {
      out.println("column: " + said(column));
    }
  }

  private static String said(FeatureColumn column) {
    if (column instanceof FeatureColumn.NumberColumn number) {
      return String.format(
          Locale.ROOT,
          "%s, a number of mean %.6g and deviation %.6g",
          number.name(),
          number.mean(),
          number.deviation());
    }
    return column instanceof FeatureColumn.CategoryColumn category
        ? category.name() + ", one of " + category.values().toString().replaceAll("\\s+", " ")
        : column.toString();
  }

  /** Of a checkpoint's history the last epoch. */
  private static void words(Map<String, String> words, PrintWriter out) {
    int last = words.keySet().stream().mapToInt(Inspect::epoch).max().orElse(-1);
    words.forEach(
        (name, text) -> {
          if (epoch(name) < 0 || epoch(name) == last) {
            out.println(name + ": " + shortened(text));
          }
        });
  }

  /** The place of a line of history; −1 of all else. */
  private static int epoch(String name) {
    Matcher line = HISTORY.matcher(name);
    return line.matches() ? Integer.parseInt(line.group(1)) : -1;
  }

  private static void encoder(ImageEncoder encoder, PrintWriter out) {
    out.println(encoder);
    out.println(encoder.card());
    out.println();
    out.println("classes: " + encoder.classes());
  }

  private static String shortened(String text) {
    return text.length() <= MOST_LETTERS ? text : text.substring(0, MOST_LETTERS) + "...";
  }
}
