package dev.capstan.examples.report;

import dev.capstan.examples.train.Outcome;
import dev.capstan.examples.train.Score;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The table of scores: the best of each column is marked, whoever has it. */
final class ScoreRows {
  private ScoreRows() {}

  static String of(Outcome outcome, List<Score> baselines) {
    List<Score> all = new ArrayList<>(baselines);
    all.add(outcome.untrained());
    if (outcome.epochs() > 0) {
      all.add(outcome.trained());
    }
    double recall = best(all, Score::recallAt1);
    double map = best(all, Score::mapAtR);
    double accuracy = best(all, ScoreRows::accuracy);
    int testRows = outcome.split().test().size();
    StringBuilder rows = new StringBuilder();
    for (Score s : all) {
      rows.append("<tr")
          .append(s.equals(outcome.trained()) ? " class=\"mine\"" : "")
          .append("><th scope=\"row\">")
          .append(Html.escape(s.name()))
          .append("</th>")
          .append(cell(s.recallAt1(), recall, s.hits() + " of " + s.queries()))
          .append(cell(s.mapAtR(), map, null))
          .append(
              cell(accuracy(s), accuracy, Math.round(accuracy(s) * testRows) + " of " + testRows))
          .append("</tr>\n");
    }
    return rows.toString();
  }

  private static double accuracy(Score s) {
    return s.accuracy1nn() == null ? Double.NaN : s.accuracy1nn();
  }

  private static double best(List<Score> all, ToDoubleFunction<Score> of) {
    return all.stream().mapToDouble(of).filter(x -> !Double.isNaN(x)).max().orElse(Double.NaN);
  }

  private static String cell(double value, double best, @Nullable String count) {
    if (Double.isNaN(value)) {
      return "<td title=\"no training row is of a test row's class\">n/a</td>";
    }
    boolean top = value == best;
    return "<td"
        + (top ? " class=\"best\"" : "")
        + ">"
        + Html.format("%.4f", value)
        + (top ? "<span class=\"tag\">best</span>" : "")
        + (count == null ? "" : "<small>" + count + "</small>")
        + "</td>";
  }
}
