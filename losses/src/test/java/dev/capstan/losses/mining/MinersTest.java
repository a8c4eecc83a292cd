package dev.capstan.losses.mining;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.Rows;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the miners choose, on points of a line and against plain loops. */
class MinersTest {
  private static final Distance LINE = new LpDistance(2, 1, Rows.AS_GIVEN);

  /** 0, 1, 3 of class 0 and 1.5, 4, 6 of class 1. */
  private static final EmbeddingBatch BATCH =
      EmbeddingBatch.of(
          IntTensor.of(0, 0, 0, 1, 1, 1),
          Tensor.of(new double[][] {{0}, {1}, {3}, {1.5}, {4}, {6}}));

  private static List<String> triplets(Miner miner) {
    List<String> all = new ArrayList<>();
    miner.mine(BATCH, LINE).triplets().forEach((a, p, n) -> all.add(a + "" + p + n));
    return all;
  }

  private static List<String> pairs(Pairs pairs) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < pairs.size(); i++) {
      all.add(pairs.row(i) + "" + pairs.column(i));
    }
    return all;
  }

  @Test
  void batchHardTakesTheFarthestPositiveAndTheNearestNegative() {
    assertEquals(
        List.of("023", "123", "204", "351", "432", "532"), triplets(BatchMiner.batchHard()));
  }

  @Test
  void batchEasyTakesTheNearestPositiveAndTheFarthestNegative() {
    assertEquals(
        List.of("015", "105", "215", "340", "450", "540"), triplets(BatchMiner.batchEasy()));
  }

  @Test
  void easyPositiveTakesTheNearestNegativeBeyondTheNearestPositive() {
    // 2: positive 1 at 2, negatives at 1.5, 1 and 3: only 6 is beyond; 3: positive 4 at 2.5,
    // no negative beyond it, so no triplet; 4: positive 5 at 2, then 1 at 3
    assertEquals(List.of("013", "104", "215", "451", "542"), triplets(BatchMiner.easyPositive()));
  }

  @Test
  void semiHardOfEachPairFallsBackToTheFarthestNegative() {
    assertEquals(
        List.of("013", "024", "104", "124", "205", "215", "340", "350", "431", "451", "531", "542"),
        triplets(new SemiHardMiner(SemiHardMiner.Meaning.PAIRWISE)));
  }

  @Test
  void semiHardOfEachAnchorLooksBeyondItsFarthestPositive() {
    assertEquals(
        List.of("024", "124", "205", "350", "431", "531"),
        triplets(new SemiHardMiner(SemiHardMiner.Meaning.PER_ANCHOR)));
  }

  @Test
  void semiHardWithinAMarginTakesEveryTripletThatFits() {
    assertEquals(
        List.of("013", "024", "542"),
        triplets(new TripletMarginMiner(1, TripletMarginMiner.Type.SEMIHARD)).stream()
            .filter(t -> List.of("013", "024", "542").contains(t))
            .toList());
    for (TripletMarginMiner.Type type : TripletMarginMiner.Type.values()) {
      List<String> expected = new ArrayList<>();
      double[] x = {0, 1, 3, 1.5, 4, 6};
      for (String t : triplets(new AllMiner())) {
        double gap =
            Math.abs(x[t.charAt(0) - '0'] - x[t.charAt(2) - '0'])
                - Math.abs(x[t.charAt(0) - '0'] - x[t.charAt(1) - '0']);
        boolean in =
            switch (type) {
              case ALL -> gap <= 1;
              case EASY -> gap > 1;
              case HARD -> gap <= 0;
              case SEMIHARD -> gap > 0 && gap <= 1;
            };
        if (in) {
          expected.add(t);
        }
      }
      assertEquals(expected, triplets(new TripletMarginMiner(1, type)), type.toString());
      assertFalse(expected.isEmpty());
    }
  }

  @Test
  void allTripletsAreEveryPositivePairWithEveryNegative() {
    assertEquals(6 * 2 * 3, triplets(new AllMiner()).size());
  }

  @Test
  void multiSimilarityComparesPairsWithTheAnchorsOthers() {
    // anchor 0: positives at 1, 3, negatives at 1.5, 4, 6
    Mined mined = new MultiSimilarityMiner(0.6).mine(BATCH, LINE);
    assertEquals(
        List.of("01", "02"),
        pairs(mined.positives()).stream().filter(p -> p.startsWith("0")).toList());
    assertEquals(
        List.of("03"), pairs(mined.negatives()).stream().filter(p -> p.startsWith("0")).toList());
    assertEquals(
        List.of("02"),
        pairs(new MultiSimilarityMiner(0.1).mine(BATCH, LINE).positives()).stream()
            .filter(p -> p.startsWith("0"))
            .toList());
  }

  @Test
  void pairMarginsAreOnTheOtherSideForASimilarity() {
    Mined mined = new PairMarginMiner(2, 1.5).mine(BATCH, LINE);
    assertEquals(List.of("02", "20", "34", "35", "43", "53"), pairs(mined.positives()));
    assertEquals(List.of("13", "24", "31", "42"), pairs(mined.negatives()));
    EmbeddingBatch circle =
        EmbeddingBatch.of(
            IntTensor.of(0, 0, 1), Tensor.of(new double[][] {{1, 0}, {0, 1}, {0.9, 0.1}}));
    Mined cosine = new PairMarginMiner(0.5, 0.8).mine(circle, DotProductSimilarity.cosine());
    assertEquals(List.of("01", "10"), pairs(cosine.positives()));
    assertEquals(List.of("02", "20"), pairs(cosine.negatives()));
  }

  @Test
  void theAngleIsThatOfItsDefinition() {
    Tensor x = Tensor.randn(DType.FLOAT64, new SplittableRandom(3), 8, 3);
    EmbeddingBatch batch = EmbeddingBatch.of(IntTensor.of(0, 0, 0, 1, 1, 1, 2, 2), x);
    double[][] u = new double[8][3];
    double[] flat = Rows.NORMALIZED.of(x).toArray();
    for (int i = 0; i < flat.length; i++) {
      u[i / 3][i % 3] = flat[i];
    }
    List<String> expected = new ArrayList<>();
    new AllMiner()
        .mine(batch, LINE)
        .triplets()
        .forEach(
            (a, p, n) -> {
              double ap = 0;
              double cn = 0;
              for (int k = 0; k < 3; k++) {
                ap += Math.pow(u[a][k] - u[p][k], 2);
                cn += Math.pow((u[a][k] + u[p][k]) / 2 - u[n][k], 2);
              }
              if (Math.toDegrees(Math.atan(Math.sqrt(ap) / (2 * Math.sqrt(cn)))) > 30) {
                expected.add(a + "" + p + n);
              }
            });
    List<String> got = new ArrayList<>();
    new AngularMiner(30).mine(batch, LINE).triplets().forEach((a, p, n) -> got.add(a + "" + p + n));
    assertEquals(expected, got);
    assertTrue(got.size() > 5 && got.size() < 60, "the threshold cuts nothing off: " + got.size());
  }

  @Test
  void distanceWeightedDrawsDependOnTheSeedAloneAndSpareFarNegatives() {
    Tensor x = Tensor.randn(DType.FLOAT64, new SplittableRandom(4), 12, 4);
    EmbeddingBatch batch = EmbeddingBatch.of(IntTensor.of(0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2), x);
    double[] d = LpDistance.euclidean().values(x, x).toArray();
    List<List<Integer>> first = drawn(batch, 9);
    assertEquals(first, drawn(batch, 9));
    assertFalse(first.equals(drawn(batch, 10)));
    for (List<Integer> t : first) {
      int a = t.get(0);
      int n = t.get(2);
      assertTrue(batch.negative(a, n));
      assertTrue(d[a * 12 + n] < 1.4, "drawn at " + d[a * 12 + n]);
    }
  }

  private static List<List<Integer>> drawn(EmbeddingBatch batch, int seed) {
    List<List<Integer>> all = new ArrayList<>();
    new DistanceWeightedMiner(new SplittableRandom(seed))
        .mine(batch, LINE)
        .triplets()
        .forEach((a, p, n) -> all.add(List.of(a, p, n)));
    return all;
  }

  /**
   * Without epsilon a pair is chosen if it is worse than the anchor's best of the other kind; a
   * larger epsilon chooses more of both kinds, a negative one fewer.
   */
  @Test
  void aLargerEpsilonChoosesMorePairs() {
    Tensor x = Tensor.randn(DType.FLOAT64, new SplittableRandom(8), 12, 3);
    EmbeddingBatch batch = EmbeddingBatch.of(IntTensor.of(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3), x);
    Tensor d = LINE.values(x, x);
    int before = 0;
    for (double epsilon : new double[] {-0.5, 0, 0.2, 1}) {
      Mined mined = new MultiSimilarityMiner(epsilon).mine(batch, LINE);
      List<String> near = new ArrayList<>();
      List<String> far = new ArrayList<>();
      for (int a = 0; a < 12; a++) {
        double farthest = Double.NEGATIVE_INFINITY;
        double nearest = Double.POSITIVE_INFINITY;
        for (int c = 0; c < 12; c++) {
          farthest = batch.positive(a, c) ? Math.max(farthest, d.at(a * 12 + c)) : farthest;
          nearest = batch.negative(a, c) ? Math.min(nearest, d.at(a * 12 + c)) : nearest;
        }
        for (int c = 0; c < 12; c++) {
          if (batch.positive(a, c) && d.at(a * 12 + c) > nearest - epsilon) {
            near.add("" + a + c);
          }
          if (batch.negative(a, c) && d.at(a * 12 + c) < farthest + epsilon) {
            far.add("" + a + c);
          }
        }
      }
      assertEquals(near, pairs(mined.positives()));
      assertEquals(far, pairs(mined.negatives()));
      assertTrue(near.size() + far.size() > before, "more than with less");
      before = near.size() + far.size();
    }
  }

  /**
   * The draws follow the inverse density of distances on the sphere. With n draws each frequency is
   * within 5 standard errors, √(p (1 − p) / n) ≤ 0.5 / √n each.
   */
  @Test
  void distanceWeightsAreTheInverseDensity() {
    int dimensions = 5;
    double[] distances = {0.6, 0.9, 1.2};
    double[][] rows = new double[5][dimensions];
    rows[0][0] = 1;
    rows[1][0] = 1;
    for (int k = 0; k < 3; k++) {
      double cosine = 1 - distances[k] * distances[k] / 2;
      rows[2 + k][0] = cosine;
      rows[2 + k][1 + k] = Math.sqrt(1 - cosine * cosine);
    }
    EmbeddingBatch batch = EmbeddingBatch.of(IntTensor.of(0, 0, 1, 2, 3), Tensor.of(rows));
    double[] weight = new double[3];
    for (int k = 0; k < 3; k++) {
      double d = distances[k];
      weight[k] =
          1 / (Math.pow(d, dimensions - 2) * Math.pow(1 - d * d / 4, (dimensions - 3) / 2.0));
    }
    int draws = 20_000;
    int[] count = new int[5];
    DistanceWeightedMiner miner = new DistanceWeightedMiner(new SplittableRandom(5));
    for (int i = 0; i < draws / 2; i++) {
      miner.mine(batch, LINE).triplets().forEach((a, p, n) -> count[n]++);
    }
    double total = weight[0] + weight[1] + weight[2];
    for (int k = 0; k < 3; k++) {
      assertEquals(weight[k] / total, count[2 + k] / (double) draws, 2.5 / Math.sqrt(draws));
    }
  }

  /** In thousands of dimensions the weights span more than a double does: 0.5^−4000 is infinite. */
  @Test
  void distanceWeightsOfManyDimensionsDoNotOverflow() {
    int dimensions = 4002;
    double[][] rows = new double[4][dimensions];
    rows[0][0] = 1;
    rows[1][0] = 1;
    rows[2][0] = 1 - 0.5 * 0.5 / 2;
    rows[2][1] = Math.sqrt(1 - rows[2][0] * rows[2][0]);
    rows[3][0] = 1 - 1.2 * 1.2 / 2;
    rows[3][2] = Math.sqrt(1 - rows[3][0] * rows[3][0]);
    EmbeddingBatch batch = EmbeddingBatch.of(IntTensor.of(0, 0, 1, 2), Tensor.of(rows));
    DistanceWeightedMiner miner = new DistanceWeightedMiner(new SplittableRandom(5));
    List<Integer> drawn = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      miner.mine(batch, LINE).triplets().forEach((a, p, n) -> drawn.add(n));
    }
    assertEquals(40, drawn.size(), "two positive pairs, twenty times");
    assertEquals(Set.of(2), Set.copyOf(drawn), "the nearest is 10¹⁰⁰⁰ times as likely");
  }

  /** At distance 2, on the other side of the sphere, the inverse density is infinite. */
  @Test
  void theOppositePoleIsDrawnLikeAnyOtherNegative() {
    double[][] rows = {{1, 0, 0, 0}, {1, 0, 0, 0}, {-1, 0, 0, 0}};
    EmbeddingBatch batch = EmbeddingBatch.of(IntTensor.of(0, 0, 1), Tensor.of(rows));
    DistanceWeightedMiner miner = new DistanceWeightedMiner(0.5, 3, new SplittableRandom(5));
    List<Integer> drawn = new ArrayList<>();
    miner.mine(batch, LINE).triplets().forEach((a, p, n) -> drawn.add(n));
    assertEquals(List.of(2, 2), drawn);
  }

  static Stream<Miner> miners() {
    return Stream.of(
        new AllMiner(),
        BatchMiner.batchHard(),
        BatchMiner.batchEasy(),
        BatchMiner.easyPositive(),
        new SemiHardMiner(SemiHardMiner.Meaning.PAIRWISE),
        new SemiHardMiner(SemiHardMiner.Meaning.PER_ANCHOR),
        new TripletMarginMiner(),
        new AngularMiner(),
        new DistanceWeightedMiner(new SplittableRandom(1)),
        new MultiSimilarityMiner(),
        new PairMarginMiner());
  }

  @ParameterizedTest
  @MethodSource("miners")
  void miningRecordsNothing(Miner miner) {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(BATCH.embeddings());
      EmbeddingBatch batch = EmbeddingBatch.of(IntTensor.of(0, 0, 0, 1, 1, 1), x);
      Mined mined = miner.mine(batch, LINE);
      mined.triplets().forEach((a, p, n) -> assertTrue(batch.positive(a, p)));
      mined.triplets().forEach((a, p, n) -> assertTrue(batch.negative(a, n)));
      assertEquals(1, tape.statistics().nodes());
    }
  }

  @ParameterizedTest
  @MethodSource("miners")
  void nothingIsMinedFromOneClass(Miner miner) {
    EmbeddingBatch batch =
        EmbeddingBatch.of(IntTensor.of(1, 1, 1), Tensor.of(new double[][] {{1}, {2}, {4}}));
    int[] count = {0};
    miner.mine(batch, LINE).triplets().forEach((a, p, n) -> count[0]++);
    assertEquals(0, count[0]);
  }
}
