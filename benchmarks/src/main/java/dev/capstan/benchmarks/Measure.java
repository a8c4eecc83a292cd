package dev.capstan.benchmarks;

import dev.capstan.benchmarks.report.Document;
import dev.capstan.benchmarks.report.Peers;
import dev.capstan.benchmarks.report.Results;
import dev.capstan.benchmarks.workload.Setting;
import dev.capstan.ops.DType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of the tables. Everything that can be refused is refused before measuring. */
@Command(
    name = "java -jar benchmarks.jar",
    description = {
      "Measures how fast Capstan is, alone and beside other libraries.",
      "Arguments without dashes go to JMH instead: 'java -jar benchmarks.jar Triplet'."
    },
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Measure.Version.class,
    footer = {
      "",
      "Options of this JVM (-Xmx2g, ...) are given to every JVM that measures.",
      "Exit code: 0 if all went well, 1 if something could not be measured,",
      "2 for a request that makes no sense."
    })
final class Measure implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @ArgGroup(exclusive = true, multiplicity = "1")
  private Mode mode = new Mode();

  /** What to do. */
  static final class Mode {
    @Option(names = "--quick", description = "One table, within a minute if libtorch is not there.")
    boolean quick;

    @Option(
        names = "--full",
        description = "All tables that are asked for; each row in JVMs of its own.")
    boolean full;

    @Option(
        names = "--write",
        description = "Measure nothing: write the document from results of earlier runs.")
    boolean write;
  }

  @Option(names = "--out", paramLabel = "FILE", description = "Where a document of it all goes.")
  private @Nullable Path out;

  @Option(
      names = "--results",
      paramLabel = "FILE",
      description = {
        "Lines of JSON that runs add to; a later one replaces an",
        "earlier one of the same row (default: results.jsonl beside the jar)."
      })
  private @Nullable Path resultsFile;

  @Option(
      names = "--settings",
      split = ",",
      paramLabel = "NAME",
      description = {
        "vector (default), avx2, scalar, threads, processes;",
        "several with commas between."
      })
  private List<Setting> settings = new ArrayList<>();

  @Option(
      names = "--dtype",
      split = ",",
      paramLabel = "NAME",
      description = "float32, float64 (default: both; in a quick run float32).")
  private List<DType> dtypes = new ArrayList<>();

  @Option(
      names = "--jdk",
      paramLabel = "HOME",
      description = "Measure on this JDK too, beside the one that runs; may be repeated.")
  private List<Path> jdks = new ArrayList<>();

  @Option(
      names = "--peers",
      split = ",",
      paramLabel = "NAME",
      description = {
        "libtorch, pytorch, jax, tensorflow, nd4j, onnxruntime, or none",
        "(default: all that are there)."
      })
  private List<String> peers = new ArrayList<>();

  @Option(
      names = "--peer-folder",
      paramLabel = "DIR",
      description = "Where -Ppeers has put them (default: peers beside the jar).")
  private @Nullable Path peerFolder;

  @Option(
      names = "--python",
      paramLabel = "FILE",
      description = "A Python that has torch and numpy, and jax if that is to be met.")
  private @Nullable String python;

  @Option(
      names = "--only",
      paramLabel = "REGEX",
      description = "Only rows with a match in their title.")
  private Pattern only = Pattern.compile("");

  @Option(
      names = "--seconds",
      paramLabel = "X",
      defaultValue = "1",
      description = "To time each contestant at a row, in each fork (default: ${DEFAULT-VALUE}).")
  private double seconds;

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "2",
      description = "JVMs for each row and peer (default: ${DEFAULT-VALUE}).")
  private int forks;

  /** The version of the jar, where there is one. */
  static final class Version implements picocli.CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Measure.class.getPackage().getImplementationVersion();
      return new String[] {"Capstan benchmarks " + (version == null ? "(classes)" : version)};
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Plan plan = plan();
    Path folder = peerFolder == null ? Opponents.usualFolder() : peerFolder;
    Opponents opponents = new Opponents(folder, python);
    if (mode.quick) {
      new QuickRun(plan, opponents, System.out).run();
      return 0;
    }
    Results results = Results.open(results());
    requireKeepable();
    boolean well = true;
    if (mode.full) {
      well = new FullRun(plan, opponents, results, System.out).run();
      if (plan.settings().contains(Setting.PROCESSES)) {
        List<Conditions> all =
            plan.jdks().stream().map(jdk -> new Conditions(jdk, Setting.PROCESSES)).toList();
        new WholeProcesses(Installed.checkout(), python, results, System.out).run(all);
      }
    }
    if (out != null) {
      Files.writeString(out, Document.of(results, before()));
      System.out.println("document: " + out);
    }
    return well ? 0 : 1;
  }

  private Path results() {
    return resultsFile == null ? Installed.target().resolve("results.jsonl") : resultsFile;
  }

  private String before() throws IOException {
    return out != null && Files.exists(out) ? Files.readString(out) : "";
  }

  /** Whether what somebody wrote into the document can be kept, asked before hours of work. */
  private void requireKeepable() throws IOException {
    if (mode.write && out == null) {
      throw refused("--write: name the document with --out=FILE");
    }
    try {
      Document.requireKeepable(before());
    } catch (IllegalArgumentException e) {
      throw refused("--out: " + out + ": " + e.getMessage());
    }
  }

  // --- what was asked for ---------------------------------------------------------------------

  private Plan plan() {
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw refused("--seconds: got " + seconds + ", expected a positive number");
    }
    if (forks < 1) {
      throw refused("--forks: got " + forks + ", expected 1 or more");
    }
    List<Jdk> all = new ArrayList<>(List.of(Jdk.running()));
    for (Path home : jdks) {
      try {
        all.add(Jdk.at(home));
      } catch (IllegalArgumentException e) {
        throw refused("--jdk: " + e.getMessage());
      }
    }
    return new Plan(
        all,
        settings.isEmpty() ? List.of(usual()) : settings,
        dtypes.isEmpty() ? usualDtypes() : dtypes,
        only,
        peers(),
        seconds,
        forks);
  }

  /** A minute is enough for one precision: less time for a row would show code that is not warm. */
  private List<DType> usualDtypes() {
    return mode.quick ? List.of(DType.FLOAT32) : Arrays.asList(DType.values());
  }

  /** What the options of this JVM speak of, so that they are not contradicted. */
  private static Setting usual() {
    if ("scalar".equals(System.getProperty("capstan.kernels"))) {
      return Setting.SCALAR;
    }
    boolean avx2 =
        ManagementFactory.getRuntimeMXBean().getInputArguments().contains("-XX:UseAVX=2");
    return avx2 ? Setting.AVX2 : Setting.VECTOR;
  }

  private List<String> peers() {
    List<String> known =
        Peers.ids().stream().filter(id -> !id.equals(Opponents.ONE_THREAD)).toList();
    if (peers.isEmpty()) {
      return known;
    }
    if (peers.equals(List.of("none"))) {
      return List.of();
    }
    for (String peer : peers) {
      if (!known.contains(peer)) {
        throw refused(
            "--peers: got '" + peer + "', expected " + String.join(", ", known) + " or none");
      }
    }
    return peers;
  }

  private ParameterException refused(String why) {
    if (spec == null) {
      throw new IllegalStateException(why);
    }
    return new ParameterException(spec.commandLine(), why);
  }
}
