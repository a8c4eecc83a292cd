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
import org.junit.jupiter.api.io.TempDir;

/** The packaged command line as a process of its own. Runs after the jar has been made. */
final class JarIT {
  private static final Path JAR = Path.of("target", "capstan.jar").toAbsolutePath();
  private static final long MOST_SECONDS = 120;

  private record Run(int code, String out, String err) {}

  private static Run run(Path folder, String... args) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                JAR.toString()));
    command.addAll(List.of(args));
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
      assertEquals(1, files.count());
    }
  }

  private static void page(String page, JsonNode json) throws IOException {
    Matcher data =
        Pattern.compile("<script type=\"application/json\" id=\"data\">(.*?)</script>")
            .matcher(page);
    assertTrue(data.find());
    JsonNode run = new ObjectMapper().readTree(data.group(1));
    assertEquals(449, run.get("rows").size());
    assertEquals(2 * 449, run.get("before").size());
    assertEquals(2 * 449, run.get("after").size());
    assertEquals(10, run.get("queries").size());
    assertEquals(
        json.get("recall_at_1").asDouble(), run.get("scores").get(2).get("recall").asDouble());
    assertTrue(run.get("command").asText().contains("--seed 7"));
    String outside = page.replace("http://www.w3.org/2000/svg", "");
    assertFalse(Pattern.compile("https?://|src=|@import|<link").matcher(outside).find());
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
}
