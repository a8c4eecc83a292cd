package dev.capstan.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.State;
import dev.capstan.nn.data.HardNegativeSampler.Ranks;
import dev.capstan.nn.data.HardNegativeSampler.RowTriplets;
import dev.capstan.nn.index.Metric;
import dev.capstan.ops.DType;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Triplets of what a model confuses. */
final class HardNegativeSamplerTest {
  /** Row 9 is alone in its class: nobody's positive and no anchor, but a negative. */
  private static final int[] LABELS = {0, 1, 0, 1, 2, 2, 0, 1, 2, 3};

  private final Tensor rows = Tensor.randn(DType.FLOAT32, new RandomStream(6), 10, 3);

  private static HardNegativeSampler sampler(Ranks ranks) {
    return new HardNegativeSampler(LABELS, 3, ranks, new RandomStream(1));
  }

  /** By sorting all distances. */
  private Set<Integer> nearest(int anchor, Ranks ranks) {
    List<Integer> others =
        IntStream.range(0, LABELS.length)
            .filter(row -> LABELS[row] != LABELS[anchor])
            .boxed()
            .sorted(Comparator.comparingDouble(row -> distance(anchor, row)))
            .collect(Collectors.toList());
    return new TreeSet<>(others.subList(ranks.from(), Math.min(others.size(), ranks.to())));
  }

  private double distance(int i, int j) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double difference = rows.get(i, k) - rows.get(j, k);
      sum += difference * difference;
    }
    return sum;
  }

  @Test
  void negativesAreTheNearestRowsOfOtherClasses() {
    for (Ranks ranks : List.of(Ranks.first(1), Ranks.first(3), new Ranks(1, 4), new Ranks(2, 50))) {
      HardNegativeSampler sampler = sampler(ranks);
      sampler.mine(rows, Metric.EUCLIDEAN);
      List<Set<Integer>> drawn =
          IntStream.range(0, 10).mapToObj(i -> (Set<Integer>) new TreeSet<Integer>()).toList();
      for (int b = 0; b < 600; b++) {
        RowTriplets triplets = sampler.nextTriplets();
        for (int i = 0; i < 3; i++) {
          int anchor = triplets.anchors()[i];
          assertEquals(LABELS[anchor], LABELS[triplets.positives()[i]]);
          assertNotEquals(anchor, triplets.positives()[i]);
          drawn.get(anchor).add(triplets.negatives()[i]);
        }
      }
      // An anchor is drawn 200 times from at most seven rows: to miss one has probability 3e-13.
      for (int anchor = 0; anchor < 9; anchor++) {
        assertEquals(nearest(anchor, ranks), drawn.get(anchor), ranks + ", anchor " + anchor);
      }
      assertTrue(drawn.get(9).isEmpty());
    }
  }

  @Test
  void anEpochHasEachAnchorOnce() {
    HardNegativeSampler sampler = sampler(Ranks.first(2));
    assertEquals(3, sampler.batchesPerEpoch());
    for (int epoch = 0; epoch < 5; epoch++) {
      int[] anchors =
          IntStream.range(0, 3)
              .flatMap(b -> Arrays.stream(sampler.next()).limit(3))
              .sorted()
              .toArray();
      assertArrayEquals(IntStream.range(0, 9).toArray(), anchors);
    }
  }

  @Test
  void beforeMiningNegativesAreAnyRowsOfOtherClasses() {
    HardNegativeSampler sampler = sampler(Ranks.first(1));
    Set<Integer> drawn = new TreeSet<>();
    for (int b = 0; b < 300; b++) {
      RowTriplets triplets = sampler.nextTriplets();
      for (int i = 0; i < 3; i++) {
        assertNotEquals(LABELS[triplets.anchors()[i]], LABELS[triplets.negatives()[i]]);
        drawn.add(triplets.negatives()[i]);
      }
    }
    assertEquals(10, drawn.size());
  }

  /** Queries lie where the item of the same row with the sign changed lies. */
  @Test
  void twoTowersAreMinedAcross() {
    HardNegativeSampler sampler = sampler(Ranks.first(1));
    sampler.mine(rows.neg(), rows.neg(), Metric.EUCLIDEAN);
    RowTriplets same = sampler.nextTriplets();
    HardNegativeSampler across = sampler(Ranks.first(1));
    across.mine(rows.neg(), rows, Metric.EUCLIDEAN);
    RowTriplets other = across.nextTriplets();
    for (int i = 0; i < 3; i++) {
      int anchor = same.anchors()[i];
      assertEquals(nearest(anchor, Ranks.first(1)), Set.of(same.negatives()[i]));
      int[] farthest =
          IntStream.range(0, 10)
              .filter(row -> LABELS[row] != LABELS[anchor])
              .boxed()
              .sorted(Comparator.comparingDouble(row -> sum(anchor, row)))
              .mapToInt(row -> row)
              .toArray();
      assertEquals(farthest[0], other.negatives()[i]);
    }
  }

  private double sum(int i, int j) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double each = -rows.get(i, k) - rows.get(j, k);
      sum += each * each;
    }
    return sum;
  }

  @Test
  void aStoppedRunGoesOnToTheSameRows() {
    for (boolean mined : new boolean[] {false, true}) {
      HardNegativeSampler one = sampler(new Ranks(1, 40));
      HardNegativeSampler other =
          new HardNegativeSampler(LABELS, 3, new Ranks(1, 40), new RandomStream(99));
      if (mined) {
        one.mine(rows, Metric.COSINE);
      }
      one.next();
      other.restore(one.state());
      for (int i = 0; i < 20; i++) {
        assertArrayEquals(one.next(), other.next());
      }
    }
  }

  @Test
  void aStateOfOtherRowsIsRefused() {
    HardNegativeSampler one = sampler(Ranks.first(2));
    one.mine(rows, Metric.COSINE);
    State state = one.state();
    int[] turned = LABELS.clone();
    turned[0] = 1;
    HardNegativeSampler other =
        new HardNegativeSampler(turned, 3, Ranks.first(2), new RandomStream(2));
    int[] before = new HardNegativeSampler(turned, 3, Ranks.first(2), new RandomStream(2)).next();
    assertEquals(
        "restore: hard negatives: the state is of other data than these",
        assertThrows(IllegalArgumentException.class, () -> other.restore(state)).getMessage());
    assertArrayEquals(before, other.next());
  }

  @Test
  void whatCannotBeMinedIsRefused() {
    HardNegativeSampler sampler = sampler(Ranks.first(2));
    assertEquals(
        "hardNegatives: got vectors [2, 2], expected [10, D], one for each label",
        assertThrows(
                ShapeException.class,
                () -> sampler.mine(Tensor.zeros(DType.FLOAT32, 2, 2), Metric.COSINE))
            .getMessage());
    assertThrows(IllegalArgumentException.class, () -> new Ranks(3, 3));
    assertThrows(
        IllegalArgumentException.class,
        () -> HardNegativeSampler.of(new int[] {4, 4}, Ranks.first(1), new RandomStream(1)));
    assertThrows(
        IllegalArgumentException.class,
        () -> HardNegativeSampler.of(new int[] {1, 2, 3}, Ranks.first(1), new RandomStream(1)));
  }
}
