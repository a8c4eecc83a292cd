package dev.capstan.examples.report;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page with gaps, {@code {{name}}}, into which finished HTML is put; all share a style sheet. */
final class PageTemplate {
  private static final Pattern GAP = Pattern.compile("\\{\\{(\\w+)}}");
  private static final String STYLE = "report.css";

  private PageTemplate() {}

  /**
   * The page with every gap filled.
   *
   * @throws IllegalStateException if there is nothing for a gap
   */
  static String filled(String page, Map<String, String> given) throws IOException {
    Map<String, String> parts = new TreeMap<>(given);
    parts.put("style", resource(STYLE));
    return GAP.matcher(resource(page))
        .replaceAll(gap -> Matcher.quoteReplacement(part(parts, gap.group(1))));
  }

  private static String part(Map<String, String> parts, String name) {
    String part = parts.get(name);
    if (part == null) {
      throw new IllegalStateException("report: nothing for the gap " + name);
    }
    return part;
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = PageTemplate.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing from the program; build it anew");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
