package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.WalkOption;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.distance.SimilarityDistance;
import dev.capstan.losses.mining.AnchorTriplets;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of every mined triplet loss and of those on given triplets. */
class ReferencePropertiesTest {
  /** A few dozen float64 sums in another order, and distances from expanded squares. */
  private static final double REORDERED = 1e-10;

  /** Squares of up to 16 in float32, eight ulps of them, through a square root of about 1. */
  private static final double SINGLE = 16 * 8 * DType.FLOAT32.epsilon();

  private static final IntTensor LABELS = IntTensor.of(0, 1, 0, 2, 1, 0, 3, 2, 1);

  /** A mined loss with a name that failures show. */
  record Mined(String name, BiFunction<IntTensor, Tensor, Tensor> loss) {
    Tensor apply(IntTensor labels, Tensor embeddings) {
      return loss.apply(labels, embeddings);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Mined> mined() {
    TripletLoss similarity = new TripletLoss().withDistance(SimilarityDistance.EUCLIDEAN);
    TripletLoss hard = similarity.withMargin(Margin.hard(1));
    TripletLoss earlier =
        TripletLoss.tensorflowSimilarity(TripletLoss.Generation.V0_16)
            .withDistance(SimilarityDistance.SQUARED_EUCLIDEAN);
    return Stream.of(
        new Mined("semi-hard", new TripletSemiHardLoss()::apply),
        new Mined(
            "semi-hard, squared",
            new TripletSemiHardLoss().withDistance(AddonsDistance.SQUARED_L2)::apply),
        new Mined("hard", new TripletHardLoss()::apply),
        new Mined("hard, soft", new TripletHardLoss().withForm(TripletHardLoss.Form.SOFT)::apply),
        new Mined("0.17 soft", similarity::apply),
        new Mined("0.17", hard::apply),
        new Mined("0.17 manhattan", hard.withDistance(SimilarityDistance.MANHATTAN)::apply),
        new Mined("0.17 easy", hard.withPositive(AnchorTriplets.Positive.EASY)::apply),
        new Mined("0.16", earlier::apply),
        new Mined("0.16 hard", earlier.withNegative(AnchorTriplets.Negative.HARD)::apply));
  }

  private static Tensor embeddings(int seed, int n) {
    return Tensor.randn(DType.FLOAT64, new SplittableRandom(seed), n, 4);
  }

  @ParameterizedTest
  @MethodSource("mined")
  void isNotNegative(Mined loss) {
    for (int seed = 0; seed < 20; seed++) {
      assertTrue(loss.apply(LABELS, embeddings(seed, 9)).item() >= 0);
    }
  }

  @ParameterizedTest
  @MethodSource("mined")
  void theOrderOfTheBatchDoesNotMatter(Mined loss) {
    int[] order = {4, 7, 0, 8, 2, 6, 1, 5, 3};
    IntTensor index = IntTensor.of(order);
    int[] moved = new int[9];
    for (int i = 0; i < 9; i++) {
      moved[i] = LABELS.at(order[i]);
    }
    Tensor x = embeddings(3, 9);
    try (Tape tape = new Tape()) {
      Tensor a = tape.watch(x);
      Tensor straight = loss.apply(LABELS, a);
      Tensor shuffled = loss.apply(IntTensor.of(moved), Indexing.indexSelect(a, 0, index));
      assertEquals(straight.item(), shuffled.item(), REORDERED);
      assertArrayEquals(
          tape.gradients(straight).of(a).toArray(),
          tape.gradients(shuffled).of(a).toArray(),
          REORDERED);
    }
  }

  @ParameterizedTest
  @MethodSource("mined")
  void translationsDoNotMatterSoTheGradientsSumToZero(Mined loss) {
    Tensor x = embeddings(4, 9);
    Tensor shifted = Elementwise.add(x, Tensor.of(0.5, -1, 2, 0.25));
    assertEquals(loss.apply(LABELS, x).item(), loss.apply(LABELS, shifted).item(), REORDERED);
    try (Tape tape = new Tape()) {
      Tensor a = tape.watch(x);
      Tensor gradient = tape.gradients(loss.apply(LABELS, a)).of(a);
      assertArrayEquals(new double[4], gradient.sum(0).toArray(), REORDERED);
    }
  }

  @ParameterizedTest
  @MethodSource("mined")
  void namesOfClassesDoNotMatter(Mined loss) {
    Tensor x = embeddings(5, 9);
    IntTensor renamed = IntTensor.of(7, -4, 7, 1000, -4, 7, 0, 1000, -4);
    assertEquals(loss.apply(LABELS, x).item(), loss.apply(renamed, x).item());
    assertEquals(loss.apply(LABELS, x).item(), loss.apply(LABELS.reshape(9, 1), x).item());
  }

  @ParameterizedTest
  @MethodSource("mined")
  void derivativesAreRightToSecondOrder(Mined loss) {
    GradCheck.of((Tensor x) -> loss.apply(LABELS, x))
        .at(embeddings(6, 9))
        .order(2)
        .check()
        .orThrow();
  }

  @ParameterizedTest
  @MethodSource("mined")
  void duplicatesGiveFiniteGradientsOfBothOrders(Mined loss) {
    Tensor x = Tensor.of(new double[] {1, 2, 1, 2, 1, 2, 0, 1, 0, 1, 3, 3}, 6, 2);
    IntTensor labels = IntTensor.of(0, 0, 1, 1, 2, 2);
    try (Tape tape = new Tape()) {
      Tensor a = tape.watch(x);
      Tensor g = tape.gradients(loss.apply(labels, a), WalkOption.CREATE_GRAPH).of(a);
      Tensor second = tape.gradients(g.square().sum()).of(a);
      for (int i = 0; i < x.size(); i++) {
        assertTrue(Double.isFinite(g.at(i)) && Double.isFinite(second.at(i)), loss.name());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("mined")
  void oneClassOneSampleAndDistinctLabelsGiveFiniteLossesAndGradients(Mined loss) {
    finite(loss, IntTensor.of(5, 5, 5), embeddings(7, 3));
    finite(loss, IntTensor.of(5), embeddings(8, 1));
    finite(loss, IntTensor.of(1, 2, 3), embeddings(9, 3));
  }

  private static void finite(Mined loss, IntTensor labels, Tensor x) {
    try (Tape tape = new Tape()) {
      Tensor a = tape.watch(x);
      Tensor value = loss.apply(labels, a);
      Tensor gradient = tape.gradients(value).of(a);
      assertTrue(Double.isFinite(value.item()));
      for (int i = 0; i < x.size(); i++) {
        assertTrue(Double.isFinite(gradient.at(i)));
      }
    }
  }

  @Test
  void miningThatFindsNothingGivesADifferentiableZero() {
    IntTensor distinct = IntTensor.of(1, 2, 3);
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(embeddings(1, 3));
      Tensor loss = new TripletSemiHardLoss().apply(distinct, x);
      assertEquals(0, loss.item());
      assertEquals(Shape.scalar(), loss.shape());
      assertArrayEquals(new double[12], tape.gradients(loss).of(x).toArray());
    }
  }

  @Test
  void anEmptyBatchGivesADifferentiableZeroIfSafe() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(Tensor.zeros(DType.FLOAT32, 0, 4));
      IntTensor none = IntTensor.of();
      for (Tensor loss :
          new Tensor[] {
            new TripletSemiHardLoss().apply(none, x),
            new TripletHardLoss().apply(none, x),
            new TripletLoss().apply(none, x),
            new TripletMarginLoss().apply(x, x, x),
            new MSELoss().apply(x, x),
            new CrossEntropyLoss().apply(x, none),
            new MultiMarginLoss().apply(x, none)
          }) {
        assertEquals(0, loss.item());
        assertEquals(Shape.of(0, 4), tape.gradients(loss).of(x).shape());
      }
    }
  }

  @Test
  void theFaithfulFormsGiveNaNWhereTheirSystemsDo() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(embeddings(1, 3));
      Tensor loss = TripletSemiHardLoss.tensorflowAddons().apply(IntTensor.of(1, 2, 3), x);
      assertEquals(Double.NaN, loss.item());
      Tensor gradient = tape.gradients(loss).of(x);
      for (int i = 0; i < 12; i++) {
        assertEquals(Double.NaN, gradient.at(i));
      }
    }
    Tensor none = Tensor.zeros(DType.FLOAT64, 0, 4);
    assertEquals(Double.NaN, TripletMarginLoss.torch().apply(none, none, none).item());
    assertEquals(Double.NaN, TripletHardLoss.tensorflowAddons().apply(IntTensor.of(), none).item());
    assertEquals(Double.NaN, MultiMarginLoss.torch().apply(none, IntTensor.of()).item());
  }

