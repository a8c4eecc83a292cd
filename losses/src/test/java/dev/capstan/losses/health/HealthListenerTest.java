package dev.capstan.losses.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.Rows;
import dev.capstan.losses.health.HealthListener.Level;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HealthListenerTest {
  /** Means of a few float64 numbers. */
  private static final double TOLERANCE = 1e-14;

  private static final LpDistance LINE = new LpDistance(2, 1, Rows.AS_GIVEN);

  private final List<BatchHealth> reports = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  private HealthListener listener(Level level) {
    return new HealthListener(LINE, level, 3, reports::add, warnings::add);
  }

  private void feed(HealthListener listener, Tensor x, double loss, int times, int... labels) {
    for (int i = 0; i < times; i++) {
      listener.onBatch(IntTensor.of(labels), x, Tensor.scalar(loss));
    }
  }

  @Test
  void healthIsMeasuredFromValues() {
    Tensor x = Tensor.of(new double[][] {{-2}, {-1}, {1}, {2}});
    BatchHealth h = BatchHealth.of(EmbeddingBatch.of(IntTensor.of(0, 0, 1, 1), x), LINE, 1.5, 0.25);
    // distances: positive 1; negative 3, 4, 2, 3; active where 1 − d_an + 1.5 > 0: d_an = 2, twice
    assertEquals(4, h.positivePairs());
    assertEquals(8, h.negativePairs());
    assertEquals(2.0 / 8, h.activeTriplets(), TOLERANCE);
    assertEquals(1, h.meanPositive(), TOLERANCE);
    assertEquals(3, h.meanNegative(), TOLERANCE);
    assertEquals(1, h.spread(), TOLERANCE);
    assertEquals(0.25, h.loss());
  }

  @Test
  void aCollapsedEmbeddingIsReportedOnceWithItsRemedy() {
    Tensor x = Tensor.full(DType.FLOAT64, 0.3, 4, 2);
    HealthListener listener = listener(Level.margin(0.2));
    feed(listener, x, 0.2, 2, 0, 0, 1, 1);
    assertEquals(List.of(), warnings);
    feed(listener, x, 0.2, 9, 0, 0, 1, 1);
    assertEquals(
        List.of(
            "health: for 3 batches, the embedding has collapsed to a point: the loss stays at"
                + " 0.2000, the margin, and the embedding's spread is 0.00e+00; lower the learning"
                + " rate, mine semi-hard instead of the hardest negatives, or begin with all"
                + " triplets"),
        warnings);
    assertEquals(11, reports.size());
  }

  @Test
  void aSoftLossCollapsesToTheLogarithmOfTwo() {
    Tensor x = Tensor.full(DType.FLOAT64, 0.3, 4, 2);
    feed(listener(Level.soft()), x, Math.log(2), 3, 0, 0, 1, 1);
    assertEquals(1, warnings.size());
    assertTrue(warnings.get(0).contains("0.6931, the ln 2 of equal distances"));
  }

  @Test
  void aHealthyEmbeddingAtTheMarginIsNoCollapse() {
    Tensor x = Tensor.randn(DType.FLOAT64, new SplittableRandom(1), 4, 2);
    feed(listener(Level.margin(0.2)), x, 0.2, 9, 0, 0, 1, 1);
    assertEquals(List.of(), warnings);
  }

  @Test
  void missingPairsAndIdleBatchesHaveTheirOwnRemedies() {
    Tensor x = Tensor.of(new double[][] {{0}, {0.1}, {10}, {10.1}});
    feed(listener(Level.margin(0.2)), x, 0, 3, 0, 1, 2, 3);
    feed(listener(Level.margin(0.2)), x, 0, 3, 5, 5, 5, 5);
    feed(listener(Level.margin(0.2)), x, 0, 3, 0, 0, 1, 1);
    assertEquals(
        List.of(
            "health: for 3 batches, batches carry no positive pairs: no two samples share a label;"
                + " draw K ≥ 2 samples of each of P classes for a batch",
            "health: for 3 batches, batches carry no negative pairs: all samples have one label;"
                + " draw the samples of a batch from P ≥ 2 classes",
            "health: for 3 batches, no triplet is active, so nothing is learned; use a larger"
                + " margin, harder mining or larger batches"),
        warnings);
  }

  @Test
  void aFaultThatPassesIsForgotten() {
    Tensor x = Tensor.of(new double[][] {{0}, {1}});
    HealthListener listener = listener(Level.margin(0.2));
    feed(listener, x, 0, 2, 0, 1);
    feed(listener, x, 0, 1, 0, 0);
    feed(listener, x, 0, 2, 0, 1);
    assertEquals(List.of(), warnings);
  }
}
