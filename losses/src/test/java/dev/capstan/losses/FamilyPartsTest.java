package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.WalkOption;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.MahalanobisDistance;
import dev.capstan.losses.distance.Rows;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reducers, regularisers, memory, learned parts and synonyms. */
class FamilyPartsTest {
  /** Sums of some dozen float64 terms of order 1 in another order. */
  private static final double TOLERANCE = 1e-13;

  private static final IntTensor LABELS = IntTensor.of(0, 0, 1, 1, 2);

  /** 0, 1 of class 0, 3, 5 of class 1, 9 of class 2, on a line. */
  private static final Tensor LINE = Tensor.of(new double[][] {{0}, {1}, {3}, {5}, {9}});

  private static ContrastiveLoss onTheLine(Reducer reducer) {
    return new ContrastiveLoss()
        .withDistance(new LpDistance(2, 1, Rows.AS_GIVEN))
        .withPosMargin(1)
        .withNegMargin(3)
        .withReducer(reducer);
  }

  private static double reduced(Reducer reducer) {
    return onTheLine(reducer).apply(LABELS, LINE).item();
  }

  // positive pairs, twice each: 0, 1; negative ones: (0,3) 0, (0,5) 0, (1,3) 1, (1,5) 0, rest 0;
  // four negative pairs between classes 0 and 1 and four with 9, each in both directions

  @Test
  void reducersWeighTheTermsAsTheySay() {
    assertEquals(2.0 / 4 + 2.0 / 16, reduced(new Reducer.Mean()), TOLERANCE);
    assertEquals(2 + 2, reduced(new Reducer.Sum()), TOLERANCE);
    assertEquals(1 + 1, reduced(new Reducer.MeanOfNonZero()), TOLERANCE);
    assertEquals(0, reduced(new Reducer.Threshold(1, 9)), TOLERANCE);
    assertEquals(2, reduced(new Reducer.Threshold(0.5, 9)), TOLERANCE);
    // anchors 3 and 5 have one positive of loss 1 each; anchors 1 and 3 one of three negatives
    assertEquals(2.0 / 5 + 2 * (1.0 / 3) / 5, reduced(new Reducer.PerAnchor()), TOLERANCE);
    // anchors of class 1 weigh 3, of class 0 weigh 10
    Reducer weighted = new Reducer.ClassWeighted(List.of(10.0, 3.0, 100.0));
    assertEquals(2 * 3.0 / 4 + (10 + 3.0) / 16, reduced(weighted), TOLERANCE);
    assertEquals(4 + 16, onTheLine(new Reducer.None()).apply(LABELS, LINE).size());
  }

