package dev.capstan.examples.report;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Values over epochs. The line is stretched with the page and the letters are not, so that they are
 * as large as all others at any width.
 *
 * @param first the epoch of the first value
 * @param last the last epoch of the axis
 * @param level a level to compare with, and what it is called
 */
record Curve(
    String name,
    List<Double> values,
    int first,
    int last,
    @Nullable Double level,
    String levelName) {
  private static final int MOST_TICKS = 6;

  String html() {
    Axis across = Axis.of(0, Math.max(1, last), MOST_TICKS, true);
    Axis up = verticalAxis();
    StringBuilder grid = new StringBuilder();
    StringBuilder words = new StringBuilder();
    for (double tick : up.ticks()) {
      double at = 100 - 100 * up.place(tick);
      grid.append(Html.format("<path class=\"grid\" d=\"M0 %.2fH100\"/>", at));
      words.append(
          Html.format("<span class=\"y\" style=\"top:%.2f%%\">%s</span>", at, up.text(tick)));
    }
    for (double tick : across.ticks()) {
      words.append(
          Html.format(
              "<span class=\"x\" style=\"left:%.2f%%\">%s</span>",
              100 * across.place(tick), across.text(tick)));
    }
    words.append("<span class=\"axis\">epoch</span>");
    if (level != null) {
      double at = 100 - 100 * up.place(level);
      grid.append(Html.format("<path class=\"level\" d=\"M0 %.2fH100\"/>", at));
      words.append(
          Html.format(
              "<span class=\"level\"><i></i>%s %.3f</span>", Html.escape(levelName), level));
    }
    return Html.format(
        "<div class=\"chart\" role=\"img\" aria-label=\"%s\"><div class=\"plot\"><svg viewBox=\"0 0"
            + " 100 100\" preserveAspectRatio=\"none\" aria-hidden=\"true\">%s<path class=\"line%s\""
            + " d=\"%s\"/></svg>%s</div></div>%s",
        Html.escape(sentence()),
        grid,
        values.size() == 1 ? " dot" : "",
        path(across, up),
        words,
        table());
  }

  private Axis verticalAxis() {
    double low = values.stream().mapToDouble(v -> v).min().orElse(0);
    double high = values.stream().mapToDouble(v -> v).max().orElse(1);
    if (level != null) {
      low = Math.min(low, level);
      high = Math.max(high, level);
    } else {
      low = Math.min(low, 0);
    }
    return Axis.of(low, high > low ? high : low + 1, MOST_TICKS, false);
  }

  private String path(Axis across, Axis up) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      path.append(
          Html.format(
              "%s%.2f %.2f",
              i == 0 ? "M" : "L",
              100 * across.place(first + i),
              100 - 100 * up.place(values.get(i))));
    }
    return path + (values.size() == 1 ? "h.01" : "");
  }

  private String sentence() {
    return Html.format(
        "%s: %.4f in epoch %d, %.4f in epoch %d",
        name, values.get(0), first, values.get(values.size() - 1), first + values.size() - 1);
  }

  /** At most a few dozen lines, the first and the last among them. */
  private String table() {
    int every = Math.max(1, values.size() / 30);
    StringBuilder rows = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      if (i % every == 0 || i == values.size() - 1) {
        rows.append(Html.format("<tr><td>%d</td><td>%.4f</td></tr>", first + i, values.get(i)));
      }
    }
    return Html.format(
        "<details><summary>As a table</summary><table class=\"plain\"><thead><tr><th>Epoch</th>"
            + "<th>%s</th></tr></thead><tbody>%s</tbody></table></details>",
        Html.escape(name), rows);
  }
}
