package dev.capstan.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.Transforms;
import dev.capstan.autograd.WalkOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The lesson in the engine's package-info is true: its code is this code, its numbers come out. */
final class LessonTest {
  private static final Path LESSON =
      Path.of("src/main/java/dev/capstan/autograd/package-info.java");
  private static final Path TESTS = Path.of("src/test/java/dev/capstan/engine");

  /** Half a unit of the four decimals that the lesson shows. */
  private static final double SHOWN = 0.00005;

  private static void check(double shown, double got) {
    assertEquals(shown, got, SHOWN);
  }

  @Test
  void theWorkedExampleComesOut() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(2));
      Scalar y = tape.watch(Scalar.of(3));
      Scalar z = x.times(y).plus(x.sin());
      Gradients<Scalar> g = tape.gradients(z);
      check(2.5839, g.of(x).value());
      check(2, g.of(y).value());
      Scalar slope = tape.gradients(z, WalkOption.CREATE_GRAPH).of(x);
      check(2.5839, slope.value());
      check(-0.9093, tape.gradients(slope).of(x).value());
    }
  }

  @Test
  void theFunctionsSayTheSame() {
    UnaryOperator<Scalar> f = v -> v.times(v).times(v);
    check(12, Transforms.grad(f).apply(Scalar.of(2)).value());
    check(12, Transforms.grad(Transforms.grad(f)).apply(Scalar.of(2)).value());
    check(6, Transforms.grad(Transforms.grad(Transforms.grad(f))).apply(Scalar.of(2)).value());
  }

  @Test
  void theTapeHoldsTheFiveLinesShown() throws IOException {
    List<String> lines = new ArrayList<>();
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(2));
      Scalar y = tape.watch(Scalar.of(3));
      x.times(y).plus(x.sin());
      for (Node<?> node : tape.nodes()) {
        StringBuilder line = new StringBuilder("#" + node.index() + " " + node.op());
        node.inputs().forEach(in -> line.append(" #").append(indexOf(in)));
        lines.add(line.toString());
        String value =
            String.format(Locale.ROOT, "%.4f", node.value().at(0)).replaceAll("\\.?0+$", "");
        String shown = shownLine(line.toString());
        assertTrue(shown.endsWith(" " + value), shown + " does not end in " + value);
      }
    }
    assertEquals(
        List.of("#0 watch", "#1 watch", "#2 times #0 #1", "#3 sin #0", "#4 plus #2 #3"), lines);
  }

  private static int indexOf(dev.capstan.autograd.Traced<?> value) {
    Node<?> node = value.node();
    return node == null ? -1 : node.index();
  }

  private static String shownLine(String start) throws IOException {
    return lesson()
        .lines()
        .map(line -> line.strip().replaceAll(" +", " "))
        .filter(line -> line.startsWith(start + " "))
        .findFirst()
        .orElseThrow(() -> new AssertionError("the lesson does not show " + start));
  }

  @Test
  void everyBlockOfCodeIsTested() throws IOException {
    String code =
        squeezed(
            Files.readString(TESTS.resolve("LessonTest.java"))
                + Files.readString(TESTS.resolve("Scalar.java")));
    Matcher blocks =
        Pattern.compile("\\{@code\n(.*?)\n\\s*}</pre>", Pattern.DOTALL).matcher(lesson());
    int found = 0;
    while (blocks.find()) {
      found++;
      assertTrue(code.contains(squeezed(blocks.group(1))), "not tested: " + blocks.group(1));
    }
    assertEquals(5, found);
  }

  /** The lesson without the stars of its comment. */
  private static String lesson() throws IOException {
    return Files.readString(LESSON).replaceAll("(?m)^ \\* ?", "");
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
