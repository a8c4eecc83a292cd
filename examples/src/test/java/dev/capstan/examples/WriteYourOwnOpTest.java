package dev.capstan.examples;

import static dev.capstan.testkit.Pin.at;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.testkit.OpContract;
import dev.capstan.testkit.OpSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A user's operation keeps the contract that the library's own operations keep. */
final class WriteYourOwnOpTest {

  private static final OpSpec ROW =
      OpSpec.of(WriteYourOwnOp.class, "bell")
          .function(x -> WriteYourOwnOp.bell(x))
          .onEveryRank()
          .elementwise(x -> Math.exp(-x * x))
          .pin(at(0).gives(1).gradient(0).curvature(-2))
          .row();

  @TestFactory
  Stream<DynamicContainer> bellKeepsTheContract() {
    return Stream.of(OpContract.of(ROW));
  }

  @Test
  void printsValueGradientAndVerdict() {
    String printed = Printed.by(() -> WriteYourOwnOp.main(new String[0]));
    List<String> lines = printed.lines().toList();
    double loss = Stream.of(-1.0, 0.5, 2.0).mapToDouble(x -> Math.exp(-x * x)).sum();
    assertEquals(String.format("loss: %.6f", loss), lines.get(0));
    assertTrue(lines.get(lines.size() - 1).startsWith("right: "), printed);
  }

  /** Every block of Java in "Add an op in four steps" stands somewhere in the sources. */
  @Test
  void theFourStepsInTheGuideAreThisCode() throws IOException {
    String guide = Files.readString(Path.of("../CONTRIBUTING.md"));
    String section =
        guide.substring(
            guide.indexOf("## Add an op in four steps"), guide.indexOf("## Add a loss"));
    String sources =
        squeezed(
            Files.readString(Path.of("src/main/java/dev/capstan/examples/WriteYourOwnOp.java"))
                + Files.readString(
                    Path.of("src/test/java/dev/capstan/examples/WriteYourOwnOpTest.java")));
    Matcher blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(section);
    int found = 0;
    while (blocks.find()) {
      found++;
      String block = squeezed(blocks.group(1));
      assertTrue(sources.contains(block), "not in the sources: " + blocks.group(1));
    }
    assertEquals(2, found);
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", " ").strip();
  }
}
