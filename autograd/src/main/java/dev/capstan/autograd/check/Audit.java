package dev.capstan.autograd.check;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a look beyond the differences has found, whatever the whole gradient says: at each
 * operation's rule alone, at forward mode, and at the same function in a narrower type.
 *
 * @param operations the operations, in the order of their first use
 * @param findings the rules that fail, the first on the tape first
 * @param forward how forward mode differs from reverse mode; null if it does not
 * @param narrowed how the gradient in a narrower type differs; null if it does not
 * @param inNarrowerType what came of that comparison, in words; empty if it was not asked for
 */
public record Audit(
    List<Audited> operations,
    List<Blame> findings,
    @Nullable Fault forward,
    @Nullable Fault narrowed,
    String inNarrowerType) {

  /**
   * An operation, and how often its rules were judged.
   *
   * @param op its name
   * @param rules how many rules were looked at: one for each input that is a variable
   * @param judged elements of their gradients that differences could judge
   * @param unjudged elements at kinks, or with unreliable differences
   */
  public record Audited(String op, int rules, long judged, long unjudged) {
    public Audited {
      requireNonNull(op, "op");
    }

    Audited and(Audited more) {
      return new Audited(op, rules + more.rules, judged + more.judged, unjudged + more.unjudged);
    }
  }

  public Audit {
    requireNonNull(operations, "operations");
    requireNonNull(findings, "findings");
    requireNonNull(inNarrowerType, "inNarrowerType");
    operations = List.copyOf(operations);
    findings = List.copyOf(findings);
  }

  /** Whether nothing was found. */
  public boolean ok() {
    return findings.isEmpty() && forward == null && narrowed == null;
  }

  /** The culprit to name, if there is one. */
  @Nullable Blame blame() {
    return findings.isEmpty() ? null : findings.get(0).withOthers(findings.size() - 1);
  }

  /** Of each rule alone. */
  static Audit of(List<Audited> operations, List<Blame> findings, @Nullable Fault forward) {
    return new Audit(operations, findings, forward, null, "");
  }

  /** With what a comparison in a narrower type has found. */
  Audit with(Narrowed.Finding found) {
    Blame blame = found.blame();
    List<Blame> all = new ArrayList<>(findings);
    if (blame != null) {
      all.add(blame);
    }
    return new Audit(operations, all, forward, found.fault(), found.outcome());
  }

  /** How many rules were looked at, and what the narrower type gave. */
  String sentence() {
    String both = operations.isEmpty() || inNarrowerType.isEmpty() ? "" : "; ";
    return (operations.isEmpty() ? "" : rules()) + both + inNarrowerType;
  }

  /** How many rules were looked at, in how many operations, and which could not be judged. */
  private String rules() {
    int rules = operations.stream().mapToInt(Audited::rules).sum();
    List<String> none =
        operations.stream().filter(a -> a.judged() == 0).map(a -> "'" + a.op() + "'").toList();
    return "audit of "
        + rules
        + (rules == 1 ? " rule in " : " rules in ")
        + operations.size()
        + (operations.size() == 1 ? " operation" : " operations")
        + (none.isEmpty() ? "" : ", not to be judged by differences: " + String.join(", ", none));
  }
}
