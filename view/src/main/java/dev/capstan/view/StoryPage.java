package dev.capstan.view;

import dev.capstan.view.Folds.Fold;
import dev.capstan.view.Story.Line;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The story as a page that one steps through: one file, which opens from disk. */
final class StoryPage {
  /** So many lines the page also tells in words, for whoever prints it or runs no scripts. */
  private static final int WORDS = 1_000;

  /** A graph of more boxes is no picture any more. */
  private static final int BOXES = 40;

  private final Story story;
  private final Map<String, Integer> sites = new LinkedHashMap<>();

  private StoryPage(Story story) {
    this.story = story;
  }

  static String html(Story story, int step) {
    return resource("page.html")
        .replace("/*STYLE*/", resource("page.css"))
        .replace("/*SCRIPT*/", resource("page.js"))
        .replace("/*STEP*/0", Integer.toString(step))
        .replace("/*STORY*/null", new StoryPage(story).json())
        .replace("<!--TEXT-->", escaped(new StoryText(story, WORDS).text()));
  }

  private static String resource(String name) {
    try (InputStream in = StoryPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing beside StoryPage.class");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  // --- the story as JSON ------------------------------------------------------------------------

  private String json() {
    String lines = list(story.lines().stream().map(this::json).toList(), ",\n");
    Map<String, List<Fold>> folds = new LinkedHashMap<>();
    folds.put("none", List.of());
    folds.put("part", Folds.byPart(story));
    folds.put("source", Folds.bySource(story));
    folds.put("repeat", Folds.byRepeat(story));
    Trouble trouble = story.trouble();
    return object(
        "target",
        Integer.toString(story.target()),
        "left",
        Integer.toString(story.left()),
        "brief",
        Boolean.toString(story.brief()),
        "sites",
        list(sites.keySet().stream().map(StoryPage::text).toList(), ","),
        "rules",
        rules(),
        "folds",
        object(folds, StoryPage::json),
        "graphs",
        object(folds, this::graph),
        "trouble",
        trouble == null
            ? "null"
            : object(
                "says",
                list(trouble.sentences().stream().map(StoryPage::text).toList(), ","),
                "lines",
                trouble.lines().toString()),
        "lines",
        lines);
  }

  private String rules() {
    Map<String, String> rules = new LinkedHashMap<>();
    for (Line line : story.lines()) {
      String rule = Rules.of(line.op());
      if (!rule.isEmpty()) {
        rules.put(line.op(), rule);
      }
    }
    return object(rules, StoryPage::text);
  }

  private static String json(List<Fold> folds) {
    return list(
        folds.stream()
            .map(f -> "[" + f.from() + "," + f.to() + "," + text(f.title()) + "]")
            .toList(),
        ",");
  }

  /** A drawing of what is to be seen while all folds are closed; null for too much. */
  private String graph(List<Fold> folds) {
    List<int[]> rows = rows(folds, story.lines().size());
    if (rows.size() > BOXES) {
      return "null";
    }
    Map<Integer, Integer> rowOf = new LinkedHashMap<>();
    for (int r = 0; r < rows.size(); r++) {
      for (int k = rows.get(r)[0]; k <= rows.get(r)[1]; k++) {
        rowOf.put(story.lines().get(k).index(), r);
      }
    }
    List<int[]> edges = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      TreeSet<Integer> before = new TreeSet<>();
      for (int k = rows.get(r)[0]; k <= rows.get(r)[1]; k++) {
        for (Story.Input in : story.lines().get(k).inputs()) {
          Integer from = rowOf.get(in.line());
          if (from != null && from != r) {
            before.add(from);
          }
        }
      }
      for (int from : before) {
        edges.add(new int[] {from, r});
      }
    }
    Layout.Drawing drawing = Layout.of(rows.size(), edges);
    List<String> boxes =
        IntStream.range(0, rows.size())
            .mapToObj(
                r ->
                    Arrays.toString(
                        new int[] {rows.get(r)[0], rows.get(r)[1], drawing.x()[r], drawing.y()[r]}))
            .toList();
    List<String> arrows =
        IntStream.range(0, edges.size())
            .mapToObj(
                e ->
                    list(
                        List.of(
                            Integer.toString(edges.get(e)[0]),
                            Integer.toString(edges.get(e)[1]),
                            Arrays.toString(drawing.arrows().get(e))),
                        ","))
            .toList();
    return object(
        "w",
        Integer.toString(drawing.width()),
        "h",
        Integer.toString(drawing.height()),
        "boxes",
        list(boxes, ","),
        "arrows",
        list(arrows, ","));
  }

  /** The lines, and the outermost folds in the place of theirs. */
  private static List<int[]> rows(List<Fold> folds, int lines) {
    List<int[]> rows = new ArrayList<>();
    int next = 0;
    int k = 0;
    while (k < lines) {
      while (next < folds.size() && folds.get(next).from() < k) {
        next++;
      }
      boolean fold = next < folds.size() && folds.get(next).from() == k;
      int to = fold ? folds.get(next).to() : k;
      rows.add(new int[] {k, to});
      k = to + 1;
    }
    return rows;
  }

  /** What is empty is left out: a long tape has many lines. */
  private String json(Line line) {
    StringJoiner inputs = new StringJoiner(",", "[", "]");
    line.inputs()
        .forEach(
            in ->
                inputs.add("[" + in.line() + (in.constant() ? "," + json(in.value()) : "") + "]"));
    StringJoiner out = new StringJoiner(",", "{", "}");
    out.add("\"i\":" + line.index());
    out.add("\"op\":" + text(line.op()));
    out.add("\"in\":" + inputs);
    out.add("\"v\":" + json(line.value()));
    if (!line.name().isEmpty()) {
      out.add("\"name\":" + text(line.name()));
    }
    if (line.gradient() != null) {
      List<@Nullable Numbers> all = line.share();
      out.add("\"g\":" + json(line.gradient()));
      out.add("\"share\":" + list(all.stream().map(StoryPage::json).toList(), ","));
    } else {
      out.add("\"why\":" + text(Words.unreached(line)));
    }
    if (line.feeds().stream().anyMatch(each -> each != null)) {
      out.add("\"feeds\":" + Arrays.deepToString(line.feeds().toArray()));
    }
    Story.Made made = line.made();
    if (!made.site().isEmpty()) {
      out.add("\"site\":" + site(made.site()));
    }
    if (!made.caller().equals(made.site())) {
      out.add("\"caller\":" + site(made.caller()));
    }
    if (made.origin() >= 0) {
      out.add("\"by\":" + made.origin());
    }
    String agreement = Words.agreement(line);
    if (!agreement.isEmpty()) {
      out.add("\"tick\":[" + text(agreement) + "," + Words.agrees(line) + "]");
    }
    return out.toString();
  }

  private int site(String site) {
    return sites.computeIfAbsent(site, any -> sites.size());
  }

  /** A list of axes, the words for the numbers, and the numbers where a map is drawn of them. */
  private static String json(@Nullable Numbers x) {
    if (x == null) {
      return "null";
    }
    StringJoiner elements = new StringJoiner(",", "[", "]");
    for (double each : x.elements()) {
      elements.add(
          Double.isFinite(each) ? Double.toString((float) each) : text(Words.number(each)));
    }
    return "[" + Arrays.toString(x.axes()) + "," + text(Words.numbers(x)) + "," + elements + "]";
  }

  private static String object(String... namesAndValues) {
    StringJoiner out = new StringJoiner(",", "{", "}");
    for (int i = 0; i < namesAndValues.length; i += 2) {
      out.add(text(namesAndValues[i]) + ":" + namesAndValues[i + 1]);
    }
    return out.toString();
  }

  private static <T> String object(
      Map<String, T> values, java.util.function.Function<T, String> json) {
    return values.entrySet().stream()
        .map(each -> text(each.getKey()) + ":" + json.apply(each.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String list(List<String> parts, String between) {
    return "[" + String.join(between, parts) + "]";
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
