package dev.capstan.examples.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.data.Dataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What README shows is what the programs beside this test are, and what they print. */
final class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path SOURCES =
      Path.of("src", "main", "java", "dev", "capstan", "examples", "start");

  private static List<String> blocks(String language) throws IOException {
    Matcher fence =
        Pattern.compile("(?ms)^```" + language + "\\n(.*?)^```$").matcher(Files.readString(README));
    List<String> blocks = new ArrayList<>();
    while (fence.find()) {
      blocks.add(fence.group(1));
    }
    return blocks;
  }

  /** The lines between {@code // README: name} and {@code // end}, moved to the left margin. */
  private static List<String> regions() throws IOException {
    List<String> regions = new ArrayList<>();
    try (Stream<Path> files = Files.list(SOURCES)) {
      for (Path file : files.sorted().toList()) {
        Matcher region =
            Pattern.compile("(?ms)^ *// README: \\w+\\n(.*?)^ *// end$")
                .matcher(Files.readString(file));
        while (region.find()) {
          regions.add(region.group(1).stripTrailing().stripIndent() + "\n");
        }
      }
    }
    return regions;
  }

  @Test
  void everyJavaBlockIsPartOfAProgram() throws IOException {
    assertEquals(regions(), blocks("java"));
  }

  @Test
  void theOutputIsWhatTheFirstProgramPrints() throws IOException {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream before = System.out;
    try (PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
      System.setOut(out);
      FirstGradient.main(new String[0]);
    } finally {
      System.setOut(before);
    }

    assertEquals(
        blocks("text").get(0), printed.toString(StandardCharsets.UTF_8).replace("\r\n", "\n"));
  }

  @Test
  void theTrainingLoopLearns() {
    SplittableRandom random = new SplittableRandom(1);
    float[] features = new float[64 * 240];
    int[] labels = new int[240];
    for (int i = 0; i < labels.length; i++) {
      labels[i] = i % 4;
      for (int j = 0; j < 64; j++) {
        features[64 * i + j] = (float) random.nextGaussian() + (j % 4 == labels[i] ? 2 : 0);
      }
    }
    Dataset data = Dataset.of(features, 64, labels);

    assertTrue(FirstModel.train(data, 60) < FirstModel.train(data, 1) / 4);
  }

  @Test
  void everyFileThatIsNamedIsThere() throws IOException {
    Matcher link = Pattern.compile("\\]\\(([^)#]+)[^)]*\\)").matcher(Files.readString(README));
    while (link.find()) {
      if (!link.group(1).startsWith("http")) {
        assertTrue(Files.exists(Path.of("..").resolve(link.group(1))), link.group(1));
      }
    }
  }
}
