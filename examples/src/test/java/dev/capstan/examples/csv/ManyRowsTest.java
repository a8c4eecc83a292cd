package dev.capstan.examples.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.examples.Main;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Commands read a table of 12,000 rows of 64 numbers, whose cells as text would take 43 MB and
 * whose distances 576 MB, in a heap of 40 MB.
 */
final class ManyRowsTest {
  private static final int WIDTH = 64;

  @TempDir private Path folder = Path.of("");

  private Path table(String name, int rows, long seed) throws IOException {
    Path file = folder.resolve(name);
    SplittableRandom random = new SplittableRandom(seed);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write("class");
      for (int j = 0; j < WIDTH; j++) {
        out.write(",x" + j);
      }
      for (int i = 0; i < rows; i++) {
        out.write("\nc" + i % 20);
        for (int j = 0; j < WIDTH; j++) {
          double x = random.nextGaussian() + (j == i % 20 ? 4 : 0);
          out.write(String.format(Locale.ROOT, ",%.3f", x));
        }
      }
      out.write("\n");
    }
    return file;
  }

  private String run(String heap, String... args) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + heap,
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                "-Dcapstan.kernels=scalar",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(args));
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the process did not end");
    String printed = Files.readString(out);
    assertEquals(0, process.exitValue(), printed);
    return printed;
  }

  @Test
  void commandsTakeManyRowsInASmallHeap() throws IOException, InterruptedException {
    String small = table("small.csv", 400, 1).toString();
    String large = table("large.csv", 12_000, 2).toString();
    String model = folder.resolve("m.encoder").toString();
    String index = folder.resolve("m.index").toString();
    run(
        "256m",
        "train",
        "csv",
        "--file",
        small,
        "--label",
        "class",
        "--model",
        model,
        "--epochs",
        "1",
        "--report",
        folder.resolve("report").toString());

    run("40m", "encode", "--model", model, "--file", large, "--index", index);
    String found =
        run("40m", "neighbours", "--model", model, "--index", index, "--file", large, "-k", "2");
    List<String> lines = found.lines().filter(line -> line.startsWith("line ")).toList();
    assertEquals(24_000, lines.size(), lines.get(0));
    // Each row of the table is in the index, and nearest to itself.
    assertEquals("line 2,1,line 2,0.000000,c0", lines.get(0));
    assertEquals("line 12001,1,line 12001,0.000000,c19", lines.get(23_998));

    String judged = run("40m", "evaluate", "--model", model, "--file", large);
    assertTrue(judged.contains(" of 12000;"), judged);
  }
}
