package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.losses.distance.SimilarityDistance;
import dev.capstan.ops.DType;
import dev.capstan.ops.DTypeException;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What the reference losses refuse, system by system, and what they take although it is odd. */
class ReferenceErrorsTest {
  private static final Tensor X = Tensor.ones(DType.FLOAT64, 4, 3);
  private static final IntTensor FOUR = IntTensor.of(0, 0, 1, 1);

  private static void refused(
      Class<? extends IllegalArgumentException> type, String message, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }

  private static Tensor ones(int... shape) {
    return Tensor.ones(DType.FLOAT64, shape);
  }

  // --- PyTorch's triplet loss -----------------------------------------------------------------

  @Test
  void torchsMarginIsPositive() {
    for (double margin : new double[] {0, -1, Double.NaN}) {
      refused(
          IllegalArgumentException.class,
          "TripletMarginLoss: wrong margin: got " + margin + ", expected a number greater than 0",
          () -> TripletMarginLoss.torch().withMargin(margin));
      refused(
          IllegalArgumentException.class,
          "TripletMarginWithDistanceLoss: wrong margin: got "
              + margin
              + ", expected a number greater than 0",
          () -> TripletMarginWithDistanceLoss.torch().withMargin(margin));
    }
    assertDoesNotThrow(() -> TripletMarginLoss.torch().withMargin(Double.POSITIVE_INFINITY));
  }

  @Test
  void torchWantsOneRank() {
    refused(
        ShapeException.class,
        "TripletMarginLoss: ranks differ: got shapes [4, 3], [3] and [4, 3], expected three tensors"
            + " of one rank; add axes of size 1 with reshape",
        () -> TripletMarginLoss.torch().apply(X, ones(3), X));
    assertEquals(0, TripletMarginLoss.torch().apply(ones(3), ones(3), ones(3)).rank());
    Tensor one = Tensor.scalar(1.0);
    assertEquals(0, TripletMarginLoss.torch().apply(one, one, one).rank());
  }

  @Test
  void shapesThatDoNotBroadcastAreShown() {
    refused(
        ShapeException.class,
        "TripletMarginLoss: anchor and positive: shapes [4, 3] and [5, 3] do not broadcast (axis 0:"
            + " 4 vs 5); sizes must be equal or 1, counted from the last axis",
        () -> TripletMarginLoss.torch().apply(X, ones(5, 3), X));
    refused(
        ShapeException.class,
        "TripletMarginLoss: anchor and negative: shapes [4, 3] and [4, 2] do not broadcast (axis 1:"
            + " 3 vs 2); sizes must be equal or 1, counted from the last axis",
        () -> TripletMarginLoss.mindSpore().apply(X, X, ones(4, 2)));
  }

  @Test
  void pairsBroadcastOneByOne() {
    // Only swap ever compares [4, 3] with [4, 2].
    TripletMarginLoss loss = TripletMarginLoss.torch();
    assertDoesNotThrow(() -> loss.apply(ones(4, 1), X, ones(4, 2)));
    refused(
        ShapeException.class,
        "TripletMarginLoss: positive and negative: shapes [4, 3] and [4, 2] do not broadcast (axis"
            + " 1: 3 vs 2); sizes must be equal or 1, counted from the last axis",
        () -> loss.withSwap(Swap.YES).apply(ones(4, 1), X, ones(4, 2)));
  }

  @Test
  void dtypesAreNotMixed() {
    refused(
        DTypeException.class,
        "TripletMarginLoss: dtypes differ: got anchor float64 and negative float32, expected one"
            + " dtype; convert one of them with to(dtype)",
        () -> TripletMarginLoss.mindSpore().apply(X, X, Tensor.ones(DType.FLOAT32, 4, 3)));
  }

  // --- MindSpore's triplet loss ---------------------------------------------------------------

