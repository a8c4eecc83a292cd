package dev.capstan.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.Stateful;
import dev.capstan.nn.data.ClassBalancedSampler.Singles;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Draws by weight and without duplicates, and classes of one row. */
final class MoreSamplersTest {

  /**
   * A batch of one of weights 1, 2, 5 and 0: shares 1/8, 1/4, 5/8. Of 8,000 draws five standard
   * deviations are 5·√(8000·p·(1 − p)) ≤ 217.
   */
  @Test
  void rowsComeAsOftenAsTheyWeigh() {
    WeightedSampler sampler =
        new WeightedSampler(new double[] {1, 2, 0, 5}, 1, new RandomStream(1));
    int[] counts = new int[4];
    for (int i = 0; i < 8000; i++) {
      counts[sampler.next()[0]]++;
    }
    assertEquals(1000, counts[0], 217);
    assertEquals(2000, counts[1], 217);
    assertEquals(0, counts[2]);
    assertEquals(5000, counts[3], 217);
  }

  @Test
  void aBatchByWeightHasNoRowTwice() {
    WeightedSampler sampler =
        new WeightedSampler(new double[] {1e-3, 9, 1e9, 4, 0}, 4, new RandomStream(2));
    for (int i = 0; i < 50; i++) {
      int[] rows = sampler.next();
      Arrays.sort(rows);
      assertArrayEquals(new int[] {0, 1, 2, 3}, rows);
    }
    assertThrows(
        IllegalArgumentException.class,
        () -> new WeightedSampler(new double[] {1, 0}, 2, new RandomStream(1)));
    assertEquals(
        "sampler: weight of row 1: got NaN, expected a finite number of 0 or more",
        assertThrows(
                IllegalArgumentException.class,
                () -> new WeightedSampler(new double[] {1, Double.NaN}, 1, new RandomStream(1)))
            .getMessage());
  }

  @Test
  void noKeyIsTwiceInABatchAndNoRowTwiceInAnEpoch() {
    int[] left = new int[60];
    int[] right = new int[60];
    Arrays.setAll(left, i -> i % 12);
    Arrays.setAll(right, i -> i / 3);
    DistinctSampler sampler = new DistinctSampler(List.of(left, right), 6, new RandomStream(3));
    for (int epoch = 0; epoch < 20; epoch++) {
      for (int b = 0; b < sampler.batchesPerEpoch(); b++) {
        int[] rows = sampler.next();
        assertEquals(6, Arrays.stream(rows).map(row -> left[row]).distinct().count());
        assertEquals(6, Arrays.stream(rows).map(row -> right[row]).distinct().count());
      }
    }
    DistinctSampler plain = new DistinctSampler(List.of(right), 20, new RandomStream(3));
    int[] seen = new int[60];
    for (int b = 0; b < 3; b++) {
      Arrays.stream(plain.next()).forEach(row -> seen[row]++);
    }
    assertTrue(Arrays.stream(seen).allMatch(n -> n <= 1), Arrays.toString(seen));
  }

  @Test
  void keysThatCannotFillABatchAreRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new DistinctSampler(List.of(new int[] {1, 1, 2}), 3, new RandomStream(1)));
    // Three rows in a chain: any two of three keys meet in one list or the other.
    DistinctSampler stuck =
        new DistinctSampler(
            List.of(new int[] {0, 0, 1}, new int[] {0, 1, 0}), 2, new RandomStream(1));
    assertEquals(2, stuck.next().length, "rows 1 and 2 have no key in common");
  }

  @Test
  void bothGoOnFromTheirState() {
    double[] weights = {1, 2, 3, 4, 5, 6};
    int[] keys = {0, 0, 1, 1, 2, 2};
    check(
        new WeightedSampler(weights, 3, new RandomStream(1)),
        new WeightedSampler(weights, 3, new RandomStream(2)));
    check(
        new DistinctSampler(List.of(keys), 2, new RandomStream(1)),
        new DistinctSampler(List.of(keys), 2, new RandomStream(2)));
  }

  private static <S extends BatchSampler & Stateful> void check(S one, S other) {
    one.next();
    other.restore(one.state());
    for (int i = 0; i < 10; i++) {
      assertArrayEquals(one.next(), other.next());
    }
  }

  @Test
  void aClassOfOneRowIsLeftOutOrRefusedIfAskedFor() {
    int[] labels = {3, 3, 5, 8, 8, 8};
    ClassBalancedSampler without =
        new ClassBalancedSampler(labels, 2, 2, Singles.LEAVE_OUT, new RandomStream(1));
    for (int i = 0; i < 10; i++) {
      assertTrue(Arrays.stream(without.next()).noneMatch(row -> row == 2));
    }
    assertEquals(
        "sampler: 1 classes have one row, the first is label 5; leave them out, or bring a second"
            + " row of each",
        assertThrows(
                IllegalArgumentException.class,
                () -> new ClassBalancedSampler(labels, 2, 2, Singles.REFUSE, new RandomStream(1)))
            .getMessage());
  }
}
