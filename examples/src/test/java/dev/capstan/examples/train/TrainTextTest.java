package dev.capstan.examples.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.examples.Main;
import dev.capstan.nn.RandomStream;
import dev.capstan.text.SentenceEncoder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From labelled texts to vectors of words. */
final class TrainTextTest {
  private static final Map<String, List<String>> WORDS =
      Map.of(
          "animal", List.of("cat", "dog", "paw", "tail", "purr", "bark", "fur", "claw"),
          "tool", List.of("hammer", "saw", "nail", "handle", "blade", "wrench", "drill", "bolt"),
          "plant", List.of("leaf", "root", "petal", "stem", "seed", "bloom", "thorn", "moss"));

  @TempDir private Path folder = Path.of("");

  private final StringWriter printed = new StringWriter();

  /** Texts of three words of their kind and three that say nothing. */
  static void writeTexts(Path file) throws IOException {
    RandomStream random = new RandomStream(4);
    StringBuilder csv = new StringBuilder("kind,text\n");
    List<String> kinds = WORDS.keySet().stream().sorted().toList();
    for (int i = 0; i < 600; i++) {
      String kind = kinds.get(i % kinds.size());
      csv.append(kind).append(',');
      for (int j = 0; j < 3; j++) {
        csv.append(WORDS.getOrDefault(kind, List.of()).get(random.nextInt(8)));
        csv.append(" word").append(random.nextInt(200)).append(' ');
      }
      csv.append('\n');
    }
    Files.writeString(file, csv);
  }

  /** {@code @} stands for the empty folder. */
  private int run(String line) {
    PrintWriter out = new PrintWriter(printed);
    String[] words =
        Arrays.stream(line.split(" ", -1))
            .map(w -> w.replace("@", folder + "/"))
            .toArray(String[]::new);
    return Main.commandLine().setOut(out).setErr(out).execute(words);
  }

  @Test
  void wordsOfAKindComeTogetherAndTheFolderIsRead() throws IOException {
    writeTexts(folder.resolve("texts.csv"));
    assertEquals(
        0,
        run("train text --file @texts.csv --label kind --epochs 8 --model @model --report @r"),
        printed::toString);

    SentenceEncoder encoder = SentenceEncoder.open(folder.resolve("model"));
    float[] cat = encoder.encode("A CAT, that is a cat!");
    assertTrue(
        dot(cat, encoder.encode("dog")) > 0.5 + dot(cat, encoder.encode("hammer")),
        () -> dot(cat, encoder.encode("dog")) + ", " + dot(cat, encoder.encode("hammer")));
    assertEquals(0, dot(cat, encoder.encode("quagga")), "a word that nobody knows");
    assertEquals(9, Files.readAllLines(folder.resolve("r").resolve("history.csv")).size());
  }

  private static double dot(float[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  private void refused(int code, String line, String why) {
    printed.getBuffer().setLength(0);
    assertEquals(code, run(line), printed::toString);
    assertTrue(printed.toString().contains(why), printed::toString);
    assertFalse(Files.exists(folder.resolve("r")));
  }

  @Test
  void whatCannotBeRightIsRefusedAndNothingIsWritten() throws IOException {
    writeTexts(folder.resolve("texts.csv"));
    String train = "train text --report @r --file ";
    refused(2, train + "@texts.csv --label knd", "no column 'knd'; did you mean 'kind'?");
    refused(2, train + "@texts.csv --label kind --text txt", "did you mean 'text'?");
    refused(2, train + "@texts.csv --label kind --split text", "expected train or test");
    refused(2, train + "@texts.csv --label kind --least 9999", "no word occurs 9999 times");
    refused(1, train + "@none.csv --label kind", "no file");
    Files.writeString(folder.resolve("one.csv"), "kind,text\na,x x\na,x\na,x\na,x\n");
    refused(2, train + "@one.csv --label kind", "expected two such classes");
  }
}
