package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What README shows is complete, compiles as it is printed, and prints what stands below it. */
final class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");
  private static final Path START = Path.of("src/main/java/dev/capstan/examples/start");

  private static final List<String> JAVA = Guest.blocks(README, "java");
  private static final List<String> TEXT = Guest.blocks(README, "text");

  /** The third needs Spark, in whose module it is tested. */
  @Test
  void thereAreTwoProgramsAndOneForSpark() {
    assertEquals(3, JAVA.size());
    assertTrue(JAVA.get(2).contains("SparkSession"));
  }

  @Test
  void theFirstProgramPrintsWhatStandsBelowIt() {
    assertEquals(TEXT.get(0), Guest.of(JAVA.get(0)).printed());
  }

  /** The last digits of a loss are another affair: see the rounding of its printf. */
  @Test
  void theSecondProgramPrintsWhatStandsBelowIt() {
    assertEquals(TEXT.get(1), Guest.of(JAVA.get(1)).printed());
  }

  @Test
  void bothProgramsAreExamplesToo() throws IOException {
    String declaration = "package dev.capstan.examples.start;\n\n";
    assertEquals(Files.readString(START.resolve("FirstGradient.java")), declaration + JAVA.get(0));
    assertEquals(Files.readString(START.resolve("FirstModel.java")), declaration + JAVA.get(1));
  }

  /** They are to be copied, so each has a source of its own. */
  @Test
  void theSampleProjectsHoldTheSecondProgram() throws IOException {
    String expected =
        "package sample;\n\n" + JAVA.get(1).replace("class FirstModel", "class Train");
    for (String build : List.of("maven", "gradle")) {
      assertEquals(
          expected,
          Files.readString(Path.of("projects", build, "src/main/java/sample/Train.java")));
    }
  }

  @Test
  void theVersionsAreThoseOfTheBuild() throws IOException {
    Matcher version =
        Pattern.compile("<version>([^<]+)</version>")
            .matcher(Files.readString(Path.of("..", "pom.xml")));
    assertTrue(version.find());
    List<String> xml = Guest.blocks(README, "xml");
    List<String> gradle = Guest.blocks(README, "kotlin");
    assertTrue(xml.get(0).contains("<version>" + version.group(1) + "</version>"), xml.get(0));
    assertTrue(gradle.get(0).contains(":capstan-bom:" + version.group(1)), gradle.get(0));
    String sample = Files.readString(Path.of("projects", "maven", "pom.xml"));
    assertTrue(sample.contains("<version>" + version.group(1) + "</version>"), sample);
    String script = Files.readString(Path.of("projects", "gradle", "build.gradle.kts"));
    assertTrue(script.contains(":capstan-bom:" + version.group(1)), script);
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

  /** A browser shows Java as source: no link may lead a reader to raw Javadoc. */
  @Test
  void noLinkOpensASourceFile() throws IOException {
    assertTrue(!Files.readString(README).contains(".java)"));
  }
}
