package dev.capstan.autograd.check;

import java.util.List;
import java.util.Locale;

/**
 * Reports as one HTML page that needs nothing else: a table that sorts by a click on its head, and
 * for each report the culprit, the elements and the error against the step.
 */
final class ReportHtml {
  private static final int ROWS = 200;

  private ReportHtml() {}

  static String of(List<GradReport> reports) {
    StringBuilder page = new StringBuilder();
    long wrong = reports.stream().filter(r -> !r.ok()).count();
    page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append("<title>gradcheck</title><style>")
        .append(STYLE)
        .append("</style></head><body>\n<h1>gradcheck</h1>\n<p>")
        .append(reports.size())
        .append(reports.size() == 1 ? " function, " : " functions, ")
        .append(wrong == 0 ? "all right" : wrong + " wrong")
        .append(".</p>\n");
    if (reports.size() > 1) {
      overview(page, reports);
    }
    for (int i = 0; i < reports.size(); i++) {
      report(page, reports.get(i), i, reports.size() == 1 || !reports.get(i).ok());
    }
    return page.append("<script>").append(SCRIPT).append("</script></body></html>\n").toString();
  }

  private static void overview(StringBuilder page, List<GradReport> reports) {
    page.append("<table class=\"sorts\"><thead><tr>")
        .append("<th>function</th><th>verdict</th><th class=\"n\">elements</th>")
        .append("<th class=\"n\">at a kink</th><th class=\"n\">unreliable</th>")
        .append("<th class=\"n\">error over tolerance</th><th class=\"n\">evaluations</th>")
        .append("</tr></thead><tbody>\n");
    for (int i = 0; i < reports.size(); i++) {
      GradReport r = reports.get(i);
      double error = r.passes().stream().mapToDouble(Pass::largestExcess).max().orElse(0);
      page.append("<tr><td><a href=\"#r").append(i).append("\">").append(text(r.name()));
      page.append("</a></td>").append(verdict(r.ok() ? "right" : "wrong"));
      number(page, r.passes().stream().mapToLong(Pass::elements).sum());
      number(page, r.count(Verdict.AT_A_KINK));
      number(page, r.count(Verdict.NUMERIC_UNRELIABLE));
      number(page, error, Numbers.brief(error));
      number(page, r.passes().stream().mapToLong(Pass::evaluations).sum());
      page.append("</tr>\n");
    }
    page.append("</tbody></table>\n");
  }

  private static void report(StringBuilder page, GradReport r, int i, boolean open) {
    page.append("<details id=\"r").append(i).append(open ? "\" open>" : "\">");
    page.append("<summary>").append(text(r.name().isEmpty() ? "report" : r.name()));
    page.append("</summary>\n<p>").append(text(r.sentence())).append("</p>\n");
    for (Pass pass : r.passes()) {
      pass(page, pass);
    }
    page.append("<p class=\"quiet\">seed ").append(r.seed()).append("</p></details>\n");
  }

  private static void pass(StringBuilder page, Pass pass) {
    Blame blame = pass.blame();
    if (blame != null) {
      page.append("<ul>");
      for (Fault fault : blame.faults()) {
        page.append("<li>likely: ").append(text(fault.toString())).append("</li>");
      }
      page.append("</ul>\n");
    }
    if (!pass.errorCurve().isEmpty()) {
      page.append(ErrorPicture.svg(pass));
    }
    page.append("<table class=\"sorts\"><caption>order ")
        .append(pass.order())
        .append(", ")
        .append(pass.evaluations())
        .append(" evaluations</caption><thead><tr><th>element</th>")
        .append("<th class=\"n\">analytic</th><th class=\"n\">numeric</th>")
        .append("<th class=\"n\">error</th><th class=\"n\">tolerance</th>")
        .append("<th class=\"n\">step</th><th>verdict</th><th>note</th></tr></thead><tbody>\n");
    pass.located().stream().limit(ROWS).forEach(row -> element(page, row.where(), row.element()));
    for (DirectionReport d : pass.directions()) {
      element(page, "a direction through " + d.where(), d.comparison());
    }
    page.append("</tbody></table>\n");
    if (pass.elements() > ROWS) {
      page.append("<p>").append(pass.elements() - ROWS).append(" more elements</p>\n");
    }
  }

