package dev.capstan.testkit.mutation;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.check.Blame;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.mutation.Mutants.Rule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Spoils every rule of functions in every way, checks each mutant, and counts. */
public final class MutationScore {

  /** What became of the mutants of one kind. */
  public static final class Count {
    int made;
    int caught;
    int blamed;
    int equivalent;

    /** Mutants that are wrong. */
    public int faulty() {
      return made - equivalent;
    }

    /** Those that a check called wrong. */
    public int caught() {
      return caught;
    }

    /** Those blamed on the right operation and input. */
    public int blamed() {
      return blamed;
    }

    /** Those proved to be no faults. */
    public int equivalent() {
      return equivalent;
    }

    private void add(Count other) {
      made += other.made;
      caught += other.caught;
      blamed += other.blamed;
      equivalent += other.equivalent;
    }
  }

  private final Map<RuleFault, Count> counts = new EnumMap<>(RuleFault.class);
  private final List<String> escaped = new ArrayList<>();
  private final List<String> equivalent = new ArrayList<>();
  private final List<String> misblamed = new ArrayList<>();
  private final Map<RuleFault, HardCount> hard = new EnumMap<>(RuleFault.class);
  private final List<String> missedAtHardPoints = new ArrayList<>();
  private final List<String> alarms = new ArrayList<>();
  private int rules;

  /** What became of the mutants of one kind at points where differences have a hard time. */
  private static final class HardCount {
    int shown;
    int missed;
    int caught;
    int blamed;
  }

  /** A right function at such a point, named by what makes it hard. */
  public record HardPoint(String name, Function<List<Tensor>, Tensor> f, List<Tensor> at) {
    public HardPoint {
      requireNonNull(name, "name");
      requireNonNull(f, "f");
      at = List.copyOf(requireNonNull(at, "at"));
    }
  }

  /** Spoils every rule of one function; the points are where a mutant may show. */
  public void add(String name, Function<List<Tensor>, Tensor> f, List<List<Tensor>> points) {
    requireNonNull(name, "name");
    for (Rule rule : Mutants.rules(f, points.get(0))) {
      rules++;
      for (RuleFault fault : RuleFault.values()) {
        if (Mutants.applies(f, points.get(0), rule, fault)) {
          count(name, f, points, rule, fault);
        }
      }
    }
  }

  /**
   * Spoils every rule once more, each mutant at one of these points in turn. A mutant counts if the
   * fault shows there; that it cannot be judged is no miss.
   */
  public void addHard(List<HardPoint> points) {
    requireNonNull(points, "points");
    for (HardPoint point : points) {
      GradReport report = GradCheck.ofAll(point.f()).at(point.at()).check();
      if (report.accuses()) {
        alarms.add(point.name() + ": " + report.sentence());
      }
    }
    int next = 0;
    for (Rule rule : points.isEmpty() ? List.<Rule>of() : rules(points.get(0))) {
      for (RuleFault fault : RuleFault.values()) {
        HardPoint point = points.get(next++ % points.size());
        if (Mutants.applies(point.f(), point.at(), rule, fault)) {
          countHard(point, rule, fault);
        }
      }
    }
  }

  private static List<Rule> rules(HardPoint point) {
    return Mutants.rules(point.f(), point.at());
  }

  private void countHard(HardPoint point, Rule rule, RuleFault fault) {
    Function<List<Tensor>, Tensor> spoilt = Mutants.of(point.f(), rule, fault);
    if (!Effect.shows(point.f(), spoilt, point.at())) {
      return;
    }
    HardCount count = hard.computeIfAbsent(fault, k -> new HardCount());
    count.shown++;
    GradReport report = GradCheck.ofAll(spoilt).at(point.at()).check();
    if (report.ok()) {
      count.missed++;
      missedAtHardPoints.add(
          point.name() + ": rule " + rule.slot() + " of '" + rule.op() + "', " + fault);
    } else if (report.accuses()) {
      count.caught++;
      count.blamed += blames(report, rule) ? 1 : 0;
    }
  }

