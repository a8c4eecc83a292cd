package dev.capstan.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The engine on plain doubles does what it prints. */
final class ScalarEngineTest {

  @Test
  void printsTheFunctionAndItsDerivatives() {
    double s = Math.sin(2);
    double c = Math.cos(2);
    assertEquals(
        String.format(
            "order 0: %.6f%norder 1: %.6f%norder 2: %.6f%norder 3: %.6f%n",
            2 * s, s + 2 * c, 2 * c - 2 * s, -3 * s - 2 * c),
        Printed.by(() -> ScalarEngine.main(new String[0])));
  }

  @Test
  void isAsShortAsItSays() throws IOException {
    Path source = Path.of("src/main/java/dev/capstan/examples/ScalarEngine.java");
    long code =
        Files.readAllLines(source).stream()
            .map(String::strip)
            .filter(line -> !line.isEmpty() && !line.startsWith("import") && !line.startsWith("/*"))
            .count();
    assertEquals(true, code <= 70, "lines of code: " + code);
  }
}
