package dev.capstan.autograd.check;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The error of differences against their step, both in decades, as an inline SVG. */
final class ErrorPicture {
  private static final int WIDTH = 560;
  private static final int HEIGHT = 300;
  private static final int LEFT = 64;
  private static final int TOP = 16;
  private static final int BOTTOM = 44;
  private static final int RIGHT = 24;

  private final List<ErrorAtStep> curve;
  private final double lowStep;
  private final double highStep;
  private final double lowError;
  private final double highError;

  private ErrorPicture(List<ErrorAtStep> curve) {
    this.curve = curve;
    this.highStep = decade(curve.get(0).step());
    this.lowStep = decade(curve.get(curve.size() - 1).step());
    double low = 0;
    double high = -16;
    for (ErrorAtStep p : curve) {
      for (double e : new double[] {p.central(), p.richardson()}) {
        if (e > 0 && Double.isFinite(e)) {
          low = Math.min(low, Math.floor(decade(e)));
          high = Math.max(high, Math.ceil(decade(e)));
        }
      }
    }
    this.lowError = Math.max(low, -17);
    this.highError = Math.max(high, lowError + 1);
  }

  static String svg(Pass pass) {
    Pass.Located worst = pass.worst();
    String what = worst == null ? "" : worst.where();
    return new ErrorPicture(pass.errorCurve())
        .draw(what, worst == null ? 0 : worst.element().step());
  }

  private String draw(String what, double usedStep) {
    StringBuilder s = new StringBuilder();
    s.append(
        String.format(
            Locale.ROOT,
            "<svg viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" aria-label=\"%s\">",
            WIDTH,
            HEIGHT,
            WIDTH,
            "Error of differences against the step, for " + ReportHtml.text(what)));
    grid(s);
    if (usedStep > 0) {
      double x = x(usedStep);
      line(s, x, TOP, x, HEIGHT - BOTTOM, "stroke:var(--quiet);stroke-dasharray:3 3");
      text(s, x + 4, HEIGHT - BOTTOM - 8, "start", "step used");
    }
    path(s, ErrorAtStep::central, "stroke:var(--a);stroke-width:2");
    path(s, ErrorAtStep::richardson, "stroke:var(--odd);stroke-width:2;stroke-dasharray:6 3");
    legend(s);
    text(s, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", "step (error of " + what + ")");
    return s.append("</svg>\n").toString();
  }

  private void grid(StringBuilder s) {
    for (int d = (int) Math.ceil(lowStep); d <= highStep + 1e-9; d++) {
      double x = x(Math.pow(10, d));
      line(s, x, TOP, x, HEIGHT - BOTTOM, "stroke:var(--line)");
      text(s, x, HEIGHT - BOTTOM + 16, "middle", "1e" + d);
    }
    int every = highError - lowError > 9 ? 3 : highError - lowError > 4 ? 2 : 1;
    for (int d = (int) lowError; d <= highError; d += every) {
      double y = y(Math.pow(10, d));
      line(s, LEFT, y, WIDTH - RIGHT, y, "stroke:var(--line)");
      text(s, LEFT - 8, y + 4, "end", "1e" + d);
    }
  }

  private static void legend(StringBuilder s) {
    double x = WIDTH - RIGHT - 150;
    line(s, x, TOP + 10, x + 28, TOP + 10, "stroke:var(--a);stroke-width:2");
    text(s, x + 34, TOP + 14, "start", "central");
    line(s, x, TOP + 28, x + 28, TOP + 28, "stroke:var(--odd);stroke-width:2;stroke-dasharray:6 3");
    text(s, x + 34, TOP + 32, "start", "extrapolated");
  }

  private void path(StringBuilder s, ToDoubleFunction<ErrorAtStep> error, String style) {
    s.append("<polyline fill=\"none\" style=\"").append(style).append("\" points=\"");
    for (ErrorAtStep p : curve) {
      double e = error.applyAsDouble(p);
      if (Double.isFinite(e)) {
        s.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(p.step()), y(e)));
      }
    }
    s.append("\"/>");
  }

  private double x(double step) {
    return LEFT + (decade(step) - lowStep) / (highStep - lowStep) * (WIDTH - LEFT - RIGHT);
  }

  private double y(double error) {
    double d = Math.max(lowError, error > 0 ? decade(error) : lowError);
    return TOP + (highError - d) / (highError - lowError) * (HEIGHT - TOP - BOTTOM);
  }

  private static double decade(double x) {
    return Math.log10(x);
  }

  private static void line(
      StringBuilder s, double x1, double y1, double x2, double y2, String style) {
    s.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" style=\"%s\"/>",
            x1,
            y1,
            x2,
            y2,
            style));
  }

  private static void text(StringBuilder s, double x, double y, String anchor, String text) {
    s.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>",
            x,
            y,
            anchor,
            ReportHtml.text(text)));
  }
}
