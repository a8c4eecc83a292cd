package dev.capstan.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.State;
import dev.capstan.ops.IntTensor;
import org.junit.jupiter.api.Test;

/** How often items come, counted and estimated. */
final class ItemFrequencyTest {

  @Test
  void gapsAreAveragedAsTheyCome() {
    ItemFrequency frequency = ItemFrequency.streaming(0.25);
    frequency.observe(IntTensor.of(1, 1));
    frequency.observe(IntTensor.of(2));
    frequency.observe(IntTensor.of(1, 2));
    // Item 1: first gap 1, then 0.75 · 1 + 0.25 · 2; item 2: first gap 2, then 0.75 · 2 + 0.25.
    double[] expected = {-StrictMath.log(1.25), -StrictMath.log(1.75)};
    assertArrayEquals(expected, frequency.logQ(IntTensor.of(1, 2)));
    assertEquals("frequencies of 2 items in 3 batches", frequency.toString());
  }

  /**
   * Gaps of a geometric distribution with p = 0.2 have a deviation of 4.5; weighed by a rate of
   * 0.01 that of the mean is 4.5 · √(0.01 / 1.99) = 0.32, five times which is 1.6 of 5.
   */
  @Test
  void theEstimateComesToTheProbability() {
    ItemFrequency frequency = ItemFrequency.streaming(0.01);
    RandomStream random = new RandomStream(4);
    for (int i = 0; i < 10_000; i++) {
      frequency.observe(random.nextDouble() < 0.2 ? IntTensor.of(0) : IntTensor.of(1));
    }
    assertEquals(5, Math.exp(-frequency.logQ(IntTensor.of(0))[0]), 1.6);
  }

  @Test
  void countedItemsHaveTheirShare() {
    ItemFrequency frequency = ItemFrequency.counted(3, 1, 3, 3);
    assertArrayEquals(
        new double[] {-StrictMath.log(4 / 3.0), -StrictMath.log(4)},
        frequency.logQ(IntTensor.of(3, 1)));
    assertEquals(
        "itemFrequency: logQ: item 2 has not been seen; observe the batch first",
        assertThrows(IllegalArgumentException.class, () -> frequency.logQ(IntTensor.of(2)))
            .getMessage());
    assertThrows(IllegalStateException.class, () -> frequency.observe(IntTensor.of(1)));
  }

  @Test
  void aStoppedEstimateGoesOnToTheSameBits() {
    ItemFrequency one = ItemFrequency.streaming(0.3);
    ItemFrequency other = ItemFrequency.streaming(0.3);
    RandomStream random = new RandomStream(9);
    for (int i = 0; i < 40; i++) {
      if (i == 20) {
        other.restore(one.state());
      }
      IntTensor items = IntTensor.of(random.nextInt(9), random.nextInt(9));
      one.observe(items);
      if (i >= 20) {
        other.observe(items);
      }
    }
    IntTensor all = IntTensor.of(0, 1, 2, 3, 4, 5, 6, 7, 8);
    assertArrayEquals(one.logQ(all), other.logQ(all));
    State spoilt =
        State.builder()
            .put("rate", 0.3)
            .put("batches", 1)
            .put("last", new int[] {4})
            .put("gap", new double[] {2})
            .build();
    assertThrows(IllegalArgumentException.class, () -> other.restore(spoilt));
    assertArrayEquals(one.logQ(all), other.logQ(all));
  }

  @Test
  void whatIsNoItemIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> ItemFrequency.streaming(0));
    assertThrows(IllegalArgumentException.class, () -> ItemFrequency.counted(-1));
    assertThrows(
        IllegalArgumentException.class,
        () -> ItemFrequency.streaming(1).observe(IntTensor.of(Integer.MAX_VALUE)));
  }
}
