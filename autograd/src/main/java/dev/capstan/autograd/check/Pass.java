package dev.capstan.autograd.check;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One order of a check: the gradient (1), or the gradient of the gradient (2).
 *
 * @param label which point it was, of several; else empty
 * @param order 1 or 2
 * @param mode what was looked at: FULL or DIRECTIONAL
 * @param inputs the inputs and their elements
 * @param directions the random directions, if any
 * @param failure why no gradient could be had, if none could
 * @param blame the culprit, if one was found
 * @param faults what the whole gradient looks like if it is wrong; the likeliest first
 * @param evaluations how often the function was evaluated
 * @param errorCurve the error against the step for the worst element, if asked for
 * @param audit what a look at each rule alone has found, if asked for and nothing else was wrong
 */
public record Pass(
    String label,
    int order,
    Mode mode,
    List<InputReport> inputs,
    List<DirectionReport> directions,
    @Nullable String failure,
    @Nullable Blame blame,
    List<Fault> faults,
    long evaluations,
    List<ErrorAtStep> errorCurve,
    @Nullable Audit audit) {

  public Pass {
    requireNonNull(label, "label");
    requireNonNull(mode, "mode");
    requireNonNull(inputs, "inputs");
    requireNonNull(directions, "directions");
    requireNonNull(faults, "faults");
    requireNonNull(errorCurve, "errorCurve");
    inputs = List.copyOf(inputs);
    directions = List.copyOf(directions);
    faults = List.copyOf(faults);
    errorCurve = List.copyOf(errorCurve);
  }

  Pass with(@Nullable Blame culprit, List<Fault> likely) {
    return with(inputs, culprit, likely, audit);
  }

  Pass labelled(String other) {
    return new Pass(
        other,
        order,
        mode,
        inputs,
        directions,
        failure,
        blame,
        faults,
        evaluations,
        errorCurve,
        audit);
  }

  /** With the audit, and its culprit. */
  Pass with(@Nullable Audit found) {
    Blame culprit = found == null || blame != null ? blame : found.blame();
    return with(inputs, culprit, faults, found);
  }

  private Pass with(
      List<InputReport> in, @Nullable Blame culprit, List<Fault> likely, @Nullable Audit found) {
    return new Pass(
        label,
        order,
        mode,
        in,
        directions,
        failure,
        culprit,
        likely,
        evaluations,
        errorCurve,
        found);
  }

  /** Whether only a look at each operation can tell if some elements are wrong. */
  boolean kinksMeet() {
    return located().stream().anyMatch(at -> at.element().kinksMeet());
  }

  /** With those elements called wrong. */
  Pass convicted() {
    return with(inputs.stream().map(InputReport::convicted).toList(), blame, faults, audit);
  }

  /** Whether all that is wrong are single elements with small errors. */
  boolean slightlyWrong() {
    return failure == null
        && count(Verdict.NONDETERMINISTIC) == 0
        && directions.stream().noneMatch(d -> d.comparison().verdict() == Verdict.WRONG)
        && inputs.stream().allMatch(InputReport::slightlyWrong);
  }

  /** With what is wrong called unreliable; it does not pass all the same. */
  Pass doubted() {
    return with(inputs.stream().map(InputReport::doubted).toList(), null, List.of(), audit);
  }

  /** An element and the input it belongs to. */
  public record Located(InputReport input, ElementReport element) {
    public Located {
      requireNonNull(input, "input");
      requireNonNull(element, "element");
    }

    /** Input and index in words. */
    public String where() {
      return input.name() + " at " + input.position(element.index());
    }
  }

  /** How many elements were judged so. */
  public long count(Verdict verdict) {
    requireNonNull(verdict, "verdict");
    return inputs.stream().mapToLong(i -> i.count(verdict)).sum();
  }

  /** How many elements were looked at one by one. */
  public long elements() {
    return inputs.stream().mapToLong(i -> i.elements().size()).sum();
  }

  /**
   * The worst verdict, then the largest error in units of its tolerance. Errors are compared in
   * steps of a hundredth: of two that differ by rounding alone the first counts, whatever the
   * kernels.
   */
  static final Comparator<ElementReport> WORST_FIRST =
      Comparator.comparingInt((ElementReport e) -> -e.verdict().severity())
          .thenComparingDouble(e -> -Math.rint(100 * Math.log(excess(e))));

  /** All elements with their inputs. */
  public List<Located> located() {
    return located(inputs);
  }

  private static List<Located> located(List<InputReport> inputs) {
    return inputs.stream()
        .flatMap(input -> input.elements().stream().map(e -> new Located(input, e)))
        .toList();
  }

  /** The element that deserves the first look: the worst verdict, then the largest error. */
  public @Nullable Located worst() {
    return worst(inputs);
  }

  static @Nullable Located worst(List<InputReport> inputs) {
    return located(inputs).stream()
        .min(Comparator.comparing(Located::element, WORST_FIRST))
        .orElse(null);
  }

  private static double excess(ElementReport e) {
    double over = e.error() / (e.tolerance() + Double.MIN_NORMAL);
    return Double.isNaN(over) ? Double.POSITIVE_INFINITY : over;
  }

  /** The largest error among what was judged right, in units of its tolerance. */
  public double largestExcess() {
    double largest = 0;
    for (Located at : located()) {
      if (at.element().verdict() == Verdict.RIGHT) {
        largest = Math.max(largest, at.element().excess());
      }
    }
    for (DirectionReport d : directions) {
      if (d.comparison().verdict() == Verdict.RIGHT) {
        largest = Math.max(largest, d.comparison().excess());
      }
    }
    return largest;
  }

  /** The smallest fault that every element judged right would have shown. */
  public double detectionLimit() {
    double largest = 0;
    for (Located at : located()) {
      if (at.element().verdict() == Verdict.RIGHT) {
        largest = Math.max(largest, at.element().limit());
      }
    }
    for (DirectionReport d : directions) {
      if (d.comparison().verdict() == Verdict.RIGHT) {
        largest = Math.max(largest, d.comparison().limit());
      }
    }
    return largest;
  }

  /** Whether something is wrong, as opposed to not judged. */
  boolean speaksAgainst() {
    return failure != null
        || (audit != null && !audit.ok())
        || count(Verdict.WRONG) > 0
        || count(Verdict.NONDETERMINISTIC) > 0
        || directions.stream().anyMatch(d -> d.comparison().verdict() == Verdict.WRONG);
  }

  /** Whether nothing speaks against the gradient, and enough of it was judged. */
  boolean ok(Demands demands) {
    boolean badKink = demands.kinks() == Kinks.FAIL && count(Verdict.AT_A_KINK) > 0;
    return !speaksAgainst() && !badKink && enoughJudged(demands);
  }

  /**
   * The share of elements and directions that were judged. Those at a kink do not count, nor do
   * inputs that the function does not use; but a gradient may well be a constant, whose own
   * derivative reaches nothing.
   */
  double judged() {
    long constant = order == 1 ? 0 : count(Verdict.NOT_REACHED);
    long right = count(Verdict.RIGHT) + count(Verdict.WRONG) + along(Verdict.RIGHT) + constant;
    long unreliable = count(Verdict.NUMERIC_UNRELIABLE) + along(Verdict.NUMERIC_UNRELIABLE);
    long all = right + unreliable;
    return all == 0 ? 0 : (double) right / all;
  }

  private long along(Verdict verdict) {
    return directions.stream().filter(d -> d.comparison().verdict() == verdict).count();
  }

  boolean enoughJudged(Demands demands) {
    boolean doubted = located().stream().anyMatch(at -> at.element().doubted());
    return !doubted && judged() > 0 && judged() >= demands.minJudged();
  }
}
