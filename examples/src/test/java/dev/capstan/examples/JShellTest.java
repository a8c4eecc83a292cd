package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import org.junit.jupiter.api.Test;

/** What somebody sees who works in JShell. */
final class JShellTest {

  static JShell shell() {
    JShell shell = JShell.builder().executionEngine("local").build();
    shell.addToClasspath(System.getProperty("java.class.path"));
    return shell;
  }

  static List<SnippetEvent> eval(JShell shell, String code) {
    List<SnippetEvent> events = shell.eval(code);
    for (SnippetEvent event : events) {
      assertNotEquals(Snippet.Status.REJECTED, event.status(), () -> code + ": " + event);
      assertEquals(null, event.exception(), () -> code + ": " + event.exception());
    }
    return events;
  }

  static String answer(JShell shell, String code) {
    List<SnippetEvent> events = eval(shell, code);
    return events.get(events.size() - 1).value();
  }

  @Test
  void aCallSiteIsTheNumberOfItsSnippet() {
    try (JShell shell = shell()) {
      eval(shell, "import dev.capstan.autograd.*;");
      eval(shell, "import dev.capstan.ops.*;");
      eval(
          shell,
          """
          Node<Tensor> squared() {
            try (Tape tape = new Tape(TapeOption.CALL_SITES)) {
              return tape.watch(Tensor.of(1, 2)).square().node();
            }
          }""");
      String site = answer(shell, "squared().callSite()");
      assertTrue(site.matches("\"snippet \\d+\""), site);
    }
  }

  /** Every package that a program can import is at hand, and the lesson's first block runs. */
  @Test
  void theStartFileAndTheLessonRun() throws IOException {
    try (JShell shell = shell()) {
      for (String snippet : snippets(shell, Files.readString(Path.of("..", "capstan.jsh")))) {
        eval(shell, snippet);
      }
      String square = answer(shell, "grad((Tensor v) -> v.square().sum(), Tensor.of(1, 2))");
      assertEquals("float64 [2] [2.0, 4.0]", square);
      for (String block : Guest.blocks(Path.of("..", "docs", "lesson.md"), "java").subList(0, 1)) {
        for (String snippet : snippets(shell, block)) {
          eval(shell, snippet);
        }
      }
      assertEquals("2.0", answer(shell, "Scalar.of(2).value()"));
    }
  }

  static List<String> snippets(JShell shell, String text) {
    List<String> snippets = new ArrayList<>();
    String rest = text;
    while (!rest.isBlank()) {
      SourceCodeAnalysis.CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
      if (!next.source().isBlank()) {
        snippets.add(next.source());
      }
      rest = next.remaining();
    }
    return snippets;
  }

  @Test
  void theStartFileImportsEveryPackage() throws IOException {
    String start = Files.readString(Path.of("..", "capstan.jsh"));
    Set<String> packages = new TreeSet<>();
    for (JavaClass type : NamesMeetTest.TYPES) {
      packages.add(type.getPackageName());
    }
    packages.removeIf(name -> name.startsWith("dev.capstan.testkit") || !isAtHand(name));
    List<String> missing =
        packages.stream().filter(name -> !start.contains("import " + name + ".*;")).toList();
    assertEquals(List.of(), missing);
  }

  /** Whether the command line's jar has the package: that of modules it does not use is no help. */
  private static boolean isAtHand(String packageName) {
    return NamesMeetTest.TYPES.stream()
        .filter(type -> type.getPackageName().equals(packageName))
        .anyMatch(
            type ->
                JShellTest.class
                        .getClassLoader()
                        .getResource(type.getName().replace('.', '/') + ".class")
                    != null);
  }
}
