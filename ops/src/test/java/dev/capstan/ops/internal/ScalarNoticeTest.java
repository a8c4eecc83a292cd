package dev.capstan.ops.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ScalarNoticeTest {
  private final List<String> lines = new ArrayList<>();
  private final ScalarNotice notice = new ScalarNotice(lines::add);

  @Test
  void aShortRunReadsNothing() {
    for (int i = 0; i < 1000; i++) {
      notice.count(128, 128, 128);
    }
    assertEquals(List.of(), lines);
  }

  @Test
  void aLongRunReadsOneLineOnce() {
    for (int i = 0; i < 100; i++) {
      notice.count(1024, 1024, 1024);
    }
    assertEquals(1, lines.size());
    assertTrue(lines.get(0).contains("--add-modules jdk.incubator.vector"), lines.get(0));
    assertTrue(lines.get(0).contains("-Dcapstan.kernels=scalar"), lines.get(0));
  }

  @Test
  void theLineComesWithTheFirstProductBeyondTheBound() {
    assertEquals(1L << 35, ScalarNotice.AFTER);
    for (int i = 0; i < 32; i++) {
      notice.count(1024, 1024, 1024);
    }
    assertEquals(0, lines.size());
    notice.count(1, 1, 1);
    assertEquals(1, lines.size());
  }

  @Test
  void oneProductOfMoreThanAnIntCountsWhole() {
    notice.count(1 << 16, 1 << 16, 8);
    assertEquals(0, lines.size());
    notice.count(1 << 16, 1 << 16, 8);
    assertEquals(1, lines.size());
  }

  /** Counts what a long run does, and prints what the log gets. */
  static final class LongRun {
    private LongRun() {}

    public static void main(String[] arguments) {
      for (int i = 0; i < 100; i++) {
        Provider.NOTICE.count(1024, 1024, 1024);
      }
    }
  }

  static Stream<Arguments> starts() {
    return Stream.of(
        Arguments.of(1, List.of()),
        Arguments.of(0, List.of("-Dcapstan.kernels=scalar")),
        Arguments.of(0, List.of("--add-modules", "jdk.incubator.vector")),
        Arguments.of(
            0, List.of("--add-modules", "jdk.incubator.vector", "-Dcapstan.kernels=scalar")));
  }

  /** Who chose the loops knows, and who has vectors has nothing to be told. */
  @ParameterizedTest
  @MethodSource("starts")
  void onlyWhoNamedNeitherModuleNorKernelsReadsIt(int times, List<String> options)
      throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), LongRun.class.getName()));
    Process java = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(java.waitFor(1, TimeUnit.MINUTES), "still running");
    assertEquals(0, java.exitValue(), said);
    assertEquals(times, said.split("capstan: products run on plain loops", -1).length - 1, said);
  }
}
