package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import org.junit.jupiter.api.Test;

/** What somebody sees who works in JShell. */
final class JShellTest {

  private static List<SnippetEvent> eval(JShell shell, String code) {
    List<SnippetEvent> events = shell.eval(code);
    for (SnippetEvent event : events) {
      assertEquals(Snippet.Status.VALID, event.status(), () -> code + ": " + event);
      assertEquals(null, event.exception(), () -> code + ": " + event.exception());
    }
    return events;
  }

  private static String answer(JShell shell, String code) {
    List<SnippetEvent> events = eval(shell, code);
    return events.get(events.size() - 1).value();
  }

  @Test
  void aCallSiteIsTheNumberOfItsSnippet() {
    try (JShell shell = JShell.builder().executionEngine("local").build()) {
      shell.addToClasspath(System.getProperty("java.class.path"));
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
}
