package dev.capstan.autograd.check;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Reports as one HTML page that needs nothing else: a table of all, the worst first, and for each
 * report the proof against the culprit, its place on the tape, the elements and the ladder of
 * steps. A script sorts and filters; without it everything can be read.
 */
final class ReportHtml {
  /** Elements shown of a report that does not pass, and of one that does. */
  private static final int ROWS = 100;

  private static final int ROWS_IF_RIGHT = 12;

  /** Of more reports than this, those that pass show no picture and no ladder: too long a page. */
  private static final int MANY = 40;

  private final StringBuilder page = new StringBuilder();
  private final boolean many;

  private ReportHtml(boolean many) {
    this.many = many;
  }

  static String of(List<GradReport> reports, String command) {
    List<GradReport> ranked = reports.stream().sorted(WORST_FIRST).toList();
    ReportHtml html = new ReportHtml(ranked.size() > MANY);
    html.head(ranked, command);
    if (ranked.size() > 1) {
      html.filter();
      html.overview(ranked);
    }
    for (int i = 0; i < ranked.size(); i++) {
      html.report(ranked.get(i), i, ranked.size() == 1);
    }
    html.add("<script>" + PageParts.SCRIPT + "</script></body></html>\n");
    return html.page.toString();
  }

  /** What is wrong, what could not be judged, then by the error over its tolerance. */
  private static final Comparator<GradReport> WORST_FIRST =
      Comparator.comparingInt(ReportHtml::rank)
          .thenComparing(Comparator.comparingDouble(ReportHtml::excess).reversed());

  private static int rank(GradReport r) {
    return r.ok() ? 2 : r.accuses() ? 0 : 1;
  }

  private static double excess(GradReport r) {
    return r.passes().stream().mapToDouble(Pass::largestExcess).max().orElse(0);
  }

  private static String verdict(GradReport r) {
    return switch (rank(r)) {
      case 0 -> "wrong";
      case 1 -> "not judged";
      default -> "right";
    };
  }

  private void add(String html) {
    page.append(html);
  }

  // --- the page -------------------------------------------------------------------------------

  private void head(List<GradReport> reports, String command) {
    long wrong = reports.stream().filter(r -> rank(r) == 0).count();
    long unjudged = reports.stream().filter(r -> rank(r) == 1).count();
    add("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">");
    add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">");
    add("<title>gradcheck</title><style>" + PageParts.STYLE + "</style></head><body>\n");
    add("<h1>gradcheck</h1>\n<p>" + reports.size());
    add(reports.size() == 1 ? " function, " : " functions, ");
    if (wrong + unjudged == 0) {
      add("<span class=\"good\">all right</span>");
    } else {
      add(wrong == 0 ? "" : "<span class=\"bad\">" + wrong + " wrong</span>");
      add(wrong == 0 || unjudged == 0 ? "" : ", ");
      add(unjudged == 0 ? "" : "<span class=\"odd\">" + unjudged + " not judged</span>");
    }
    add(".</p>\n<p class=\"quiet\">");
    add(command.isEmpty() ? "" : "<code>" + text(command) + "</code><br>");
    add("Java " + text(System.getProperty("java.version", "?")) + ", ");
    add(text(System.getProperty("os.name", "?") + " " + System.getProperty("os.arch", "?")));
    add(reports.isEmpty() ? "" : ", seed " + reports.get(0).seed());
    add(reports.isEmpty() ? "" : text(Sentence.unsteady(reports.get(0).demands())));
    add("</p>\n");
  }

  private void filter() {
    add("<div class=\"filter\"><label>Filter <input type=\"search\" id=\"words\"");
    add(" placeholder=\"part of a name\"></label> <label><input type=\"checkbox\"");
    add(" id=\"failing\"> only what does not pass</label>");
    add("<span id=\"shown\" class=\"quiet\" role=\"status\"></span></div>\n");
  }

  private void overview(List<GradReport> reports) {
    open("", "verdict", "function", "#error over tolerance", "#no fault above", "#elements");
    heads("#at a kink", "#unreliable", "#evaluations");
    add("</tr></thead><tbody>\n");
    for (int i = 0; i < reports.size(); i++) {
      GradReport r = reports.get(i);
      add("<tr " + data(r) + ">");
      coloured(verdict(r));
      add("<td class=\"wide\"><a href=\"#r" + i + "\">" + text(r.name()) + "</a></td>");
      number(excess(r));
      number(r.passes().stream().mapToDouble(Pass::detectionLimit).max().orElse(0));
      number(r.passes().stream().mapToLong(Pass::elements).sum());
      number(r.count(Verdict.AT_A_KINK));
      number(r.count(Verdict.NUMERIC_UNRELIABLE));
      number(r.passes().stream().mapToLong(Pass::evaluations).sum());
      add("</tr>\n");
    }
    close();
  }

  /** For the filter. */
  private static String data(GradReport r) {
    String name = attribute(r.name().toLowerCase(Locale.ROOT));
    return "data-name=\"" + name + "\" data-ok=\"" + r.ok() + "\"";
  }

  // --- one report -----------------------------------------------------------------------------

