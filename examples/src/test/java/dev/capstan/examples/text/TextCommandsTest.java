package dev.capstan.examples.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.examples.Main;
import dev.capstan.nn.io.Npy;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The commands for sentences, with the small encoder of the text module's tests. */
class TextCommandsTest {
  private static final String TINY =
      "../text/src/test/resources/dev/capstan/text/encoder/tiny-bert";

  private final Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  TextCommandsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Files.writeString(folder.resolve("lines.txt"), "the cat sat\na dog runs\ngood movie\n");
    Files.writeString(
        folder.resolve("pairs.csv"),
        "anchor,positive,score\nthe cat sat,cat,0.9\na dog runs,the dog,0.8\nman eats,guitar,0\n");
  }

  private int run(String... arguments) {
    CommandLine line = Main.commandLine();
    return line.setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private String at(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void linesAreEncodedInTheirOrder() throws IOException {
    assertEquals(
        0,
        run("encode", "--model", TINY, "--file", at("lines.txt"), "--out", at("e.npy")),
        err::toString);
    assertEquals("[3, 32]", Npy.read(folder.resolve("e.npy")).shape().toString());
    assertTrue(out.toString().contains("3 vectors of 32 numbers"), out.toString());
  }

  @Test
  void theLineItselfIsTheMostAlike() {
    assertEquals(
        0,
        run("similar", "a dog runs", "--model", TINY, "--file", at("lines.txt"), "--count", "1"));
    assertEquals(
        String.format(Locale.ROOT, "1.0000  2  a dog runs%n"), out.toString(), err::toString);
  }

  @Test
  void aTrainedAndADistilledFolderAreOpened() {
    for (String loss : new String[] {"cosent", "angle", "cosine-similarity"}) {
      assertEquals(
          0,
          run(
              "finetune",
              "--model",
              TINY,
              "--pairs",
              at("pairs.csv"),
              "--out",
              at(loss),
              "--loss",
              loss,
              "--epochs",
              "2",
              "--batch",
              "3",
              "--layers",
              "1"),
          err::toString);
    }
    assertEquals(
        0, run("distill", "--model", at("angle"), "--out", at("small"), "--dimension", "4"));
    assertEquals(
        0, run("similar", "cat", "--model", at("small"), "--file", at("lines.txt")), err::toString);
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    assertEquals(
        2,
        run(
            "finetune",
            "--model",
            TINY,
            "--pairs",
            at("pairs.csv"),
            "--out",
            at("x"),
            "--loss",
            "tripple"));
    assertTrue(
        err.toString().contains("is no loss; expected one of [multiple-negatives"), err.toString());
    Files.writeString(folder.resolve("ragged.csv"), "anchor,positive\na,b\nc\n");
    assertTrue(
        run("finetune", "--model", TINY, "--pairs", at("ragged.csv"), "--out", at("x")) != 0);
    assertTrue(err.toString().contains("row 2 has 1 fields, expected 2"), err.toString());
    assertTrue(
        run(
                "finetune",
                "--model",
                TINY,
                "--pairs",
                at("ragged.csv"),
                "--out",
                at("x"),
                "--epochs",
                "0")
            != 0);
    assertTrue(err.toString().contains("--epochs: got 0, expected 1 or more"), err.toString());
  }
}
