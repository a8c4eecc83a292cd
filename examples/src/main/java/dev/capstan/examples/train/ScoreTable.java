package dev.capstan.examples.train;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The table at the end of a run. */
public final class ScoreTable {
  private ScoreTable() {}

  /** The baselines, then what was trained; and a word if that ended early. */
  public static void print(Outcome outcome, List<Score> baselines, PrintWriter out) {
    print(
        outcome.split(),
        Stream.concat(baselines.stream(), Stream.of(outcome.untrained(), outcome.trained()))
            .toList(),
        out);
    if (!outcome.isComplete()) {
      out.printf(
          "interrupted after %d of %d epochs%n",
          outcome.epochs(), outcome.settings().recipe().epochs());
    }
  }

  static void print(Split split, List<Score> scores, PrintWriter out) {
    print(split.name(), split.protocol(), split.train().size(), split.test().size(), scores, out);
  }

  static void print(
      String name, Protocol protocol, int train, int test, List<Score> scores, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%n%s, %s: trained on %,d rows, retrieval among %,d%n%n",
        name,
        protocol.id(),
        train,
        test);
    out.printf("%-16s %9s %9s %9s %9s%n", "", "Recall@1", "MAP@R", "1-NN", "seconds");
    for (Score score : scores) {
      out.printf(
          Locale.ROOT,
          "%-16s %9.4f %9.4f %9s %9.2f%n",
          score.name(),
          score.recallAt1(),
          score.mapAtR(),
          score.accuracy1nn() == null
              ? "-"
              : String.format(Locale.ROOT, "%.4f", score.accuracy1nn()),
          score.seconds());
    }
    out.println();
    out.flush();
  }

  /** One line a seed, then mean and standard deviation (n − 1) over all of them. */
  static void printSeeds(List<Outcome> outcomes, PrintWriter out) {
    out.printf("%-16s %9s %9s%n", "seed", "Recall@1", "MAP@R");
    for (Outcome o : outcomes) {
      line(Long.toString(o.settings().seed()), o.trained().recallAt1(), o.trained().mapAtR(), out);
    }
    if (outcomes.isEmpty()) {
      out.println("interrupted before the first seed was done");
      out.flush();
      return;
    }
    double[] recalls = outcomes.stream().mapToDouble(o -> o.trained().recallAt1()).toArray();
    double[] maps = outcomes.stream().mapToDouble(o -> o.trained().mapAtR()).toArray();
    line("mean", mean(recalls), mean(maps), out);
    line("std", deviation(recalls), deviation(maps), out);
    out.flush();
  }

  private static void line(String name, double recall, double map, PrintWriter out) {
    out.printf(Locale.ROOT, "%-16s %9.4f %9.4f%n", name, recall, map);
  }

  private static double mean(double[] x) {
    double sum = 0;
    for (double e : x) {
      sum += e;
    }
    return sum / x.length;
  }

  private static double deviation(double[] x) {
    double mean = mean(x);
    double sum = 0;
    for (double e : x) {
      sum += (e - mean) * (e - mean);
    }
    return x.length < 2 ? 0 : Math.sqrt(sum / (x.length - 1));
  }
}
