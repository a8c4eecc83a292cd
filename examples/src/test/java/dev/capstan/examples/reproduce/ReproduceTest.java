package dev.capstan.examples.reproduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.examples.Main;
import dev.capstan.examples.train.Criterion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of accuracies, and how it is judged. */
final class ReproduceTest {
  @TempDir private Path folder = Path.of("");

  private final StringWriter printed = new StringWriter();

  private int run(String... words) {
    PrintWriter out = new PrintWriter(printed);
    return Main.commandLine().setOut(out).setErr(out).execute(words);
  }

  @Test
  void meanAndDeviationAreOverNMinusOne() {
    Sample sample = Sample.of(new double[] {0.25, 0.5, 0.75});
    assertEquals(0.5, sample.mean());
    assertEquals(0.25, sample.deviation());
    assertEquals(".5000±.2500", sample.toString());
  }

  /** By hand: 3·√(.004²/16 + .004²/4) = .0067. */
  @Test
  void threeStandardErrorsOfTheDifferenceDecide() {
    Sample there = new Sample(4, .98, .001);
    assertFalse(new Sample(16, .9734, .004).misses(there));
    assertTrue(new Sample(16, .9732, .004).misses(there));
    assertFalse(new Sample(16, .9734, .004).misses(new Sample(4, .98, Double.NaN)));
    assertFalse(new Sample(16, .99, .004).misses(there), "above is no miss");
  }

  @Test
  void everyRowNamesALossThatThereIs() throws IOException {
    for (Anchor anchor : Anchor.all()) {
      assertNotNull(Criterion.of(anchor.loss()), anchor.loss());
    }
    assertEquals(38, Anchor.all().size());
  }

  @Test
  void aRowIsTrainedAndWrittenBetweenTheMarksOfAPage() throws IOException {
    Path page =
        Files.writeString(
            folder.resolve("page.md"),
            "before\n<!-- made by reproduce: begin -->\nold\n<!-- made by reproduce: end -->\nafter\n");
    int code =
        run(
            "reproduce",
            "--only",
            "digits",
            "--loss",
            "contrastive",
            "--seeds",
            "2",
            "--write",
            page.toString());
    String text = Files.readString(page);

    assertEquals(0, code, printed::toString);
    assertTrue(text.startsWith("before\n<!-- made by reproduce: begin -->\n| data "), text);
    assertTrue(text.endsWith("<!-- made by reproduce: end -->\nafter\n"), text);
    assertTrue(text.contains("| digits | `contrastive` | .9"), text);
    assertTrue(text.contains("1 of 1 judged rows met"), text);
    assertFalse(text.contains("old"), text);
  }

  @Test
  void whatIsKeptIsNotTrainedAgain() throws IOException {
    Path kept =
        Files.writeString(
            folder.resolve("scores.csv"),
            """
            data,protocol,loss,seed,recall,map
            digits,closed,contrastive,0,0.25,1.0E-4
            digits,closed,contrastive,1,0.25,0.5
            letter,open,contrastive,0,0.5,0.5
            """);
    String[] words = {"--only", "digits", "--loss", "contrastive", "--scores", kept.toString()};
    assertEquals(1, run(words(words, "--seeds", "2")));
    assertTrue(printed.toString().contains("| `contrastive` | .2500±.0000 "), printed::toString);

    run(words(words, "--seeds", "3"));
    List<String> lines = Files.readAllLines(kept);
    assertEquals("digits,closed,contrastive,0,0.25,1.0E-4", lines.get(1));
    assertTrue(lines.get(4).startsWith("digits,closed,contrastive,2,0.9"), lines.get(4));

    Files.writeString(
        kept, "data,protocol,loss,seed,recall,map\ndigits,closed,contrastive,0,0.25\n");
    assertEquals(1, run(words(words, "--seeds", "2")));
    assertTrue(
        printed.toString().contains("scores.csv:2: is no line of scores"), printed::toString);
  }

  private static String[] words(String[] some, String... more) {
    List<String> all = new ArrayList<>(List.of("reproduce"));
    all.addAll(List.of(some));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void whatCannotBeDoneIsRefusedBeforeTraining() throws IOException {
    Path page = Files.writeString(folder.resolve("page.md"), "no marks\n");
    assertEquals(1, run("reproduce", "--quick", "--write", page.toString()));
    assertEquals(2, run("reproduce", "--seeds", "1"));
    assertEquals(2, run("reproduce", "--only", "digit"));
    assertTrue(printed.toString().contains("did you mean 'digits'?"), printed::toString);
    assertEquals(2, run("reproduce", "--only", "text"));
    assertTrue(printed.toString().contains("name it by --wordnet"), printed::toString);
    assertEquals(2, run("reproduce", "--loss", "ntxen"));
    assertTrue(printed.toString().contains("unknown loss 'ntxen'"), printed::toString);
    assertEquals(2, run("reproduce", "--only", "text", "--loss", "circle", "--wordnet", "x"));
    assertTrue(printed.toString().contains("no row of that loss"), printed::toString);
  }
}
