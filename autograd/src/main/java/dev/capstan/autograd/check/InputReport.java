package dev.capstan.autograd.check;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One input of the function, and those of its elements that were looked at.
 *
 * @param name the input's name
 * @param axes the lengths of its axes
 * @param reached whether the tape led from the result to this input
 * @param elements the comparisons, in order of the index
 */
public record InputReport(String name, int[] axes, boolean reached, List<ElementReport> elements) {

  public InputReport {
    requireNonNull(name, "name");
    requireNonNull(elements, "elements");
    axes = axes.clone();
    elements = List.copyOf(elements);
  }

  @Override
  public int[] axes() {
    return axes.clone();
  }

  /** The index of an element as {@code [1, 2]}. */
  public String position(int flat) {
    return Positions.text(axes, flat);
  }

  /** How many elements were judged so. */
  public long count(Verdict verdict) {
    requireNonNull(verdict, "verdict");
    return elements.stream().filter(e -> e.verdict() == verdict).count();
  }

  /** With what was put off to a look at each operation called wrong. */
  InputReport convicted() {
    List<ElementReport> all =
        elements.stream().map(e -> e.kinksMeet() ? e.as(Verdict.WRONG, e.note()) : e).toList();
    return new InputReport(name, axes, reached, all);
  }

  /** Whether what is wrong here is small beside the largest gradient. */
  boolean slightlyWrong() {
    double largest = elements.stream().mapToDouble(ElementReport::size).max().orElse(0);
    return elements.stream()
        .filter(e -> e.verdict() == Verdict.WRONG)
        .allMatch(e -> e.error() <= SLIGHT * largest);
  }

  /** Errors of fewer than the last two of six digits: ill-conditioned functions lose as much. */
  private static final double SLIGHT = 1e-4;

  /** With what is wrong called unreliable. */
  InputReport doubted() {
    List<ElementReport> all =
        elements.stream()
            .map(
                e ->
                    e.verdict() == Verdict.WRONG
                        ? e.as(Verdict.NUMERIC_UNRELIABLE, ElementReport.DOUBTED)
                        : e)
            .toList();
    return new InputReport(name, axes, reached, all);
  }
}
