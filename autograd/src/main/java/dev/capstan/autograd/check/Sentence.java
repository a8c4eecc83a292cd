package dev.capstan.autograd.check;

import dev.capstan.autograd.check.Pass.Located;
import java.util.List;

/** The one sentence of a report. */
final class Sentence {
  private Sentence() {}

  static String of(GradReport report) {
    Pass pass = report.decisive();
    String subject = report.name().isEmpty() ? "" : report.name() + ": ";
    if (report.ok()) {
      return subject + right(report);
    }
    String where = pass.label().isEmpty() ? "" : "at " + pass.label() + " ";
    return subject + where + order(pass.order()) + wrong(pass, report.demands());
  }

  private static String order(int order) {
    return switch (order) {
      case 1 -> "";
      case 2 -> "second derivative ";
      case 3 -> "third derivative ";
      default -> order + "th derivative ";
    };
  }

  private static String right(GradReport report) {
    long elements = report.passes().stream().mapToLong(Pass::elements).sum();
    int directions = report.passes().stream().mapToInt(p -> p.directions().size()).sum();
    double limit = report.passes().stream().mapToDouble(Pass::detectionLimit).max().orElse(0);
    return "right: "
        + (directions > 0 && elements == 0 ? "" : plural(elements, "element"))
        + (directions == 0 ? "" : (elements == 0 ? "" : " and ") + plural(directions, "direction"))
        + points(report)
        + ", no fault above "
        + Numbers.brief(limit)
        + apart(report, Verdict.AT_A_KINK, " at a kink")
        + apart(report, Verdict.NUMERIC_UNRELIABLE, " with unreliable differences")
        + apart(report, Verdict.NOT_REACHED, " not reached" + unreached(report))
        + (report.constants().isEmpty() ? "" : "; constant: " + some(report.constants()))
        + unsteady(report.demands())
        + audited(report);
  }

  /** Which inputs the tape does not lead to, if that is not plain. */
  private static String unreached(GradReport report) {
    List<InputReport> inputs = report.passes().get(0).inputs();
    List<String> names = inputs.stream().filter(i -> !i.reached()).map(InputReport::name).toList();
    return names.isEmpty() || inputs.size() == 1 ? "" : " (" + some(names) + ")";
  }

  /** The first few names, and how many more there are. */
  private static String some(List<String> names) {
    int more = names.size() - FEW;
    return String.join(", ", names.subList(0, Math.min(FEW, names.size())))
        + (more > 0 ? " and " + more + " more" : "");
  }

  private static final int FEW = 4;

  private static String audited(GradReport report) {
    Audit audit = report.passes().get(0).audit();
    return audit == null ? "" : "; " + audit.sentence();
  }

  /** What was allowed is said, so that nobody takes the check for a stricter one. */
  static String unsteady(Demands demands) {
    double most = demands.unsteadiness();
    return most == 0 ? "" : "; two evaluations may differ by " + Numbers.brief(most);
  }

  private static String points(GradReport report) {
    long points = report.passes().stream().map(Pass::label).distinct().count();
    return points == 1 ? "" : " at " + points + " points";
  }

  private static String apart(GradReport report, Verdict verdict, String words) {
    long n = report.count(verdict);
    return n == 0 ? "" : "; " + n + words;
  }

  private static String plural(long n, String noun) {
    return n + " " + noun + (n == 1 ? "" : "s");
  }

  private static String wrong(Pass pass, Demands demands) {
    String failure = pass.failure();
    if (failure != null) {
      return "wrong: " + failure + culprit(pass);
    }
    if (pass.count(Verdict.NONDETERMINISTIC) > 0) {
      return "nondeterministic: two evaluations at one point differ" + unsteady(pass);
    }
    Audit audit = pass.audit();
    if (audit != null && !audit.ok()) {
      return audited(pass, audit);
    }
    if (!pass.speaksAgainst() && !pass.enoughJudged(demands)) {
      return unjudged(pass);
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

  private static String audited(Pass pass, Audit audit) {
    Fault narrowed = audit.narrowed();
    if (narrowed != null) {
      String whole = "wrong: " + narrowed.what() + ": " + narrowed.evidence();
      return whole + (pass.blame() == null ? "; " + narrowed.lookAt() : culprit(pass));
    }
    Fault forward = audit.forward();
    return forward != null
        ? "wrong: " + forward.what() + " (" + forward.evidence() + "); " + forward.lookAt()
        : "wrong: the whole gradient agrees with differences, but not each rule alone"
            + culprit(pass);
  }

  private static String unsteady(Pass pass) {
    Blame blame = pass.blame();
    return blame != null
        ? culprit(pass)
        : "; draw random numbers from a generator made inside the function, with a fixed seed";
  }

  private static String unjudged(Pass pass) {
    long unreliable = pass.count(Verdict.NUMERIC_UNRELIABLE);
    if (pass.elements() == 0 && pass.directions().isEmpty()) {
      return "nothing judged: there are no elements";
    }
    if (pass.judged() == 0 && unreliable == 0 && pass.directions().isEmpty()) {
      return pass.count(Verdict.AT_A_KINK) > 0
          ? "nothing judged: every element is at a kink; check at another point"
          : "nothing judged: the result does not depend on the inputs";
    }
    String share = Math.round(100 * pass.judged()) + " % of the elements could be judged";
    return "numeric derivative unreliable: " + share + reason(pass);
  }

  private static String reason(Pass pass) {
    Located worst = pass.worst();
    if (worst != null && worst.element().verdict() == Verdict.NUMERIC_UNRELIABLE) {
      return "; " + worst.where() + ": " + worst.element().note();
    }
    for (DirectionReport d : pass.directions()) {
      if (d.comparison().verdict() == Verdict.NUMERIC_UNRELIABLE) {
        return "; along a direction through " + d.where() + ": " + d.comparison().note();
      }
    }
    return "";
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
