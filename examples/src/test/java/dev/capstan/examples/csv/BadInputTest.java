package dev.capstan.examples.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.examples.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files and requests that cannot be right, by the command line: each is refused in one sentence
 * that names file, line, column and what to do, and no file comes, goes or changes.
 */
final class BadInputTest {
  private static final String HEADER = "kind,n,word\n";

  @TempDir private static Path folder = Path.of("");

  @BeforeAll
  static void makeWhatIsThere() throws IOException {
    StringBuilder rows = new StringBuilder(HEADER);
    for (int i = 0; i < 24; i++) {
      rows.append("ab".charAt(i % 2)).append(',').append(i).append(",w").append(i % 3).append('\n');
    }
    write("t.csv", rows.toString());
    write("empty.csv", "");
    write("header.csv", HEADER);
    write("short.csv", rows + "a,1\n");
    write("long.csv", rows + "a,1,w1,w2\n");
    write("text.csv", rows.toString().replace(",17,", ",many,"));
    write("one.csv", rows.toString().replace("\nb,", "\na,"));
    write("none.csv", rows.toString().replaceAll("\n[ab],", "\n,"));
    write("open.csv", rows + "a,1,\"w1\n");
    write("other.csv", "kind,m\na,1\nb,2\n");
    write("new.csv", rows + "c,1,w1\n");
    write("twice.csv", rows.toString().replace(",word", ",n"));
    StringBuilder texts = new StringBuilder("kind\ttext\n");
    for (int i = 0; i < 24; i++) {
      texts.append("ab".charAt(i % 2)).append("\tonly").append(i).append('\n');
    }
    write("once.tsv", texts.toString());
    write("signs.tsv", texts.toString().replaceAll("only\\d+", "!!"));
    run(0, "train csv --file @t.csv --label kind --epochs 2 --report @r --model @m --resume @ck");
    run(0, "encode --model @m --file @t.csv --index @i --out @e.npy");
    cut("m", "cut-m");
    cut("i", "cut-i");
    byte[] changed = Files.readAllBytes(folder.resolve("m"));
    changed[changed.length - 1] ^= 1;
    Files.write(folder.resolve("changed-m"), changed);
    Path newest = folder.resolve("ck/step-000000002.safetensors");
    Files.createDirectories(folder.resolve("cut-ck"));
    Files.copy(newest, folder.resolve("cut-ck/step-000000002.safetensors"));
    cut("ck/step-000000002.safetensors", "cut-ck/step-000000003.safetensors");
    Files.createDirectories(folder.resolve("foreign-ck"));
    Files.copy(folder.resolve("m"), folder.resolve("foreign-ck/step-000000002.safetensors"));
  }

  private static void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private static void cut(String from, String to) throws IOException {
    byte[] whole = Files.readAllBytes(folder.resolve(from));
    Files.write(folder.resolve(to), Arrays.copyOf(whole, whole.length - 100));
  }

