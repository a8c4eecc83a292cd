package dev.capstan.examples.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.examples.Main;
import dev.capstan.losses.Losses;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The commands that list examples, run them, and take their backward pass apart. */
final class ExplainCommandTest {
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
    assertEquals(message, err.toString().strip());
    assertEquals("", out.toString());
  }

  static List<String> explained() {
    return Gallery.examples().stream().filter(e -> e.story() != null).map(Example::name).toList();
  }

  static List<String> losses() {
    return List.copyOf(Losses.names());
  }

  static List<String> runnable() {
    return Gallery.examples().stream().filter(e -> e.run() != null).map(Example::name).toList();
  }

  @ParameterizedTest
  @MethodSource({"explained", "losses"})
  void everyExampleAndEveryLossHasAStoryAndOnlyTheFaultyOneACross(String name) {
    assertEquals(0, run("explain", name), err::toString);
    assertTrue(out.toString().startsWith("forward\n"), out::toString);
    assertEquals(name.equals("faulty"), out.toString().contains("DISAGREE"), out::toString);
  }

  @ParameterizedTest
  @MethodSource("runnable")
  void everyExampleThatRunsPrintsSomething(String name) {
    assertEquals(0, run("examples", name), err::toString);
    assertTrue(out.toString().lines().count() >= 3, out::toString);
  }

  @Test
  void newtonsMethodDoublesTheDigits() {
    run("examples", "newton");
    assertEquals(
        "   5   0.000023",
        out.toString().lines().toList().get(6).substring(0, 15),
        "the loss that the rounding of the data leaves");
  }

  @Test
  void thePictureOfTwoMoonsHasBothSides() {
    run("examples", "moons");
    String picture = out.toString();
    assertTrue(picture.contains("step 400: loss 0.0"), picture);
    assertTrue(picture.contains("X") && picture.contains("O") && picture.contains("...."), picture);
  }

  @Test
  void theListNamesEveryExampleAndHowToRunIt() {
    assertEquals(0, run("examples"));
    for (Example each : Gallery.examples()) {
      assertTrue(out.toString().contains("capstan " + each.command()), each::name);
    }
  }

  @Test
  void aPageIsWrittenAndOpensAtItsStep(@TempDir Path folder) throws IOException {
    Path page = folder.resolve("triplet.html");
    assertEquals(0, run("explain", "triplet", "--html", page.toString(), "--step", "14"));
    assertEquals("28 steps: " + page.toUri(), out.toString().strip());
    assertTrue(Files.readString(page).contains("go(m ? +m[1] : 14)"));
  }

  @Test
  void whatIsFusedStaysOneLineIfAskedFor() {
    run("explain", "triplet", "--fused");
    assertTrue(out.toString().contains("#3  tripletMargin(#0, #1, #2)"), out::toString);
  }

  @Test
  void anUnknownNameIsAnsweredWithTheNearest() {
    assertEquals(2, run("explain", "tripplet"));
    assertTrue(
        err.toString().startsWith("explain: unknown example 'tripplet'; did you mean 'triplet'?"),
        err::toString);
  }

  @Test
  void aLossIsAmongTheNearest() {
    assertEquals(2, run("explain", "torch_triplet_margin_los"));
    assertTrue(err.toString().contains("did you mean 'torch-triplet-margin-loss'?"), err::toString);
  }

  @Test
  void whatIsACommandOfItsOwnSaysWhich() {
    assertRefused(
        "explain: digits has no one backward pass to show; run it by: capstan train digits, or"
            + " explain its loss",
        "explain",
        "digits");
  }

  @Test
  void anExampleThatIsOnlyToBeSeenSaysHow() {
    assertRefused("examples: triplet is run by: capstan explain triplet", "examples", "triplet");
  }

  @Test
  void aStepNeedsAPage() {
    assertRefused(
        "explain: --step: there is no page; name its file with --html",
        "explain",
        "triplet",
        "--step",
        "3");
  }

  @Test
  void aStepThatIsNotThereIsRefusedAndNothingWritten(@TempDir Path folder) {
    Path page = folder.resolve("triplet.html");
    assertRefused(
        "explain: html: there is no step 300, expected 0 to 27",
        "explain",
        "triplet",
        "--html",
        page.toString(),
        "--step",
        "300");
    assertFalse(Files.exists(page));
  }
}
