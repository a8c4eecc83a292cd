package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.distance.Distance;
import dev.capstan.losses.distance.DistanceMatrix;
import dev.capstan.losses.distance.DotProductSimilarity;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.MahalanobisDistance;
import dev.capstan.losses.distance.SentenceDistance;
import dev.capstan.losses.distance.SignalToNoiseDistance;
import dev.capstan.losses.distance.SimilarityDistance;
import dev.capstan.losses.mining.AnchorTriplets;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.MaskedExtremes;
import dev.capstan.losses.mining.Mined;
import dev.capstan.losses.mining.Pairs;
import dev.capstan.losses.mining.Picks;
import dev.capstan.losses.mining.Precision;
import dev.capstan.losses.mining.SemiHardNegatives;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.ops.DType;
import dev.capstan.ops.DTypeException;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Shapes and numbers that do not fit are refused by name, and nothing is computed of them. */
class MisfitsTest {
  private static final int[][] NO_MATRICES = {{}, {3}, {1, 3, 1}, {2, 2, 2, 2}};

  static Stream<DistanceMatrix> matrices() {
    List<DistanceMatrix> all = new ArrayList<>();
    all.addAll(Arrays.asList(AddonsDistance.values()));
    all.addAll(Arrays.asList(SimilarityDistance.values()));
    all.addAll(List.of(SentenceDistance.COSINE, SentenceDistance.EUCLIDEAN));
    distances().forEach(all::add);
    return all.stream();
  }

  static Stream<Distance> distances() {
    return Stream.of(
        LpDistance.euclidean(),
        LpDistance.squaredEuclidean(),
        new LpDistance(1, 1, dev.capstan.losses.distance.Rows.AS_GIVEN),
        DotProductSimilarity.cosine(),
        DotProductSimilarity.dotProduct(),
        new SignalToNoiseDistance(),
        new MahalanobisDistance(Tensor.eye(DType.FLOAT64, 2)));
  }

  @ParameterizedTest
  @MethodSource("matrices")
  void aDistanceMatrixIsOfAMatrix(DistanceMatrix distance) {
    for (int[] shape : NO_MATRICES) {
      Tensor x = Tensor.ones(DType.FLOAT64, shape);
      ShapeException refusal = assertThrows(ShapeException.class, () -> distance.of(x));
      String message = String.valueOf(refusal.getMessage());
      assertEquals(
          ": no matrix of rows: got shape " + x.shape() + ", expected [N, D]",
          message.substring(message.indexOf(':')));
    }
  }

  @ParameterizedTest
  @MethodSource("distances")
  void rowsOfDifferentLengthHaveNoDistance(Distance distance) {
    Tensor x = Tensor.ones(DType.FLOAT64, 4, 2);
    for (int d : new int[] {1, 3}) {
      Tensor y = Tensor.ones(DType.FLOAT64, 4, d);
      assertThrows(ShapeException.class, () -> distance.between(x, y));
      assertThrows(ShapeException.class, () -> distance.rows(x, y));
      assertThrows(ShapeException.class, () -> distance.values(x, y));
    }
    assertThrows(ShapeException.class, () -> distance.rows(x, Tensor.ones(DType.FLOAT64, 1, 2)));
    Tensor other = Tensor.ones(DType.FLOAT32, 4, 2);
    assertThrows(DTypeException.class, () -> distance.between(x, other));
    assertThrows(DTypeException.class, () -> distance.values(x, other));
  }

