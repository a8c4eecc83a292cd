package dev.capstan.exercises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.capstan.ops.Tensor;

@Chapter(value = 8, title = "triplets, mining, collapse", answers = Chapter8Triplets.class)
final class Chapter8TripletsTest {
  private static final Tensor X =
      Tensor.of(new double[][] {{1.0, -2.0}, {0.25, 3.0}, {-0.5, 0.75}});

  /** Six points on a line. */
  private static final double[] PLACES = {0, 1, 3, 1.5, -4, 3};

  private static final int[] LABELS = {0, 0, 0, 1, 1, 2};

  @Exercise(
      value = "8.1",
      asks = "the squared distance of each row to each",
      hint = "[n, 1, d] minus [1, n, d] is [n, n, d]: unsqueeze, and let broadcasting do it.")
  void squaredDistances() {
    Tensor got = Chapter8Triplets.squaredDistances(X);
    Claims.shape("the distances of 3 rows", got, 3, 3);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double expected = 0;
        for (int k = 0; k < 2; k++) {
          double gap = X.at(2 * i + k) - X.at(2 * j + k);
          expected += gap * gap;
        }
        if (expected != 0 && Claims.close(Math.sqrt(expected), got.at(3 * i + j))) {
          fail("those are distances; their squares are asked for");
        }
        Claims.near("row " + i + " to row " + j, expected, got.at(3 * i + j));
      }
    }
    Claims.rightToSecondOrder("x", xs -> Chapter8Triplets.squaredDistances(xs.get(0)), X);
  }

  @Exercise(
      value = "8.2",
      asks = "a triplet loss",
      hint =
          "It is to be small where the positive is near and the negative far. relu is max(0, ·).")
  void tripletLoss() {
    Tensor anchor = Tensor.of(new double[][] {{0.0, 0.0}, {0.0, 0.0}});
    Tensor positive = Tensor.of(new double[][] {{1.0, 0.0}, {0.0, 0.5}});
    Tensor negative = Tensor.of(new double[][] {{0.0, 1.2}, {2.0, 0.0}});
    Tensor got = Chapter8Triplets.tripletLoss(anchor, positive, negative, 1);
    double expected = (1 - 1.44 + 1) / 2;
    Claims.shape("the loss", got);
    if (Claims.close((1.44 - 1 + 1 + 4 - 0.25 + 1) / 2, got.item())) {
      fail("positive and negative are exchanged: it draws the negative near");
    }
    if (Claims.close((0.56 + 0.25 - 4 + 1) / 2, got.item())) {
      fail("a triplet that is right by more than the margin counts as 0, not as less");
    }
    if (Claims.close(2 * expected, got.item())) {
      fail("that is the sum over the triplets; the mean is asked for");
    }
    if (Claims.close((1 - 1.2 + 1) / 2, got.item())) {
      fail("that is the loss of distances; here they are squared");
    }
    Claims.near("the loss", expected, got.item());
    Claims.right(
        1,
        "anchor positive negative",
        xs -> Chapter8Triplets.tripletLoss(xs.get(0), xs.get(1), xs.get(2), 1),
        anchor,
        positive,
        negative);
  }

  @Exercise(
      value = "8.3",
      asks = "the hardest positive",
      hint = "A loop with the best so far. The anchor has its own label, and distance 0.")
  void hardestPositive() {
    double[][] d = distances();
    assertEquals(
        2, Chapter8Triplets.hardestPositive(d, LABELS, 0), "for row 0, at 0 among " + map());
    assertEquals(
        2, Chapter8Triplets.hardestPositive(d, LABELS, 1), "for row 1, at 1 among " + map());
    int alone = Chapter8Triplets.hardestPositive(d, LABELS, 5);
    Claims.that(alone != 5, "row 5 is alone in its class: the anchor itself is no positive");
    assertEquals(-1, alone, "row 5 is alone in its class");
  }

  @Exercise(
      value = "8.4",
      asks = "a semi-hard negative",
      hint =
          "Two loops, or one with two bests: the nearest of those that are outside, and the farthest"
              + " of all, in case none is.")
  void semiHardNegative() {
    double[][] d = distances();
    int got = Chapter8Triplets.semiHardNegative(d, LABELS, 0, 2);
    Claims.that(
        got != 3,
        "for anchor 0 and positive 2, row 3 is a hard negative: nearer than the positive");
    Claims.that(
        got != 5,
        "for anchor 0 and positive 2, row 5 is just as far as the positive, and not farther");
    assertEquals(4, got, "for anchor 0 and positive 2 among " + map());
    assertEquals(3, Chapter8Triplets.semiHardNegative(d, LABELS, 0, 1), "for anchor 0, positive 1");
    double[][] line = distances(0, 9, 1, 2);
    assertEquals(
        3,
        Chapter8Triplets.semiHardNegative(line, new int[] {0, 0, 1, 1}, 0, 1),
        "no negative is farther than the positive: the farthest of them");
    assertEquals(
        -1,
        Chapter8Triplets.semiHardNegative(distances(0, 1), new int[] {0, 0}, 0, 1),
        "there is no negative");
  }

  @Exercise(
      value = "8.5",
      asks = "how far embeddings are from collapse",
      hint = "x.mean(0) is the centre, [d]; x.sub(centre) broadcasts.")
  void spread() {
    Tensor same = Tensor.of(new double[][] {{3.0, 4.0}, {3.0, 4.0}});
    Claims.near("the spread of equal rows", 0, Chapter8Triplets.spread(same));
    Tensor opposite = Tensor.of(new double[][] {{1.0, 2.0}, {-1.0, -2.0}});
    Claims.near("the spread of a row and its opposite", 1, Chapter8Triplets.spread(opposite));
    Tensor rows = Tensor.of(new double[][] {{3.0, 0.0}, {1.0, 0.0}});
    double got = Chapter8Triplets.spread(rows);
    if (Claims.close(0.2, got)) {
      fail("of [3, 0] and [1, 0] you say 0.2, the ratio of the squares: the root is missing");
    }
    Claims.near("the spread of [3, 0] and [1, 0]", Math.sqrt(0.2), got);
    Claims.near(
        "a hundred times as large, it is the same",
        Math.sqrt(0.2),
        Chapter8Triplets.spread(rows.mul(100)));
  }

  private static double[][] distances(double... places) {
    double[][] d = new double[places.length][places.length];
    for (int i = 0; i < places.length; i++) {
      for (int j = 0; j < places.length; j++) {
        d[i][j] = (places[i] - places[j]) * (places[i] - places[j]);
      }
    }
    return d;
  }

  private static double[][] distances() {
    return distances(PLACES);
  }

  private static String map() {
    return java.util.Arrays.toString(PLACES) + " with labels " + java.util.Arrays.toString(LABELS);
  }
}
