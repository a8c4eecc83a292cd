package dev.capstan.autograd.check;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A report as JSON; numbers that JSON does not know (NaN, Infinity) are strings. */
final class ReportJson {
  private ReportJson() {}

  static String of(GradReport r) {
    return object(
        "name", string(r.name()),
        "ok", String.valueOf(r.ok()),
        "sentence", string(r.sentence()),
        "seed", String.valueOf(r.seed()),
        "kinks", string(r.demands().kinks().name()),
        "minJudged", number(r.demands().minJudged()),
        "unsteadiness", number(r.demands().unsteadiness()),
        "constants", array(r.constants(), ReportJson::string),
        "passes", array(r.passes(), ReportJson::pass));
  }

  private static String pass(Pass p) {
    return object(
        "label", string(p.label()),
        "order", String.valueOf(p.order()),
        "mode", string(p.mode().name()),
        "evaluations", String.valueOf(p.evaluations()),
        "failure", nullable(p.failure()),
        "blame", blame(p.blame()),
        "audit", audit(p.audit()),
        "faults", array(p.faults(), ReportJson::fault),
        "inputs", array(p.inputs(), ReportJson::input),
        "directions", array(p.directions(), ReportJson::direction),
        "errorCurve", array(p.errorCurve(), ReportJson::point));
  }

  private static String audit(@Nullable Audit a) {
    Fault forward = a == null ? null : a.forward();
    Fault narrowed = a == null ? null : a.narrowed();
    return a == null
        ? "null"
        : object(
            "operations", array(a.operations(), ReportJson::audited),
            "findings", array(a.findings(), ReportJson::blame),
            "forward", forward == null ? "null" : fault(forward),
            "narrowed", narrowed == null ? "null" : fault(narrowed),
            "inNarrowerType", string(a.inNarrowerType()));
  }

  private static String audited(Audit.Audited a) {
    return object(
        "op", string(a.op()),
        "rules", String.valueOf(a.rules()),
        "judged", String.valueOf(a.judged()),
        "unjudged", String.valueOf(a.unjudged()));
  }

  private static String blame(@Nullable Blame b) {
    return b == null
        ? "null"
        : object(
            "op", string(b.op()),
            "node", String.valueOf(b.node()),
            "callSite", nullable(b.callSite()),
            "input", String.valueOf(b.input()),
            "inputForm", string(b.inputForm()),
            "position", string(b.position()),
            "analytic", number(b.analytic()),
            "numeric", number(b.numeric()),
            "faults", array(b.faults(), ReportJson::fault),
            "others", String.valueOf(b.others()),
            "tape", array(b.tape(), ReportJson::string));
  }

  private static String fault(Fault f) {
    return object(
        "what", string(f.what()), "evidence", string(f.evidence()), "lookAt", string(f.lookAt()));
  }

  private static String input(InputReport in) {
    return object(
        "name", string(in.name()),
        "axes", Arrays.toString(in.axes()),
        "reached", String.valueOf(in.reached()),
        "elements", array(in.elements(), ReportJson::element));
  }

  private static String direction(DirectionReport d) {
    return object("where", string(d.where()), "comparison", element(d.comparison()));
  }

  private static String element(ElementReport e) {
    return object(
        "index", String.valueOf(e.index()),
        "analytic", number(e.analytic()),
        "numeric", number(e.numeric()),
        "error", number(e.error()),
        "tolerance", number(e.tolerance()),
        "limit", number(e.limit()),
        "step", number(e.step()),
        "verdict", string(e.verdict().toString()),
        "note", string(e.note()));
  }

  private static String point(ErrorAtStep p) {
    return object(
        "step", number(p.step()),
        "central", number(p.central()),
        "richardson", number(p.richardson()));
  }

  private static String object(String... keysAndValues) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < keysAndValues.length; i += 2) {
      text.append(i == 0 ? "" : ",")
          .append(string(keysAndValues[i]))
          .append(':')
          .append(keysAndValues[i + 1]);
    }
    return text.append('}').toString();
  }

  private static <T> String array(List<T> items, Function<T, String> each) {
    return "[" + String.join(",", items.stream().map(each).toList()) + "]";
  }

  private static String nullable(@Nullable String s) {
    return s == null ? "null" : string(s);
  }

  private static String number(double x) {
    return Double.isFinite(x) ? String.valueOf(x) : string(String.valueOf(x));
  }

  private static String string(String s) {
    StringBuilder text = new StringBuilder("\"");
    for (int i = 0; i < s.length(); i++) {
      char c = s.charAt(i);
      if (c == '"' || c == '\\') {
        text.append('\\').append(c);
      } else if (c < ' ') {
        text.append(String.format("\\u%04x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('"').toString();
  }
}
