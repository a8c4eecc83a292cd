package dev.capstan.examples.report;

import dev.capstan.examples.train.Outcome;
import dev.capstan.examples.train.Protocol;
import dev.capstan.examples.train.Score;
import dev.capstan.nn.data.Dataset;
import java.util.Comparator;
import java.util.List;

/**
 * What came of a run, in words, beside the best of what needs no training. Whoever is worse than
 * raw pixels reads it in the largest letters of the page.
 *
 * @param title the verdict
 * @param details counts behind it, as HTML
 */
record Headline(String title, String details) {
  /** A difference that chance makes in one of twenty cases is none. */
  private static final double SURE = 0.05;

  /** A difference in MAP@R that is worth a word in the title. */
  private static final double MUCH = 0.02;

  static Headline of(Outcome outcome, List<Score> baselines) {
    Score mine = outcome.trained();
    Score rival =
        baselines.stream()
            .max(
                Comparator.comparingDouble(Score::recallAt1)
                    .thenComparing(s -> -baselines.indexOf(s)))
            .orElse(outcome.untrained());
    int[] changed = changed(outcome.split().test(), rival.nearest(), mine.nearest());
    String title = outcome.settings().about().title() + ": ";
    return new Headline(title + verdict(outcome, rival, changed), details(outcome, rival, changed));
  }

  private static String verdict(Outcome outcome, Score rival, int[] changed) {
    if (outcome.epochs() == 0) {
      return "not trained, random weights only";
    }
    Score mine = outcome.trained();
    double points = 100 * (mine.recallAt1() - rival.recallAt1());
    if (mine.queries() == 0) {
      return "no class has two test rows, so nothing can be said";
    }
    boolean chance = Shares.chance(changed[0], changed[1]) >= SURE;
    String verdict =
        chance
            ? Html.format("on a par with %s (%+.1f points, within chance)", rival.name(), points)
            : Html.format(
                "%s than %s by %.1f points",
                points > 0 ? "better" : "worse", rival.name(), Math.abs(points));
    return verdict + wholeClasses(outcome, rival, points, chance);
  }

  /** What the other measure says, where it says something else. */
  private static String wholeClasses(Outcome outcome, Score rival, double points, boolean chance) {
    double mine = outcome.trained().mapAtR();
    boolean better = mine > rival.mapAtR() + MUCH;
    boolean worse = mine < rival.mapAtR() - MUCH;
    if (!chance && points < 0 && !better && outcome.settings().protocol() == Protocol.OPEN) {
      return ": no transfer to unseen classes";
    }
    if (better && (chance || points < 0)) {
      return Html.format(", but MAP@R %.2f instead of %.2f", mine, rival.mapAtR());
    }
    return worse && (chance || points > 0)
        ? Html.format(", but MAP@R only %.2f instead of %.2f", mine, rival.mapAtR())
        : "";
  }

  private static String details(Outcome outcome, Score rival, int[] changed) {
    Score mine = outcome.trained();
    double[] interval = Shares.wilson(mine.hits(), mine.queries());
    String recall =
        Html.format(
            "For <b>%,d of %,d</b> test rows (%s; 95&nbsp;%% interval %.1f to %.1f) the nearest"
                + " other test row is of their own class; with %s for %,d (%s): %,d"
                + " gained, %,d lost.",
            mine.hits(),
            mine.queries(),
            Html.percent(mine.recallAt1()),
            100 * interval[0],
            100 * interval[1],
            Html.escape(rival.name()),
            rival.hits(),
            Html.percent(rival.recallAt1()),
            changed[0],
            changed[1]);
    return recall
        + Html.format(
            " Whole classes lie together at MAP@R <b>%.3f</b>, with %s at %.3f.",
            mine.mapAtR(), Html.escape(rival.name()), rival.mapAtR());
  }

  /** How many rows are right by the second way alone, and by the first alone. */
  private static int[] changed(Dataset test, int[] first, int[] second) {
    int[] changed = new int[2];
    for (int i = 0; i < first.length; i++) {
      boolean was = test.label(first[i]) == test.label(i) && first[i] != i;
      boolean is = test.label(second[i]) == test.label(i) && second[i] != i;
      changed[0] += is && !was ? 1 : 0;
      changed[1] += was && !is ? 1 : 0;
    }
    return changed;
  }
}
