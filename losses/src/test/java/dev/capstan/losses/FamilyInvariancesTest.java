package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.Rows;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What may be done to a batch without changing its loss, on random batches of several seeds. */
class FamilyInvariancesTest {
  /** A rotation and a normalisation more, of float64 numbers in losses up to about 100. */
  private static final double TOLERANCE = 1e-10;

  private static final int SEEDS = 10;
  private static final IntTensor LABELS = IntTensor.of(2, 0, 1, 0, 2, 1, 0);

  private static Tensor embeddings(int seed) {
    return Tensor.randn(DType.FLOAT64, new SplittableRandom(seed), 7, 3);
  }

  /** The losses that see directions alone. */
  static Stream<MetricLoss> ofDirections() {
    return Stream.of(
        new CircleLoss(),
        new ContrastiveLoss(),
        new FastApLoss(),
        new GeneralizedLiftedStructureLoss(),
        new LiftedStructureLoss(),
        new MarginLoss(),
        new MinedTripletLoss(),
        new MultiSimilarityLoss(),
        new NPairsLoss(),
        new NtXentLoss(),
        new SupConLoss());
  }

  /** The losses that see angles and distances, whatever the axes. */
  static Stream<MetricLoss> ofGeometry() {
    return Stream.concat(
        ofDirections(),
        Stream.of(
            new AngularLoss(),
            new MinedTripletLoss().withDistance(new LpDistance(2, 1, Rows.AS_GIVEN))));
  }

  @ParameterizedTest
  @MethodSource("ofDirections")
  void lengthsDoNotMatter(MetricLoss loss) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Tensor x = embeddings(seed);
      Tensor lengths = Tensor.rand(DType.FLOAT64, new SplittableRandom(seed), 7, 1).add(0.1);
      double before = loss.apply(LABELS, x).item();
      assertEquals(before, loss.apply(LABELS, x.mul(lengths)).item(), TOLERANCE, "seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("ofGeometry")
  void rotationsDoNotMatter(MetricLoss loss) {
    double c = Math.cos(0.7);
    double s = Math.sin(0.7);
    Tensor turn = Tensor.of(new double[][] {{c, s, 0}, {-s, c, 0}, {0, 0, 1}});
    for (int seed = 0; seed < SEEDS; seed++) {
      Tensor x = embeddings(seed);
      double before = loss.apply(LABELS, x).item();
      double after = loss.apply(LABELS, LinearAlgebra.matmul(x, turn)).item();
      assertEquals(before, after, TOLERANCE, "seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("ofGeometry")
  void namesOfClassesDoNotMatter(MetricLoss loss) {
    IntTensor renamed = IntTensor.of(40, -3, 7, -3, 40, 7, -3); // in the same order, for N-pairs
    for (int seed = 0; seed < SEEDS; seed++) {
      Tensor x = embeddings(seed);
      assertEquals(loss.apply(LABELS, x).item(), loss.apply(renamed, x).item(), 0, "seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("ofGeometry")
  void lossesAreNotNegative(MetricLoss loss) {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertTrue(loss.apply(LABELS, embeddings(seed)).item() >= 0, "seed " + seed);
    }
  }

  @ParameterizedTest
  @MethodSource("ofDirections")
  void theGradientOfADirectionIsOrthogonalToIt(MetricLoss loss) {
    Tensor x = embeddings(3);
    try (Tape tape = new Tape()) {
      Tensor leaf = tape.watch(x);
      Tensor g = tape.gradients(loss.apply(LABELS, leaf)).of(leaf);
      for (double along : g.mul(x).sum(1).toArray()) {
        assertEquals(0, along, TOLERANCE);
      }
    }
  }

  @Test
  void translationsDoNotMatterToPlainDistancesAndGradientsSumToZero() {
    MetricLoss loss =
        new MinedTripletLoss().withMargin(0.5).withDistance(new LpDistance(2, 1, Rows.AS_GIVEN));
    Tensor x = embeddings(4);
    Tensor moved = x.add(Tensor.of(0.5, -2, 3));
    assertEquals(loss.apply(LABELS, x).item(), loss.apply(LABELS, moved).item(), TOLERANCE);
    try (Tape tape = new Tape()) {
      Tensor leaf = tape.watch(x);
      Tensor g = tape.gradients(loss.apply(LABELS, leaf)).of(leaf);
      for (double sum : g.sum(0).toArray()) {
        assertEquals(0, sum, TOLERANCE);
      }
    }
    assertNotEquals(
        new AngularLoss().apply(LABELS, x).item(), new AngularLoss().apply(LABELS, moved).item());
  }

  @Test
  void separatedClassesCostNothing() {
    Tensor x = Tensor.of(new double[][] {{1, 0}, {1, 1e-6}, {-1, 0}, {-1, 1e-6}});
    IntTensor labels = IntTensor.of(0, 0, 1, 1);
    assertEquals(0, new MinedTripletLoss().withMargin(1.5).apply(labels, x).item());
    assertEquals(0, new ContrastiveLoss().withPosMargin(1e-5).apply(labels, x).item());
    assertEquals(0, new MarginLoss().apply(labels, x).item());
  }

  @Test
  void twiceTheTripletsAreTwiceTheSum() {
    MetricLoss loss = new MinedTripletLoss().withMargin(0.4).withReducer(new Reducer.Sum());
    Tensor anchors = embeddings(5);
    IntTensor twice = IntTensor.of(2, 0, 1, 0, 2, 1, 0, 2, 0, 1, 0, 2, 1, 0);
    double once = loss.apply(EmbeddingBatch.against(LABELS, anchors, LABELS, embeddings(6))).item();
    double doubled =
        loss.apply(
                EmbeddingBatch.against(
                    twice, Movement.concat(0, anchors, anchors), LABELS, embeddings(6)))
            .item();
    assertEquals(2 * once, doubled, TOLERANCE);
  }
}