  private static void element(StringBuilder page, String where, ElementReport e) {
    page.append("<tr><td>").append(text(where)).append("</td>");
    number(page, e.analytic(), Numbers.shown(e.analytic()));
    number(page, e.numeric(), Numbers.shown(e.numeric()));
    number(page, e.error(), Numbers.brief(e.error()));
    number(page, e.tolerance(), Numbers.brief(e.tolerance()));
    number(page, e.step(), Numbers.brief(e.step()));
    page.append(verdict(e.verdict().toString()));
    page.append("<td>").append(text(e.note())).append("</td></tr>\n");
  }

  private static String verdict(String v) {
    boolean bad = v.equals("wrong") || v.equals("nondeterministic");
    boolean good = v.equals("right");
    return "<td class=\"" + (bad ? "bad" : good ? "good" : "odd") + "\">" + v + "</td>";
  }

  private static void number(StringBuilder page, long x) {
    number(page, (double) x, String.valueOf(x));
  }

  private static void number(StringBuilder page, double sortBy, String shown) {
    page.append(String.format(Locale.ROOT, "<td class=\"n\" data-v=\"%s\">%s</td>", sortBy, shown));
  }

  static String text(String s) {
    return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1b1f24; --paper: #fff; --line: #d5dae0;
        --quiet: #5b6570; --bad: #b42318; --good: #1a7f4b; --odd: #8a6100; --a: #1f5fbf; }
      @media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --paper: #15181c;
        --line: #363c44; --quiet: #9aa4af; --bad: #ff8a7a; --good: #6fd3a0; --odd: #e3b55a;
        --a: #7db0ff; } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
        max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; margin-bottom: 0; }
      table { border-collapse: collapse; margin: 1rem 0; display: block; overflow-x: auto; }
      caption { text-align: left; color: var(--quiet); }
      th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem; text-align: left;
        white-space: nowrap; }
      th { cursor: pointer; user-select: none; }
      th:focus-visible { outline: 2px solid var(--a); }
      th[aria-sort=ascending]::after { content: " \\2191"; }
      th[aria-sort=descending]::after { content: " \\2193"; }
      .n { text-align: right; font-variant-numeric: tabular-nums; }
      .bad { color: var(--bad); font-weight: 600; } .good { color: var(--good); }
      .odd { color: var(--odd); } .quiet { color: var(--quiet); } a { color: var(--a); }
      details { border-top: 1px solid var(--line); padding: .5rem 0; }
      summary { cursor: pointer; font-weight: 600; }
      svg { max-width: 100%; height: auto; } svg text { fill: var(--ink); font-size: 12px; }
      """;

  private static final String SCRIPT =
      """
      for (const table of document.querySelectorAll("table.sorts")) {
        const heads = table.tHead.rows[0].cells;
        for (const head of heads) {
          head.tabIndex = 0;
          const sort = () => {
            const up = head.getAttribute("aria-sort") !== "ascending";
            for (const other of heads) other.removeAttribute("aria-sort");
            head.setAttribute("aria-sort", up ? "ascending" : "descending");
            const key = row => {
              const cell = row.cells[head.cellIndex];
              return cell.dataset.v === undefined ? cell.textContent : Number(cell.dataset.v);
            };
            const less = (a, b) => typeof a === "number"
                ? (isNaN(a) ? -Infinity : a) - (isNaN(b) ? -Infinity : b) : a.localeCompare(b);
            const rows = [...table.tBodies[0].rows];
            rows.sort((a, b) => (up ? 1 : -1) * less(key(a), key(b)));
            table.tBodies[0].append(...rows);
          };
          head.addEventListener("click", sort);
          head.addEventListener("keydown", e => { if (e.key === "Enter") sort(); });
        }
      }
      const show = () => { const d = document.getElementById(location.hash.slice(1));
        if (d) d.open = true; };
      addEventListener("hashchange", show);
      show();
      """;
}