  @Test
  void referencesAreAsLongAsTheEmbeddings() {
    IntTensor labels = IntTensor.of(0, 1);
    Tensor x = Tensor.ones(DType.FLOAT64, 2, 2);
    refused(
        ShapeException.class,
        "EmbeddingBatch: references of another length: got [2, 3] for embeddings [2, 2], expected"
            + " [M, 2]",
        () -> EmbeddingBatch.against(labels, x, labels, Tensor.ones(DType.FLOAT64, 2, 3)));
    refused(
        DTypeException.class,
        "EmbeddingBatch: references of another dtype: got float32 for embeddings of float64;"
            + " convert one of them with to(dtype)",
        () -> EmbeddingBatch.against(labels, x, labels, x.to(DType.FLOAT32)));
    EmbeddingBatch batch = EmbeddingBatch.of(labels, x);
    String row = "EmbeddingBatch: no such row: got 2, expected 0 to 1";
    refused(IndexOutOfBoundsException.class, row, () -> batch.label(2));
    refused(IndexOutOfBoundsException.class, row, () -> batch.positive(2, 0));
    String column = "EmbeddingBatch: no such column: got -1, expected 0 to 1";
    refused(IndexOutOfBoundsException.class, column, () -> batch.columnLabel(-1));
    refused(IndexOutOfBoundsException.class, column, () -> batch.negative(0, -1));
  }

  @Test
  void aMemoryKnowsWhatItHolds() {
    CrossBatchMemory empty = new CrossBatchMemory(8, DType.FLOAT64, 2);
    IntTensor labels = IntTensor.of(0, 1);
    Tensor x = Tensor.ones(DType.FLOAT64, 2, 2);
    refused(
        IllegalArgumentException.class,
        "CrossBatchMemory: the batch is not in the memory: got 2 rows for a memory of 0; add it"
            + " first, with(labels, embeddings)",
        () -> empty.batch(labels, x));
    refused(
        ShapeException.class,
        "CrossBatchMemory: batch of another length: got shape [2, 3], expected [N, 2]",
        () -> empty.with(labels, Tensor.ones(DType.FLOAT64, 2, 3)));
    refused(
        IllegalArgumentException.class,
        "CrossBatchMemory: wrong capacity: got -1, expected 0 or more",
        () -> new CrossBatchMemory(-1, DType.FLOAT64, 2));
  }

  @Test
  void minersAndPicksSayWhatTheyMiss() {
    Tensor d = Tensor.ones(DType.FLOAT64, 2, 3);
    int[] labels = {0, 1};
    String misfit =
        ": labels do not fit the distances: got 2 labels for shape [2, 3], expected [2, 2]";
    refused(
        ShapeException.class, "SemiHardNegatives" + misfit, () -> SemiHardNegatives.of(d, labels));
    refused(
        ShapeException.class,
        "AnchorTriplets" + misfit,
        () ->
            AnchorTriplets.of(
                d,
                labels,
                AnchorTriplets.Positive.HARD,
                AnchorTriplets.Negative.HARD,
                AnchorTriplets.Fallback.ROW_MAXIMUM,
                AnchorTriplets.Diagonal.KEPT));
    refused(
        ShapeException.class,
        "MaskedExtremes: no matrix of distances: got shape [3], expected [N, M]",
        () -> new MaskedExtremes(Tensor.ones(DType.FLOAT64, 3), 0, Precision.DOUBLE));
    refused(
        IllegalStateException.class,
        "Picks: no query was begun: call begin() first",
        () -> new Picks(2).add(1.0));
    assertThrows(IndexOutOfBoundsException.class, () -> new Pairs(0).row(0));
    assertThrows(IndexOutOfBoundsException.class, () -> new Pairs(3).column(-1));
    refused(
        IllegalArgumentException.class,
        "Mined: no such batch: got -1 rows, expected 0 or more",
        () -> Mined.of(new Pairs(1), new Pairs(1), -1));
    EmbeddingBatch batch = EmbeddingBatch.of(IntTensor.of(0, 1), Tensor.ones(DType.FLOAT64, 2, 2));
    refused(
        ShapeException.class,
        "ListedTerms: anchors do not fit the losses: got 1 anchors for losses of shape [2],"
            + " expected [K] and K anchors",
        () -> new ListedTerms(batch, Tensor.of(1.0, 2.0), IntTensor.of(0)));
    refused(
        IndexOutOfBoundsException.class,
        "ListedTerms: no such anchor: got 5 at 1, expected 0 to 1",
        () -> new ListedTerms(batch, Tensor.of(1.0, 2.0), IntTensor.of(0, 5)));
  }

  private static void refused(Class<? extends Throwable> type, String message, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }
}
