package dev.capstan.examples.report;

import java.util.List;
import java.util.Locale;

/**
 * How a class is drawn: by a mark of its own, and by a colour that helps the eye but is never
 * needed to tell classes apart. A class whose name is one letter or digit is drawn as it; a few
 * classes with longer names as shapes; many as letters, which the legend explains.
 */
final class Marks {
  /** Shapes within a circle of radius 1; the first half are filled, the others are strokes. */
  private static final List<String> SHAPES =
      List.of(
          "M-1 0A1 1 0 1 0 1 0A1 1 0 1 0 -1 0Z",
          "M0 -1.1L1.05 .85H-1.05Z",
          "M-.85 -.85H.85V.85H-.85Z",
          "M0 -1.25L1 0L0 1.25L-1 0Z",
          "M-.35 -1H.35V-.35H1V.35H.35V1H-.35V.35H-1V-.35H-.35Z",
          "M0 1.1L1.05 -.85H-1.05Z",
          "M-1 -.6L-.6 -1L0 -.4L.6 -1L1 -.6L.4 0L1 .6L.6 1L0 .4L-.6 1L-1 .6L-.4 0Z",
          "M0 -1.2L.3 -.35H1.15L.48 .18L.72 1L0 .5L-.72 1L-.48 .18L-1.15 -.35H-.3Z");

  private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

  /** As many colours as the style sheet has. */
  static final int COLOURS = 10;

  private static final double SHAPE_RADIUS = 3.9;

  private final List<String> classes;
  private final boolean named;
  private final boolean shapes;

  Marks(List<String> classes) {
    this.classes = classes;
    this.named = classes.stream().allMatch(c -> c.codePointCount(0, c.length()) == 1);
    this.shapes = !named && classes.size() <= SHAPES.size();
  }

  /** Whether a mark says by itself which class it is. */
  boolean speakForThemselves() {
    return named;
  }

  /** The mark of a class at a place of a picture, as an element of SVG. */
  String at(int label, double x, double y, String attributes) {
    String common = "class=\"m c" + label % COLOURS + "\" data-c=\"" + label + "\"" + attributes;
    if (shapes) {
      return String.format(
          Locale.ROOT,
          "<path %s transform=\"translate(%.1f %.1f) scale(%.1f)\" d=\"%s\"/>",
          common,
          x,
          y,
          SHAPE_RADIUS,
          SHAPES.get(label));
    }
    return String.format(
        Locale.ROOT, "<text %s x=\"%.1f\" y=\"%.1f\">%s</text>", common, x, y + 3.6, glyph(label));
  }

  /** The mark alone, as a small picture for the legend. */
  String key(int label) {
    return "<svg class=\"key\" viewBox=\"-6 -6 12 12\" aria-hidden=\"true\">"
        + at(label, 0, 0, "")
        + "</svg>";
  }

  private String glyph(int label) {
    if (named) {
      return Html.escape(classes.get(label));
    }
    String letter = String.valueOf(LETTERS.charAt(label % LETTERS.length()));
    int round = label / LETTERS.length();
    return round == 0 ? letter : letter + round;
  }
}
