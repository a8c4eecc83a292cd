package dev.capstan.examples.csv;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.examples.Main;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Does what docs/from-csv-to-query.md says, in its order, in an empty folder. */
final class GuideTest {
  private static final Path GUIDE = Path.of("..", "docs", "from-csv-to-query.md");
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();
  private static final String CLASS_PATH =
      Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
          .map(entry -> Path.of(entry).toAbsolutePath().toString())
          .collect(Collectors.joining(File.pathSeparator));
  private static final long MOST_SECONDS = 120;

  @TempDir private Path folder = Path.of("");

  private static List<String> blocks(String language) throws IOException {
    Matcher fence =
        Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$").matcher(Files.readString(GUIDE));
    List<String> blocks = new ArrayList<>();
    while (fence.find()) {
      blocks.add(fence.group(1));
    }
    return blocks;
  }

  private String run(int code, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JAVA, "-cp", CLASS_PATH));
    command.addAll(List.of(args));
    Path out = folder.resolve("out.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertTrue(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "the process did not end");
    String printed = Files.readString(out);
    Files.delete(out);
    assertEquals(code, process.exitValue(), printed);
    return printed;
  }

  private String capstan(int code, String line) throws IOException, InterruptedException {
    List<String> args = new ArrayList<>(List.of(Main.class.getName()));
    args.addAll(List.of(line.strip().split(" ", -1)));
    return run(code, args.toArray(String[]::new));
  }

  @Test
  void everyStepOfTheGuideWorks() throws Exception {
    try (InputStream wine = Main.class.getResourceAsStream("data/wine.csv.gz")) {
      assertNotNull(wine);
      Files.copy(wine, folder.resolve("wine.csv.gz"));
    }
    List<String> printed = new ArrayList<>();
    for (String line : blocks("sh")) {
      assertTrue(line.startsWith("capstan "), line);
      printed.add(capstan(0, line.substring("capstan ".length())));
    }
    assertEquals(5, printed.size());
    assertTrue(printed.get(0).contains("raw features"), printed.get(0));
    assertTrue(printed.get(1).contains("test Recall@1: 0.9"), printed.get(1));
    assertTrue(printed.get(2).contains("178 named vectors"), printed.get(2));
    assertTrue(printed.get(3).contains("line 2,1,line 2,0.000000,0"), printed.get(3));
    assertTrue(printed.get(4).contains("threshold for precision 0.95: distance"), printed.get(4));

    Path program = Files.writeString(folder.resolve("ServeWine.java"), blocks("java").get(0));
    String served = run(0, program.toString());
    // Row 58 is its own nearest neighbour, of class 0 as all others that are near.
    assertEquals(List.of("0", "0", "0", "0"), labels(served), served);
    assertTrue(capstan(0, "inspect wine.index").contains("179 vectors of 16"));
  }

  private static List<String> labels(String served) {
    return served.lines().map(line -> line.substring(line.length() - 1)).toList();
  }

  /** In this process, in whatever folder it is; {@code @} stands for the empty one. */
  private String refused(int code, String line) {
    StringWriter printed = new StringWriter();
    PrintWriter out = new PrintWriter(printed);
    String[] args =
        Arrays.stream(line.split(" ", -1))
            .map(word -> word.startsWith("@") ? folder.resolve(word.substring(1)).toString() : word)
            .toArray(String[]::new);
    assertEquals(code, Main.commandLine().setOut(out).setErr(out).execute(args), printed::toString);
    return printed.toString();
  }

  @Test
  void whatCannotBeRightIsRefusedAndNothingIsWritten() throws IOException {
    Files.writeString(folder.resolve("t.csv"), "kind,n\na,1\na,2\nb,3\n");
    String train = "train csv --report @r --model @m --file @t.csv --label ";
    assertTrue(
        refused(2, train + "knd")
            .startsWith("train csv: t.csv: no column 'knd'; did you mean 'kind'?"));
    assertTrue(
        refused(2, train + "kind")
            .contains("no class has two training rows or more, expected two such classes"));
    Files.writeString(folder.resolve("s.csv"), "kind,n\na,1\na\n");
    assertTrue(
        refused(1, "train csv --report @r --file @s.csv --label kind")
            .contains("s.csv: line 3: got 1 cells, expected 2 as in the header"));
    assertTrue(refused(1, "inspect @t.csv").startsWith("inspect: "));
    assertTrue(
        refused(1, "encode --model @t.csv --file @t.csv --out @e.npy").startsWith("encode: "));
    assertTrue(refused(2, "encode --model @m --file @t.csv").contains("neither --out nor --index"));
    assertTrue(refused(2, "nieghbours").contains("did you mean 'neighbours'?"));
    try (var files = Files.list(folder)) {
      assertEquals(2, files.count());
    }
  }
}