  @Test
  void mindSporesRanksLieBetweenTwoAndSeven() {
    refused(
        ShapeException.class,
        "TripletMarginLoss: wrong ranks for MindSpore's loss: got shapes [3], [3] and [3], expected"
            + " one of rank 2 or more",
        () -> TripletMarginLoss.mindSpore().apply(ones(3), ones(3), ones(3)));
    Tensor eight = ones(1, 1, 1, 1, 1, 1, 1, 1);
    refused(
        ShapeException.class,
        "TripletMarginLoss: wrong ranks for MindSpore's loss: got shapes [4, 3], [4, 3] and [1, 1,"
            + " 1, 1, 1, 1, 1, 1], expected ranks up to 7",
        () -> TripletMarginLoss.mindSpore().apply(X, X, eight));
    Tensor seven = ones(1, 1, 1, 1, 1, 1, 1);
    assertDoesNotThrow(() -> TripletMarginLoss.mindSpore().apply(seven, seven, seven));
  }

  @Test
  void mindSporesExponentIsWholeAndItsMarginFree() {
    refused(
        IllegalArgumentException.class,
        "TripletMarginLoss: wrong p: got 1.5, expected a whole number in MindSpore's loss",
        () -> TripletMarginLoss.mindSpore().withP(1.5));
    assertDoesNotThrow(() -> TripletMarginLoss.mindSpore().withMargin(-1).apply(X, X, X));
  }

  // --- multi-margin ---------------------------------------------------------------------------

  @Test
  void multiMarginsParameters() {
    refused(
        IllegalArgumentException.class,
        "MultiMarginLoss: wrong p: got 3, expected 1 or 2",
        () -> new MultiMarginLoss().withP(3));
    refused(
        IllegalArgumentException.class,
        "MultiMarginLoss: wrong margin: got 0.5, expected a whole number in MindSpore's loss",
        () -> MultiMarginLoss.mindSpore().withMargin(0.5));
  }

  @Test
  void multiMarginsShapes() {
    refused(
        ShapeException.class,
        "MultiMarginLoss: shapes do not fit: got input [4, 3] and target [3], expected [N, C] and"
            + " [N], or [C] and [] or [1] with at least one class",
        () -> MultiMarginLoss.torch().apply(X, IntTensor.of(0, 0, 0)));
    refused(
        ShapeException.class,
        "MultiMarginLoss: shapes do not fit: got input [3] and target [1], expected [N, C] and [N]"
            + " with at least one class",
        () -> MultiMarginLoss.mindSpore().apply(ones(3), IntTensor.of(0)));
    refused(
        ShapeException.class,
        "MultiMarginLoss: weight does not fit the classes: got shape [4], expected [3], one weight a"
            + " class",
        () -> MultiMarginLoss.torch().apply(X, FOUR, ones(4)));
    refused(
        DTypeException.class,
        "MultiMarginLoss: dtypes differ: got weight float32 and input float64, expected one dtype;"
            + " convert one of them with to(dtype)",
        () -> MultiMarginLoss.torch().apply(X, FOUR, Tensor.ones(DType.FLOAT32, 3)));
  }

  @Test
  void targetsOutOfRangeAreShownWithTheirRow() {
    for (int wrong : new int[] {3, -1}) {
      refused(
          IllegalArgumentException.class,
          "MultiMarginLoss: target out of range: got "
              + wrong
              + " in row 2, expected 0 to 2 for 3 classes",
          () -> MultiMarginLoss.torch().apply(X, IntTensor.of(0, 1, wrong, 2)));
    }
    refused(
        IllegalArgumentException.class,
        "CrossEntropyLoss: target out of range: got 3 in row 1, expected 0 to 2 for 3 classes",
        () -> new CrossEntropyLoss().apply(X, IntTensor.of(-100, 3, 0, 0)));
  }

  // --- mined losses ---------------------------------------------------------------------------

