package dev.capstan.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts the program once more where this JVM lacks what a fair run needs: the vector module, one
 * thread for everybody, and the peers' own threads switched off (environment variables, which must
 * be there before their native code is loaded).
 */
final class Launch {
  static final String VECTOR_MODULE = "jdk.incubator.vector";

  private static final String MARK = "capstan.benchmarks.relaunched";
  private static final Map<String, String> ONE_THREAD =
      Map.of("OMP_NUM_THREADS", "1", "OPENBLAS_NUM_THREADS", "1", "MKL_NUM_THREADS", "1");

  private Launch() {}

  /** Whether this JVM will do. */
  static boolean ready() {
    return Boolean.getBoolean(MARK);
  }

  /** Runs the program in a JVM that will do; its exit code. */
  static int again(String[] args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    if (!"scalar".equals(System.getProperty("capstan.kernels"))) {
      command.add("--add-modules=" + VECTOR_MODULE);
    }
    if (Runtime.version().feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    if (System.getProperty("capstan.threads") == null) {
      command.add("-Dcapstan.threads=1");
    }
    command.add("-D" + MARK + "=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
    ONE_THREAD.forEach(builder.environment()::putIfAbsent);
    return builder.start().waitFor();
  }
}
