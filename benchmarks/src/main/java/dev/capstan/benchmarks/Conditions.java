package dev.capstan.benchmarks;

import dev.capstan.benchmarks.contest.Spec;
import dev.capstan.benchmarks.workload.Setting;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The command line and the environment of a measuring JVM: what a {@link Setting} means in flags.
 * The environment has to be right before a peer's native code is loaded, so it cannot be set later.
 */
record Conditions(Jdk jdk, Setting setting) {
  private static final String VECTOR_MODULE = "--add-modules=jdk.incubator.vector";

  /** They choose the kernels of OpenBLAS, and slow a current one where they are set. */
  private static final List<String> OVERRIDES = List.of("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE");

  /** Brings an OpenBLAS so old that it may need the overrides which this machine sets. */
  private static final String OLD_OPENBLAS = "nd4j";

  /** Java, up to the main class. */
  List<String> java(String mainClass, int threads, List<Path> jars) {
    List<String> command = new ArrayList<>(List.of(jdk.command()));
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    switch (setting) {
      case SCALAR -> command.add("-Dcapstan.kernels=scalar");
      case AVX2 -> command.addAll(List.of("-Dcapstan.kernels=vector", "-XX:UseAVX=2"));
      default -> command.add("-Dcapstan.kernels=vector");
    }
    // With scalar kernels too: the machine's peak is the one that vectors reach.
    command.add(VECTOR_MODULE);
    if (jdk.feature() >= 22) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    if (jdk.feature() >= 23) {
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.add("-Dcapstan.threads=" + threads);
    command.addAll(List.of("-cp", classPath(jars), mainClass));
    return command;
  }

  /** A fork that does what the spec says. */
  ProcessBuilder fork(Spec spec, List<Path> jars) {
    ProcessBuilder builder =
        new ProcessBuilder(java("dev.capstan.benchmarks.contest.Fork", setting.threads(), jars));
    Map<String, String> environment = builder.environment();
    if (!spec.peer().equals(OLD_OPENBLAS)) {
      OVERRIDES.forEach(environment::remove);
    }
    environment.putAll(environment());
    return builder;
  }

  /** What peers read from their environment. */
  Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    String threads = Integer.toString(setting.threads());
    for (String library : List.of("OMP", "OPENBLAS", "MKL")) {
      variables.put(library + "_NUM_THREADS", threads);
    }
    if (setting.threads() == 1) {
      variables.put(
          "XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1");
    }
    if (setting.threads() > 1) {
      // Threads that spin while they wait take the processor from whoever has the turn.
      variables.put("OMP_WAIT_POLICY", "PASSIVE");
      variables.put("OPENBLAS_THREAD_TIMEOUT", "4"); // they sleep after 2⁴ ticks, not 2²⁶
    }
    if (setting == Setting.AVX2) {
      variables.put("ATEN_CPU_CAPABILITY", "avx2");
      variables.put("OPENBLAS_CORETYPE", "Haswell");
      variables.put("MKL_ENABLE_INSTRUCTIONS", "AVX2");
      variables.put("ONEDNN_MAX_CPU_ISA", "AVX2");
    }
    return variables;
  }

  private static String classPath(List<Path> jars) {
    String own = System.getProperty("java.class.path");
    return jars.isEmpty()
        ? own
        : own
            + File.pathSeparator
            + jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
