package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The blocks of the lesson are one program, which compiles and prints what the lesson shows. */
final class LessonTest {
  private static final Path PAGE = Path.of("..", "docs", "lesson.md");

  @Test
  void theLessonCompilesAsItStandsAndPrintsWhatItShows() {
    List<String> code = Guest.blocks(PAGE, "java");
    Matcher head = Pattern.compile("(?s)((?:import [^\n]*\n)+)(.*)").matcher(code.get(0));
    head.find();
    String statements = code.stream().skip(1).collect(Collectors.joining());
    String program =
        head.group(1)
            + head.group(2)
            + "class Lesson {\n  public static void main(String[] args) {\n"
            + statements
            + "  }\n}\n";

    assertEquals(
        numbered(String.join("", Guest.blocks(PAGE, "text"))),
        numbered(Guest.of(program).printed()));
  }

  /** Tapes are numbered through a process: the first of the lesson need not be its first. */
  private static String numbered(String printed) {
    return printed.replaceAll("(?m)^tape \\d+", "tape 1");
  }
}
