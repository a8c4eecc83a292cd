package dev.capstan.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MainTest {
  @TempDir Path folder = Path.of("");
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line = Main.commandLine();
    return line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true)).execute(args);
  }

  private void assertRefused(String message, String... args) {
    assertEquals(2, run(args), err::toString);
    String first = err.toString().lines().findFirst().orElse("");
    assertTrue(first.contains(message), err.toString());
  }

  @Test
  void helpNamesEveryChoice() {
    assertEquals(0, run("--help"));
    for (String word : new String[] {"--quick", "--full", "--write", "threads", "nd4j", "JMH"}) {
      assertTrue(out.toString().contains(word), word);
    }
  }

  @Test
  void anUnknownSettingIsRefusedWithTheChoices() {
    assertRefused(
        "got 'avx3', expected vector, avx2, scalar, threads or processes",
        "--full",
        "--settings=avx3");
  }

  @Test
  void anUnknownPrecisionIsRefusedWithTheChoices() {
    assertRefused("got 'float16', expected float32 or float64", "--full", "--dtype=float16");
  }

  @Test
  void anUnknownPeerIsRefusedWithTheChoices() {
    assertRefused(
        "--peers: got 'djl', expected libtorch, pytorch, jax, tensorflow, nd4j, onnxruntime or none",
        "--quick",
        "--peers=djl");
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertRefused("--forks: got 0, expected 1 or more", "--full", "--forks=0");
  }

  @Test
  void timeThatMakesNoSenseIsRefused() {
    assertRefused("--seconds: got 0.0, expected a positive number", "--full", "--seconds=0");
  }

  @Test
  void aFolderWithoutAJdkIsRefused() {
    assertRefused("--jdk: " + folder + " is no JDK", "--full", "--jdk=" + folder);
  }

  @Test
  void aMisspelledOptionIsRefusedWithASuggestion() {
    assertRefused("Unknown option: '--ful'", "--ful");
  }

  @Test
  void oneModeIsAskedFor() {
    assertRefused("--quick", "--full", "--quick");
  }

  @Test
  void aDocumentWithoutAHandWrittenPartIsRefusedBeforeAnythingIsMeasured() throws IOException {
    Path page = folder.resolve("page.md");
    Files.writeString(page, "# Mine\n");
    assertRefused("--out: " + page, "--full", "--out=" + page, "--results=" + folder.resolve("r"));
  }

  @Test
  void writingNeedsAPlace() {
    assertRefused("--write: name the document with --out=FILE", "--write");
  }

  @Test
  void aDocumentIsWrittenFromEarlierResults() throws IOException {
    Path page = folder.resolve("page.md");
    assertEquals(0, run("--write", "--out=" + page, "--results=" + folder.resolve("none.jsonl")));
    assertTrue(Files.readString(page).startsWith("# Performance"));
  }
}
