package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The exercises beside the course: read, not run. Whether they are red, and green with the
 * solutions, is seen where their module is built.
 */
final class ExercisesTest {
  private static final Path SOURCES = Path.of("..", "exercises", "src");
  private static final Path COURSE = Path.of("..", "docs", "course");

  private static List<Path> files(String kind) throws IOException {
    try (Stream<Path> all = Files.walk(SOURCES.resolve(kind))) {
      return all.filter(f -> f.getFileName().toString().matches("Chapter\\d.*\\.java"))
          .sorted()
          .toList();
    }
  }

  private static List<String> found(String pattern, Path file) throws IOException {
    return Pattern.compile(pattern)
        .matcher(Files.readString(file))
        .results()
        .map((MatchResult r) -> r.group(1))
        .toList();
  }

  private static List<String> numbers(Path tests) throws IOException {
    return found("\\bvalue = \"(\\d\\.\\d)\"", tests);
  }

  @Test
  void everyExerciseIsAHole() throws IOException {
    List<Path> holes = files("main");
    List<Path> tests = files("test");
    assertEquals(holes.size(), tests.size());
    for (int c = 0; c < holes.size(); c++) {
      assertEquals(
          numbers(tests.get(c)),
          found("Hole(?:\\.here)?\\(\"(\\d\\.\\d)\"\\)", holes.get(c)).stream()
              .distinct()
              .toList());
    }
  }

  /** What is asked is written twice: above the hole, and above the solution. */
  @Test
  void aSolutionAnswersWhatIsAsked() throws IOException {
    List<Path> holes = files("main");
    List<Path> solutions = files("solutions");
    assertEquals(holes.size(), solutions.size());
    for (int c = 0; c < holes.size(); c++) {
      String comment = "(?m)^ *(/?\\*.*)$";
      assertEquals(found(comment, holes.get(c)), found(comment, solutions.get(c)));
      assertFalse(Files.readString(solutions.get(c)).contains("Hole"), solutions.get(c)::toString);
    }
  }

  @Test
  void theCourseAndTheExercisesAgreeOnHowManyThereAre() throws IOException {
    String course = Files.readString(COURSE.resolve("README.md"));
    int all = 0;
    for (Path tests : files("test")) {
      List<String> numbers = numbers(tests);
      all += numbers.size();
      String range = "| %s to %s |".formatted(numbers.get(0), numbers.get(numbers.size() - 1));
      assertTrue(course.contains(range), range);
    }
    String exercises = Files.readString(SOURCES.resolveSibling("README.md"));
    assertTrue(exercises.contains("Here are %d small ones".formatted(all)), () -> exercises);
    assertTrue(exercises.contains("of %d solved (#)".formatted(all)), () -> exercises);
  }

  @Test
  void theExercisesPageLeadsSomewhere() throws IOException {
    for (String link : found("\\]\\(([^)]+)\\)", SOURCES.resolveSibling("README.md"))) {
      assertTrue(Files.exists(SOURCES.resolveSibling(link)), link);
    }
  }
}
