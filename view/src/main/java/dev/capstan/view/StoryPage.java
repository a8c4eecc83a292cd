package dev.capstan.view;

import dev.capstan.view.Story.Line;
import dev.capstan.view.Story.Numbers;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The story as a page that one steps through: one file, which opens from disk. */
final class StoryPage {
  private StoryPage() {}

  static String html(Story story, int step) {
    return template()
        .replace("/*STEP*/0", Integer.toString(step))
        .replace("/*STORY*/null", json(story))
        .replace("<!--TEXT-->", escaped(new StoryText(story).text()));
  }

  private static String template() {
    try (InputStream in = StoryPage.class.getResourceAsStream("page.html")) {
      if (in == null) {
        throw new IllegalStateException("page.html is missing beside StoryPage.class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static String json(Story story) {
    StringJoiner lines = new StringJoiner(",\n", "[", "]");
    story.lines().forEach(line -> lines.add(json(line)));
    return "{\"target\":"
        + story.target()
        + ",\"left\":"
        + story.left()
        + ",\"lines\":"
        + lines
        + "}";
  }

  private static String json(Line line) {
    StringJoiner inputs = new StringJoiner(",", "[", "]");
    line.inputs()
        .forEach(
            in ->
                inputs.add("[" + in.line() + (in.constant() ? "," + json(in.value()) : "") + "]"));
    StringJoiner shares = new StringJoiner(",", "[", "]");
    List<@Nullable Numbers> all = line.share();
    all.forEach(share -> shares.add(json(share)));
    return "{\"i\":"
        + line.index()
        + ",\"name\":"
        + text(line.name())
        + ",\"op\":"
        + text(line.op())
        + ",\"in\":"
        + inputs
        + ",\"v\":"
        + json(line.value())
        + ",\"g\":"
        + json(line.gradient())
        + ",\"share\":"
        + shares
        + ",\"site\":"
        + text(line.site())
        + ",\"by\":"
        + line.origin()
        + ",\"rule\":"
        + text(Rules.of(line.op()))
        + ",\"tick\":"
        + text(Words.agreement(line))
        + "}";
  }

  /** A list of axes, the words for the numbers, and the numbers where a map is drawn of them. */
  private static String json(@Nullable Numbers x) {
    if (x == null) {
      return "null";
    }
    StringJoiner axes = new StringJoiner(",", "[", "]");
    for (int axis : x.axes()) {
      axes.add(Integer.toString(axis));
    }
    StringJoiner elements = new StringJoiner(",", "[", "]");
    for (double each : x.elements()) {
      elements.add(
          Double.isFinite(each) ? Double.toString((float) each) : text(Words.number(each)));
    }
    return "[" + axes + "," + text(Words.numbers(x)) + "," + elements + "]";
  }

  private static String text(String text) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean plain =
          c >= ' ' && c != '"' && c != '\\' && c != '<' && c != '\u2028' && c != '\u2029';
      out.append(plain ? Character.toString(c) : String.format("\\u%04x", (int) c));
    }
    return out.append('"').toString();
  }
}
