package dev.capstan.spark;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;
import org.apache.spark.sql.SparkSession;

/**
 * A master and two workers of one core each, on 127.0.0.1 alone, as processes of this machine that
 * run from Maven's jars; ended by their pids. The second worker's executors compute on scalar
 * kernels, the first one's on vectors.
 */
final class LoopbackCluster implements AutoCloseable {
  private static final Path HOME = Path.of("target", "spark-home").toAbsolutePath();
  private static final Pattern URL = Pattern.compile("spark://127\\.0\\.0\\.1:\\d+");

  /** A busy machine may take its time. */
  private static final long PATIENCE_SECONDS = 120;

  private final Path folder;
  private final List<Process> processes = new ArrayList<>();
  private final List<Process> workers = new ArrayList<>();
  private final String url;

  LoopbackCluster(Path folder) throws Exception {
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end of cluster"));
    try {
      Path log =
          daemon(
              "master",
              "",
              "org.apache.spark.deploy.master.Master",
              "--host",
              "127.0.0.1",
              "--port",
              "0",
              "--webui-port",
              "0");
      this.url = said(log, URL);
      for (int i = 1; i <= 2; i++) {
        Path own =
            daemon(
                "worker" + i,
                "-Dcapstan.kernels=" + (i == 1 ? "vector" : "scalar"),
                "org.apache.spark.deploy.worker.Worker",
                "--host",
                "127.0.0.1",
                "--webui-port",
                "0",
                "--cores",
                "1",
                "--memory",
                "1g",
                "--work-dir",
                folder.resolve("work" + i).toString(),
                url);
        workers.add(processes.get(processes.size() - 1));
        said(own, Pattern.compile("Successfully registered with master"));
      }
    } catch (Exception | Error e) {
      close();
      throw e;
    }
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /**
   * @param options of the JVMs that it starts, itself among them
   */
  private Path daemon(String name, String options, String main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(java(), "-Xmx256m"));
    command.addAll(Arrays.asList(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(List.of("-cp", HOME.resolve("jars") + File.separator + "*", main));
    command.addAll(Arrays.asList(arguments));
    Path log = folder.resolve(name + ".log");
    processes.add(start(command, options, log));
    return log;
  }

  private static Process start(List<String> command, String options, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().put("SPARK_HOME", HOME.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.13"); // else it looks for a build of Spark
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    if (!options.isEmpty()) {
      builder.environment().put("JAVA_TOOL_OPTIONS", options);
    }
    return builder.start();
  }

  private static String said(Path log, Pattern what) throws Exception {
    for (int i = 0; i < 10 * PATIENCE_SECONDS; i++) {
      Matcher found = what.matcher(Files.readString(log));
      if (found.find()) {
        return found.group();
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new IllegalStateException(log + " does not say " + what + ": " + Files.readString(log));
  }

  /** A session on this cluster, an executor a worker. */
  SparkSession.Builder session() {
    return session(url);
  }

  static SparkSession.Builder session(String url) {
    return LocalSpark.builder()
        .master(url)
        .config("spark.home", HOME.toString())
        .config("spark.executor.cores", "1")
        .config("spark.executor.memory", "512m")
        .config("spark.cores.max", "2")
        .config("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .config("spark.executor.extraClassPath", ownClasses());
  }

  /** Capstan's classes and jars, the tests', and Lucene: all else is in Spark's home. */
  private static String ownClasses() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(
            entry ->
                new File(entry).isDirectory() || entry.matches(".*(capstan|lucene)-[^/]*\\.jar"))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The executors of now: children of our workers. */
  List<ProcessHandle> executors() {
    return workers.stream()
        .flatMap(worker -> worker.toHandle().children())
        .filter(
            child ->
                child
                    .info()
                    .commandLine()
                    .filter(line -> line.contains("CoarseGrainedExecutorBackend"))
                    .isPresent())
        .toList();
  }

  /** Runs a program in a JVM of its own, with this JVM's class path. */
  Process program(Class<?> main, Path log, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(java(), "-Xmx1g"));
    command.addAll(Arrays.asList(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName(), url));
    command.addAll(Arrays.asList(arguments));
    Process process = start(command, "", log);
    processes.add(process);
    return process;
  }

  /** Lines of Capstan's that an executor printed. */
  List<String> printedByExecutors() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(f -> f.endsWith("stdout") || f.endsWith("stderr")).toList()) {
        Files.readAllLines(file).stream().filter(line -> !line.isBlank()).forEach(lines::add);
      }
    }
    return lines;
  }

  @Override
  public void close() {
    List<ProcessHandle> all =
        processes.stream()
            .flatMap(p -> Stream.concat(p.toHandle().descendants(), Stream.of(p.toHandle())))
            .toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(handle -> handle.onExit().join());
  }
}
