package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.MahalanobisDistance;
import dev.capstan.losses.distance.Rows;
import dev.capstan.losses.distance.SignalToNoiseDistance;
import dev.capstan.losses.mining.BatchMiner;
import dev.capstan.losses.mining.MultiSimilarityMiner;
import dev.capstan.losses.mining.SemiHardMiner;
import dev.capstan.losses.mining.TripletMarginMiner;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every loss of the family, and of its exchangeable parts. */
class FamilyPropertiesTest {
  /** Sums of a few hundred float64 terms in another order. */
  private static final double REORDERED = 1e-11;

  private static final IntTensor LABELS = IntTensor.of(0, 1, 0, 2, 1, 0, 3, 2);

  private static Tensor embeddings(int seed, int n, int d) {
    return Tensor.randn(DType.FLOAT64, new SplittableRandom(seed), n, d);
  }

  static Stream<MetricLoss> losses() {
    return Stream.of(
        new AngularLoss(),
        new CircleLoss().withGamma(4),
        new ContrastiveLoss(),
        ContrastiveLoss.signalToNoise(),
        new ContrastiveLoss().withDistance(new LpDistance(1, 1, Rows.AS_GIVEN)),
        new ContrastiveLoss()
            .withPosMargin(0.9)
            .withNegMargin(0.1)
            .withDistance(DotProductSimilarity.cosine()),
        new FastApLoss(),
        new GeneralizedLiftedStructureLoss(),
        new LiftedStructureLoss(),
        new MarginLoss(),
        new MinedTripletLoss().withMargin(0.3),
        new MinedTripletLoss().withSwap(Swap.YES),
        new MinedTripletLoss().withForm(MinedTripletLoss.Form.SMOOTH),
        new MinedTripletLoss()
            .withSwap(Swap.YES)
            .withForm(MinedTripletLoss.Form.SMOOTH)
            .withMiner(new TripletMarginMiner()),
        new MinedTripletLoss().withMargin(0.4).withMiner(BatchMiner.batchHard()),
        new MinedTripletLoss()
            .withMargin(0.4)
            .withMiner(new SemiHardMiner(SemiHardMiner.Meaning.PAIRWISE)),
        new MultiSimilarityLoss().withBeta(10),
        new MultiSimilarityLoss().withBeta(10).withMiner(new MultiSimilarityMiner()),
        new NPairsLoss(),
        new NtXentLoss().withTemperature(0.5),
        new SupConLoss(),
        new RegularizedLoss(new SupConLoss(), new Regularizer.Lp(2), 0.3),
        new RegularizedLoss(new NPairsLoss(), new Regularizer.ZeroMean(), 0.3));
  }

