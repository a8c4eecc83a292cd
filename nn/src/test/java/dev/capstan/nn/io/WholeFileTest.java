package dev.capstan.nn.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(600)
final class WholeFileTest {
  private static final int SIZE = 1 << 20;

  @TempDir private Path folder = Path.of("");

  private static byte[] block(int value) {
    byte[] block = new byte[SIZE];
    Arrays.fill(block, (byte) value);
    return block;
  }

  private static void requireWhole(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    assertEquals(SIZE, all.length);
    assertArrayEquals(block(all[0]), all);
  }

  private long files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.count();
    }
  }

  @Test
  void aWriterThatThrowsLeavesThePlaceAsItWas() throws IOException {
    Path file = folder.resolve("f");
    WholeFile.write(file, block(1));

    assertThrows(
        IOException.class,
        () ->
            WholeFile.write(
                file,
                out -> {
                  out.write(block(2));
                  throw new IOException("full");
                }));

    assertArrayEquals(block(1), Files.readAllBytes(file));
    assertEquals(1, files());
  }

  @Test
  void whatALinkPointsToIsReplacedAndNotTheLink() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    Path target = inner.resolve("target");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("inner", "target"));
    Path chain = Files.createSymbolicLink(folder.resolve("chain"), link);

    WholeFile.write(chain, block(3));
    WholeFile.write(link, block(4));

    assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(chain));
    assertArrayEquals(block(4), Files.readAllBytes(target));
    Path loop = folder.resolve("loop");
    Files.createSymbolicLink(loop, loop);
    assertThrows(IOException.class, () -> WholeFile.write(loop, block(5)));
  }

  @Test
  void twoWritersAndAReaderNeverMeetAPart() throws Exception {
    Path file = folder.resolve("f");
    WholeFile.write(file, block(0));
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      List<Future<Boolean>> all = new ArrayList<>();
      for (int writer = 1; writer <= 2; writer++) {
        int value = writer;
        Callable<Boolean> writing =
            () -> {
              for (int i = 0; i < 20; i++) {
                WholeFile.write(file, block(value));
              }
              return true;
            };
        all.add(threads.submit(writing));
      }
      Callable<Boolean> reading =
          () -> {
            for (int i = 0; i < 40; i++) {
              requireWhole(file);
            }
            return true;
          };
      all.add(threads.submit(reading));
      for (Future<Boolean> each : all) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    assertEquals(1, files());
  }

  /** Writes for ever; killed from outside. */
  static final class Writer {
    public static void main(String[] args) throws IOException {
      Path file = Path.of(args[0]);
      for (int i = 0; ; i++) {
        WholeFile.write(file, block(i));
      }
    }
  }

  /** Two writers that are killed in the middle of it, twice; a hundred times if thorough. */
  @Test
  void afterAKillThereIsAWholeFile() throws Exception {
    SplittableRandom random = new SplittableRandom(7);
    Path file = folder.resolve("f");
    int rounds = Boolean.getBoolean("capstan.thorough") ? 100 : 2;
    for (int round = 0; round < rounds; round++) {
      Process one = writer(file);
      Process two = writer(file);
      try {
        while (!Files.exists(file) && one.isAlive() && two.isAlive()) {
          Thread.sleep(5);
        }
        Thread.sleep(random.nextInt(100));
        assertTrue(one.isAlive() && two.isAlive());
      } finally {
        one.destroyForcibly().waitFor();
        two.destroyForcibly().waitFor();
      }
      requireWhole(file);
      Files.delete(file);
    }
  }

  private static Process writer(Path file) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            file.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start();
  }
}
