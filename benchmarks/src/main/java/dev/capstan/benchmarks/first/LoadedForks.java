package dev.capstan.benchmarks.first;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code --loaded-forks}. */
@Command(
    name = "--loaded-forks",
    description =
        "Whether a process falls back in mid-run: one JVM after the other repeats a workload on a"
            + " machine with two busy loops a processor.",
    mixinStandardHelpOptions = true)
public final class LoadedForks implements Callable<Integer> {
  private static final int WINDOW_MILLIS = 500;

  @Option(
      names = "--workload",
      description = "What is repeated; ${DEFAULT-VALUE} if not given.",
      defaultValue = "TRIPLET_STEP 100×128")
  private String workload = "";

  @Option(names = "--forks", description = "JVMs.", defaultValue = "100")
  private int forks;

  @Option(
      names = "--after",
      description = "Seconds that a fork has to get going.",
      defaultValue = "2")
  private double after;

  @Option(names = "--seconds", description = "Seconds that count.", defaultValue = "3")
  private double seconds;

  @Option(names = "--kernels", description = "scalar or vector; as they come if not given.")
  private @Nullable String kernels;

  @Spec private @Nullable CommandSpec spec;

  /** Microseconds a run of one fork: over all that counts, and in its slowest window. */
  private record Pace(double mean, double slowest) {}

  @Override
  @SuppressWarnings("try") // the load is only there
  public Integer call() throws IOException, InterruptedException {
    List<Pace> paces = new ArrayList<>();
    try (Load unused = new Load()) {
      while (paces.size() < forks) {
        paces.add(fork());
        say(paces.size() + " of " + forks, paces.get(paces.size() - 1));
      }
    }
    double median = paces.stream().mapToDouble(Pace::mean).sorted().toArray()[forks / 2];
    say(
        String.format(
            Locale.ROOT,
            "%s, %d forks, median %.1f µs; slower than 3 times that over the whole: %d, in a window"
                + " of %d ms: %d",
            workload,
            forks,
            median,
            paces.stream().filter(p -> p.mean > 3 * median).count(),
            WINDOW_MILLIS,
            paces.stream().filter(p -> p.slowest > 3 * median).count()),
        paces.stream().max(Comparator.comparingDouble(Pace::mean)).orElseThrow());
    return 0;
  }

  private void say(String what, Pace pace) {
    if (spec != null) {
      PrintWriter out = spec.commandLine().getOut();
      out.printf(
          Locale.ROOT, "%s: mean %.1f µs, slowest window %.1f µs%n", what, pace.mean, pace.slowest);
      out.flush();
    }
  }

  private Pace fork() throws IOException, InterruptedException {
    int skipped = (int) Math.round(after * 1000 / WINDOW_MILLIS);
    int windows = skipped + (int) Math.round(seconds * 1000 / WINDOW_MILLIS);
    List<String> options = kernels == null ? List.of() : List.of("-Dcapstan.kernels=" + kernels);
    String[] said =
        Jvm.run(List.of(), options, Windows.class, workload, "" + WINDOW_MILLIS, "" + windows);
    double[] counted = Arrays.stream(said).skip(skipped).mapToDouble(Double::parseDouble).toArray();
    double runs = Arrays.stream(counted).map(each -> 1 / each).sum();
    return new Pace(counted.length / runs, Arrays.stream(counted).max().orElseThrow());
  }
}
