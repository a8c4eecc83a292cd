package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.examples.explain.ListExamples;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Each chapter's program prints what the chapter shows, and its backward pass can be seen. */
final class CourseTest {
  private static final Path COURSE = Path.of("..", "docs", "course");

  static List<Path> chapters() throws IOException {
    try (Stream<Path> pages = Files.list(COURSE)) {
      return pages.filter(page -> !page.endsWith("README.md")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void theProgramOfAChapterPrintsWhatStandsBelowIt(Path page) {
    assertEquals(
        Guest.blocks(page, "text").get(0), Guest.of(Guest.blocks(page, "java").get(0)).printed());
  }

  @ParameterizedTest
  @MethodSource("chapters")
  void theBackwardPassThatAChapterNamesIsAnExample(Path page) throws IOException {
    Matcher named =
        Pattern.compile("capstan\\.jar explain (\\S+) --html").matcher(Files.readString(page));
    assertTrue(named.find(), page::toString);
    StringWriter listed = new StringWriter();
    new CommandLine(new ListExamples()).setOut(new PrintWriter(listed)).execute();
    assertTrue(listed.toString().contains("capstan explain " + named.group(1)), named::group);
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
