package dev.capstan.autograd.check;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The outcome of a check, as data; {@code toString} is a text for the terminal, {@link #toJson},
 * {@link #toMarkdown} and {@link #toHtml} are for machines, issues and browsers.
 *
 * @param name what was checked
 * @param seed the seed of cotangents and directions
 * @param demands what must have been found to pass
 * @param constants what was held constant, by name
 * @param passes the first order, and the others if asked for; point by point
 */
public record GradReport(
    String name, long seed, Demands demands, List<String> constants, List<Pass> passes) {

  public GradReport {
    requireNonNull(name, "name");
    requireNonNull(demands, "demands");
    requireNonNull(constants, "constants");
    requireNonNull(passes, "passes");
    constants = List.copyOf(constants);
    passes = List.copyOf(passes);
    if (passes.isEmpty()) {
      throw new IllegalArgumentException("gradReport: got no pass, expected at least one");
    }
  }

  /** Whether nothing speaks against the gradient. */
  public boolean ok() {
    return passes.stream().allMatch(p -> p.ok(demands));
  }

  /** Whether something is called wrong; what does not pass without that could not be judged. */
  public boolean accuses() {
    return passes.stream().anyMatch(Pass::speaksAgainst);
  }

  /** How many elements, of all orders, were judged so. */
  public long count(Verdict verdict) {
    requireNonNull(verdict, "verdict");
    return passes.stream().mapToLong(p -> p.count(verdict)).sum();
  }

  /** The pass to look at: the first with something wrong, else the first that failed, or any. */
  public Pass decisive() {
    Pass failed = passes.stream().filter(p -> !p.ok(demands)).findFirst().orElse(passes.get(0));
    return passes.stream().filter(Pass::speaksAgainst).findFirst().orElse(failed);
  }

  /** One sentence: what is wrong, and what to look at. */
  public String sentence() {
    return Sentence.of(this);
  }

  /**
   * This report, if nothing speaks against the gradient.
   *
   * @throws GradientError otherwise, with the text of this report
   */
  public GradReport orThrow() {
    if (!ok()) {
      throw new GradientError(this);
    }
    return this;
  }

  /** As JSON: the records with their names; NaN and infinities as strings. */
  public String toJson() {
    return ReportJson.of(this);
  }

  /** As Markdown, the worst elements first. */
  public String toMarkdown() {
    return ReportMarkdown.of(this);
  }

  /** As one HTML page that needs nothing else. */
  public String toHtml() {
    return toHtml(List.of(this));
  }

  /** Many reports on one page, the worst first. */
  public static String toHtml(List<GradReport> reports) {
    return toHtml(reports, "");
  }

  /** As {@link #toHtml(List)}, with the command that made them. */
  public static String toHtml(List<GradReport> reports, String command) {
    return ReportHtml.of(reports, command);
  }

  /** Many reports as JUnit's XML, which build servers read: a test case for each. */
  public static String toJunit(List<GradReport> reports) {
    return ReportJunit.of(reports);
  }

  /** The text for a terminal, 80 columns wide. */
  @Override
  public String toString() {
    return ReportText.of(this);
  }
}