  /** {@code @} stands for the folder. */
  private static String run(int code, String line) {
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed);
    String[] args =
        Arrays.stream(line.split(" ", -1))
            .map(word -> word.startsWith("@") ? folder.resolve(word.substring(1)).toString() : word)
            .toArray(String[]::new);
    assertEquals(code, Main.commandLine().setOut(out).setErr(out).execute(args), printed::toString);
    return printed.toString();
  }

  /** Names, sizes and times of all files. */
  private static List<String> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).map(BadInputTest::described).sorted().toList();
    }
  }

  private static String described(Path file) {
    return file + " " + file.toFile().length() + " " + file.toFile().lastModified();
  }

  private static void refused(int code, String line, String message) throws IOException {
    List<String> before = files();
    String printed = run(code, line);
    assertTrue(printed.replace(folder.toString(), "@").contains(message), printed);
    assertEquals(before, files());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | empty.csv | empty.csv: is empty, expected a header line and rows",
        "1 | header.csv | header.csv: no rows after the header line",
        "1 | nosuch.csv | no file @/nosuch.csv",
        "1 | r | @/r: is a folder, expected a file",
        "1 | short.csv | line 26: got 2 cells, expected 3 as in the header; a cell that holds nothing keeps",
        "1 | long.csv | line 26: got 4 cells, expected 3 as in the header; a cell that holds a delimiter needs",
        "1 | open.csv | open.csv: damaged after row 24: ",
        "1 | twice.csv | twice.csv: header: columns 2 and 3 are both called 'n'",
        "2 | text.csv | line 19, column 'n': got 'many', expected a number as in 23 other rows; mend it",
        "2 | one.csv | one.csv: column 'kind' has 1 class, expected two or more",
        "2 | none.csv | none.csv: column 'kind' has 0 classes, expected two or more",
        "1 | m | m: damaged after row 0: bytes that are no UTF-8; save it as such"
      })
  void tablesToTrainOn(int code, String file, String message) throws IOException {
    refused(code, "train csv --label kind --report @r2 --model @m2 --file @" + file, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2 | --label knd | no column 'knd'; did you mean 'kind'? The header has: kind, n, word",
        "2 | --label kind --id wrd | no column 'wrd'; did you mean 'word'?",
        "2 | --label kind --id kind | label and id are both 'kind', expected two columns",
        "2 | --label kind --id word | line 5, column 'word': 'w0' names line 2 too",
        "2 | --label kind --loss tripplet | did you mean 'triplet-",
        "2 | --label kind --optimizer adm | did you mean 'adam'?",
        "2 | --label kind --schedule cosin | did you mean 'cosine'?",
        "2 | --label kind --test 1 | --test: got 1.0, expected more than 0 and less than 1",
        "2 | --label kind --learning-rate NaN | --learning-rate: got NaN, expected a positive number",
        "1 | --label kind --epochs 3 --resume @ck | cannot go on: it is of another run of ",
        "1 | --label kind --epochs 2 --resume @foreign-ck | no checkpoint, but other tensors",
        "1 | --label kind --epochs 2 --resume @cut-ck | delete it to go on from step-000000002.safetensors"
      })
  void requestsToTrain(int code, String options, String message) throws IOException {
    refused(code, "train csv --file @t.csv --report @r2 --model @m2 " + options, message);
  }

  @ParameterizedTest
  @CsvSource({
    "once.tsv, no word occurs 2 times in the training texts; lower --least",
    "signs.tsv, no word occurs 2 times in the training texts; lower --least"
  })
  void aVocabularyWithoutWords(String file, String message) throws IOException {
    refused(
        2, "train text --label kind --text text --report @r2 --model @m2 --file @" + file, message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | encode --model @cut-m --file @t.csv --out @x | lie beyond the end",
        "1 | encode --model @changed-m --file @t.csv --out @x | is damaged: its checksum is ",
        "1 | encode --model @i --file @t.csv --out @x | i: not a safetensors file, or cut short",
        "1 | encode --model @empty.csv --file @t.csv --out @x | empty.csv: is empty, expected a safetensors",
        "1 | encode --model @none --file @t.csv --out @x | no file @/none",
        "1 | encode --model @ck/step-000000002.safetensors --file @t.csv --out @x | is no encoder",
        "1 | encode --model @r --file @t.csv --out @x | no file @/r/",
        "2 | encode --model @m --file @text.csv --out @x --index @y | line 19, column 'n': got 'many', expected",
        "2 | encode --model @m --file @other.csv --out @x | no column 'n'; the header has: kind, m",
        "2 | neighbours --model @m --index @i --file @t.csv -k 0 | --count: got 0, expected 1 or more",
        "2 | neighbours --model @m --index @i --file @t.csv --threshold -1 | got -1.0, expected a distance",
        "1 | neighbours --model @m --index @cut-i --file @t.csv | cut-i: it has ",
        "1 | neighbours --model @m --index @m --file @t.csv | it is no index, as EmbeddingIndex.save writes",
        "1 | neighbours --model @m --index @none --file @t.csv | index: no file @/none",
        "2 | evaluate --model @m --file @one.csv | its rows are of one class, expected two or more",
        "2 | evaluate --model @m --file @new.csv | line 26, column 'kind': class 'c' is in no training row",
        "1 | inspect @empty.csv | empty.csv: is empty, expected a safetensors file",
        "1 | inspect @r | r: is a folder, expected a file",
        "1 | inspect @cut-i | it has "
      })
  void filesToServeFrom(int code, String line, String message) throws IOException {
    refused(code, line, message);
  }

  /** As many as there are, and a word about it. */
  @Test
  void moreNeighboursThanThereAre() {
    String printed = run(0, "neighbours --model @m --index @i --file @t.csv -k 1000");
    assertTrue(
        printed.startsWith("neighbours: --count: 1000: the index has 24, which are all"), printed);
    assertEquals(2 + 24 * 24, printed.lines().count());
  }
}