  /** Circle's weights are constants to the gradient and not to a difference. */
  static Stream<MetricLoss> differentiable() {
    return losses().filter(loss -> !(loss instanceof CircleLoss));
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void gradientsOfFirstAndSecondOrderAreThoseOfDifferences(MetricLoss loss) {
    GradCheck.of((Tensor x) -> loss.apply(LABELS, x))
        .at(embeddings(5, 8, 4))
        .order(2)
        .check()
        .orThrow();
  }

  @ParameterizedTest
  @MethodSource("losses")
  void theOrderOfSamplesDoesNotMatter(MetricLoss loss) {
    if (loss instanceof NPairsLoss || loss instanceof RegularizedLoss) {
      return; // the first two samples of a class are chosen by their order
    }
    Tensor x = embeddings(6, 8, 4);
    int[] order = {5, 2, 7, 0, 3, 6, 1, 4};
    int[] labels = Arrays.stream(order).map(LABELS::at).toArray();
    Tensor moved = x.indexSelect(0, IntTensor.of(order));
    Tensor[] one = lossAndGradient(loss, LABELS, x);
    Tensor[] other = lossAndGradient(loss, IntTensor.of(labels), moved);
    assertEquals(one[0].item(), other[0].item(), REORDERED);
    assertArrayEquals(
        one[1].indexSelect(0, IntTensor.of(order)).toArray(), other[1].toArray(), REORDERED);
  }

  private static Tensor[] lossAndGradient(MetricLoss loss, IntTensor labels, Tensor x) {
    try (Tape tape = new Tape()) {
      Tensor leaf = tape.watch(x);
      Tensor y = loss.apply(labels, leaf);
      return new Tensor[] {y.detach(), tape.gradients(y).of(leaf).detach()};
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void oddBatchesGiveFiniteLossesAndGradients(MetricLoss loss) {
    Tensor same = Tensor.full(DType.FLOAT64, 0.5, 4, 3).add(Tensor.of(0.1, 0.2, 0.4));
    Tensor zeros = Tensor.zeros(DType.FLOAT64, 4, 3);
    Tensor random = embeddings(7, 4, 3);
    for (int[] labels : List.of(new int[] {0, 1, 2, 3}, new int[] {1, 1, 1, 1})) {
      for (Tensor x : List.of(random, same)) {
        requireFinite(loss, IntTensor.of(labels), x);
      }
      requireFinite(loss, IntTensor.of(labels), zeros);
    }
    requireFinite(loss, IntTensor.of(0, 0, 1, 1), same);
    requireFinite(loss, IntTensor.of(0), embeddings(8, 1, 3));
    requireFinite(loss, IntTensor.of(), Tensor.zeros(DType.FLOAT64, 0, 3));
  }

  private static void requireFinite(MetricLoss loss, IntTensor labels, Tensor x) {
    Tensor[] both = lossAndGradient(loss, labels, x);
    assertTrue(Double.isFinite(both[0].item()), loss + " of " + labels);
    for (double g : both[1].toArray()) {
      assertTrue(Double.isFinite(g), loss + ": gradient of " + labels);
    }
  }

  @ParameterizedTest
  @MethodSource("losses")
  void nanStaysVisible(MetricLoss loss) {
    Tensor x = Tensor.full(DType.FLOAT64, Double.NaN, 8, 4);
    assertTrue(Double.isNaN(loss.apply(LABELS, x).item()), loss.toString());
  }

  @ParameterizedTest
  @MethodSource("losses")
  void configurationsTravel(MetricLoss loss) {
    Loss back = Losses.fromConfig(loss.config());
    assertEquals(loss, back);
    assertEquals(loss.config(), back.config());
  }

  @Test
  void unknownPartsAreRefusedByName() {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Losses.fromConfig(
                    Map.of("loss", "contrastive_loss", "miner", Map.of("name", "hardest"))));
    assertEquals(
        "fromConfig: contrastive_loss.miner: wrong value of 'name': got \"hardest\" (String),"
            + " expected one of all, batch_easy_hard, semi_hard, triplet_margin, angular,"
            + " multi_similarity, pair_margin; set any other with withMiner",
        e.getMessage());
  }

  @Test
  void aPartRefusesKeysThatItDoesNotKnow() {
    Map<String, Object> lp = Map.of("name", "lp", "q", 2);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Losses.fromConfig(Map.of("loss", "contrastive_loss", "distance", lp)));
    assertEquals(
        "fromConfig: contrastive_loss.distance: unknown key: got 'q', expected one of"
            + " [name, normalize_embeddings, p, power]",
        e.getMessage());
  }

  static Stream<Distance> distances() {
    return Stream.of(
        LpDistance.euclidean(),
        LpDistance.squaredEuclidean(),
        new LpDistance(1, 1, Rows.AS_GIVEN),
        new LpDistance(3, 2, Rows.AS_GIVEN),
        new LpDistance(2, 3, Rows.AS_GIVEN),
        new LpDistance(Double.POSITIVE_INFINITY, 1, Rows.NORMALIZED),
        DotProductSimilarity.cosine(),
        DotProductSimilarity.dotProduct(),
        new SignalToNoiseDistance(),
        new MahalanobisDistance(embeddings(9, 4, 2)));
  }

  @ParameterizedTest
  @MethodSource("distances")
  void aDistanceIsTheSameForMiningForPairsAndForMatrices(Distance distance) {
    Tensor x = embeddings(10, 5, 4);
    Tensor y = embeddings(11, 5, 4);
    double[] matrix = distance.between(x, y).toArray();
    assertArrayEquals(matrix, distance.values(x, y).toArray(), REORDERED);
    double[] rows = distance.rows(x, y).toArray();
    for (int i = 0; i < rows.length; i++) {
      assertEquals(matrix[i * 5 + i], rows[i], REORDERED);
    }
    assertArrayEquals(distance.between(x, x).toArray(), distance.of(x).toArray(), 0);
  }

  @ParameterizedTest
  @MethodSource("distances")
  void distancesHaveTheGradientsOfDifferences(Distance distance) {
    Tensor x = embeddings(12, 3, 4);
    Tensor y = embeddings(13, 3, 4);
    GradCheck.of((Tensor a, Tensor b) -> distance.between(a, b))
        .at(x, y)
        .order(2)
        .check()
        .orThrow();
    GradCheck.of((Tensor a, Tensor b) -> distance.rows(a, b)).at(x, y).order(2).check().orThrow();
  }
}
