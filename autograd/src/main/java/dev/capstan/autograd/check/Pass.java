package dev.capstan.autograd.check;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One order of a check: the gradient (1), or the gradient of the gradient (2).
 *
 * @param order 1 or 2
 * @param mode what was looked at: FULL or DIRECTIONAL
 * @param inputs the inputs and their elements
 * @param directions the random directions, if any
 * @param failure why no gradient could be had, if none could
 * @param blame the culprit, if one was found
 * @param faults what the whole gradient looks like if it is wrong; the likeliest first
 * @param evaluations how often the function was evaluated
 * @param errorCurve the error against the step for the worst element, if asked for
 */
public record Pass(
    int order,
    Mode mode,
    List<InputReport> inputs,
    List<DirectionReport> directions,
    @Nullable String failure,
    @Nullable Blame blame,
    List<Fault> faults,
    long evaluations,
    List<ErrorAtStep> errorCurve) {

  public Pass {
    inputs = List.copyOf(inputs);
    directions = List.copyOf(directions);
    faults = List.copyOf(faults);
    errorCurve = List.copyOf(errorCurve);
  }

  /** An element and the input it belongs to. */
  public record Located(InputReport input, ElementReport element) {
    /** Input and index in words. */
    public String where() {
      return input.name() + " at " + input.position(element.index());
    }
  }

  /** How many elements were judged so. */
  public long count(Verdict verdict) {
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
      Comparator.comparingInt((ElementReport e) -> -severity(e.verdict()))
          .thenComparingDouble(e -> -Math.rint(100 * Math.log(excess(e))));

  /** All elements with their inputs. */
  public List<Located> located() {
    return inputs.stream()
        .flatMap(input -> input.elements().stream().map(e -> new Located(input, e)))
        .toList();
  }

  /** The element that deserves the first look: the worst verdict, then the largest error. */
  public @Nullable Located worst() {
    return located().stream().min(Comparator.comparing(Located::element, WORST_FIRST)).orElse(null);
  }

  private static int severity(Verdict verdict) {
    return switch (verdict) {
      case WRONG, NONDETERMINISTIC -> 3;
      case NUMERIC_UNRELIABLE -> 2;
      case AT_A_KINK -> 1;
      case RIGHT, NOT_REACHED -> 0;
    };
  }

  private static double excess(ElementReport e) {
    double over = e.error() / (e.tolerance() + Double.MIN_NORMAL);
    return Double.isNaN(over) ? Double.POSITIVE_INFINITY : over;
  }

  /** The largest relative error among the elements judged right. */
  public double largestRelativeError() {
    double largest = 0;
    for (InputReport input : inputs) {
      for (ElementReport e : input.elements()) {
        if (e.verdict() == Verdict.RIGHT && e.analytic() != 0) {
          largest = Math.max(largest, e.relativeError());
        }
      }
    }
    return largest;
  }

  /** Whether nothing speaks against the gradient. */
  boolean ok(Kinks kinks) {
    boolean bad =
        failure != null || count(Verdict.WRONG) > 0 || count(Verdict.NONDETERMINISTIC) > 0;
    boolean badDirection =
        directions.stream().anyMatch(d -> d.comparison().verdict() == Verdict.WRONG);
    boolean badKink = kinks == Kinks.FAIL && count(Verdict.AT_A_KINK) > 0;
    return !bad && !badDirection && !badKink && !nothingJudged();
  }

  /** True if there were elements, and the differences were of no use for any of them. */
  boolean nothingJudged() {
    long all = elements();
    return all > 0 && count(Verdict.NUMERIC_UNRELIABLE) == all;
  }
}
