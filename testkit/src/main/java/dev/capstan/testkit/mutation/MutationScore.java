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

  private final EnumMap<RuleFault, Count> counts = new EnumMap<>(RuleFault.class);
  private final List<String> escaped = new ArrayList<>();
  private final List<String> equivalent = new ArrayList<>();
  private final List<String> misblamed = new ArrayList<>();
  private int rules;

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

  static boolean blames(GradReport report, Rule rule) {
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

  /** The counts as a Markdown table. */
  public String toMarkdown() {
    return FaultTable.of(
        "mutants | equivalent | caught | blamed rightly", counts, total(), MutationScore::row);
  }

  private static String row(String name, Count c) {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %d | %d (%s) | %d (%s) |%n",
        name,
        c.made,
        c.equivalent,
        c.caught,
        percent(c.caught, c.faulty()),
        c.blamed,
        percent(c.blamed, c.faulty()));
  }

  private static String percent(int part, int of) {
    return of == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / of);
  }
}