  @Test
  void theSixPointsOnALine() {
    Tensor x = Tensor.of(new double[] {0, 1, 3, 1.5, 4, 6}, 6, 1);
    IntTensor labels = IntTensor.of(0, 0, 0, 1, 1, 1);
    assertEquals(0.7083333333333334, new TripletSemiHardLoss().apply(labels, x).item(), REORDERED);
    assertEquals(3.0, new TripletHardLoss().apply(labels, x).item(), REORDERED);
    TripletLoss newest =
        new TripletLoss().withDistance(SimilarityDistance.EUCLIDEAN).withReduction(Reduction.NONE);
    assertArrayEquals(
        new double[] {0, 0, 1, 4, 0.5, 0.5},
        newest.withMargin(Margin.hard(1)).apply(labels, x).toArray(),
        REORDERED);
    assertArrayEquals(
        new double[] {0, 0, 0.999999, 0.999999, 0.5, 0.5},
        TripletLoss.tensorflowSimilarity(TripletLoss.Generation.V0_16)
            .withDistance(SimilarityDistance.EUCLIDEAN)
            .withReduction(Reduction.NONE)
            .apply(labels, x)
            .toArray(),
        REORDERED);
  }

  @Test
  void mindSporesDocumentedExample() {
    Tensor a = Tensor.of(new float[][] {{0.3f, 0.7f}, {0.5f, 0.5f}});
    Tensor p = Tensor.of(new float[][] {{0.4f, 0.6f}, {0.4f, 0.6f}});
    Tensor n = Tensor.of(new float[][] {{0.2f, 0.9f}, {0.3f, 0.7f}});
    float loss = (float) TripletMarginLoss.mindSpore().apply(a, p, n).item();
    assertEquals(0.8881968f, loss);
  }

