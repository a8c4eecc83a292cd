package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Pass.Located;

/** The one sentence of a report. */
final class Sentence {
  private Sentence() {}

  static String of(GradReport report) {
    Pass pass = report.decisive();
    String subject = report.name().isEmpty() ? "" : report.name() + ": ";
    String order = pass.order() == 2 ? "second derivative " : "";
    if (report.ok()) {
      return subject + right(report);
    }
    return subject + order + wrong(pass);
  }

  private static String right(GradReport report) {
    long elements = report.passes().stream().mapToLong(Pass::elements).sum();
    int directions = report.passes().stream().mapToInt(p -> p.directions().size()).sum();
    double error = report.passes().stream().mapToDouble(Pass::largestRelativeError).max().orElse(0);
    return "right: "
        + plural(elements, "element")
        + (directions == 0 ? "" : " and " + plural(directions, "direction"))
        + ", largest relative error "
        + Numbers.brief(error)
        + apart(report, Verdict.AT_A_KINK, " at a kink")
        + apart(report, Verdict.NUMERIC_UNRELIABLE, " with unreliable differences")
        + apart(report, Verdict.NOT_REACHED, " not reached");
  }

  private static String apart(GradReport report, Verdict verdict, String words) {
    long n = report.count(verdict);
    return n == 0 ? "" : "; " + n + words;
  }

  private static String plural(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  private static String wrong(Pass pass) {
    String failure = pass.failure();
    if (failure != null) {
      return "wrong: " + failure + culprit(pass);
    }
    if (pass.count(Verdict.NONDETERMINISTIC) > 0) {
      return "nondeterministic: two evaluations at one point differ; "
          + "draw random numbers from a generator made inside the function, with a fixed seed";
    }
    if (pass.nothingJudged()) {
      return "numeric derivative unreliable everywhere: nothing could be judged; "
          + "look for noise, jumps or values that are not finite near this point";
    }
    Located worst = pass.worst();
    if (pass.count(Verdict.WRONG) > 0 && worst != null) {
      return "wrong: the gradient of " + numbers(worst) + culprit(pass);
    }
    for (DirectionReport d : pass.directions()) {
      if (d.comparison().verdict() == Verdict.WRONG) {
        return "wrong: the slope along a random direction through "
            + d.where()
            + " is "
            + pair(d.comparison())
            + culprit(pass);
      }
    }
    return worst == null ? "wrong" : "at a kink: the gradient of " + numbers(worst);
  }

  private static String numbers(Located worst) {
    return worst.where() + " is " + pair(worst.element());
  }

  private static String pair(ElementReport e) {
    return Numbers.shown(e.analytic()) + ", by differences " + Numbers.shown(e.numeric());
  }

  private static String culprit(Pass pass) {
    Blame blame = pass.blame();
    if (blame != null) {
      String at = blame.callSite() == null ? "" : " (called at " + blame.callSite() + ")";
      String op = "'" + blame.op() + "'" + at;
      if (blame.faults().isEmpty()) {
        return ": the rule of " + op + " for its input " + blame.input() + " is wrong";
      }
      String where =
          blame.leftTheTape()
              ? " before " + op + " took it as input " + blame.input()
              : " in the rule of " + op + " for its input " + blame.input();
      String look = "; " + blame.faults().get(0).lookAt();
      return ": " + blame.fault() + where + look;
    }
    if (!pass.faults().isEmpty()) {
      Fault fault = pass.faults().get(0);
      return ": " + fault.what() + ", " + fault.evidence() + "; " + fault.lookAt();
    }
    return "";
  }
}
