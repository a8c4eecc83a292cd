package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.losses.MultipleNegativesRankingLoss.Direction;
import dev.capstan.losses.distance.Similarity;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Batches in which some negatives are none, and popular items are drawn more often. */
class InBatchCandidatesTest {
  /** Sums of a few dozen doubles of size 1 in another order. */
  private static final double CLOSE = 1e-12;

  private static final MultipleNegativesRankingLoss DOT =
      new MultipleNegativesRankingLoss().withScale(1.5).withSimilarity(Similarity.DOT);

  private final RandomGenerator random = new SplittableRandom(5);
  private final Tensor anchor = rows();
  private final Tensor positive = rows();
  private final Tensor negative = rows();

  /** Queries 0 and 2 are equal; items 1 and 3 are; item 9 is known to belong to query 8. */
  private final IntTensor queries = IntTensor.of(7, 8, 7, 6);

  private final IntTensor items = IntTensor.of(1, 2, 3, 2, 9, 3, 4, 5);
  private final double[] logQ = {-0.5, -1, -2, -1, -0.25, -2, -3, -1.5};

  private final InBatchCandidates known =
      InBatchCandidates.of(queries, items, KnownPositives.of(new int[] {8}, new int[] {9}))
          .withLogQ(logQ);

  /** By hand: what of the eight candidates is no negative of the four queries. */
  private static final boolean[][] HITS = {
    {false, false, true, false, false, true, false, false},
    {false, false, false, true, true, false, false, false},
    {true, false, false, false, false, true, false, false},
    {false, true, false, false, false, false, false, false}
  };

  private Tensor rows() {
    return Tensor.randn(DType.FLOAT64, random, 4, 3);
  }

