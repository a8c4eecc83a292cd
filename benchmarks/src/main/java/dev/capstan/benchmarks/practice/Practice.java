package dev.capstan.benchmarks.practice;

import dev.capstan.benchmarks.contest.Scripts;
import dev.capstan.ops.Capstan;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code --practice}. */
@Command(
    name = "--practice",
    description = {
      "Times what a practitioner waits for, in turns with PyTorch: the text recipe as a whole",
      "process, an epoch of a convolutional net, and single rows beside loops written by hand."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    footer = {"", "What lacks its data or its Python is said to be absent."})
public final class Practice implements Callable<Integer> {
  private static final String TEXT = "text";
  private static final String CONV = "conv";
  private static final String ROW = "row";
  private static final List<String> ALL = List.of(TEXT, CONV, ROW);
  private static final int[] THREADS = {1, 4};

  /** Epochs of a turn. */
  private static final int EPOCHS = 3;

  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--only", split = ",", paramLabel = "NAME", description = "text, conv, row.")
  private List<String> only = ALL;

  @Option(names = "--python", paramLabel = "FILE", description = "A Python with torch and numpy.")
  private @Nullable String python;

  @Option(
      names = "--wordnet",
      paramLabel = "F",
      description = "Texts without a header line: split, category, lemmas, definition.")
  private @Nullable Path wordnet;

  @Option(names = "--mnist", paramLabel = "DIR", description = "The folder of MNIST's files.")
  private Path mnist = Path.of("data", "mnist10k");

  @Option(
      names = "--program",
      split = " ",
      paramLabel = "WORDS",
      description = "What starts capstan (default: java -jar examples/target/capstan.jar).")
  private List<String> program = List.of("java", "-jar", "examples/target/capstan.jar");

  @Option(names = "--rounds", paramLabel = "N", description = "Turns of each side (default: 5).")
  private int rounds = 5;

  @Option(names = "--threads", paramLabel = "N", description = "Of text and conv (default: 1).")
  private int threads = 1;

  @Override
  public Integer call() throws IOException, InterruptedException {
    CommandSpec its = Objects.requireNonNull(spec, "made by picocli");
    for (String each : only) {
      if (!ALL.contains(each)) {
        throw new ParameterException(
            its.commandLine(), "--only: got '" + each + "', expected one of " + ALL);
      }
    }
    if (rounds < 1 || threads < 1) {
      throw new ParameterException(
          its.commandLine(), "--rounds, --threads: got less than 1, expected 1 or more");
    }
    System.setProperty("capstan.threads", Integer.toString(threads));
    PrintWriter out = its.commandLine().getOut();
    out.println(Capstan.description() + ", " + threads + " threads in text and conv");
    if (only.contains(TEXT)) {
      text(out);
    }
    if (only.contains(CONV)) {
      conv(out);
    }
    if (only.contains(ROW)) {
      row(out);
    }
    out.flush();
    return 0;
  }

  // --- the three ------------------------------------------------------------------------------

  private void text(PrintWriter out) throws IOException, InterruptedException {
    if (wordnet == null || python == null) {
      out.println("text is absent: it needs --wordnet and --python");
      return;
    }
    Path report = Files.createTempDirectory("capstan-practice");
    List<String> ours = new ArrayList<>(program);
    ours.addAll(List.of("train", "text", "--file", wordnet.toString()));
    ours.addAll(List.of("--columns", "split,category,lemmas,definition"));
    ours.addAll(List.of("--label", "category", "--text", "definition", "--split", "split"));
    ours.addAll(List.of("--epochs", "4", "--seed", "7", "--report", report.toString()));
    ours.addAll(List.of("--threads", Integer.toString(threads)));
    List<String> theirs = peer(TEXT, wordnet.toString());
    double[] mine = new double[rounds];
    double[] other = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long start = System.nanoTime();
      said(ours);
      mine[i] = (System.nanoTime() - start) * 1e-9;
      start = System.nanoTime();
      said(theirs);
      other[i] = (System.nanoTime() - start) * 1e-9;
    }
    line(out, "text recipe, whole process", "s", new Timed(mine), new Timed(other));
  }

  private void conv(PrintWriter out) throws IOException, InterruptedException {
    if (!Files.isDirectory(mnist) || python == null) {
      out.println("conv is absent: it needs --mnist and --python");
      return;
    }
    ConvEpoch epoch = new ConvEpoch(mnist);
    epoch.run();
    List<Double> mine = new ArrayList<>();
    List<Double> other = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      for (int e = 0; e < EPOCHS; e++) {
        mine.add(epoch.run());
      }
      said(peer(CONV, mnist.toString(), Integer.toString(EPOCHS + 1)))
          .lines()
          .skip(1)
          .forEach(line -> other.add(Double.parseDouble(line.split(" ", -1)[0])));
    }
    out.printf(Locale.ROOT, "conv: mean loss of the last epoch %.4f%n", epoch.meanLoss());
    line(out, "convolutional net, epoch", "s", timed(mine), timed(other));
  }

  private void row(PrintWriter out) throws IOException, InterruptedException {
    SingleRow row = new SingleRow();
    for (int on : THREADS) {
      Timed mine = SingleRow.times(row.library(), on);
      Timed hand = SingleRow.times(row.loops(), on);
      for (int i = 0; i < rounds; i++) {
        mine = better(mine, SingleRow.times(row.library(), on));
        hand = better(hand, SingleRow.times(row.loops(), on));
      }
      out.printf(
          Locale.ROOT,
          "single row 64-128-32, %d threads with replicas: p50 %.0f ns, p99 %.0f; loops by hand"
              + " p50 %.0f, p99 %.0f; ratios %.2f and %.2f%n",
          on,
          mine.median(),
          mine.quantile(0.99),
          hand.median(),
          hand.quantile(0.99),
          mine.median() / hand.median(),
          mine.quantile(0.99) / hand.quantile(0.99));
      out.flush();
    }
    if (python != null) {
      out.println("PyTorch, p50 and p99 in ns: " + said(peer(ROW, "20000")).strip());
    }
  }

  private static Timed better(Timed a, Timed b) {
    return a.quantile(0.99) <= b.quantile(0.99) ? a : b;
  }

  // --- helpers --------------------------------------------------------------------------------

  private static Timed timed(List<Double> all) {
    return new Timed(all.stream().mapToDouble(x -> x).toArray());
  }

  private static void line(PrintWriter out, String what, String unit, Timed mine, Timed other) {
    out.printf(
        Locale.ROOT,
        "%s: least %.2f %s, median %.2f; PyTorch least %.2f, median %.2f; ratios %.2f and %.2f%n",
        what,
        mine.least(),
        unit,
        mine.median(),
        other.least(),
        other.median(),
        mine.least() / other.least(),
        mine.median() / other.median());
    out.flush();
  }

  private List<String> peer(String... args) throws IOException {
    Scripts scripts = new Scripts();
    scripts.get("recipe.py");
    List<String> words = new ArrayList<>();
    words.add(Objects.requireNonNull(python));
    words.add(scripts.get("practice.py").toString());
    words.addAll(List.of(args));
    return words;
  }

  private String said(List<String> command) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("OMP_NUM_THREADS", Integer.toString(threads));
    Process process = builder.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException(String.join(" ", command) + " ended with " + code);
    }
    return said;
  }
}