  private static boolean blames(GradReport report, Rule rule) {
    Blame blame = report.decisive().blame();
    return blame != null && blame.op().equals(rule.op()) && blame.input() == rule.slot();
  }

  private void count(
      String name,
      Function<List<Tensor>, Tensor> f,
      List<List<Tensor>> points,
      Rule rule,
      RuleFault fault) {
    Count count = counts.computeIfAbsent(fault, k -> new Count());
    count.made++;
    String mutant = name + ": rule " + rule.slot() + " of '" + rule.op() + "', " + fault;
    Function<List<Tensor>, Tensor> spoilt = Mutants.of(f, rule, fault);
    List<Tensor> shows = Equivalence.firstDifference(f, spoilt, points);
    if (shows == null) {
      count.equivalent++;
      equivalent.add(mutant);
      return;
    }
    GradReport report = GradCheck.ofAll(spoilt).at(shows).check();
    if (report.ok()) {
      escaped.add(mutant);
      return;
    }
    count.caught++;
    if (blames(report, rule)) {
      count.blamed++;
    } else {
      Blame blame = report.decisive().blame();
      misblamed.add(mutant + ": blamed on " + (blame == null ? "nobody" : blame.op()));
    }
  }

  /** How many rules were spoilt. */
  public int rules() {
    return rules;
  }

  /** All kinds together. */
  public Count total() {
    Count total = new Count();
    counts.values().forEach(total::add);
    return total;
  }

  /** The counts by kind of fault. */
  public Map<RuleFault, Count> byFault() {
    return Map.copyOf(counts);
  }

  /** Mutants that are wrong and were called right. */
  public List<String> escaped() {
    return List.copyOf(escaped);
  }

  /** Mutants proved to be no faults. */
  public List<String> equivalent() {
    return List.copyOf(equivalent);
  }

  /** Mutants that were caught and blamed on somebody else. */
  public List<String> misblamed() {
    return List.copyOf(misblamed);
  }

  /** Mutants that show at a hard point and were called right there. */
  public List<String> missedAtHardPoints() {
    return List.copyOf(missedAtHardPoints);
  }

  /** Right functions that were called wrong at a hard point. */
  public List<String> alarms() {
    return List.copyOf(alarms);
  }

  /** The counts at hard points as a Markdown table. */
  public String hardToMarkdown() {
    StringBuilder table = new StringBuilder();
    table.append("| fault | mutants that show | missed | not judged | caught | blamed rightly |\n");
    table.append("|---|---:|---:|---:|---:|---:|\n");
    HardCount all = new HardCount();
    for (RuleFault fault : RuleFault.values()) {
      HardCount c = hard.get(fault);
      if (c != null) {
        hardRow(table, fault.toString(), c);
        all.shown += c.shown;
        all.missed += c.missed;
        all.caught += c.caught;
        all.blamed += c.blamed;
      }
    }
    hardRow(table, "**all**", all);
    return table.toString();
  }

  private static void hardRow(StringBuilder table, String name, HardCount c) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %d | %d | %d | %d | %d (%s) |%n",
            name,
            c.shown,
            c.missed,
            c.shown - c.missed - c.caught,
            c.caught,
            c.blamed,
            percent(c.blamed, c.caught)));
  }

  /** The counts as a Markdown table. */
  public String toMarkdown() {
    StringBuilder table = new StringBuilder();
    table.append("| fault | mutants | equivalent | caught | blamed rightly |\n");
    table.append("|---|---:|---:|---:|---:|\n");
    for (RuleFault fault : RuleFault.values()) {
      Count count = counts.get(fault);
      if (count != null) {
        row(table, fault.toString(), count);
      }
    }
    row(table, "**all**", total());
    return table.toString();
  }

  private static void row(StringBuilder table, String name, Count c) {
    table.append(
        String.format(
            Locale.ROOT,
            "| %s | %d | %d | %d (%s) | %d (%s) |%n",
            name,
            c.made,
            c.equivalent,
            c.caught,
            percent(c.caught, c.faulty()),
            c.blamed,
            percent(c.blamed, c.faulty())));
  }

  private static String percent(int part, int of) {
    return of == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / of);
  }
}
