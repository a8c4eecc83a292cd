package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;
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
    out.getBuffer().setLength(0);
    assertRefused(message, () -> run(args));
    assertEquals("", out.toString());
  }

  private void assertRefused(String message, IntSupplier run) {
    err.getBuffer().setLength(0);
    assertEquals(2, run.getAsInt());
    assertEquals(message, err.toString().lines().findFirst().orElse(""));
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
    assertEquals(2, run("train", "csv", "--fil", "x.csv", "--label=y"));
    assertTrue(
        err.toString().contains("train csv: unknown option '--fil'; did you mean '--file'?"),
        err::toString);
  }

  @Test
  void anUnknownCommandIsAnsweredWithTheNearest() {
    assertRefused(
        "capstan: unknown command 'trian'; did you mean 'train'? "
            + "Known: train, conformance, gradcheck, explain, examples, encode, neighbours, neighbors,"
            + " evaluate, inspect, similar, finetune, distill, fingerprint, reproduce, help",
        "trian");
  }

  @Test
  void helpIsACommandToo() {
    assertEquals(0, run("help"));
    assertEquals(0, run("help", "train"));
    assertTrue(out.toString().contains("Usage: capstan train"), out::toString);
    assertEquals(2, run("help", "trian"));
    assertTrue(err.toString().contains("did you mean 'train'?"), err::toString);
  }

  @Test
  void namesOfTheLiteratureAreUnderstood(@TempDir Path folder) {
    String report = "--report=" + folder;
    assertEquals(
        0,
        run("train", "iris", "--loss", "batch-hard", "--epochs=0", "--threads=1", report),
        err::toString);
    assertRefused(
        "train: iris: protocol 'open' needs four classes or more, got 3; use --protocol closed",
        () -> run("train", "iris", "--protocol", "Zero_Shot", report));
    assertEquals(2, run("train", "lettres"));
    assertTrue(err.toString().contains("did you mean 'letter"), err::toString);
  }

  @Test
  void optionsWithoutEffectAreRefused() {
    assertRefused(
        "train: --report has no effect with --seeds; leave one of them out",
        "train",
        "--seeds=0..1",
        "--report=x");
    assertRefused(
        "train: --json has no effect with --seeds; leave one of them out",
        "train",
        "--seeds=0..1",
        "--json=x");
    assertRefused(
        "train: --mnist has no effect with iris; leave it out, or say: train mnist",
        "train",
        "iris",
        "--mnist=x");
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
    assertFalse(Files.exists(report));
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
