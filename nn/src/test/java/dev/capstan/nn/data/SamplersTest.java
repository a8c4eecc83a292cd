package dev.capstan.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.State;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SamplersTest {
  /** Class c has 20 + c rows. */
  private static int[] labels(int classes) {
    return IntStream.range(0, classes)
        .flatMap(c -> IntStream.generate(() -> c).limit(20 + c))
        .toArray();
  }

  @Test
  void aBatchHasKDifferentRowsOfEachOfPClasses() {
    int[] labels = labels(5);
    ClassBalancedSampler sampler = new ClassBalancedSampler(labels, 5, 7, new SplittableRandom(3));

    for (int round = 0; round < 50; round++) {
      int[] batch = sampler.next();
      assertEquals(35, Arrays.stream(batch).distinct().count());
      for (int i = 0; i < batch.length; i++) {
        assertEquals(i / 7, labels[batch[i]]);
      }
    }
  }

  @Test
  void aClassIsSeenWholeBeforeItIsShuffledAnew() {
    int[] labels = new int[12];
    ClassBalancedSampler sampler = new ClassBalancedSampler(labels, 1, 4, new SplittableRandom(3));

    for (int round = 0; round < 20; round++) {
      Set<Integer> seen = new HashSet<>();
      for (int i = 0; i < 3; i++) {
        Arrays.stream(sampler.next()).forEach(seen::add);
      }
      assertEquals(12, seen.size());
    }
  }

  @Test
  void rowsThatDoNotFillABatchAreLeftToTheNextShuffle() {
    int[] labels = new int[10];
    ClassBalancedSampler sampler = new ClassBalancedSampler(labels, 1, 4, new SplittableRandom(3));
    Map<Integer, Integer> counts = new HashMap<>();
    for (int i = 0; i < 1000; i++) {
      int[] batch = sampler.next();
      assertEquals(4, Arrays.stream(batch).distinct().count());
      Arrays.stream(batch).forEach(row -> counts.merge(row, 1, Integer::sum));
    }

    // Each row is taken with probability 8/10 in each of 500 rounds: 400, deviation 9.
    counts.values().forEach(n -> assertEquals(400, n, 45));
  }

  @Test
  void withMoreClassesThanPTheyAreDrawnWithoutReplacement() {
    int[] labels = labels(26);
    ClassBalancedSampler sampler = new ClassBalancedSampler(labels, 16, 8, new SplittableRandom(3));
    int[] times = new int[26];
    for (int round = 0; round < 260; round++) {
      int[] classes = Arrays.stream(sampler.next()).map(row -> labels[row]).distinct().toArray();
      assertEquals(16, classes.length);
      Arrays.stream(classes).forEach(c -> times[c]++);
    }

    // Drawn with probability 16/26 in each of 260 batches: 160, deviation 8.
    Arrays.stream(times).forEach(n -> assertEquals(160, n, 40));
  }

  @Test
  void theUsualSizesAreThoseOfTheRecipe() {
    assertEquals("10 x 12, 11 an epoch", size(10, 1348));
    assertEquals("5 x 25, 5 an epoch", size(5, 674));
    assertEquals("16 x 8, 125 an epoch", size(26, 16_000));
    assertEquals("13 x 9, 68 an epoch", size(13, 8000));
  }

  private static String size(int classes, int rows) {
    int[] labels = IntStream.range(0, rows).map(i -> i % classes).toArray();
    Dataset data = Dataset.of(new float[rows], 1, labels);
    ClassBalancedSampler sampler = ClassBalancedSampler.of(data, new SplittableRandom(1));
    return sampler.classesPerBatch()
        + " x "
        + sampler.rowsPerClass()
        + ", "
        + sampler.batchesPerEpoch()
        + " an epoch";
  }

  @Test
  void theSameSeedGivesTheSameBatches() {
    int[] labels = labels(20);
    ClassBalancedSampler one = new ClassBalancedSampler(labels, 16, 3, new SplittableRandom(9));
    ClassBalancedSampler two = new ClassBalancedSampler(labels, 16, 3, new SplittableRandom(9));

    for (int i = 0; i < 100; i++) {
      assertArrayEquals(one.next(), two.next());
    }
  }

  @Test
  void aClassSmallerThanKRepeatsItsRows() {
    ClassBalancedSampler sampler =
        new ClassBalancedSampler(new int[] {0, 0, 1, 1}, 2, 3, new SplittableRandom(1));

    int[] batch = sampler.next();

    assertEquals(6, batch.length);
    assertTrue(Arrays.stream(batch, 0, 3).allMatch(row -> row < 2));
    assertTrue(Arrays.stream(batch, 3, 6).allMatch(row -> row >= 2));
  }

  @Test
  void askingForMoreClassesThanThereAreIsRefused() {
    assertEquals(
        "sampler: got 3 classes of 2 rows, expected 1 to 2 classes (as many as there are labels) "
            + "of 1 row or more",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    new ClassBalancedSampler(new int[] {0, 0, 1, 1}, 3, 2, new SplittableRandom(1)))
            .getMessage());
  }

  @Test
  void aShuffledEpochHasEveryRowOnce() {
    ShuffledSampler sampler = new ShuffledSampler(12, 4, new SplittableRandom(1));

    for (int epoch = 0; epoch < 10; epoch++) {
      Set<Integer> seen = new HashSet<>();
      for (int i = 0; i < sampler.batchesPerEpoch(); i++) {
        Arrays.stream(sampler.next()).forEach(seen::add);
      }
      assertEquals(12, seen.size());
    }
  }

  @Test
  void anEpochHasABatchEvenOfFewerRowsThanFillIt() {
    assertEquals(
        1, new ClassBalancedSampler(labels(2), 2, 100, new SplittableRandom(1)).batchesPerEpoch());
    assertEquals(
        2, new ClassBalancedSampler(labels(2), 2, 10, new SplittableRandom(1)).batchesPerEpoch());
  }

  // --- state ------------------------------------------------------------------------------------

  private static ClassBalancedSampler balanced(int classes, long seed) {
    return new ClassBalancedSampler(labels(classes), 3, 7, new RandomStream(seed));
  }

  @Test
  void aSamplerGoesOnFromItsState() {
    ClassBalancedSampler balanced = balanced(5, 1);
    ShuffledSampler shuffled = new ShuffledSampler(23, 4, new RandomStream(2));
    for (int i = 0; i < 7; i++) {
      balanced.next();
      shuffled.next();
    }
    ClassBalancedSampler other = balanced(5, 3);
    ShuffledSampler another = new ShuffledSampler(23, 4, new RandomStream(4));
    other.next();
    other.restore(balanced.state());
    another.restore(shuffled.state());

    for (int i = 0; i < 30; i++) {
      assertArrayEquals(balanced.next(), other.next());
      assertArrayEquals(shuffled.next(), another.next());
    }
  }

  @Test
  void aStateOfOtherDataIsRefusedAndNothingIsChanged() {
    ClassBalancedSampler sampler = balanced(5, 1);
    ClassBalancedSampler twin = balanced(5, 1);
    ShuffledSampler shuffled = new ShuffledSampler(23, 4, new RandomStream(2));
    State state = sampler.state();

    assertThrows(IllegalArgumentException.class, () -> sampler.restore(balanced(4, 1).state()));
    assertEquals(
        "restore: 'order': got an order of 22 for other rows than these 23",
        assertThrows(
                IllegalArgumentException.class,
                () -> shuffled.restore(new ShuffledSampler(22, 4, new RandomStream(2)).state()))
            .getMessage());
    // As many rows, but those of two classes have changed places.
    String queues = state.text("queues");
    String swapped = queues.replaceFirst("^0 ", "30 ").replaceFirst(" 30 ", " 0 ");
    State mixed =
        State.of(
            Map.of(),
            Map.of(
                "queues", swapped,
                "at", state.text("at"),
                "classes", state.text("classes"),
                "random.xoshiro256++", state.text("random.xoshiro256++")));
    assertThrows(IllegalArgumentException.class, () -> sampler.restore(mixed));
    assertArrayEquals(twin.next(), sampler.next());
  }

  @Test
  void aGeneratorWhosePlaceCannotBeWrittenIsNamed() {
    ShuffledSampler sampler = new ShuffledSampler(4, 2, new SplittableRandom(1));

    assertEquals(
        "sampler: got a SplittableRandom, whose place cannot be written; give the sampler a"
            + " RandomStream",
        assertThrows(IllegalStateException.class, sampler::state).getMessage());
  }

  @Test
  void aFeatureThatIsNoNumberIsRefusedByItsPlace() {
    float[] features = {0, 1, 2, Float.POSITIVE_INFINITY, 4, 5};
    assertEquals(
        "dataset: feature 1 of row 1: got Infinity, expected a finite number; fill it in, or leave"
            + " the row out",
        assertThrows(IllegalArgumentException.class, () -> Dataset.of(features, 2, new int[3]))
            .getMessage());
  }
}
