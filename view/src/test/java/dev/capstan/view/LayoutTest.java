package dev.capstan.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A small graph in layers. */
final class LayoutTest {

  private static List<int[]> edges(int... ends) {
    List<int[]> edges = new ArrayList<>();
    for (int i = 0; i < ends.length; i += 2) {
      edges.add(new int[] {ends[i], ends[i + 1]});
    }
    return edges;
  }

  @Test
  void aChainIsAColumn() {
    Layout.Drawing drawing = Layout.of(3, edges(0, 1, 1, 2));
    assertEquals(Layout.WIDTH, drawing.width());
    assertEquals(0, drawing.x()[0]);
    assertEquals(drawing.x()[0], drawing.x()[2]);
    assertTrue(drawing.y()[0] < drawing.y()[1] && drawing.y()[1] < drawing.y()[2]);
  }

  @Test
  void aLeafStandsJustAboveItsUse() {
    Layout.Drawing drawing = Layout.of(4, edges(0, 2, 2, 3, 1, 3));
    assertEquals(drawing.y()[2], drawing.y()[1]);
  }

  /** Written so that the order of numbers crosses, which a sweep undoes. */
  @Test
  void arrowsThatNeedNotCrossDoNot() {
    Layout.Drawing drawing = Layout.of(4, edges(0, 3, 1, 2));
    boolean left = drawing.x()[0] < drawing.x()[1];
    assertEquals(left, drawing.x()[3] < drawing.x()[2]);
  }

  @Test
  void noTwoBoxesLieOnEachOther() {
    SplittableRandom random = new SplittableRandom(7);
    for (int round = 0; round < 200; round++) {
      int boxes = 2 + random.nextInt(39);
      List<int[]> edges = new ArrayList<>();
      for (int to = 1; to < boxes; to++) {
        for (int k = 0; k < 1 + random.nextInt(2); k++) {
          edges.add(new int[] {random.nextInt(to), to});
        }
      }
      Layout.Drawing d = Layout.of(boxes, edges);
      for (int a = 0; a < boxes; a++) {
        assertTrue(d.x()[a] >= 0 && d.x()[a] + Layout.WIDTH <= d.width());
        assertTrue(d.y()[a] >= 0 && d.y()[a] + Layout.HEIGHT <= d.height());
        for (int b = 0; b < a; b++) {
          boolean apart = d.y()[a] != d.y()[b] || Math.abs(d.x()[a] - d.x()[b]) >= Layout.WIDTH;
          assertTrue(apart, "boxes " + a + " and " + b + " in round " + round);
        }
      }
      for (int e = 0; e < edges.size(); e++) {
        int[] points = d.arrows().get(e);
        assertEquals(d.y()[edges.get(e)[0]] + Layout.HEIGHT, points[1]);
        assertEquals(d.y()[edges.get(e)[1]], points[points.length - 1]);
        for (int p = 3; p < points.length; p += 2) {
          assertTrue(points[p] > points[p - 2], "an arrow goes down");
        }
      }
    }
  }
}
