package dev.capstan.autograd.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A report for the terminal: the sentence, the culprit, the elements that matter. */
final class ReportText {
  private static final int WIDTH = 80;
  private static final int ROWS = 12;

  private ReportText() {}

  static String of(GradReport report) {
    StringBuilder text = new StringBuilder();
    text.append(wrapped("gradcheck: " + Sentence.of(report), ""));
    if (!report.ok()) {
      Pass pass = report.decisive();
      blame(text, pass.blame());
      table(text, pass, report.demands().kinks());
      counts(text, pass, report);
    } else {
      text.append("  ").append(evaluations(report)).append('\n');
    }
    return text.toString();
  }

  /** What the check has cost, in runs of the function. */
  private static String evaluations(GradReport report) {
    long all = report.passes().stream().mapToLong(Pass::evaluations).sum();
    return all + " evaluations, seed " + report.seed();
  }

  private static void blame(StringBuilder text, @Nullable Blame blame) {
    if (blame == null) {
      return;
    }
    text.append('\n').append(wrapped(blame.proof(), "  "));
    for (Fault fault : blame.faults()) {
      text.append(wrapped("likely: " + fault, "    "));
    }
    if (blame.others() > 0) {
      text.append(wrapped("later operations that are wrong as well: " + blame.others(), "  "));
    }
  }

  private static void table(StringBuilder text, Pass pass, Kinks kinks) {
    List<Pass.Located> rows = new ArrayList<>();
    for (InputReport input : pass.inputs()) {
      for (ElementReport e : input.elements()) {
        if (notable(e.verdict(), kinks)) {
          rows.add(new Pass.Located(input, e));
        }
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    rows.sort(Comparator.comparing(Pass.Located::element, Pass.WORST_FIRST));
    text.append('\n').append(row("where", "analytic", "numeric", "error", "step", "verdict"));
    for (Pass.Located r : rows.subList(0, Math.min(ROWS, rows.size()))) {
      ElementReport e = r.element();
      text.append(
          row(
              r.where(),
              Numbers.shown(e.analytic()),
              Numbers.shown(e.numeric()),
              Numbers.brief(e.error()),
              Numbers.brief(e.step()),
              e.verdict() == Verdict.NUMERIC_UNRELIABLE ? "unreliable" : e.verdict().toString()));
    }
    if (rows.size() > ROWS) {
      text.append("  and ").append(rows.size() - ROWS).append(" more\n");
    }
  }

  private static boolean notable(Verdict verdict, Kinks kinks) {
    return switch (verdict) {
      case WRONG, NONDETERMINISTIC, NUMERIC_UNRELIABLE -> true;
      case AT_A_KINK -> kinks != Kinks.ACCEPT;
      case RIGHT, NOT_REACHED -> false;
    };
  }

  private static String row(String... cells) {
    String line =
        String.format(
            Locale.ROOT,
            "  %-22s %13s %13s %8s %8s  %s",
            cells[0],
            cells[1],
            cells[2],
            cells[3],
            cells[4],
            cells[5]);
    return line.stripTrailing() + "\n";
  }

  private static void counts(StringBuilder text, Pass pass, GradReport report) {
    List<String> parts = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      if (pass.count(verdict) > 0) {
        parts.add(pass.count(verdict) + " " + verdict);
      }
    }
    if (!parts.isEmpty()) {
      String all = String.join(", ", parts) + "; " + pass.evaluations() + " evaluations";
      String seed = ", seed " + report.seed() + Sentence.unsteady(report.demands());
      text.append('\n').append(wrapped(all + seed, "  "));
    }
  }

  /** Breaks at spaces; further lines are indented by two more columns. */
  static String wrapped(String sentence, String indent) {
    StringBuilder out = new StringBuilder();
    StringBuilder line = new StringBuilder(indent);
    for (String word : sentence.split(" ", -1)) {
      if (line.length() + 1 + word.length() > WIDTH && !line.toString().isBlank()) {
        out.append(line.toString().stripTrailing()).append('\n');
        line = new StringBuilder(indent).append("  ");
      } else if (!line.toString().isBlank()) {
        line.append(' ');
      }
      line.append(word);
    }
    return out.append(line).append('\n').toString();
  }
}
