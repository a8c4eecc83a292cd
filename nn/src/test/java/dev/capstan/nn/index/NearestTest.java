package dev.capstan.nn.index;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import dev.capstan.nn.RandomStream;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class NearestTest {
  private static final int ROWS = 5000;

  /** By sorting all: NaN last, ties by index. */
  private static int[] sorted(float[] distances, int k, int except) {
    return IntStream.range(0, distances.length)
        .filter(i -> i != except)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> distances[i] + 0f))
        .limit(k)
        .mapToInt(i -> i)
        .toArray();
  }

  private static void assertNearest(float[] distances) {
    for (int k : new int[] {0, 1, 2, 10, 300, 1500, 4999, 5000, 6000}) {
      for (int except : new int[] {-1, 0, 4999}) {
        assertArrayEquals(
            sorted(distances, k, except),
            RowDistances.of(distances).nearest(k, except),
            "k = " + k + " without " + except);
      }
    }
  }

  @Test
  void theNearestOfMoreRowsThanTheBufferHoldsAreThoseOfASort() {
    RandomStream random = new RandomStream(1);
    float[] distances = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      distances[i] = (float) random.nextGaussian();
    }
    assertNearest(distances);
  }

  @Test
  void orderAndTiesOfRowsAreOfNoAccount() {
    float[] falling = new float[ROWS];
    float[] tied = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      falling[i] = -i;
      tied[i] = i % 3 == 0 ? -0f : i % 3 - 1;
    }
    assertNearest(falling);
    assertNearest(tied);
    assertNearest(new float[ROWS]);
  }

  @Test
  void infinityIsBeforeNaNAndBothAreLast() {
    float[] distances = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      distances[i] =
          i % 7 == 0 ? i : i % 2 == 0 ? Float.NaN : i % 3 == 0 ? Float.POSITIVE_INFINITY : -i;
    }
    assertNearest(distances);
  }
}