  private void report(GradReport r, int i, boolean alone) {
    add("<details class=\"report\" id=\"r" + i + "\" " + data(r));
    add((alone || !r.ok() ? " open" : "") + "><summary>");
    add(text(r.name().isEmpty() ? "report" : r.name()));
    add(" <span class=\"" + colour(verdict(r)) + "\">" + verdict(r) + "</span></summary>\n");
    add("<p>" + text(r.sentence()) + "</p>\n");
    for (Pass pass : r.passes()) {
      boolean ok = pass.ok(r.demands());
      pass(pass, ok ? ROWS_IF_RIGHT : ROWS, !(ok && many));
    }
    add("</details>\n");
  }

  private void pass(Pass pass, int most, boolean picture) {
    Blame blame = pass.blame();
    if (blame != null) {
      proof(blame);
    }
    Audit audit = pass.audit();
    if (audit != null && !audit.operations().isEmpty()) {
      audit(audit);
    }
    elements(pass, most);
    if (picture && !pass.errorCurve().isEmpty()) {
      add(ErrorPicture.svg(pass));
      ladder(pass.errorCurve());
    }
  }

  private void proof(Blame blame) {
    add("<div class=\"proof\"><p>" + text(blame.proof()) + "</p>\n");
    for (Fault fault : blame.faults()) {
      add("<p>likely: " + text(fault.toString()) + "</p>\n");
    }
    add("</div>\n");
    if (!blame.tape().isEmpty()) {
      add("<pre aria-label=\"the tape around it\">");
      for (String line : blame.tape()) {
        boolean culprit = line.startsWith("#" + blame.node() + " ");
        add(culprit ? "<mark>" + text(line) + "</mark>\n" : text(line) + "\n");
      }
      add("</pre>\n");
    }
  }

  private void audit(Audit audit) {
    open("each rule alone", "operation", "#rules", "#elements judged", "#not judged");
    add("</tr></thead><tbody>\n");
    for (Audit.Audited a : audit.operations()) {
      add("<tr><td>" + text(a.op()) + "</td>");
      number(a.rules());
      number(a.judged());
      number(a.unjudged());
      add("</tr>\n");
    }
    close();
  }

  private void elements(Pass pass, int most) {
    String point = pass.label().isEmpty() ? "" : pass.label() + ", ";
    String caption =
        point + "order " + pass.order() + ", " + pass.evaluations() + " evaluations, worst first";
    open(caption, "element", "#analytic", "#numeric", "#error", "#tolerance", "#no fault above");
    heads("#step", "verdict", "note");
    add("</tr></thead><tbody>\n");
    pass.located().stream()
        .sorted(Comparator.comparing(Pass.Located::element, Pass.WORST_FIRST))
        .limit(most)
        .forEach(row -> element(row.where(), row.element()));
    for (DirectionReport d : pass.directions()) {
      element("a direction through " + d.where(), d.comparison());
    }
    close();
    if (pass.elements() > most) {
      add("<p class=\"quiet\">" + (pass.elements() - most) + " more elements</p>\n");
    }
  }

  private void element(String where, ElementReport e) {
    add("<tr><td>" + text(where) + "</td>");
    shown(e.analytic());
    shown(e.numeric());
    number(e.error());
    number(e.tolerance());
    number(e.limit());
    number(e.step());
    coloured(e.verdict().toString());
    add("<td class=\"wide\">" + text(e.note()) + "</td></tr>\n");
  }

  private void ladder(List<ErrorAtStep> curve) {
    add("<details><summary>all steps</summary>");
    open("", "#step", "#central difference", "#extrapolated", "#gradient", "#error");
    add("</tr></thead><tbody>\n");
    for (ErrorAtStep p : curve) {
      add("<tr>");
      number(p.step());
      shown(p.slope());
      shown(p.extrapolated());
      shown(p.analytic());
      number(p.central());
      add("</tr>\n");
    }
    close();
    add("</details>\n");
  }

  // --- tables ---------------------------------------------------------------------------------

  private void open(String caption, String... heads) {
    add("<div class=\"scroll\"><table class=\"sorts\">");
    add(caption.isEmpty() ? "" : "<caption>" + text(caption) + "</caption>");
    add("<thead><tr>");
    heads(heads);
  }

  /** Heads of columns; those of numbers begin with #. */
  private void heads(String... heads) {
    for (String head : heads) {
      boolean number = head.startsWith("#");
      add(number ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">");
      add(text(number ? head.substring(1) : head) + "</th>");
    }
  }

  private void close() {
    add("</tbody></table></div>\n");
  }

  private void coloured(String verdict) {
    add("<td class=\"" + colour(verdict) + "\">" + verdict + "</td>");
  }

  private static String colour(String verdict) {
    return switch (verdict) {
      case "right" -> "good";
      case "wrong", "nondeterministic" -> "bad";
      default -> "odd";
    };
  }

  private void number(long x) {
    cell(String.valueOf(x));
  }

  private void number(double x) {
    cell(Numbers.brief(x));
  }

  private void shown(double x) {
    cell(Numbers.shown(x));
  }

  private void cell(String number) {
    add("<td class=\"n\">" + number + "</td>");
  }

  private static String attribute(String s) {
    return text(s).replace("\"", "&quot;");
  }

  static String text(String s) {
    return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
