package dev.capstan.examples.report;

import dev.capstan.examples.train.Outcome;
import dev.capstan.nn.data.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How each class fares, and which are taken for which: the maps as numbers. */
final class ByClass {
  private final Dataset test;
  private final List<String> classes;
  private final int[] present;
  private final int[] rows;
  private final int[][] before;
  private final int[][] after;

  ByClass(Outcome outcome) {
    test = outcome.split().test();
    classes = outcome.split().classNames();
    present = Arrays.stream(test.labels().toArray()).distinct().sorted().toArray();
    rows = new int[classes.size()];
    for (int label : test.labels().toArray()) {
      rows[label]++;
    }
    before = confusion(outcome.untrained().nearest());
    after = confusion(outcome.trained().nearest());
  }

  /** Rows of class i whose nearest row is of class j; a class of one row has none. */
  private int[][] confusion(int[] nearest) {
    int[][] count = new int[classes.size()][classes.size()];
    for (int i = 0; i < nearest.length; i++) {
      if (rows[test.label(i)] > 1) {
        count[test.label(i)][test.label(nearest[i])]++;
      }
    }
    return count;
  }

  int[] present() {
    return present;
  }

  /** One line a class; many classes in two tables that stand beside each other. */
  String tables(int mostInOne) {
    int half = present.length <= mostInOne ? present.length : (present.length + 1) / 2;
    String first = table(Arrays.copyOf(present, half));
    return half == present.length
        ? first
        : first + table(Arrays.copyOfRange(present, half, present.length));
  }

  private String table(int[] of) {
    return """
        <table class="classes"><thead><tr><th scope="col">Class</th><th scope="col">Rows</th>\
        <th scope="col">before</th><th scope="col">after</th>\
        <th scope="col" class="words">Taken for</th></tr></thead><tbody>
        """
        + lines(of)
        + "</tbody></table>";
  }

  private String lines(int[] of) {
    StringBuilder out = new StringBuilder();
    for (int c : of) {
      int asked = Arrays.stream(after[c]).sum();
      out.append("<tr><th scope=\"row\">")
          .append(Html.escape(classes.get(c)))
          .append("</th>")
          .append("<td>" + rows[c] + "</td>")
          .append(share(before[c][c], asked))
          .append(share(after[c][c], asked))
          .append("<td class=\"words\">" + takenFor(c) + "</td></tr>\n");
    }
    return out.toString();
  }

  private static String share(int hits, int of) {
    return of == 0
        ? "<td>one row only</td>"
        : "<td>"
            + Html.percent((double) hits / of)
            + "<small>"
            + hits
            + " of "
            + of
            + "</small></td>";
  }

  private String takenFor(int c) {
    int[] others =
        IntStream.of(present)
            .filter(o -> o != c && after[c][o] > 0)
            .boxed()
            .sorted((a, b) -> after[c][b] - after[c][a])
            .limit(3)
            .mapToInt(o -> o)
            .toArray();
    return Arrays.stream(others)
        .mapToObj(o -> Html.escape(classes.get(o)) + "&nbsp;(" + after[c][o] + ")")
        .reduce((a, b) -> a + ", " + b)
        .orElse("none");
  }

  /** Class against class of the nearest row, after training. */
  String confusionTable() {
    StringBuilder out = new StringBuilder("<thead><tr><td></td>");
    for (int c : present) {
      out.append("<th scope=\"col\">" + Html.escape(classes.get(c)) + "</th>");
    }
    out.append("</tr></thead><tbody>");
    for (int c : present) {
      out.append("<tr><th scope=\"row\">" + Html.escape(classes.get(c)) + "</th>");
      for (int o : present) {
        int n = after[c][o];
        String kind = c == o ? "right" : n > 0 ? "wrong" : "none";
        out.append("<td class=\"" + kind + "\">" + (n > 0 ? n : "") + "</td>");
      }
      out.append("</tr>\n");
    }
    return out.append("</tbody>").toString();
  }
}
