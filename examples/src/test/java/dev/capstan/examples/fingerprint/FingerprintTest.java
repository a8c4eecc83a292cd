package dev.capstan.examples.fingerprint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.examples.Main;
import dev.capstan.ops.Tensor;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is printed; whether it is the same everywhere, separate processes show. */
final class FingerprintTest {
  private static String run(String... args) {
    StringWriter out = new StringWriter();
    assertEquals(0, Main.commandLine().setOut(new PrintWriter(out)).execute(args));
    return out.toString();
  }

  @Test
  void aRowIsANameAndAHashAndTheSameAgain() {
    String rows = run("fingerprint", "--small", "losses", "products");
    List<String> lines = rows.lines().toList();
    assertEquals(4, lines.size(), rows);
    for (String line : lines) {
      assertTrue(line.matches("(losses|products), float(32|64) +[0-9a-f]{16}"), line);
    }
    assertEquals(rows, run("fingerprint", "--small", "losses", "products"));
  }

  @Test
  void everyOperationHasARow() {
    String rows = run("fingerprint", "--small", "--each", "Elementwise.exp", "Reductions.sum");
    assertTrue(rows.contains("Elementwise.exp "), rows);
    assertTrue(rows.contains("Reductions.sum"), rows);
  }

  @Test
  void theLastBitCounts() {
    assertNotEquals(hash(1.0), hash(Math.nextUp(1.0)));
    assertNotEquals(hash(0.0), hash(-0.0));
    assertEquals(hash(Double.NaN), hash(-Double.NaN));
  }

  private static String hash(double x) {
    Bits bits = new Bits();
    bits.add(Tensor.scalar(x));
    return bits.toString();
  }
}