  @Test
  void addonsShapes() {
    refused(
        ShapeException.class,
        "TripletSemiHardLoss: embeddings are not a matrix: got shape [3], expected [N, D]; one row a"
            + " sample",
        () -> TripletSemiHardLoss.tensorflowAddons().apply(FOUR, ones(3)));
    refused(
        ShapeException.class,
        "TripletHardLoss: labels do not fit the embeddings: got shape [3] for 4 embeddings, expected"
            + " [4] or [4, 1]",
        () -> TripletHardLoss.tensorflowAddons().apply(IntTensor.of(1, 2, 3), X));
    refused(
        ShapeException.class,
        "TripletSemiHardLoss: the distance function gave shape [4, 3] for 4 embeddings, expected [4,"
            + " 4]",
        () -> new TripletSemiHardLoss().withDistance(x -> x).apply(FOUR, X));
  }

  @Test
  void addonsWeightIsOneNumber() {
    refused(
        ShapeException.class,
        "TripletSemiHardLoss: sample weight of shape [4]: expected one number, because the loss is"
            + " one number for the whole batch",
        () -> TripletSemiHardLoss.tensorflowAddons().apply(FOUR, X, ones(4)));
    assertDoesNotThrow(() -> new TripletSemiHardLoss().apply(FOUR, X, ones(1)));
  }

  @Test
  void similaritysWeights() {
    refused(
        ShapeException.class,
        "TripletLoss: sample weight of shape [3] does not fit 4 samples: expected [4], [4, 1] or one"
            + " number",
        () -> TripletLoss.tensorflowSimilarity().apply(FOUR, X, ones(3)));
    TripletLoss pooled =
        TripletLoss.tensorflowSimilarity(TripletLoss.Generation.V0_16).withMargin(Margin.soft());
    refused(
        ShapeException.class,
        "TripletLoss: sample weight of shape [4]: expected one number, because the loss is one"
            + " number",
        () -> pooled.apply(FOUR, X, ones(4)));
  }

  @Test
  void similarityRefusesAnEmptyBatchAndTheSafeFormDoesNot() {
    Tensor none = ones(0, 3);
    refused(
        IllegalArgumentException.class,
        "TripletLoss: empty batch: got embeddings of shape [0, 3], expected at least one row, as"
            + " TensorFlow Similarity does; new TripletLoss() gives 0 for it",
        () -> TripletLoss.tensorflowSimilarity().apply(IntTensor.of(), none));
    Tensor rows = new TripletLoss().withReduction(Reduction.NONE).apply(IntTensor.of(), none);
    assertEquals(Shape.of(0, 1), rows.shape());
  }

  @Test
  void theEarliestGenerationHasNoReduction() {
    refused(
        IllegalArgumentException.class,
        "TripletLoss: wrong reduction: got SUM, expected MEAN: the loss of 0.14 is one number",
        () ->
            TripletLoss.tensorflowSimilarity(TripletLoss.Generation.V0_14)
                .withReduction(Reduction.SUM));
  }

  @Test
  void distancesAreFoundByAliasAndRefusedByName() {
    assertEquals(SimilarityDistance.MANHATTAN, SimilarityDistance.named(" TaxiCab "));
    refused(
        IllegalArgumentException.class,
        "distance: unknown name: got 'far', expected one of [cosine, euclidean, squared_euclidean,"
            + " manhattan, snr, inner_product]",
        () -> SimilarityDistance.named("far"));
  }

  // --- by name --------------------------------------------------------------------------------

  @Test
  void inputsByNameAreChecked() {
    Loss loss = new MSELoss();
    refused(
        IllegalArgumentException.class,
        "MSELoss: unknown input: got 'weight', expected some of [input, target]",
        () -> loss.applyTo(Map.of("input", X, "target", X, "weight", X)));
    refused(
        IllegalArgumentException.class,
        "MSELoss: input 'target': got none, expected Tensor",
        () -> loss.applyTo(Map.of("input", X)));
    refused(
        IllegalArgumentException.class,
        "MultiMarginLoss: input 'target': got Tensor, expected IntTensor",
        () -> new MultiMarginLoss().applyTo(Map.of("input", X, "target", X)));
  }
}