  private double score(Tensor x, int i, Tensor y, int j) {
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      sum += x.get(i, k) * y.get(j, k);
    }
    return 1.5 * sum;
  }

  private double candidate(Tensor query, int i, int j) {
    return score(query, i, j < 4 ? positive : negative, j % 4) - logQ[j];
  }

  @Test
  void whatIsNoNegativeIsSaidByIds() {
    for (int i = 0; i < 4; i++) {
      for (int j = 0; j < 8; j++) {
        assertEquals(HITS[i][j], known.accidentalHits().at(i * 8 + j), i + ", " + j);
      }
    }
    assertEquals("4 queries, 8 candidates, 7 accidental hits, corrected by logQ", known.toString());
  }

  @Test
  void theSoftmaxRunsOverCorrectedScoresOfTrueNegatives() {
    double expected = 0;
    for (int i = 0; i < 4; i++) {
      double sum = 0;
      for (int j = 0; j < 8; j++) {
        sum += HITS[i][j] ? 0 : Math.exp(candidate(anchor, i, j));
      }
      expected += (Math.log(sum) - candidate(anchor, i, i)) / 4;
    }
    assertEquals(expected, DOT.apply(anchor, positive, known, negative).item(), CLOSE);
  }

  @Test
  void allDirectionsLeaveOutWhatBelongsTogether() {
    MultipleNegativesRankingLoss all = DOT.withDirections(Direction.values());
    double expected = 0;
    for (int i = 0; i < 4; i++) {
      double sum = 0;
      for (int j = 0; j < 8; j++) {
        sum += HITS[i][j] ? 0 : Math.exp(candidate(anchor, i, j));
        sum += HITS[i][j] || j % 4 == i ? 0 : Math.exp(candidate(positive, i, j));
      }
      for (int j = 0; j < 4; j++) {
        sum += HITS[j][i] ? 0 : Math.exp(score(positive, i, anchor, j));
        sum += HITS[i][j] || HITS[j][i] || i == j ? 0 : Math.exp(score(anchor, i, anchor, j));
      }
      expected += (Math.log(sum) - candidate(anchor, i, i)) / 4;
    }
    assertEquals(expected, all.apply(anchor, positive, known, negative).item(), CLOSE);
  }

  @Test
  void eachDirectionByItselfCorrectsCandidatesAlone() {
    MultipleNegativesRankingLoss loss =
        MultipleNegativesRankingLoss.symmetric().withScale(1.5).withSimilarity(Similarity.DOT);
    double expected = 0;
    for (int i = 0; i < 4; i++) {
      double there = 0;
      double back = 0;
      for (int j = 0; j < 8; j++) {
        there += HITS[i][j] ? 0 : Math.exp(candidate(anchor, i, j));
      }
      for (int j = 0; j < 4; j++) {
        back += HITS[j][i] ? 0 : Math.exp(score(positive, i, anchor, j));
      }
      expected += (Math.log(there) - candidate(anchor, i, i)) / 8;
      expected += (Math.log(back) - score(positive, i, anchor, i)) / 8;
    }
    assertEquals(expected, loss.apply(anchor, positive, known, negative).item(), CLOSE);
  }

  @Test
  void gradientsAreThoseOfTheValue() {
    MultipleNegativesRankingLoss all = DOT.withDirections(Direction.values());
    GradCheck.of((Tensor x) -> all.apply(x, positive, known, negative))
        .at(anchor)
        .order(2)
        .check()
        .orThrow();
    GradCheck.of((Tensor x) -> DOT.apply(anchor, x, known, negative))
        .at(positive)
        .check()
        .orThrow();
    GradCheck.of((Tensor x) -> DOT.apply(anchor, positive, known, x))
        .at(negative)
        .check()
        .orThrow();
  }

  @Test
  void anAccidentalHitGetsNoGradientFromThatRow() {
    IntTensor same = IntTensor.of(4, 4);
    Tensor two = anchor.slice(0, 0, 2);
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(positive.slice(0, 0, 2));
      Tensor loss = DOT.apply(two, x, InBatchCandidates.of(same, 2));
      assertEquals(0, loss.item(), "each query has its own candidate alone");
      assertArrayEquals(new double[6], tape.gradients(loss).of(x).toArray());
    }
  }

  @Test
  void whereNothingIsKnownNothingChanges() {
    InBatchCandidates plain = InBatchCandidates.of(IntTensor.of(0, 1, 2, 3), 4);
    MultipleNegativesRankingLoss loss = new MultipleNegativesRankingLoss();
    assertEquals(loss.apply(anchor, positive).item(), loss.apply(anchor, positive, plain).item());
  }

  /** What all candidates have in common cancels, up to rounding of scores of size 20. */
  @Test
  void equalProbabilitiesCancel() {
    MultipleNegativesRankingLoss loss = new MultipleNegativesRankingLoss();
    InBatchCandidates equal =
        InBatchCandidates.of(IntTensor.of(0, 1, 2, 3), 4).withLogQ(-7, -7, -7, -7);
    assertEquals(
        loss.apply(anchor, positive).item(),
        loss.apply(anchor, positive, equal).item(),
        30 * CLOSE);
  }

  @Test
  void inputsByNameGiveTheSame() {
    Map<String, Object> inputs =
        Map.of(
            "anchor", anchor,
            "positive", positive,
            "negative0", negative,
            "anchor_ids", queries,
            "candidate_ids", items,
            "log_q", Tensor.of(logQ));
    InBatchCandidates byIds =
        InBatchCandidates.of(queries, items, KnownPositives.none()).withLogQ(logQ);
    assertEquals(DOT.apply(anchor, positive, byIds, negative).item(), DOT.applyTo(inputs).item());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertEquals(
        "InBatchCandidates: candidates do not fit the queries: got ids [3] for [2], expected [M]"
            + " for [N], M a multiple of N",
        assertThrows(ShapeException.class, () -> InBatchCandidates.of(IntTensor.of(1, 2, 3), 2))
            .getMessage());
    assertEquals(
        "InBatchCandidates: logQ: got -Infinity for candidate 1, expected a finite logarithm; a"
            + " candidate of the batch has a probability above 0",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    InBatchCandidates.of(IntTensor.of(1, 2), 2)
                        .withLogQ(0, Double.NEGATIVE_INFINITY))
            .getMessage());
    assertEquals(
        "MultipleNegativesRankingLoss: candidates do not fit the columns: got what is known of 4"
            + " queries and 8 candidates, expected 4 and 4",
        assertThrows(ShapeException.class, () -> DOT.apply(anchor, positive, known)).getMessage());
    assertEquals(
        "KnownPositives: got 1 queries and 2 items, expected one item for each query",
        assertThrows(
                IllegalArgumentException.class, () -> KnownPositives.of(new int[1], new int[2]))
            .getMessage());
  }
}