  @Test
  void aLabelWithoutAWeightIsRefused() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> reduced(new Reducer.ClassWeighted(List.of(1.0, 2.0))));
    assertEquals(
        "ClassWeighted: no weight for a label: got label 2, expected 0 to 1; give one weight a"
            + " class",
        e.getMessage());
  }

  @Test
  void regularisersAddTheMeanPenaltyOfTheRows() {
    Tensor x = Tensor.of(new double[][] {{3, 4}, {0, 0}, {-1, 1}});
    assertEquals((5 + Math.sqrt(2)) / 3, new Regularizer.Lp(2).of(x).item(), TOLERANCE);
    assertEquals(7.0 / 3, new Regularizer.ZeroMean().of(x).item(), TOLERANCE);
    IntTensor labels = IntTensor.of(0, 0, 1);
    double plain = new ContrastiveLoss().apply(labels, x).item();
    MetricLoss both = new RegularizedLoss(new ContrastiveLoss(), new Regularizer.ZeroMean(), 0.6);
    assertEquals(plain + 1.4, both.apply(labels, x).item(), TOLERANCE);
  }

  @Test
  void aMemoryKeepsTheLatestAndAddsThemAsReferences() {
    CrossBatchMemory memory = new CrossBatchMemory(4, DType.FLOAT64, 1);
    memory = memory.with(IntTensor.of(0, 1, 0), Tensor.of(new double[][] {{10}, {20}, {30}}));
    IntTensor labels = IntTensor.of(0, 1);
    Tensor x = Tensor.of(new double[][] {{40}, {50}});
    memory = memory.with(labels, x);
    assertEquals(IntTensor.of(1, 0, 0, 1), memory.labels());
    assertArrayEquals(new double[] {20, 30, 40, 50}, memory.embeddings().toArray());
    try (Tape tape = new Tape()) {
      Tensor leaf = tape.watch(x);
      Tensor loss = onTheLine(new Reducer.Sum()).apply(memory.batch(labels, leaf));
      // positives: 40 with 30 and 50 with 20, each less the margin of 1; no pair with oneself,
      // and no negative pair within 3
      assertEquals(9 + 29, loss.item(), TOLERANCE);
      assertArrayEquals(new double[] {1, 1}, tape.gradients(loss).of(leaf).toArray(), TOLERANCE);
    }
  }

  @Test
  void aBatchLargerThanTheMemoryIsRefused() {
    CrossBatchMemory memory = new CrossBatchMemory(1, DType.FLOAT64, 1);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> memory.with(IntTensor.of(0, 1), Tensor.of(new double[][] {{1}, {2}})));
    assertEquals(
        "CrossBatchMemory: batch too large: got 2 rows, expected at most the capacity of 1",
        e.getMessage());
  }

  @Test
  void multipleNegativesRankingIsCrossEntropyOverTheOtherPairs() {
    Tensor a = Tensor.randn(DType.FLOAT64, new SplittableRandom(1), 4, 3);
    Tensor p = Tensor.randn(DType.FLOAT64, new SplittableRandom(2), 4, 3);
    double[] u = Rows.NORMALIZED.of(a).toArray();
    double[] v = Rows.NORMALIZED.of(p).toArray();
    double expected = 0;
    for (int i = 0; i < 4; i++) {
      double sum = 0;
      double own = 0;
      for (int j = 0; j < 4; j++) {
        double s = 0;
        for (int k = 0; k < 3; k++) {
          s += 20 * u[3 * i + k] * v[3 * j + k];
        }
        sum += Math.exp(s);
        own = i == j ? s : own;
      }
      expected += (Math.log(sum) - own) / 4;
    }
    NtXentLoss loss = NtXentLoss.multipleNegativesRanking();
    assertEquals(expected, loss.apply(EmbeddingBatch.ofPairs(a, p)).item(), 20 * TOLERANCE);
  }

  @Test
  void betaMayBeLearnedForAllClassesOrForEach() {
    Tensor x = Tensor.randn(DType.FLOAT64, new SplittableRandom(3), 5, 3);
    MarginLoss loss = new MarginLoss().withLearning(MarginLoss.Beta.LEARNED).withNu(0.1);
    for (Tensor beta : List.of(Tensor.of(1.1), Tensor.of(0.9, 1.3, 1.1))) {
      GradCheck.of((Tensor e, Tensor b) -> loss.apply(EmbeddingBatch.of(LABELS, e), b))
          .at(x, beta)
          .order(2)
          .check()
          .orThrow();
    }
    EmbeddingBatch batch = EmbeddingBatch.of(LABELS, x);
    double plain = loss.withNu(0).apply(batch, Tensor.of(1.1)).item();
    assertEquals(plain + 0.11, loss.apply(batch, Tensor.of(1.1)).item(), TOLERANCE);
  }

  @Test
  void aLearnedMahalanobisDistanceHasAGradient() {
    Tensor x = Tensor.randn(DType.FLOAT64, new SplittableRandom(4), 5, 3);
    Tensor factor = Tensor.randn(DType.FLOAT64, new SplittableRandom(5), 3, 2);
    ContrastiveLoss loss = new ContrastiveLoss();
    GradCheck.of(
            (Tensor e, Tensor l) -> loss.withDistance(new MahalanobisDistance(l)).apply(LABELS, e))
        .at(x, factor)
        .order(2)
        .check()
        .orThrow();
  }

  @ParameterizedTest
  @MethodSource("dev.capstan.losses.FamilyPropertiesTest#losses")
  void noTensorIsLargerThanAFewMatrices(MetricLoss loss) {
    int n = 48;
    int[] labels = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = i / 4;
    }
    Tensor x = Tensor.randn(DType.FLOAT64, new SplittableRandom(6), n, 16);
    try (Tape tape = new Tape()) {
      Tensor leaf = tape.watch(x);
      Tensor y = loss.apply(IntTensor.of(labels), leaf);
      Tensor g = tape.gradients(y, WalkOption.CREATE_GRAPH).of(leaf);
      tape.gradients(g.square().sum());
      int largest =
          tape.nodes().stream().mapToInt(node -> node.value().form().size()).max().orElse(0);
      assertTrue(largest <= 2 * n * n, loss + ": a tensor of " + largest + " elements");
    }
  }

  @Test
  void noGradientPassesThroughTheMemory() {
    IntTensor labels = IntTensor.of(0, 0, 1, 1);
    Tensor x = Tensor.randn(DType.FLOAT64, new SplittableRandom(6), 4, 3);
    CrossBatchMemory empty = new CrossBatchMemory(8, DType.FLOAT64, 3);
    try (Tape tape = new Tape()) {
      Tensor traced = tape.watch(x);
      CrossBatchMemory memory = empty.with(labels, traced);
      Tensor loss = new ContrastiveLoss().apply(memory.batch(labels, traced));
      Tensor constant =
          new ContrastiveLoss().apply(EmbeddingBatch.against(labels, traced, labels, x.mul(1), 0));
      assertArrayEquals(
          tape.gradients(constant).of(traced).toArray(), tape.gradients(loss).of(traced).toArray());
    }
  }
}
