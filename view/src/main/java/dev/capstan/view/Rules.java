package dev.capstan.view;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * What the page of operations says of each one's gradient. The page is made from the Javadoc by the
 * build, and travels in this module's jar.
 */
final class Rules {
  private static final Map<String, String> KNOWN = read();

  private Rules() {}

  /** The rule of an operation in words and signs; empty for one that is not on the page. */
  static String of(String op) {
    return KNOWN.getOrDefault(op, "");
  }

  private static Map<String, String> read() {
    Map<String, String> rules = new HashMap<>();
    try (InputStream in = Rules.class.getResourceAsStream("ops.md")) {
      if (in == null) {
        return rules;
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] cells = line.replace("\\|", "\u0001").split("\\|", -1);
        if (cells.length > 3 && cells[1].strip().startsWith("`")) {
          String name = cells[1].strip().replace("`", "");
          rules.put(name, cells[3].strip().replace('\u0001', '|').replace("`", ""));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rules;
  }
}
