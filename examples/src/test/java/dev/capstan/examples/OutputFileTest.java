package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Nothing is replaced but regular files, and nothing is half written. */
final class OutputFileTest {
  private static final byte[] TEXT = "whole".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder = Path.of("");

  private long files() throws IOException {
    try (var all = Files.list(folder)) {
      return all.count();
    }
  }

  @Test
  void theFolderIsMadeAndNothingElseIsLeft() throws IOException {
    Path file = folder.resolve("a").resolve("b.txt");
    OutputFile.write(file, TEXT);
    OutputFile.write(file, TEXT);

    assertArrayEquals(TEXT, Files.readAllBytes(file));
    assertEquals(1, files());
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aLinksTargetIsWrittenWhetherOrNotItIsThere() throws IOException {
    Path real = Files.writeString(folder.resolve("real"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    Path chain = Files.createSymbolicLink(folder.resolve("chain"), Path.of("link"));
    OutputFile.write(chain, TEXT);

    assertArrayEquals(TEXT, Files.readAllBytes(real));
    assertTrue(Files.isSymbolicLink(link) && Files.isSymbolicLink(chain));

    Path dangling = Files.createSymbolicLink(folder.resolve("dangling"), Path.of("later"));
    OutputFile.requireWritable(dangling);
    OutputFile.write(dangling, TEXT);
    assertArrayEquals(TEXT, Files.readAllBytes(folder.resolve("later")));
    assertTrue(Files.isSymbolicLink(dangling));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aDeviceIsWrittenToAndAFullOneIsAnError() throws IOException {
    OutputFile.write(Path.of("/dev/null"), TEXT);
    assertFalse(Files.isRegularFile(Path.of("/dev/null")));
    assertEquals(
        "cannot write to /dev/full: No space left on device",
        assertThrows(IOException.class, () -> OutputFile.write(Path.of("/dev/full"), TEXT))
            .getMessage());
    assertFalse(Files.isRegularFile(Path.of("/dev/full")));
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aPipeIsWrittenInto() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
    CompletableFuture<byte[]> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readAllBytes(pipe);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    OutputFile.write(pipe, TEXT);

    assertArrayEquals(TEXT, read.get());
    assertFalse(Files.isRegularFile(pipe));
  }

  @Test
  void tryingLeavesNoTrace() throws IOException {
    OutputFile.requireWritableFolder(folder.resolve("x").resolve("y"));
    OutputFile.requireWritable(folder.resolve("z").resolve("file"));
    assertEquals(0, files());

    assertEquals(
        "cannot write to " + folder + ": it is a folder",
        assertThrows(IOException.class, () -> OutputFile.requireWritable(folder)).getMessage());
    assertThrows(
        IOException.class, () -> OutputFile.requireWritableFolder(Path.of("/proc/capstan")));
  }
}
