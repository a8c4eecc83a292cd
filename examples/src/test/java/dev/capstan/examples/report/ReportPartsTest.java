package dev.capstan.examples.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.data.Dataset;
import dev.capstan.ops.Tensor;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

/** The parts of the page that have right and wrong answers. */
final class ReportPartsTest {

  @Test
  void anIntervalIsWilsons() {
    // Wilson's interval for 8 of 10, computed by hand: 0.4902 to 0.9433.
    assertArrayEquals(new double[] {0.4902, 0.9433}, Shares.wilson(8, 10), 5e-5);
    assertArrayEquals(new double[] {0, 0.2775}, Shares.wilson(0, 10), 5e-5);
    assertEquals(1, Shares.wilson(10, 10)[1], 1e-15);
    assertArrayEquals(new double[] {0, 1}, Shares.wilson(0, 0));
  }

  @Test
  void chanceIsTheExactTest() {
    assertEquals(1, Shares.chance(0, 0));
    assertEquals(1, Shares.chance(3, 3));
    // 2 (1 + 12 + 66) / 2^12
    assertEquals(2 * 79 / 4096.0, Shares.chance(10, 2), 1e-15);
    assertEquals(Shares.chance(2, 10), Shares.chance(10, 2));
    assertEquals(1, Shares.chance(1000, 1010));
    assertEquals(0, Shares.chance(1000, 1300));
  }

  @Test
  void aPictureHoldsEveryPixel() throws IOException {
    int side = 3;
    float[] pixels = new float[5 * side * side];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = i / (float) (pixels.length - 1);
    }
    Pictures pictures = new Pictures(Dataset.of(pixels, side * side, new int[5]), side);
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(pictures.png()));

    assertEquals(pictures.columns() * side, image.getWidth());
    assertEquals(pictures.lines() * side, image.getHeight());
    for (int i = 0; i < pixels.length; i++) {
      int row = i / 9;
      int x = row % pictures.columns() * side + i % 9 % side;
      int y = row / pictures.columns() * side + i % 9 / side;
      int level = Math.round(255 * pixels[i]);
      assertEquals(242 + (31 - 242) * level / 255, image.getRGB(x, y) >> 16 & 0xff, "pixel " + i);
    }
  }

  @Test
  void bothAxesOfAMapHaveOneScale() {
    // Three times as wide as high, by principal axes that are the coordinate axes.
    Tensor rows = Tensor.of(new double[][] {{-3, 0}, {3, 0}, {0, 1}, {0, -1}});
    String svg =
        new MapView(rows)
            .svg("after", "a map", new int[4], new Marks(List.of("a")), List.of("a"), 1);
    double[] x = numbers(svg, " x=\"");
    double[] y = numbers(svg, " y=\"");
    double wide = Math.abs(x[0] - x[1]);
    double high = Math.abs(y[2] - y[3]);
    // Places are written to a tenth.
    assertEquals(3, wide / high, 0.005);
  }

  private static double[] numbers(String text, String before) {
    String[] parts = text.split(java.util.regex.Pattern.quote(before), -1);
    return IntStream.range(1, parts.length)
        .mapToDouble(i -> Double.parseDouble(parts[i].substring(0, parts[i].indexOf('"'))))
        .toArray();
  }

  @Test
  void aMapOfEqualRowsOrOfOneAxisIsDrawn() {
    for (double[][] rows : new double[][][] {{{1, 2}, {1, 2}}, {{1}, {3}}}) {
      String svg =
          new MapView(Tensor.of(rows))
              .svg(
                  "before",
                  "a map",
                  new int[2],
                  new Marks(List.of("setosa")),
                  List.of("setosa"),
                  1);
      assertFalse(svg.contains("NaN"), svg);
      assertTrue(svg.contains("translate("), svg);
    }
  }

  @Test
  void axesEndAtRoundNumbersAndNameBothEnds() {
    assertEquals(List.of(0.0, 5.0, 10.0, 15.0, 20.0, 25.0, 30.0), Axis.of(0, 30, 6, true).ticks());
    assertEquals(List.of(0.0, 2.0, 4.0, 6.0, 8.0), Axis.of(0, 8, 6, true).ticks());
    assertEquals(List.of(0.0, 2.0, 4.0, 7.0), Axis.of(0, 7, 5, true).ticks());
    Axis recall = Axis.of(0.906, 0.99, 6, false);
    assertTrue(recall.low() <= 0.906 && recall.high() >= 0.99, recall::toString);
    assertEquals("0.92", recall.text(0.92));
  }

  @Test
  void whatUsersNameIsNeverMarkup() {
    String key = new Marks(List.of("<", "&")).at(0, 0, 0, "");
    assertTrue(key.contains(">&lt;<"), key);
    assertEquals("&lt;b&gt;&amp;&quot;&#39;", Html.escape("<b>&\"'"));
  }
}
