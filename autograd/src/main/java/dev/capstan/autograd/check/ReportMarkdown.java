package dev.capstan.autograd.check;

import java.util.Comparator;
import java.util.List;

/** Reports as Markdown, for issues and docs. */
final class ReportMarkdown {
  private static final int ROWS = 20;

  private ReportMarkdown() {}

  static String of(GradReport r) {
    StringBuilder text = new StringBuilder();
    text.append("**gradcheck** ").append(cell(r.sentence())).append("\n");
    for (Pass pass : r.passes()) {
      Blame blame = pass.blame();
      if (blame != null) {
        text.append("\n");
        for (Fault fault : blame.faults()) {
          text.append("- likely: ").append(cell(fault.toString())).append('\n');
        }
      }
      elements(text, pass);
    }
    return text.toString();
  }

  private static void elements(StringBuilder text, Pass pass) {
    text.append("\n| order | input | analytic | numeric | error | tolerance | step | verdict |\n");
    text.append("|---|---|---:|---:|---:|---:|---:|---|\n");
    List<Pass.Located> rows =
        pass.located().stream()
            .sorted(Comparator.comparing(Pass.Located::element, Pass.WORST_FIRST))
            .limit(ROWS)
            .toList();
    for (Pass.Located row : rows) {
      ElementReport e = row.element();
      text.append("| ")
          .append(
              String.join(
                  " | ",
                  String.valueOf(pass.order()),
                  cell(row.where()),
                  Numbers.shown(e.analytic()),
                  Numbers.shown(e.numeric()),
                  Numbers.brief(e.error()),
                  Numbers.brief(e.tolerance()),
                  Numbers.brief(e.step()),
                  e.verdict().toString()))
          .append(" |\n");
    }
    if (pass.elements() > ROWS) {
      text.append("\n").append(pass.elements() - ROWS).append(" more elements\n");
    }
  }

  private static String cell(String s) {
    return s.replace("|", "\\|").replace("\n", " ");
  }
}
