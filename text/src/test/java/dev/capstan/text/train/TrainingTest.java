package dev.capstan.text.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.Parameter;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.optim.AdamW;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Transpose;
import dev.capstan.text.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What fine-tuning needs, on a small encoder in float64. */
class TrainingTest {
  private static final Path TINY = Path.of("src/test/resources/dev/capstan/text/encoder/tiny-bert");
  private static final List<String> FIRST =
      List.of(
          "the cat sat", "a dog runs", "man eats", "he plays guitar", "good movie", "bad movie");
  private static final List<String> SECOND =
      List.of("cat", "the dog runs fast", "a man", "guitar", "the movie is good", "not a good one");

  /** Two float64 programs that add the same numbers in another order. */
  private static final double REORDERED = 1e-12;

  private final SentenceEncoder encoder;

  TrainingTest() throws IOException {
    encoder = SentenceEncoder.open(TINY, DType.FLOAT64);
  }

  /** Multiple negatives ranking, written out. */
  static Tensor ranking(Tensor anchors, Tensor positives) {
    Tensor scores =
        Elementwise.mul(
            LinearAlgebra.matmul(
                LinearAlgebra.normalize(anchors, 2, -1),
                Transpose.NO,
                LinearAlgebra.normalize(positives, 2, -1),
                Transpose.YES),
            20);
    int n = anchors.shape().get(0);
    return Neural.crossEntropy(scores, IntTensor.of(IntStream.range(0, n).toArray())).mean();
  }

  @Test
  void gradientsOfPartsAreThoseOfTheWhole() {
    ParameterGradients whole =
        encoder.gradients(() -> ranking(encoder.apply(FIRST), encoder.apply(SECOND)));
    List<Supplier<Tensor>> parts =
        List.of(
            () -> encoder.apply(FIRST.subList(0, 4)),
            () -> encoder.apply(FIRST.subList(4, 6)),
            () -> encoder.apply(SECOND.subList(0, 4)),
            () -> encoder.apply(SECOND.subList(4, 6)));
    ParameterGradients cached =
        GradCache.gradients(
            encoder,
            parts,
            e ->
                ranking(
                    Movement.concat(0, e.get(0), e.get(1)),
                    Movement.concat(0, e.get(2), e.get(3))));
    assertEquals(whole.loss().item(), cached.loss().item(), REORDERED);
    for (Parameter each : encoder.parameters()) {
      assertArrayEquals(
          whole.of(each).toArray(), cached.of(each).toArray(), REORDERED, each.toString());
    }
  }

  @Test
  void onlyTheLastLayersMove() {
    FineTuning.lastLayers(encoder, 1);
    List<String> moving =
        encoder.namedParameters().entrySet().stream()
            .filter(each -> !each.getValue().frozen())
            .map(each -> each.getKey())
            .toList();
    assertEquals(16, moving.size());
    assertTrue(moving.stream().allMatch(name -> name.contains(".layer.1.")), moving.toString());
    assertThrows(IllegalArgumentException.class, () -> FineTuning.lastLayers(encoder, 3));
  }

  @Test
  void biasesAndNormsDoNotDecay() {
    var groups = FineTuning.withoutDecayOnVectors(encoder, AdamW.Options.of(1e-3));
    assertEquals(37, groups.get(0).parameters().size() + groups.get(1).parameters().size());
    assertEquals(0, groups.get(1).options().weightDecay());
    assertTrue(groups.get(1).parameters().stream().allMatch(p -> p.constant().rank() == 1));
  }

  @Test
  void aDistilledFolderIsOpenedAndKnowsItsPieces(@TempDir Path to) throws IOException {
    Tensor table = new Distiller().withDimension(8).write(encoder, TINY, to, done -> {});
    assertEquals("[104, 8]", table.shape().toString());
    SentenceEncoder small = SentenceEncoder.open(to);
    assertEquals(8, small.dimension());
    assertEquals(1, small.encode(List.of("cat")).norm(2).item(), 1e-6 /* float32, normalized */);
  }

  @Test
  void similaritiesAreJudgedByRanksAndValues() {
    Tensor first = Tensor.of(new double[][] {{1, 0}, {1, 0}, {1, 0}, {1, 0}});
    Tensor second = Tensor.of(new double[][] {{1, 0}, {1, 1}, {0, 1}, {-1, 0}});
    SimilarityScores scores = SimilarityScores.of(first, second, new double[] {5, 4, 1, 0});
    assertEquals(1, scores.spearman(), REORDERED);
    // By hand: cosines 1, 0.7071, 0, −1 against 5, 4, 1, 0.
    assertEquals((5 + 1.5 / Math.sqrt(2)) / Math.sqrt(2.375 * 17), scores.pearson(), REORDERED);
  }

  @Test
  void pairsAreJudgedAtTheBestThreshold() {
    PairScores scores =
        PairScores.of(new double[] {0.9, 0.8, 0.7, 0.3}, new boolean[] {true, false, true, false});
    assertEquals(0.75, scores.accuracy());
    assertEquals(0.8, scores.f1(), REORDERED);
    assertEquals(0.5, scores.f1Threshold(), REORDERED);
    assertEquals((1 + 2.0 / 3) / 2, scores.averagePrecision(), REORDERED);
    assertThrows(
        IllegalArgumentException.class,
        () -> PairScores.of(new double[] {0.5}, new boolean[] {true}));
  }
}
