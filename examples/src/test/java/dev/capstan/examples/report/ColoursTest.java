package dev.capstan.examples.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The colours of classes, as they are and as eyes without one of two receptors see them. How those
 * see is simulated by the matrices of Machado, Oliveira and Fernandes (2009), severity 1.
 */
final class ColoursTest {
  private static final double[][] TYPICAL = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}};
  private static final double[][] DEUTERANOPIA = {
    {0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}
  };
  private static final double[][] PROTANOPIA = {
    {0.152286, 1.052583, -0.204868},
    {0.114503, 0.786281, 0.099216},
    {-0.003882, -0.048116, 1.051998}
  };

  /** Five times what is just seen when colours lie side by side (2.3 in CIELAB), and then some. */
  private static final double APART = 15;

  /** WCAG 2.1, 1.4.11: what is needed to understand a picture. */
  private static final double CONTRAST = 3;

  private static List<double[]> colours(int set) throws IOException {
    try (InputStream in = Report.class.getResourceAsStream("report.css")) {
      assertNotNull(in);
      String page = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Matcher colour = Pattern.compile("--c\\d: #(\\w{6});").matcher(page);
      List<double[]> all = new ArrayList<>();
      while (colour.find()) {
        all.add(linear(Integer.parseInt(colour.group(1), 16)));
      }
      assertEquals(2 * Marks.COLOURS, all.size());
      return all.subList(set * Marks.COLOURS, (set + 1) * Marks.COLOURS);
    }
  }

  private static double[] linear(int rgb) {
    double[] c = {rgb >> 16 & 0xff, rgb >> 8 & 0xff, rgb & 0xff};
    for (int i = 0; i < 3; i++) {
      double v = c[i] / 255;
      c[i] = v <= 0.04045 ? v / 12.92 : Math.pow((v + 0.055) / 1.055, 2.4);
    }
    return c;
  }

  private static double[] lab(double[] rgb, double[][] eye) {
    double[] c = new double[3];
    for (int i = 0; i < 3; i++) {
      double sum = eye[i][0] * rgb[0] + eye[i][1] * rgb[1] + eye[i][2] * rgb[2];
      c[i] = Math.min(1, Math.max(0, sum));
    }
    double x = f((0.4124 * c[0] + 0.3576 * c[1] + 0.1805 * c[2]) / 0.95047);
    double y = f(0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2]);
    double z = f((0.0193 * c[0] + 0.1192 * c[1] + 0.9505 * c[2]) / 1.08883);
    return new double[] {116 * y - 16, 500 * (x - y), 200 * (y - z)};
  }

  private static double f(double t) {
    return t > 0.008856 ? Math.cbrt(t) : 7.787 * t + 16.0 / 116;
  }

  private static double luminance(double[] c) {
    return 0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2];
  }

  @Test
  void noTwoAreAlikeToAnyEye() throws IOException {
    for (int set = 0; set < 2; set++) {
      List<double[]> colours = colours(set);
      for (double[][] eye : List.of(TYPICAL, DEUTERANOPIA, PROTANOPIA)) {
        for (int i = 0; i < colours.size(); i++) {
          for (int j = 0; j < i; j++) {
            double[] a = lab(colours.get(i), eye);
            double[] b = lab(colours.get(j), eye);
            double apart =
                Math.sqrt(
                    Math.pow(a[0] - b[0], 2) + Math.pow(a[1] - b[1], 2) + Math.pow(a[2] - b[2], 2));
            assertTrue(apart >= APART, "set " + set + ": " + j + " and " + i + ": " + apart);
          }
        }
      }
    }
  }

  @Test
  void eachStandsOutFromItsGround() throws IOException {
    double[] grounds = {1, luminance(linear(0x1b1f23))};
    for (int set = 0; set < 2; set++) {
      for (double[] colour : colours(set)) {
        double a = luminance(colour) + 0.05;
        double b = grounds[set] + 0.05;
        assertTrue(Math.max(a, b) / Math.min(a, b) >= CONTRAST, "set " + set);
      }
    }
  }
}
