package dev.capstan.examples.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.capstan.nn.index.Metric;
import dev.capstan.nn.index.NearestNeighbors;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One page that shows what fine-tuning has changed: maps of texts and their neighbours. */
public final class TextPage {
  private static final String TEMPLATE = "texts.html";
  private static final int NEIGHBOURS = 4;
  private static final int QUERIES = 10;
  private static final int TWENTIETHS = 20;

  /**
   * What is shown.
   *
   * @param labels the class of each text; all 0 if there are none
   * @param classes their names; empty if there are none
   * @param losses of each step
   * @param before the figures of a test before training; empty without one
   */
  public record Content(
      String subtitle,
      List<String> texts,
      int[] labels,
      List<String> classes,
      Tensor rowsBefore,
      Tensor rowsAfter,
      Map<String, Double> before,
      Map<String, Double> after,
      List<Double> losses,
      String command) {}

  private final Content content;
  private final Marks marks;

  private TextPage(Content content) {
    this.content = content;
    this.marks = new Marks(content.classes().isEmpty() ? List.of("•") : content.classes());
  }

  /** The page, in UTF-8. */
  public static byte[] of(Content content) throws IOException {
    return new TextPage(content).page().getBytes(StandardCharsets.UTF_8);
  }

  private String page() throws IOException {
    Map<String, String> parts = new TreeMap<>();
    parts.put("title", Html.escape(title()));
    parts.put("subtitle", Html.escape(content.subtitle()));
    parts.put("scores", scores());
    parts.put("legend", legend());
    parts.put("thinned", "");
    map(parts, "before", content.rowsBefore());
    map(parts, "after", content.rowsAfter());
    List<Double> means = means();
    parts.put("losses", new Curve("Loss", means, 1, means.size(), null, "").html());
    parts.put("neighbours", neighbours());
    parts.put(
        "neighboursNote",
        content.classes().isEmpty()
            ? "Texts whose neighbours have changed most, with the cosine of each."
            : "First texts that had neighbours of another class, then others; a neighbour of another"
                + " class is crossed.");
    parts.put("command", Html.escape(content.command()));
    // "</" would end the script element that holds the data.
    parts.put("data", new ObjectMapper().writeValueAsString(content.texts()).replace("</", "<\\/"));
    return PageTemplate.filled(TEMPLATE, parts);
  }

  private String title() {
    return content.after().entrySet().stream()
        .findFirst()
        .map(
            each ->
                Html.format(
                    "%s %.3f, where it was %.3f",
                    each.getKey(),
                    each.getValue(),
                    content.before().getOrDefault(each.getKey(), Double.NaN)))
        .orElse("A sentence encoder, fine-tuned");
  }

  private String scores() {
    StringBuilder out = new StringBuilder();
    content
        .after()
        .forEach(
            (name, after) -> {
              double before = content.before().getOrDefault(name, Double.NaN);
              boolean judged = !name.endsWith("Threshold");
              out.append(
                  Html.format(
                      "<tr><th scope=\"row\">%s</th>%s%s</tr>%n",
                      Html.escape(name),
                      cell(before, judged && before > after),
                      cell(after, judged && after > before)));
            });
    return out.toString();
  }

  private static String cell(double value, boolean best) {
    return Html.format(best ? "<td class=\"best\">%.4f</td>" : "<td>%.4f</td>", value);
  }

  private String legend() {
    StringBuilder out = new StringBuilder();
    for (int label = 0; label < content.classes().size(); label++) {
      out.append(
          Html.format(
              "<span class=\"small\" style=\"display:inline-flex;gap:4px\">%s%s</span>%n",
              marks.key(label), Html.escape(content.classes().get(label))));
    }
    return out.toString();
  }

  private void map(Map<String, String> parts, String id, Tensor rows) {
    MapView map = new MapView(rows);
    // The legend names the classes: of texts, their middles lie too near for names on the map.
    String label = Html.format("Map of %d texts %s fine-tuning.", content.texts().size(), id);
    parts.put(id, map.svg(id, label, content.labels(), marks, List.of(), 1));
    parts.put(id + "Note", map.variance());
  }

  private List<Double> means() {
    int steps = content.losses().size();
    int parts = Math.min(TWENTIETHS, steps);
    return IntStream.range(0, parts)
        .mapToObj(
            i ->
                content.losses().subList(i * steps / parts, (i + 1) * steps / parts).stream()
                    .mapToDouble(loss -> loss)
                    .average()
                    .orElse(Double.NaN))
        .toList();
  }

  // --- neighbours -----------------------------------------------------------------------------

  /** The neighbours of a text, and how far they are. */
  private record Near(int[] rows, double[] cosines) {}

  private String neighbours() {
    Near[] before = near(content.rowsBefore());
    Near[] after = near(content.rowsAfter());
    StringBuilder out = new StringBuilder();
    for (int row : chosen(before, after)) {
      out.append(
          Html.format(
              "<li><b>%s</b>%s<div class=\"two\"><div><small>before</small>%s</div>"
                  + "<div><small>after</small>%s</div></div></li>%n",
              Html.escape(content.texts().get(row)),
              content.classes().isEmpty()
                  ? ""
                  : " <small>" + Html.escape(className(row)) + "</small>",
              list(row, before[row]),
              list(row, after[row])));
    }
    return out.toString();
  }

  private String className(int row) {
    return content.classes().get(content.labels()[row]);
  }

  private String list(int query, Near near) {
    StringBuilder out = new StringBuilder("<ol>");
    for (int i = 0; i < near.rows().length; i++) {
      int row = near.rows()[i];
      boolean wrong = content.labels()[row] != content.labels()[query];
      out.append(
          Html.format(
              "<li%s>%s%s <small>%.2f%s</small></li>",
              wrong ? " class=\"wrong\"" : "",
              wrong ? "<span aria-hidden=\"true\">✗</span> " : "",
              Html.escape(content.texts().get(row)),
              near.cosines()[i],
              wrong ? ", " + Html.escape(className(row)) : ""));
    }
    return out.append("</ol>").toString();
  }

  private static Near[] near(Tensor rows) {
    Near[] all = new Near[rows.shape().get(0)];
    NearestNeighbors.of(rows, Metric.COSINE)
        .distancesOfAll(
            (row, distances) -> {
              int[] found = distances.nearest(Math.min(NEIGHBOURS, all.length - 1), row);
              double[] cosines = new double[found.length];
              for (int i = 0; i < found.length; i++) {
                cosines[i] = 1 - distances.distance(found[i]);
              }
              all[row] = new Near(found, cosines);
            });
    return all;
  }

  /** Half of the texts by what has changed most, the others at equal distances. */
  private int[] chosen(Near[] before, Near[] after) {
    int n = content.texts().size();
    Stream<Integer> changed =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingInt(row -> -change(row, before[row], after[row])))
            .limit(QUERIES / 2);
    Stream<Integer> others =
        IntStream.range(0, QUERIES / 2).mapToObj(i -> (int) ((long) i * n / (QUERIES / 2)));
    return Stream.concat(changed, others).distinct().mapToInt(row -> row).toArray();
  }

  private int change(int row, Near before, Near after) {
    if (!content.classes().isEmpty()) {
      return errors(row, before) - errors(row, after);
    }
    return (int)
        IntStream.of(after.rows())
            .filter(now -> IntStream.of(before.rows()).noneMatch(then -> then == now))
            .count();
  }

  private int errors(int row, Near near) {
    return (int)
        IntStream.of(near.rows())
            .filter(other -> content.labels()[other] != content.labels()[row])
            .count();
  }
}
