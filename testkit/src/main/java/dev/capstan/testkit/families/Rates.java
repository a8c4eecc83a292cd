package dev.capstan.testkit.families;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.check.Blame;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.mutation.Effect;
import dev.capstan.testkit.mutation.Mutants;
import dev.capstan.testkit.mutation.Mutants.Rule;
import dev.capstan.testkit.mutation.RuleFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The rates at which a gradient check errs over random members of a family: false alarms on right
 * functions, and with one fault planted, how often it is missed and who is blamed.
 *
 * <p>A fault counts if it changes the gradient by more than a millionth of its largest element. It
 * is <em>missed</em> if the check passes, <em>caught</em> if something is called wrong; between the
 * two stand checks that do not pass because too little could be judged.
 */
public final class Rates {
  private static final List<RuleFault> FAULTS = List.of(RuleFault.values());

  /** As many examples of each kind of error are kept. */
  private static final int KEPT = 5;

  private final String family;
  private final boolean ordinary;
  private int trials;
  private int alarms;
  private int unjudged;
  private long evaluations;
  private int faults;
  private int caught;
  private int missed;
  private int blamed;
  private final List<String> examples = new ArrayList<>();

  private Rates(String family, boolean ordinary) {
    this.family = family;
    this.ordinary = ordinary;
  }

  /** Of {@code right} right functions and {@code faulty} ones that count. */
  public static Rates of(Family family, int right, int faulty, long seed) {
    Rates rates = new Rates(family.name(), family.ordinary());
    SplittableRandom random = new SplittableRandom(seed + family.name().hashCode());
    for (int k = 0; k < 3 * right && rates.trials < right; k++) {
      long draw = random.nextLong();
      rates.right(family.draw().apply(new SplittableRandom(draw)), draw);
    }
    for (int k = 0; k < 3 * faulty && rates.faults < faulty; k++) {
      long draw = random.nextLong();
      SplittableRandom own = new SplittableRandom(draw);
      rates.faulty(family.draw().apply(own), own, draw);
    }
    return rates;
  }

  /** All rates together. */
  public static Rates total(String name, List<Rates> parts) {
    requireNonNull(name, "name");
    Rates total = new Rates(name, false);
    for (Rates r : parts) {
      total.trials += r.trials;
      total.alarms += r.alarms;
      total.unjudged += r.unjudged;
      total.evaluations += r.evaluations;
      total.faults += r.faults;
      total.caught += r.caught;
      total.missed += r.missed;
      total.blamed += r.blamed;
    }
    return total;
  }

  private static GradReport check(Function<List<Tensor>, Tensor> f, Trial trial) {
    return GradCheck.ofAll(f).at(trial.at()).order(trial.order()).check();
  }

  private void right(Trial trial, long draw) {
    GradReport report = check(trial.f(), trial);
    if (gradientIsNan(report)) {
      return; // something overflows inside: there is no right gradient to be called wrong
    }
    trials++;
    evaluations += report.passes().stream().mapToLong(p -> p.evaluations()).sum();
    if (report.accuses()) {
      alarms++;
      keep("false alarm", draw, report);
    } else if (!report.ok()) {
      unjudged++;
    }
  }

  private static boolean gradientIsNan(GradReport report) {
    return report.passes().stream()
        .flatMap(p -> p.located().stream())
        .anyMatch(at -> Double.isNaN(at.element().analytic()));
  }

  private void keep(String what, long draw, GradReport report) {
    if (examples.size() < KEPT) {
      examples.add(what + ", " + family + ", draw " + draw + ": " + report.sentence());
    }
  }

  // --- faults ---------------------------------------------------------------------------------

  private void faulty(Trial drawn, SplittableRandom random, long draw) {
    Trial trial = new Trial(drawn.f(), drawn.at(), 1);
    List<Rule> rules = Mutants.rules(trial.f(), trial.at());
    if (rules.isEmpty()) {
      return;
    }
    Rule rule = rules.get(random.nextInt(rules.size()));
    RuleFault fault = FAULTS.get(random.nextInt(FAULTS.size()));
    Function<List<Tensor>, Tensor> spoilt = Mutants.of(trial.f(), rule, fault);
    if (!Effect.on(trial.f(), trial.at()).shows(spoilt)) {
      return;
    }
    faults++;
    GradReport report = check(spoilt, trial);
    String what = fault + " in rule " + rule.slot() + " of '" + rule.op() + "'";
    if (report.ok()) {
      missed++;
      keep("missed " + what, draw, report);
    } else if (report.accuses()) {
      caught++;
      Blame blame = report.decisive().blame();
      boolean rightly =
          blame != null && blame.op().equals(rule.op()) && blame.input() == rule.slot();
      blamed += rightly ? 1 : 0;
      if (!rightly) {
        keep("misblamed " + what, draw, report);
      }
    }
  }

  // --- what came of it ------------------------------------------------------------------------

  public String family() {
    return family;
  }

  /** Whether the points are such as one would choose. */
  public boolean ordinary() {
    return ordinary;
  }

  /** Right functions checked. */
  public int trials() {
    return trials;
  }

  /** Right functions called wrong. */
  public int alarms() {
    return alarms;
  }

  /** Faults planted that count. */
  public int faults() {
    return faults;
  }

  /** Faults called wrong. */
  public int caught() {
    return caught;
  }

  /** Faults called right. */
  public int missed() {
    return missed;
  }

  /** Faults blamed on the right operation and input. */
  public int blamed() {
    return blamed;
  }

  /** Some of the errors, with the seeds that draw them again. */
  public List<String> examples() {
    return List.copyOf(examples);
  }

  /** The head of a table of {@link #toString() rows}. */
  public static String head() {
    return String.format(
        "%-58s %7s %7s %9s %6s | %7s %7s %9s %7s %7s",
        "family",
        "right",
        "alarms",
        "unjudged",
        "evals",
        "faults",
        "missed",
        "unjudged",
        "caught",
        "blamed");
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%-58s %7d %7d %9d %6.0f | %7d %7d %9d %7d %7d",
        family,
        trials,
        alarms,
        unjudged,
        evaluations / Math.max(1.0, trials),
        faults,
        missed,
        faults - missed - caught,
        caught,
        blamed);
  }
}
