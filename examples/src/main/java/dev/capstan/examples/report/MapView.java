package dev.capstan.examples.report;

import dev.capstan.nn.metrics.Pca;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

/**
 * A map of rows: their first two principal components, one unit as long across as up. Drawn here,
 * so that it is there without a script and on paper.
 */
final class MapView {
  static final int WIDTH = 520;
  static final int HEIGHT = 420;
  private static final int EDGE = 12;

  /** The width of a letter, in its height, with some to spare. */
  private static final double LETTER = 0.62;

  private final double[] x;
  private final double[] y;
  private final double[] explained;

  /** Projects the rows {@code [N, E]}. */
  MapView(Tensor embedded) {
    Tensor flat = Pca.of(embedded, 2).project(embedded);
    int n = flat.shape().get(0);
    int axes = flat.shape().get(1);
    x = new double[n];
    y = new double[n];
    for (int i = 0; i < n; i++) {
      x[i] = flat.get(i, 0);
      y[i] = axes > 1 ? -flat.get(i, 1) : 0;
    }
    double whole = 0;
    int width = embedded.shape().get(1);
    double[] all = embedded.toArray();
    for (int j = 0; j < width; j++) {
      int column = j;
      whole += variance(Arrays.stream(indices(n)).mapToDouble(i -> all[i * width + column]));
    }
    explained = new double[] {share(x, whole), share(y, whole)};
    fit();
  }

  private static int[] indices(int n) {
    int[] all = new int[n];
    Arrays.setAll(all, i -> i);
    return all;
  }

  private static double share(double[] values, double whole) {
    return whole > 0 ? variance(Arrays.stream(values)) / whole : 0;
  }

  private static double variance(DoubleStream values) {
    double[] v = values.toArray();
    double mean = Arrays.stream(v).average().orElse(0);
    return Arrays.stream(v).map(e -> (e - mean) * (e - mean)).average().orElse(0);
  }

  /** One scale for both axes, as large as the picture allows. */
  private void fit() {
    double[] xs = range(x);
    double[] ys = range(y);
    double scale =
        Math.min((WIDTH - 2.0 * EDGE) / (xs[1] - xs[0]), (HEIGHT - 2.0 * EDGE) / (ys[1] - ys[0]));
    scale = Double.isFinite(scale) ? scale : 1;
    for (int i = 0; i < x.length; i++) {
      x[i] = WIDTH / 2.0 + (x[i] - (xs[0] + xs[1]) / 2) * scale;
      y[i] = HEIGHT / 2.0 + (y[i] - (ys[0] + ys[1]) / 2) * scale;
    }
  }

  private static double[] range(double[] values) {
    return new double[] {
      Arrays.stream(values).min().orElse(0), Arrays.stream(values).max().orElse(0)
    };
  }

  /** How much of the rows' variance the two directions hold, in words. */
  String variance() {
    return Html.format(
        "Two principal components, %.0f + %.0f&nbsp;%% of the variance; both axes have one scale.",
        100 * explained[0], 100 * explained[1]);
  }

  /** The map with every n-th row. */
  String svg(String id, String label, int[] labels, Marks marks, List<String> classes, int every) {
    StringBuilder out = new StringBuilder();
    out.append(
        Html.format(
            "<div class=\"map\" id=\"%s\"><svg viewBox=\"0 0 %d %d\" role=\"img\" tabindex=\"0\""
                + " aria-label=\"%s\">%n<g class=\"marks\">%n",
            id, WIDTH, HEIGHT, Html.escape(label)));
    for (int i = 0; i < x.length; i += every) {
      out.append(marks.at(labels[i], x[i], y[i], " data-r=\"" + i + "\"")).append('\n');
    }
    out.append("</g><circle class=\"ring\" r=\"8\" visibility=\"hidden\"/></svg>\n");
    if (!marks.speakForThemselves()) {
      names(labels, classes).forEach(out::append);
    }
    return out.append("</div>").toString();
  }

  /** Each class's name where the middle of its rows is. */
  private List<String> names(int[] labels, List<String> classes) {
    List<String> names = new ArrayList<>();
    for (int c = 0; c < classes.size(); c++) {
      int label = c;
      int[] own = Arrays.stream(indices(x.length)).filter(i -> labels[i] == label).toArray();
      if (own.length > 0) {
        names.add(
            Html.format(
                "<span class=\"name\" data-c=\"%d\" data-x=\"%.1f\" data-y=\"%.1f\""
                    + " style=\"--x:%.2f%%;--y:%.2f%%;--half:%.1fem\">%s</span>%n",
                c,
                median(own, x),
                median(own, y),
                100 * median(own, x) / WIDTH,
                100 * median(own, y) / HEIGHT,
                LETTER * classes.get(c).length() / 2 + LETTER,
                Html.escape(classes.get(c))));
      }
    }
    return names;
  }

  private static double median(int[] rows, double[] of) {
    double[] sorted = Arrays.stream(rows).mapToDouble(i -> of[i]).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