  // --- given triplets -------------------------------------------------------------------------

  static Stream<TripletMarginLoss> onTriplets() {
    return Stream.of(0.5, 1.0, 1.5, 2.0, 3.0, Double.POSITIVE_INFINITY)
        .flatMap(
            p ->
                Stream.of(Swap.values())
                    .map(swap -> new TripletMarginLoss().withP(p).withSwap(swap).withMargin(2)));
  }

  @ParameterizedTest
  @MethodSource("onTriplets")
  void derivativesOfGivenTripletsAreRightToSecondOrder(TripletMarginLoss loss) {
    SplittableRandom random = new SplittableRandom(11);
    Tensor a = Tensor.randn(DType.FLOAT64, random, 4, 3);
    Tensor p = Tensor.randn(DType.FLOAT64, random, 4, 3);
    Tensor n = Tensor.randn(DType.FLOAT64, random, 4, 3);
    GradCheck.ofAll((List<Tensor> in) -> loss.apply(in.get(0), in.get(1), in.get(2)))
        .at(List.of(a, p, n))
        .order(2)
        .check()
        .orThrow();
  }

  @ParameterizedTest
  @MethodSource("onTriplets")
  void aBatchTwiceDoublesTheSumAndKeepsTheMean(TripletMarginLoss loss) {
    Tensor x = embeddings(12, 12);
    Tensor a = Indexing.slice(x, 0, 0, 4);
    Tensor p = Indexing.slice(x, 0, 4, 8);
    Tensor n = Indexing.slice(x, 0, 8, 12);
    TripletMarginLoss sum = loss.withReduction(Reduction.SUM);
    Tensor twice = sum.apply(twice(a), twice(p), twice(n));
    assertEquals(2 * sum.apply(a, p, n).item(), twice.item(), REORDERED);
    assertEquals(
        loss.apply(a, p, n).item(), loss.apply(twice(a), twice(p), twice(n)).item(), REORDERED);
    assertTrue(loss.apply(a, p, n).item() >= 0);
  }

  private static Tensor twice(Tensor x) {
    return Movement.concat(0, x, x);
  }

  @Test
  void isZeroWhenSeparatedByMoreThanTheMargin() {
    Tensor a = Tensor.of(new double[][] {{0, 0}, {1, 1}});
    Tensor far = Tensor.of(new double[][] {{9, 0}, {-7, 1}});
    assertEquals(0, new TripletMarginLoss().apply(a, a, far).item());
    assertEquals(
        0,
        new TripletSemiHardLoss()
            .apply(IntTensor.of(0, 0, 1, 1), Tensor.of(new double[][] {{0}, {0.1}, {9}, {9.1}}))
            .item());
  }

  @Test
  void aWeightOfTheBatchMultipliesIt() {
    Tensor x = embeddings(13, 9);
    Tensor weight = Tensor.scalar(2.5);
    for (Loss loss : new Loss[] {new TripletSemiHardLoss(), new TripletHardLoss()}) {
      Map<String, Object> inputs = Map.of("labels", LABELS, "embeddings", x);
      Map<String, Object> weighted =
          Map.of("labels", LABELS, "embeddings", x, "sample_weight", weight);
      assertEquals(2.5 * loss.applyTo(inputs).item(), loss.applyTo(weighted).item(), REORDERED);
    }
  }

  @Test
  void weightsOfRowsMultiplyThemAndTheMeanStillDividesByTheirNumber() {
    Tensor x = embeddings(14, 9);
    TripletLoss rows =
        new TripletLoss().withDistance(SimilarityDistance.EUCLIDEAN).withReduction(Reduction.NONE);
    Tensor each = rows.apply(LABELS, x);
    Tensor weights = Tensor.of(0.0, 1, 2, 3, 4, 5, 6, 7, -8);
    double sum = 0;
    for (int i = 0; i < 9; i++) {
      sum += each.at(i) * weights.at(i);
    }
    TripletLoss mean = rows.withReduction(Reduction.MEAN);
    assertEquals(sum / 9, mean.apply(LABELS, x, weights).item(), REORDERED);
    assertEquals(sum / 9, mean.apply(LABELS, x, weights.reshape(9, 1)).item(), REORDERED);
  }

  @Test
  void bothDTypesAreComputedInTheirOwn() {
    Tensor x = embeddings(15, 9);
    Tensor single = Elementwise.to(x, DType.FLOAT32);
    for (Mined loss : mined().toList()) {
      Tensor value = loss.apply(LABELS, single);
      assertEquals(DType.FLOAT32, value.dtype());
      double expected = loss.apply(LABELS, Elementwise.to(single, DType.FLOAT64)).item();
      assertEquals(expected, value.item(), SINGLE, loss.name());
    }
  }
}
