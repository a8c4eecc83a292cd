package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the command line refuses, and how it says so. */
final class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine commandLine = Main.commandLine();
    commandLine.setOut(new PrintWriter(out));
    commandLine.setErr(new PrintWriter(err));
    return commandLine.execute(args);
  }

  private void assertRefused(String message, String... args) {
    assertEquals(2, run(args));
    assertEquals(message, err.toString().lines().findFirst().orElse(""));
    assertEquals("", out.toString());
  }

  @Test
  void anUnknownDataSetIsAnsweredWithTheNearest() {
    assertRefused(
        "train: unknown data set 'digts'; did you mean 'digits'? "
            + "Known: digits, letter, mnist, iris, wine",
        "train",
        "digts");
  }

  @Test
  void anUnknownLossIsAnsweredWithTheNearest() {
    assertEquals(2, run("train", "digits", "--loss", "triplet_semihard"));
    assertTrue(
        err.toString()
            .startsWith(
                "train: unknown loss 'triplet_semihard'; did you mean 'triplet-semi-hard'?"),
        err::toString);
  }

  @Test
  void anUnknownProtocolIsAnsweredWithTheNearest() {
    assertRefused(
        "train: unknown protocol 'opne'; did you mean 'open'? Known: closed, open",
        "train",
        "--protocol",
        "opne");
  }

  @Test
  void anUnknownOptionOrCommandIsAnsweredToo() {
    assertEquals(2, run("train", "--epoch", "3"));
    assertTrue(err.toString().contains("--epochs"), err::toString);
    assertEquals(2, run("trian"));
    assertTrue(err.toString().contains("capstan train"), err::toString);
  }

  @Test
  void numbersThatMakeNoSenseAreRefused() {
    assertRefused("train: --epochs: got -1, expected 0 or more", "train", "--epochs", "-1");
  }

  @Test
  void aRangeOfSeedsMustRunForwards() {
    assertRefused(
        "train: --seeds: got '4..1', expected two numbers as in 0..4", "train", "--seeds", "4..1");
  }

  @Test
  void aProtocolThatTheDataCannotServeIsRefused(@TempDir Path folder) {
    assertRefused(
        "train: iris: protocol 'open' needs four classes or more, got 3; use --protocol closed",
        "train",
        "iris",
        "--protocol",
        "open",
        "--report",
        folder.toString());
  }

  @Test
  void aReportFolderThatCannotBeWrittenIsRefusedBeforeTraining(@TempDir Path folder)
      throws IOException {
    Path file = Files.writeString(folder.resolve("taken"), "a file");
    assertRefused(
        "train: cannot write to " + file + ": " + file + " is a file",
        "train",
        "--report",
        file.toString());
  }

  @Test
  void aMissingDataFileIsAFailureAndLeavesNothingBehind(@TempDir Path folder) throws IOException {
    Path report = folder.resolve("report");

    int code = run("train", "mnist", "--mnist", folder.toString(), "--report", report.toString());

    assertEquals(1, code);
    assertTrue(err.toString().startsWith("train: mnist: no file "), err::toString);
    try (var files = Files.list(report)) {
      assertEquals(0, files.count());
    }
    assertFalse(Files.exists(report.resolve("index.html")));
  }

  @Test
  void thereIsHelpAtEveryLevel() {
    assertEquals(0, run("--help"));
    assertEquals(0, run("train", "--help"));
    assertEquals(0, run("conformance", "--help"));
    assertTrue(out.toString().contains("Usage: capstan train"));
    assertEquals("", err.toString());
  }
}
