package dev.capstan.benchmarks.first;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command {@code --first-seconds}. */
@Command(
    name = "--first-seconds",
    description =
        "Times whole processes that train for a while: kernels as they come, plain loops, vectors.",
    mixinStandardHelpOptions = true)
public final class FirstSeconds implements Callable<Integer> {
  /** Seconds of plain loops after which their pace is known. */
  private static final int PACE_SECONDS = 4;

  @Option(
      names = "--step",
      description = "The training step, by its size.",
      defaultValue = "64x128x32x64")
  private String step = "";

  @Option(
      names = "--seconds",
      split = ",",
      description = "Work, in seconds of plain loops.",
      defaultValue = "0.3,1,3,10")
  private List<Double> seconds = List.of();

  @Option(names = "--rounds", description = "Runs of each; the least counts.", defaultValue = "3")
  private int rounds;

  @Option(
      names = "--places",
      split = ",",
      description = "Of: ${COMPLETION-CANDIDATES}.",
      defaultValue = "all,one,loaded")
  private List<Place> places = List.of();

  @Option(names = "--out", description = "The page to write.")
  private @Nullable Path out;

  @Spec private @Nullable CommandSpec spec;

  /** What a process has of the machine. */
  enum Place {
    all("all processors"),
    one("one processor"),
    loaded("all processors, two busy loops on each");

    private final String title;

    Place(String title) {
      this.title = title;
    }
  }

  /** Who chooses the kernels. */
  private enum Kernels {
    AS_THEY_COME(List.of()),
    SCALAR(List.of("-Dcapstan.kernels=scalar")),
    VECTOR(List.of("-Dcapstan.kernels=vector"));

    private final List<String> options;

    Kernels(List<String> options) {
      this.options = options;
    }
  }

  @Override
  @SuppressWarnings("try") // the load is only there
  public Integer call() throws IOException, InterruptedException {
    long pace = Long.parseLong(run(Place.all, Kernels.SCALAR, PACE_SECONDS + "s")[0]);
    StringBuilder page = new StringBuilder(heading());
    for (Place place : places) {
      try (Load unused = place == Place.loaded ? new Load() : null) {
        for (double each : seconds) {
          page.append(row(place, each, Math.max(1, Math.round(pace * each / PACE_SECONDS))));
          if (out != null) {
            Files.writeString(out, page);
          }
        }
      }
    }
    if (spec != null) {
      PrintWriter print = spec.commandLine().getOut();
      print.print(page);
      print.flush();
    }
    return 0;
  }

  private String heading() {
    return String.format(
        Locale.ROOT,
        """
        # The first seconds

        Made by `benchmarks.jar --first-seconds --out=…`. Seconds from the start of a process that makes
        training steps of %s to its end, the least of %d, contestants taking turns. "Work" is what plain
        loops need in the loop itself on all processors. "As they come" is a process with
        `--add-modules jdk.incubator.vector` in which nobody chose kernels; its ratio is to the better of
        the other two, 1.05 and below is the target.

        JDK %d, %d processors.

        | place | work s | as they come | plain loops | vectors | ratio | kernels at its end |
        |---|--:|--:|--:|--:|--:|---|
        """,
        step,
        rounds,
        Runtime.version().feature(),
        Runtime.getRuntime().availableProcessors());
  }

  private String row(Place place, double work, long steps)
      throws IOException, InterruptedException {
    Map<Kernels, Double> least = new EnumMap<>(Kernels.class);
    String last = "";
    for (int round = 0; round < rounds; round++) {
      for (Kernels kernels : Kernels.values()) {
        long begun = System.nanoTime();
        String[] said = run(place, kernels, Long.toString(steps));
        least.merge(kernels, (System.nanoTime() - begun) / 1e9, Math::min);
        last = kernels == Kernels.AS_THEY_COME ? said[1] : last;
      }
    }
    double free = least.getOrDefault(Kernels.AS_THEY_COME, Double.NaN);
    double scalar = least.getOrDefault(Kernels.SCALAR, Double.NaN);
    double vector = least.getOrDefault(Kernels.VECTOR, Double.NaN);
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.2f | %.2f | %.2f | %.2f | %s |%n",
        place.title,
        work,
        free,
        scalar,
        vector,
        free / Math.min(scalar, vector),
        last);
  }

  private String[] run(Place place, Kernels kernels, String work)
      throws IOException, InterruptedException {
    List<String> prefix = place == Place.one ? List.of("taskset", "-c", "0") : List.of();
    return Jvm.run(prefix, kernels.options, Steps.class, step, work);
  }
}
