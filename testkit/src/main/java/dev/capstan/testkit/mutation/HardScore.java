package dev.capstan.testkit.mutation;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.mutation.Mutants.Rule;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Spoils every rule of functions in every way as {@link MutationScore} does, at points where
 * differences have a hard time: each mutant at one of them in turn. A mutant counts if it changes
 * the gradient there; that a check cannot judge it and does not pass is no miss.
 */
public final class HardScore {

  /**
   * A right function at a hard point.
   *
   * @param name the function, and what makes the point hard
   * @param f the function
   * @param at the point
   */
  public record HardPoint(String name, Function<List<Tensor>, Tensor> f, List<Tensor> at) {
    public HardPoint {
      requireNonNull(name, "name");
      requireNonNull(f, "f");
      requireNonNull(at, "at");
      at = List.copyOf(at);
    }
  }

  private static final class Count {
    int shown;
    int missed;
    int caught;
    int blamed;

    void add(Count other) {
      shown += other.shown;
      missed += other.missed;
      caught += other.caught;
      blamed += other.blamed;
    }
  }

  private final EnumMap<RuleFault, Count> counts = new EnumMap<>(RuleFault.class);
  private final List<String> missed = new ArrayList<>();
  private final List<String> alarms = new ArrayList<>();
  private int points;
  private int next;

  /** Checks the right functions, all of the same rules, and then each mutant at one of them. */
  public void add(List<HardPoint> more) {
    requireNonNull(more, "more");
    List<Effect> effects = new ArrayList<>();
    for (HardPoint point : more) {
      points++;
      effects.add(Effect.on(point.f(), point.at()));
      GradReport report = GradCheck.ofAll(point.f()).at(point.at()).check();
      if (report.accuses()) {
        alarms.add(point.name() + ": " + report.sentence());
      }
    }
    for (Rule rule : more.isEmpty() ? List.<Rule>of() : rules(more.get(0))) {
      for (RuleFault fault : RuleFault.values()) {
        int k = next++ % more.size();
        HardPoint point = more.get(k);
        if (Mutants.applies(point.f(), point.at(), rule, fault)) {
          count(point, effects.get(k), rule, fault);
        }
      }
    }
  }

  private static List<Rule> rules(HardPoint point) {
    return Mutants.rules(point.f(), point.at());
  }

  private void count(HardPoint point, Effect effect, Rule rule, RuleFault fault) {
    Function<List<Tensor>, Tensor> spoilt = Mutants.of(point.f(), rule, fault);
    if (!effect.shows(spoilt)) {
      return;
    }
    Count count = counts.computeIfAbsent(fault, k -> new Count());
    count.shown++;
    GradReport report = GradCheck.ofAll(spoilt).at(point.at()).check();
    if (report.ok()) {
      count.missed++;
      missed.add(point.name() + ": rule " + rule.slot() + " of '" + rule.op() + "', " + fault);
    } else if (report.accuses()) {
      count.caught++;
      count.blamed += MutationScore.blames(report, rule) ? 1 : 0;
    }
  }

  /** How many points right functions were checked at. */
  public int points() {
    return points;
  }

  /** Mutants that were called right. */
  public List<String> missed() {
    return List.copyOf(missed);
  }

  /** Right functions that were called wrong. */
  public List<String> alarms() {
    return List.copyOf(alarms);
  }

  /** How many mutants count. */
  public int shown() {
    return total().shown;
  }

  private Count total() {
    Count total = new Count();
    counts.values().forEach(total::add);
    return total;
  }

  /** The counts as a Markdown table. */
  public String toMarkdown() {
    return FaultTable.of(
        "mutants that show | missed | not judged | caught | blamed rightly",
        counts,
        total(),
        HardScore::row);
  }

  private static String row(String name, Count c) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d | %d | %d |%n",
        name,
        c.shown,
        c.missed,
        c.shown - c.missed - c.caught,
        c.caught,
        c.blamed);
  }
}
