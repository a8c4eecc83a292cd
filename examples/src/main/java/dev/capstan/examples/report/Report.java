package dev.capstan.examples.report;

import dev.capstan.examples.train.Outcome;
import dev.capstan.examples.train.Protocol;
import dev.capstan.examples.train.Score;
import dev.capstan.examples.train.Settings;
import dev.capstan.examples.train.Split;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One page that shows a run: what came of it in words, maps of the test rows before and after
 * training, curves, neighbours, classes.
 *
 * <p>The page is a resource with gaps, into which finished HTML is put: it can be read without a
 * script and on paper, and its script only links, filters, enlarges and tells. It needs nothing
 * from elsewhere.
 */
public final class Report {
  private static final String TEMPLATE = "report.html";

  /** More points than this would blur into one; then every n-th row is shown. */
  private static final int MOST_POINTS = 1500;

  /** More classes than this have tables too wide to stand beside each other. */
  private static final int MOST_SIDE_BY_SIDE = 12;

  private final Outcome outcome;
  private final Settings settings;
  private final Split split;
  private final List<Score> baselines;
  private final Marks marks;
  private final Tiles tiles;

  private Report(Outcome outcome, List<Score> baselines) throws IOException {
    this.outcome = outcome;
    this.settings = outcome.settings();
    this.split = outcome.split();
    this.baselines = baselines;
    this.marks = new Marks(split.classNames());
    this.tiles = new Tiles(split, marks);
  }

  /** The page, in UTF-8. */
  public static byte[] of(Outcome outcome, List<Score> baselines) throws IOException {
    return new Report(outcome, baselines).page().getBytes(StandardCharsets.UTF_8);
  }

  private String page() throws IOException {
    Map<String, String> parts = new TreeMap<>();
    head(parts);
    maps(parts);
    curves(parts);
    byClass(parts);
    parts.put("sprite", tiles.style());
    parts.put("queries", new Neighbours(outcome, tiles).html());
    parts.put("queriesNote", new Neighbours(outcome, tiles).note());
    parts.put("command", Html.escape(settings.command()));
    parts.put("seed", Long.toString(settings.seed()));
    parts.put("data", RunData.json(outcome, baselines, tiles));
    return PageTemplate.filled(TEMPLATE, parts);
  }

  // --- the head -------------------------------------------------------------------------------

  private void head(Map<String, String> parts) {
    Headline headline = Headline.of(outcome, baselines);
    parts.put("title", Html.escape(headline.title()));
    parts.put("details", headline.details());
    parts.put("subtitle", Html.escape(subtitle()));
    parts.put("scores", ScoreRows.of(outcome, baselines));
    parts.put(
        "stopped",
        outcome.isComplete()
            ? ""
            : Html.format(
                "<p class=\"notice\">Interrupted after %d of %d epochs: this is what there was.</p>",
                outcome.epochs(), settings.recipe().epochs()));
    parts.put(
        "accuracyNote",
        settings.protocol() == Protocol.OPEN
            ? "not applicable here, as no training row has a class of the test rows"
            : "the share of test rows whose nearest <em>training</em> row is of their class");
  }

  private String subtitle() {
    String trained =
        outcome.epochs() == 0
            ? "A small net with random weights, never trained"
            : Html.format(
                "A small net, trained on %,d rows for %d epoch%s with the %s",
                split.train().size(),
                outcome.epochs(),
                outcome.epochs() == 1 ? "" : "s",
                settings.criterion().description());
    return Html.format(
        "%s. %s, asked about %,d rows that it has not seen%s.",
        settings.about().description(),
        trained,
        split.test().size(),
        settings.protocol() == Protocol.OPEN ? ", of classes that it has not seen" : "");
  }

  // --- maps and curves ------------------------------------------------------------------------

  private void maps(Map<String, String> parts) {
    int every = (split.test().size() + MOST_POINTS - 1) / MOST_POINTS;
    MapView before = new MapView(outcome.before());
    parts.put("before", map(before, "before", every));
    parts.put("beforeNote", note("Random weights", outcome.untrained(), before));
    parts.put("legend", legend());
    parts.put("thinned", every == 1 ? "" : Html.format("One row in %d is shown.", every));
    if (outcome.epochs() == 0) {
      parts.put(
          "after", "<p class=\"empty\">No epoch was trained, so there is no map after it.</p>");
      parts.put("afterNote", "");
      return;
    }
    MapView after = new MapView(outcome.after());
    parts.put("after", map(after, "after", every));
    parts.put("afterNote", note(later(outcome.epochs()), outcome.trained(), after));
  }

  private static String later(int epochs) {
    return epochs == 1 ? "1 epoch later" : epochs + " epochs later";
  }

  private String map(MapView map, String id, int every) {
    return map.svg(
        id,
        Html.format(
            "Map of %d test rows %s training. Arrow keys go from row to row; the table By class"
                + " says the same in numbers.",
            split.test().size(), id),
        split.test().labels().toArray(),
        marks,
        split.classNames(),
        every);
  }

  private static String note(String when, Score score, MapView map) {
    return Html.format(
        "%s: Recall@1 %s (%d of %d). %s",
        when, Html.percent(score.recallAt1()), score.hits(), score.queries(), map.variance());
  }

  private String legend() {
    StringBuilder out = new StringBuilder();
    for (int label : new ByClass(outcome).present()) {
      out.append(
          Html.format(
              "<button type=\"button\" data-c=\"%d\" aria-pressed=\"false\">%s%s</button>%n",
              label,
              marks.key(label),
              marks.speakForThemselves()
                  ? "<span class=\"hidden\">"
                      + Html.escape(split.classNames().get(label))
                      + "</span>"
                  : Html.escape(split.classNames().get(label))));
    }
    return out.toString();
  }

  private void curves(Map<String, String> parts) {
    int last = outcome.epochs();
    parts.put(
        "losses",
        last == 0
            ? "<p class=\"empty\">No epoch was trained, so there is no loss to show.</p>"
            : new Curve("Loss", outcome.lossHistory(), 1, last, null, "").html());
    Score raw = baselines.get(0);
    parts.put(
        "recalls",
        new Curve("Recall@1", outcome.recallHistory(), 0, last, raw.recallAt1(), raw.name())
            .html());
  }

  private void byClass(Map<String, String> parts) {
    ByClass classes = new ByClass(outcome);
    parts.put("byClass", classes.tables(MOST_SIDE_BY_SIDE));
    parts.put("confusion", classes.confusionTable());
    parts.put("classesSide", classes.present().length <= MOST_SIDE_BY_SIDE ? "two" : "one");
  }
}
