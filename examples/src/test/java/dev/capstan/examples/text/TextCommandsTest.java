package dev.capstan.examples.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.examples.Main;
import dev.capstan.nn.io.Npy;
import dev.capstan.text.SentenceEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /** Trains the tiny encoder on one of the tables. */
  private int finetune(String table, String target, String... more) {
    List<String> words = new ArrayList<>(List.of("finetune", "--model", TINY));
    words.addAll(List.of("--pairs", at(table), "--out", at(target)));
    words.addAll(List.of(more));
    return run(words.toArray(String[]::new));
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
  void moreLinesThanAreHeldHaveTheVectorsOfTheirOwn() throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      lines.add("the cat sat " + "a dog ".repeat(i % 7));
    }
    Files.write(folder.resolve("many.txt"), lines);
    assertEquals(
        0,
        run("encode", "--model", TINY, "--file", at("many.txt"), "--out", at("e.npy")),
        err::toString);
    assertArrayEquals(
        SentenceEncoder.open(Path.of(TINY)).encode(lines).toArray(),
        Npy.read(folder.resolve("e.npy")).toArray());
    Files.write(folder.resolve("broken.txt"), new byte[] {'a', '\n', (byte) 0xff, '\n'});
    assertTrue(
        run("encode", "--model", TINY, "--file", at("broken.txt"), "--out", at("f.npy")) != 0);
    assertTrue(err.toString().contains("broken.txt: not UTF-8 text"), err.toString());
    assertFalse(Files.exists(folder.resolve("f.npy")));
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
          finetune(
              "pairs.csv", loss, "--loss", loss, "--epochs", "2", "--batch", "3", "--layers", "1"),
          err::toString);
    }
    assertEquals(
        0, run("distill", "--model", at("angle"), "--out", at("small"), "--dimension", "4"));
    assertEquals(
        0, run("similar", "cat", "--model", at("small"), "--file", at("lines.txt")), err::toString);
  }

  @Test
  void everyLossIsTrainedOnTheTableThatItWants() throws IOException {
    Files.writeString(
        folder.resolve("triplets.csv"),
        "a,p,n,score\nthe cat sat,cat,guitar,0.9\na dog runs,the dog,man,0.5\n");
    Files.writeString(
        folder.resolve("answers.csv"),
        "a,b,label\nthe cat sat,cat,1\na dog runs,guitar,0\nman eats,a man,1\n");
    Files.writeString(
        folder.resolve("classes.csv"),
        "text,label\nthe cat sat,x\na dog runs,x\ngood movie,y\nbad movie,y\n");
    Files.writeString(folder.resolve("three.csv"), "a,p,n\nthe cat sat,cat,guitar\nman,dog,cat\n");
    for (TextLoss loss : TextLoss.values()) {
      String table =
          switch (loss.wants()) {
            case PAIRS, TRIPLETS -> "three.csv";
            case SCORED_TRIPLETS -> "triplets.csv";
            case SCORES -> "pairs.csv";
            case ANSWERS -> "answers.csv";
            case LABELS -> "classes.csv";
          };
      List<String> words =
          new ArrayList<>(
              List.of("--loss", loss.id(), "--batch", "2", "--layers", "1", "--dropout", "0"));
      if (loss == TextLoss.GIST) {
        words.addAll(List.of("--guide", TINY));
      }
      assertEquals(
          0, finetune(table, loss.id(), words.toArray(String[]::new)), () -> loss + ": " + err);
    }
  }

  @Test
  void everyWayOfTrainingIsReachedAndReported() throws IOException {
    assertEquals(
        0,
        finetune(
            "pairs.csv",
            "t",
            "--batch",
            "2",
            "--epochs",
            "4",
            "--part",
            "1",
            "--checkpoint",
            "--matryoshka",
            "32,8",
            "--warm-up",
            "1",
            "--decay",
            "0",
            "--longest",
            "12",
            "--test",
            at("pairs.csv"),
            "--report",
            at("page.html")),
        err::toString);
    assertTrue(out.toString().contains("before: spearman"), out.toString());
    assertTrue(out.toString().contains("epoch 2: spearman"), out.toString());
    assertTrue(out.toString().contains("after: spearman"), out.toString());
    String page = Files.readString(folder.resolve("page.html"));
    assertTrue(page.contains("After fine-tuning") && page.contains("the cat sat"), page);
    assertFalse(page.contains("{{"), page);
  }

  /** The gradient of the whole, whether by parts, with layers computed again, or at once. */
  @Test
  void partsAndRecomputedLayersLeadToTheSameWeights() throws IOException {
    List<float[]> vectors = new ArrayList<>();
    for (String[] way : new String[][] {{}, {"--checkpoint"}, {"--part", "2"}}) {
      List<String> words = new ArrayList<>(List.of("--batch", "3", "--epochs", "3"));
      words.addAll(List.of(way));
      assertEquals(
          0,
          finetune("pairs.csv", "way" + vectors.size(), words.toArray(String[]::new)),
          err::toString);
      Path trained = folder.resolve("way" + vectors.size());
      vectors.add(SentenceEncoder.open(trained).encode("a dog runs"));
    }
    assertArrayEquals(vectors.get(0), vectors.get(1));
    // Parts draw dropout part by part, so that they learn of other masks.
    assertEquals(vectors.get(0).length, vectors.get(2).length);
  }

  @Test
  void aTableIsJudgedByItsColumns() throws IOException {
    Files.writeString(
        folder.resolve("answers.csv"), "a,b,label\nthe cat sat,cat,1\na dog runs,guitar,0\n");
    Files.writeString(folder.resolve("queries.csv"), "q,d\ncat,the cat sat\ncat,cat\nman,a man\n");
    Files.writeString(folder.resolve("three.csv"), "a,p,n\nthe cat sat,cat,guitar\n");
    Files.writeString(
        folder.resolve("classes.csv"), "text,label\nthe cat sat,x\na dog runs,x\nmovie,y\n");
    String[][] expected = {
      {"pairs.csv", "3 pairs with scores", "spearman"},
      {"answers.csv", "2 pairs that belong together or not", "averagePrecision"},
      {"queries.csv", "2 queries among 3 documents", "ndcg@10"},
      {"three.csv", "1 triplets", "accuracy"},
      {"classes.csv", "3 texts of 2 classes", "map@R"},
    };
    for (String[] each : expected) {
      assertEquals(0, run("evaluate", "--model", TINY, "--file", at(each[0])), err::toString);
      assertTrue(out.toString().contains(each[0] + ": " + each[1]), out.toString());
      assertTrue(out.toString().contains(each[2]), out.toString());
    }
    Files.writeString(folder.resolve("one.csv"), "a\nthe cat sat\n");
    assertEquals(1, run("evaluate", "--model", TINY, "--file", at("one.csv")));
    assertTrue(err.toString().contains("got 1 columns of texts"), err.toString());
  }

  @Test
  void withoutTheModelReproduceEncoderSaysThatItIsSkipped() {
    assertEquals(0, run("reproduce", "encoder", "--model", at("nowhere")));
    assertTrue(out.toString().startsWith("skipped: no folder"), out.toString());
  }

  @Test
  void theRecipeRunsOnAnyEncoder() throws IOException {
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      table.append(i < 8 ? "train" : "test").append(i % 2 == 0 ? "\tx\ta\t" : "\ty\ta\t");
      table.append("the cat sat ").append("a ".repeat(i)).append('\n');
    }
    Files.writeString(folder.resolve("w.tsv"), table);
    assertEquals(
        0,
        run(
            "reproduce",
            "encoder",
            "--model",
            TINY,
            "--wordnet",
            at("w.tsv"),
            "--seeds",
            "1",
            "--steps",
            "2"),
        err::toString);
    assertTrue(out.toString().contains("8 definitions to train on, retrieval among 4"));
    assertTrue(out.toString().contains("fine-tuned, seed 0"), out.toString());
  }

  @Test
  void whatDoesNotFitIsRefused() throws IOException {
    assertEquals(2, finetune("pairs.csv", "x", "--loss", "tripple"));
    assertTrue(
        err.toString().contains("is no loss; expected one of [multiple-negatives"), err.toString());
    Files.writeString(folder.resolve("ragged.csv"), "anchor,positive\na,b\nc\n");
    assertTrue(finetune("ragged.csv", "x") != 0);
    assertTrue(err.toString().contains("row 2 has 1 fields, expected 2"), err.toString());
    assertTrue(finetune("ragged.csv", "x", "--epochs", "0") != 0);
    assertTrue(err.toString().contains("--epochs: got 0, expected 1 or more"), err.toString());
  }
}
