package dev.capstan.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.State;
import dev.capstan.ops.IntTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Examples of other kinds than rows, and batches that are made ahead. */
final class ExamplesTest {
  private record Pair(Bags question, Bags answer) {}

  private record Triplet(Pair pair, IntTensor negative) {}

  private static final int[][] QUESTIONS = {{1, 2}, {}, {3}};
  private static final int[][] ANSWERS = {{4}, {5, 6, 7}, {8}};

  @Test
  void pairsAndTripletsAreJoinedOfTheirParts() {
    Examples<Triplet> triplets =
        Examples.ragged(QUESTIONS)
            .with(Examples.ragged(ANSWERS), Pair::new)
            .with(Examples.ids(10, 11, 12), Triplet::new);

    Triplet batch = triplets.batch(2, 1, 2);

    assertEquals(3, triplets.size());
    assertArrayEquals(new int[] {3, 3}, batch.pair().question().ids().toArray());
    assertArrayEquals(new int[] {0, 1, 1}, batch.pair().question().starts().toArray());
    assertArrayEquals(new int[] {8, 5, 6, 7, 8}, batch.pair().answer().ids().toArray());
    assertArrayEquals(new int[] {0, 1, 4}, batch.pair().answer().starts().toArray());
    assertArrayEquals(new int[] {12, 11, 12}, batch.negative().toArray());
    assertEquals("3 bags of 2 tokens", batch.pair().question().toString());
    assertEquals(
        "examples: got 2 to join with 3, expected one for each",
        assertThrows(
                IllegalArgumentException.class,
                () -> Examples.ragged(ANSWERS).with(Examples.ids(1, 2), (a, b) -> a))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> triplets.batch(3));
  }

  private static DataLoader<IntTensor> loader() {
    return new DataLoader<>(
        Examples.ids(0, 1, 2, 3, 4, 5, 6), new ShuffledSampler(7, 2, new RandomStream(3)));
  }

  private static List<List<Integer>> take(BatchSource<IntTensor> from, int count) {
    List<List<Integer>> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batches.add(Arrays.stream(from.next().toArray()).boxed().toList());
    }
    return batches;
  }

  @Test
  void whatIsMadeAheadIsWhatThePlainLoaderGivesAndGoesOnAnywhere() {
    List<List<Integer>> plain = take(loader(), 20);
    for (int stop = 0; stop < 8; stop++) {
      State state;
      try (PrefetchLoader<IntTensor> first = loader().prefetch(3)) {
        assertEquals(plain.subList(0, stop), take(first, stop));
        state = first.state();
      }
      try (PrefetchLoader<IntTensor> rest = loader().prefetch(3)) {
        rest.restore(state);
        assertEquals(plain.subList(stop, 20), take(rest, 20 - stop));
      }
    }
  }

  @Test
  void aFaultInTheThreadIsTheCallers() {
    Examples<IntTensor> faulty =
        new Examples<>() {
          @Override
          public int size() {
            return 4;
          }

          @Override
          public IntTensor batch(int... rows) {
            throw new IllegalArgumentException("row " + rows[0] + " is spoilt");
          }
        };
    ShuffledSampler order = new ShuffledSampler(4, 4, new RandomStream(1));
    PrefetchLoader<IntTensor> loader = new DataLoader<>(faulty, order).prefetch(1);
    assertThrows(IllegalArgumentException.class, loader::next);
    loader.close();
    assertEquals(
        "prefetch: the loader is closed; make another",
        assertThrows(IllegalStateException.class, loader::next).getMessage());
  }
}
