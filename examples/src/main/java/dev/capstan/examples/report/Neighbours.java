package dev.capstan.examples.report;

import dev.capstan.examples.train.Outcome;
import dev.capstan.nn.data.Dataset;
import java.util.List;

/** Test rows and those nearest to them, wrong ones by sign and word as well as by colour. */
final class Neighbours {
  private static final int MOST_LETTERS = 3;

  private final Dataset test;
  private final List<String> classes;
  private final List<Queries.Query> queries;
  private final Tiles tiles;

  Neighbours(Outcome outcome, Tiles tiles) {
    this.test = outcome.split().test();
    this.classes = outcome.split().classNames();
    this.queries = Queries.of(outcome);
    this.tiles = tiles;
  }

  String note() {
    long wrong = queries.stream().filter(q -> errors(q) > 0).count();
    return "A test row, then those nearest to it. "
        + (wrong == 0
            ? "None of all test rows has a neighbour of another class."
            : (wrong == 1 ? "The first has" : "The first " + wrong + " have")
                + " the most errors of all; a neighbour of another class is framed, crossed, and"
                + " says what it is.");
  }

  String html() {
    StringBuilder out = new StringBuilder();
    for (Queries.Query query : queries) {
      out.append("<li><span class=\"asks\">" + name(query.row()) + "</span>");
      out.append("<span class=\"query\">").append(tile(query.row(), "asked", ""));
      out.append("<span class=\"arrow\" aria-hidden=\"true\">&rarr;</span>");
      for (int row : query.nearest()) {
        boolean right = test.label(row) == test.label(query.row());
        out.append(
            right
                ? tile(row, "right", "")
                : tile(row, "wrong", "<span aria-hidden=\"true\">✗</span> " + shortName(row)));
      }
      out.append("</span></li>\n");
    }
    return out.toString();
  }

  private int errors(Queries.Query query) {
    int errors = 0;
    for (int row : query.nearest()) {
      errors += test.label(row) == test.label(query.row()) ? 0 : 1;
    }
    return errors;
  }

  private String name(int row) {
    return Html.escape(classes.get(test.label(row)));
  }

  /** A name that a tile has room for; otherwise its mark has to do. */
  private String shortName(int row) {
    String name = name(row);
    return name.length() <= MOST_LETTERS ? name : "<span class=\"hidden\">" + name + "</span>";
  }

  private String tile(int row, String kind, String caption) {
    return Html.format(
        "<button type=\"button\" class=\"tile %s\" data-r=\"%d\" title=\"row %d, %s: show it on the"
            + " maps\">%s<small>%s</small></button>",
        kind, row, row, name(row), tiles.of(row), caption);
  }
}
