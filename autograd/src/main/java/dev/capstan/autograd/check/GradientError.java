package dev.capstan.autograd.check;

/** A check failed; the message is the report's text. */
public final class GradientError extends AssertionError {
  private static final long serialVersionUID = 1L;

  private final transient GradReport report;

  GradientError(GradReport report) {
    super(report.toString());
    this.report = report;
  }

  /** The report as data; lost if the error was serialized. */
  public GradReport report() {
    return report;
  }
}
