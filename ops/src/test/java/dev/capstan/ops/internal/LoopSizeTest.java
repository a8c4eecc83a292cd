package dev.capstan.ops.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** See {@link VectorDoubleFunctions}: a loop that C2 inlines into its callers makes objects. */
final class LoopSizeTest {
  /** C2's FreqInlineSize: a method with more bytes of code is never inlined. */
  private static final int INLINED = 325;

  private static final Set<String> LOOPS = Set.of("expLess", "log", "tanh", "sigmoid");

  private static final Pattern LINE =
      Pattern.compile("^  \\S.* (\\w+)\\(.*\\);$|^ +(\\d+): return$", Pattern.MULTILINE);

  @ParameterizedTest
  @ValueSource(strings = {"VectorDoubleFunctions", "VectorFloatFunctions"})
  void loopsOfElementaryFunctionsAreTooLargeToInline(String name) throws URISyntaxException {
    Map<String, Integer> sizes = sizes(name);
    for (String loop : LOOPS) {
      int size = sizes.getOrDefault(loop, 0);
      assertTrue(size > INLINED, () -> loop + " has " + size + " bytes of code");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"VectorDoubleSeries", "VectorFloatSeries"})
  void loopsOfSeriesAreTooLargeToInline(String name) throws URISyntaxException {
    Map<String, Integer> loops = sizes(name);
    loops.keySet().removeIf(loop -> !loop.endsWith("Vectors"));
    assertTrue(loops.size() > 50, () -> "only " + loops.keySet());
    loops.forEach(
        (loop, size) -> assertTrue(size > INLINED, () -> loop + " has " + size + " bytes of code"));
  }

  /** The bytes of code of each method that returns nothing, as {@code javap} tells them. */
  private static Map<String, Integer> sizes(String name) throws URISyntaxException {
    ToolProvider javap = ToolProvider.findFirst("javap").orElseThrow();
    StringWriter out = new StringWriter();
    Path file = Path.of(Kernels.class.getResource(name + ".class").toURI());
    int code = javap.run(new PrintWriter(out), new PrintWriter(out), "-c", "-p", file.toString());
    assertEquals(0, code, out::toString);
    Map<String, Integer> sizes = new HashMap<>();
    String method = "";
    Matcher line = LINE.matcher(out.toString());
    while (line.find()) {
      if (line.group(1) == null) {
        sizes.merge(method, Integer.parseInt(line.group(2)) + 1, Math::max);
      } else {
        method = line.group(1);
      }
    }
    return sizes;
  }
}
