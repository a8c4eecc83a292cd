package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program that is a module and requires every published artifact by name. Runs after the jars.
 */
final class ModularIT {
  /** Not to be required: programs, and what stands on test frameworks. */
  private static final Set<String> NO_MODULES = Set.of("examples", "benchmarks", "testkit");

  private static final long MOST_SECONDS = 120;

  /** No sources, no Javadoc. */
  private static final Pattern JAR = Pattern.compile("capstan-([a-z]+)-[^-]+(-SNAPSHOT)?\\.jar");

  private static final String PROGRAM =
      """
      package sample;

      import dev.capstan.autograd.Tape;
      import dev.capstan.losses.TripletMarginLoss;
      import dev.capstan.nn.layer.L2Normalize;
      import dev.capstan.ops.Tensor;

      public class Program {
        public static void main(String[] args) {
          try (Tape tape = new Tape()) {
            Tensor x = tape.watch(Tensor.of(new double[][] {{3, 4}}));
            Tensor near = new L2Normalize().apply(x);
            Tensor loss = new TripletMarginLoss().apply(near, near, near.neg());
            System.out.println(tape.gradients(loss).of(x).shape());
          }
          for (Class<?> type :
              new Class<?>[] {Tape.class, Tensor.class, TripletMarginLoss.class, L2Normalize.class}) {
            System.out.println(type.getModule().getName());
          }
          System.out.println(ModuleLayer.boot().findModule("dev.capstan.text").isPresent());
        }
      }
      """;

  @Test
  void aModularProgramStarts(@TempDir Path folder) throws Exception {
    Path sources = Files.createDirectories(folder.resolve("src").resolve("sample"));
    Map<String, Path> jars = jars();
    assertTrue(
        jars.keySet().containsAll(Set.of("autograd", "ops", "losses", "nn", "text")),
        () -> "jars of " + jars.keySet());
    String requires =
        jars.keySet().stream()
            .map(name -> "  requires dev.capstan." + name + ";\n")
            .collect(Collectors.joining());
    Files.writeString(
        folder.resolve("src").resolve("module-info.java"), "module sample {\n" + requires + "}\n");
    Files.writeString(sources.resolve("Program.java"), PROGRAM);
    String path = modulePath(jars.values());
    Path classes = folder.resolve("classes");

    assertEquals(
        "",
        run(
            folder,
            "javac",
            "--module-path",
            path,
            "-d",
            classes.toString(),
            folder.resolve("src").resolve("module-info.java").toString(),
            sources.resolve("Program.java").toString()));
    assertEquals(
        """
        [1, 2]
        dev.capstan.autograd
        dev.capstan.ops
        dev.capstan.losses
        dev.capstan.nn
        true
        """,
        run(
            folder,
            "java",
            "--module-path",
            path + File.pathSeparator + classes,
            "--module",
            "sample/sample.Program"));
  }

  /** The packaged jars, by the last part of their module's name. */
  private static Map<String, Path> jars() throws IOException {
    Map<String, Path> jars = new TreeMap<>();
    for (String module : ArchitectureTest.MODULES) {
      Path target = Path.of("..", module, "target");
      if (Files.isDirectory(target) && !NO_MODULES.contains(module)) {
        try (Stream<Path> files = Files.list(target)) {
          for (Path file : files.toList()) {
            Matcher jar = JAR.matcher(file.getFileName().toString());
            if (jar.matches()) {
              jars.put(jar.group(1), file.toAbsolutePath());
            }
          }
        }
      }
    }
    return jars;
  }

  /** The jars, and the libraries beside them. */
  private static String modulePath(Collection<Path> jars) {
    return Stream.concat(
            jars.stream().map(Path::toString),
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .filter(
                    entry -> entry.matches(".*[/\\\\](commons|jspecify|jackson)[^/\\\\]*\\.jar")))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String run(Path folder, String tool, String... args) throws Exception {
    List<String> command =
        new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", tool).toString()));
    command.addAll(List.of(args));
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertTrue(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "the process did not end");
    String printed = Files.readString(out).replace("\r\n", "\n");
    assertEquals(0, process.exitValue(), printed);
    return printed;
  }
}
