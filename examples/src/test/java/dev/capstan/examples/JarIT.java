package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged command line as a process of its own. Runs after the jar has been made. */
final class JarIT {
  private static final Path JAR = Path.of("target", "capstan.jar").toAbsolutePath();
  private static final long MOST_SECONDS = 120;

  private record Run(int code, String out, String err) {}

  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  private static Run run(Path folder, String... args) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(JAVA, "-jar", JAR.toString()));
    command.addAll(List.of(args));
    return run(folder, command);
  }

  private static Run run(Path folder, List<String> command)
      throws IOException, InterruptedException {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertTrue(process.waitFor(MOST_SECONDS, TimeUnit.SECONDS), "the process did not end");
    return new Run(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  @Test
  void aRunWritesATableAPageAndJson(@TempDir Path folder) throws Exception {
    Run run = run(folder, "train", "digits", "--epochs", "6", "--seed", "7", "--json", "r.json");

    assertEquals(0, run.code(), run.err());
    assertTrue(run.out().contains("raw pixels          0.9666    0.5262    0.9822"), run.out());
    assertTrue(run.out().contains("this embedding"), run.out());
    assertTrue(run.err().contains("digits: epoch 6/6  loss "), run.err());

    JsonNode json = new ObjectMapper().readTree(folder.resolve("r.json").toFile());
    assertEquals(7, json.get("seed").asInt());
    assertEquals(6, json.get("loss_history").size());
    assertEquals(7, json.get("recall_history").size());
    assertTrue(json.get("recall_at_1").asDouble() > 0.95, json::toPrettyString);
    assertTrue(json.get("map_at_r").asDouble() > 0.6, json::toPrettyString);
    assertTrue(json.get("accuracy_1nn").asDouble() > 0.95, json::toPrettyString);
    assertTrue(json.get("seconds").asDouble() > json.get("training_seconds").asDouble());
    assertEquals(128, json.get("config").get("hidden").asInt());
    assertEquals("raw pixels", json.get("baselines").get(0).get("name").asText());

    page(Files.readString(folder.resolve("capstan-report").resolve("index.html")), json);
    try (var files = Files.list(folder.resolve("capstan-report"))) {
      assertEquals(
          List.of("history.csv", "history.jsonl", "index.html"),
          files.map(file -> file.getFileName().toString()).sorted().toList());
    }
  }

  private static void page(String page, JsonNode json) throws IOException {
    Matcher data =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(page);
    assertTrue(data.find());
    JsonNode run = new ObjectMapper().readTree(data.group(1));
    assertEquals(449, run.get("labels").size());
    assertEquals(449, run.get("nearestAfter").size());
    // A dot a row on each of two maps, and one a class in the legend.
    assertEquals(2 * 449, page.split(" data-r=\"\\d+\" x=", -1).length - 1);
    assertEquals(10, page.split("class=\"asks\"", -1).length - 1);
    assertEquals(
        json.get("recall_at_1").asDouble(), run.get("scores").get(3).get("recall").asDouble());
    assertTrue(run.get("command").asText().contains("--seed 7"));
    assertFalse(Pattern.compile("https?://|src=|@import|<link").matcher(page).find());
    assertFalse(page.contains("{{"), "a gap is left");
  }

  @Test
  void theSameSeedGivesTheSamePage(@TempDir Path folder) throws Exception {
    String[] pages = new String[2];
    for (int i = 0; i < 2; i++) {
      Run run = run(folder, "train", "iris", "--epochs", "3", "--report", "page" + i);
      assertEquals(0, run.code(), run.err());
      pages[i] =
          Files.readString(folder.resolve("page" + i).resolve("index.html"))
              .replaceAll("\"seconds\":[0-9.E-]+", "");
    }

    assertEquals(pages[0], pages[1]);
  }

  @Test
  void aRequestThatMakesNoSenseEndsWithTwo(@TempDir Path folder) throws Exception {
    Run run = run(folder, "train", "diggits");

    assertEquals(2, run.code());
    assertTrue(run.err().contains("did you mean 'digits'?"), run.err());
    assertFalse(Files.exists(folder.resolve("capstan-report")));
  }

  /** A shell's words around the program; nothing but POSIX is wanted of it. */
  private static Run shell(Path folder, String line) throws IOException, InterruptedException {
    String program = "'" + JAVA + "' -jar '" + JAR + "'";
    return run(folder, List.of("sh", "-c", line.replace("capstan", program)));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void whatCannotBePrintedIsAFailure(@TempDir Path folder) throws Exception {
    Run run = shell(folder, "capstan train iris --epochs=1 > /dev/full");
    assertEquals(1, run.code());
    assertTrue(run.err().contains("standard output: not all could be written"), run.err());

    Run pipe = shell(folder, "{ capstan help; echo $? > code; } | true");
    assertEquals("1", Files.readString(folder.resolve("code")).strip(), pipe.err());
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void jsonOnStandardOutputIsAllThatIsThere(@TempDir Path folder) throws Exception {
    for (String json : List.of("/dev/stdout", "/dev/fd/1", "/proc/self/fd/1")) {
      Run run = shell(folder, "capstan train iris --epochs=1 --json=" + json);
      assertEquals(0, run.code(), run.err());
      assertEquals("iris", new ObjectMapper().readTree(run.out()).get("dataset").asText());
      assertTrue(run.err().contains("this embedding"), run.err());
    }
    Run discarded = shell(folder, "capstan train iris --epochs=1 --json=/dev/null");
    assertEquals(0, discarded.code(), discarded.err());
    assertFalse(Files.isRegularFile(Path.of("/dev/null")));
  }

  /**
   * A process inherits that its parent ignores the signal, as every background job does, and a JVM
   * then leaves it ignored: {@code env} sets it back first. As on a terminal, the signal goes to
   * the whole group, to the program and to the one with vector kernels that it may have started; or
   * to the program alone, as from a service manager.
   */
  @ParameterizedTest
  @ValueSource(strings = {"-INT -", "-INT ", "-TERM "})
  @EnabledOnOs(OS.LINUX)
  void interruptedTrainingWritesWhatThereIs(String killed, @TempDir Path folder) throws Exception {
    Run run =
        shell(
            folder,
            "env --default-signal=INT setsid capstan train digits --epochs=100000 --json=r.json & "
                + "while ! grep -q 'epoch' err.txt; do sleep 0.1; done; "
                + ("kill " + killed + "$!; wait $!"));

    assertEquals(130, run.code(), run.err());
    assertTrue(run.out().contains("interrupted after "), run.out());
    JsonNode json = new ObjectMapper().readTree(folder.resolve("r.json").toFile());
    assertTrue(json.get("interrupted").asBoolean());
    assertEquals(json.get("epochs").asInt(), json.get("loss_history").size());
    assertTrue(
        Files.readString(folder.resolve("capstan-report").resolve("index.html"))
            .contains("Interrupted after " + json.get("epochs").asInt() + " of 100000 epochs"));
  }
}
