package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.examples.explain.ExplainCommand;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import picocli.CommandLine;

/** Each chapter's program prints what the chapter shows, and its backward pass can be seen. */
final class CourseTest {
  private static final PrintWriter NOWHERE = new PrintWriter(Writer.nullWriter());

  private static final Path COURSE = Path.of("..", "docs", "course");

  static List<Path> chapters() throws IOException {
    try (Stream<Path> pages = Files.list(COURSE)) {
      Set<String> others = Set.of("README.md", "LICENSE.md", "teaching.md");
      return pages
          .filter(page -> page.toString().endsWith(".md"))
          .filter(page -> !others.contains(page.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void eachProgramOfAChapterPrintsWhatStandsBelowIt(Path page) {
    List<String> programs = Guest.blocks(page, "java");
    assertFalse(programs.isEmpty());
    assertEquals(
        Guest.blocks(page, "text"),
        programs.stream().map(program -> Guest.of(program).printed()).toList());
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void theBackwardPassThatAChapterNamesIsAnExample(Path page) throws IOException {
    Matcher named =
        Pattern.compile("capstan\\.jar explain (\\S+) --html").matcher(Files.readString(page));
    assertTrue(named.find(), page::toString);
    do {
      String example = named.group(1);
      assertEquals(0, new CommandLine(new ExplainCommand()).setOut(NOWHERE).execute(example));
    } while (named.find());
  }

  /** A drawing is there, is well formed, and says in words what it shows. */
  @ParameterizedTest
  @MethodSource("chapters")
  void theDrawingOfAChapterCanBeReadAloud(Path page) throws Exception {
    Matcher picture =
        Pattern.compile("!\\[[^]]+]\\((figures/[^)]+)\\)").matcher(Files.readString(page));
    assertTrue(picture.find(), page::toString);
    do {
      Element drawing =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(COURSE.resolve(picture.group(1)).toFile())
              .getDocumentElement();
      for (String said : List.of("title", "desc")) {
        assertEquals(1, drawing.getElementsByTagName(said).getLength(), picture.group(1));
      }
    } while (picture.find());
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void aChapterEndsWithItsExercises(Path page) throws IOException {
    String text = Files.readString(page);
    Matcher check = Pattern.compile("\\nExercises: `exercises/check (\\d)`\\.\n\\z").matcher(text);
    assertTrue(check.find(), page::toString);
    String row = "(?m)^\\| %s \\| \\[.*]\\(%s\\)".formatted(check.group(1), page.getFileName());
    String course = Files.readString(COURSE.resolve("README.md"));
    assertTrue(Pattern.compile(row).matcher(course).find(), row);
  }

  @Test
  void theCourseLeadsToEveryChapterAndToNothingElse() throws IOException {
    String course = Files.readString(COURSE.resolve("README.md"));
    for (Path page : chapters()) {
      assertTrue(course.contains("](" + page.getFileName() + ")"), page::toString);
    }
    Matcher link = Pattern.compile("\\]\\(([^)]+)\\)").matcher(course);
    while (link.find()) {
      assertTrue(Files.exists(COURSE.resolve(link.group(1))), link.group(1));
    }
  }
}
