package dev.capstan.benchmarks;

import dev.capstan.benchmarks.first.FirstSeconds;
import dev.capstan.benchmarks.first.LoadedForks;
import dev.capstan.benchmarks.operation.EveryOperation;
import dev.capstan.benchmarks.practice.Practice;
import dev.capstan.benchmarks.practice.Sentences;
import dev.capstan.benchmarks.workload.Setting;
import dev.capstan.ops.DType;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * Options with two dashes ask for tables ({@code --help} lists them; five more have a help of their
 * own: {@code --operations}, {@code --first-seconds}, {@code --loaded-forks}, {@code --practice}
 * and {@code --sentences}); anything else goes to JMH, whose options have one.
 */
public final class Main {
  private static final String KERNELS = "capstan.kernels";

  private static final Map<String, Object> TABLES =
      Map.of(
          "--operations", new EveryOperation(),
          "--first-seconds", new FirstSeconds(),
          "--loaded-forks", new LoadedForks(),
          "--practice", new Practice(),
          "--sentences", new Sentences());

  private Main() {}

  public static void main(String[] args) throws IOException {
    Object table = args.length == 0 ? null : TABLES.get(args[0]);
    if (table != null) {
      settleKernels();
      String[] rest = Arrays.copyOfRange(args, 1, args.length);
      System.exit(new CommandLine(table).execute(rest));
    }
    boolean ours = args.length == 0 || Arrays.stream(args).anyMatch(a -> a.startsWith("--"));
    if (!ours) {
      org.openjdk.jmh.Main.main(args);
    } else {
      System.exit(run(args.length == 0 ? new String[] {"--help"} : args));
    }
  }

  /** What is timed in this process is timed on the kernels that a long run ends with. */
  private static void settleKernels() {
    boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
    if (vectors && System.getProperty(KERNELS) == null) {
      System.setProperty(KERNELS, "vector");
    }
  }

  static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Measure());
    line.registerConverter(Setting.class, Main::setting);
    line.registerConverter(DType.class, Main::dtype);
    line.setExecutionExceptionHandler(
        (e, command, parsed) -> {
          command.getErr().println(e.getMessage() == null ? e.toString() : e.getMessage());
          return 1;
        });
    return line;
  }

  private static Setting setting(String typed) {
    for (var setting : Setting.values()) {
      if (setting.id().equals(typed.toLowerCase(Locale.ROOT))) {
        return setting;
      }
    }
    throw new TypeConversionException(
        "got '" + typed + "', expected vector, avx2, scalar, threads or processes");
  }

  private static DType dtype(String typed) {
    for (var dtype : DType.values()) {
      if (dtype.toString().equals(typed.toLowerCase(Locale.ROOT))) {
        return dtype;
      }
    }
    throw new TypeConversionException("got '" + typed + "', expected float32 or float64");
  }
}
