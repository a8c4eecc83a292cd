package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.losses.GistEmbedLoss.Guided;
import dev.capstan.losses.MultipleNegativesRankingLoss.Direction;
import dev.capstan.losses.distance.SentenceDistance;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no stored answer covers: naive loops, sizes, empty batches, and what is refused. */
class SentenceLossesTest {
  /** Sums of a few hundred doubles of size 1 in another order. */
  private static final double CLOSE = 1e-12;

  private final RandomGenerator random = new SplittableRandom(11);

  private Tensor rows(int n, int d) {
    return Tensor.randn(DType.FLOAT64, random, n, d);
  }

  private static double cos(Tensor x, int i, Tensor y, int j) {
    int d = x.shape().get(1);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int k = 0; k < d; k++) {
      xy += x.get(i, k) * y.get(j, k);
      xx += x.get(i, k) * x.get(i, k);
      yy += y.get(j, k) * y.get(j, k);
    }
    return xy / Math.sqrt(xx * yy);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 30})
  void rankedCosinesAreTheSumOverAllPairs(int n) {
    Tensor x = rows(n, 3);
    Tensor y = rows(n, 3);
    Tensor labels = Tensor.generate(DType.FLOAT64, x.sum(1).shape(), i -> random.nextInt(4) / 3.0);
    double sum = 1;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        if (labels.at(i) < labels.at(j)) {
          sum += Math.exp(20 * (cos(x, i, y, i) - cos(x, j, y, j)));
        }
      }
    }
    assertEquals(Math.log(sum), new CoSentLoss().apply(labels, x, y).item(), 20 * CLOSE);
  }

  @Test
  void rankedCosinesOfManyPairsNeedNoMatrix() {
    int n = 100_000;
    Tensor x = rows(n, 2);
    Tensor labels = Tensor.generate(DType.FLOAT64, x.sum(1).shape(), i -> random.nextDouble());
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          try (Tape tape = new Tape()) {
            Tensor traced = tape.watch(x);
            tape.gradients(new CoSentLoss().apply(labels, traced, x.mul(2))).of(traced);
          }
        });
  }

  /** In each row the largest logit is far above all others, or all cosines are 1. */
  @ParameterizedTest
  @EnumSource(GistEmbedLoss.Strategy.class)
  void theGuideTakesOutWhatIsNearerThanTheOwnPair(GistEmbedLoss.Strategy strategy) {
    int n = 6;
    Guided a = new Guided(rows(n, 4), rows(n, 3));
    Guided p = new Guided(rows(n, 4), rows(n, 3));
    Guided q = new Guided(rows(n, 4), rows(n, 3));
    double margin = 0.1;
    double expected = 0;
    for (int i = 0; i < n; i++) {
      double g = cos(a.guide(), i, p.guide(), i);
      double most = strategy == GistEmbedLoss.Strategy.ABSOLUTE ? g - margin : g * (1 - margin);
      double sum = 0;
      for (int j = 0; j < n; j++) {
        sum += i == j || cos(a.guide(), i, p.guide(), j) <= most ? term(a, i, p, j) : 0;
        sum += i != j && cos(a.guide(), i, a.guide(), j) <= most ? term(a, i, a, j) : 0;
        sum += i != j && cos(p.guide(), i, p.guide(), j) <= most ? term(p, i, p, j) : 0;
        sum += cos(a.guide(), i, q.guide(), j) <= most ? term(a, i, q, j) : 0;
      }
      expected += (Math.log(sum) - cos(a.model(), i, p.model(), i) / 0.5) / n;
    }
    GistEmbedLoss loss =
        new GistEmbedLoss().withTemperature(0.5).withMargin(margin).withStrategy(strategy);
    assertEquals(expected, loss.apply(a, p, q).item(), CLOSE);
    assertEquals(
        loss.apply(a, p, q).item(),
        loss.applyTo(
                Map.of(
                    "anchor",
                    a.model(),
                    "positive",
                    p.model(),
                    "negative0",
                    q.model(),
                    "guide_anchor",
                    a.guide(),
                    "guide_positive",
                    p.guide(),
                    "guide_negative0",
                    q.guide()))
            .item());
  }

  private static double term(Guided x, int i, Guided y, int j) {
    return Math.exp(cos(x.model(), i, y.model(), j) / 0.5);
  }

  @Test
  void aGuideThatKeepsEverythingGivesAllDirections() {
    Tensor a = rows(5, 4);
    Tensor p = rows(5, 4);
    GistEmbedLoss loss = new GistEmbedLoss().withTemperature(0.05).withMargin(-5);
    MultipleNegativesRankingLoss plain =
        new MultipleNegativesRankingLoss()
            .withDirections(Direction.QUERY_TO_DOC, Direction.QUERY_TO_QUERY, Direction.DOC_TO_DOC);
    assertEquals(
        plain.apply(a, p).item(),
        loss.apply(new Guided(a, rows(5, 2)), new Guided(p, rows(5, 2))).item(),
        CLOSE);
  }

  @Test
  void nestedDimensionsAddUpTheLossOfEachCut() {
    Tensor a = rows(5, 6);
    Tensor p = rows(5, 6);
    MultipleNegativesRankingLoss inner = new MultipleNegativesRankingLoss();
    MatryoshkaLoss loss = new MatryoshkaLoss(inner, List.of(6, 2)).withWeights(List.of(1.0, 0.5));
    // The cosine normalises, so that cutting is all that is left to do.
    double expected =
        inner.apply(a, p).item() + 0.5 * inner.apply(a.slice(1, 0, 2), p.slice(1, 0, 2)).item();
    assertEquals(
        expected, loss.apply(cut -> inner.apply(cut.apply(a), cut.apply(p))).item(), CLOSE);
    assertEquals(expected, loss.applyTo(Map.of("anchor", a, "positive", p)).item(), CLOSE);
    MatryoshkaLoss batch = new MatryoshkaLoss(new BatchHardTripletLoss(), List.of(3));
    IntTensor labels = IntTensor.of(0, 0, 1, 1, 2);
    assertEquals(
        new BatchHardTripletLoss().apply(labels, a.slice(1, 0, 3).normalize(2, -1)).item(),
        batch.applyTo(Map.of("labels", labels, "embeddings", a)).item(),
        CLOSE);
    assertEquals(loss, Losses.fromConfig(loss.config()));
    IllegalArgumentException refusal =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                new MatryoshkaLoss(inner, List.of(7)).applyTo(Map.of("anchor", a, "positive", p)));
    assertEquals(
        "MatryoshkaLoss: wrong embeddings: got [5, 6], expected [N, D] with D of 7 or more",
        refusal.getMessage());
  }

  @Test
  void gradientsAreThoseOfTheValue() {
    Tensor a = rows(4, 4);
    Tensor p = rows(4, 4);
    Tensor labels = Tensor.of(0.1, 0.9, 0.4, 0.4);
    MultipleNegativesRankingLoss all =
        new MultipleNegativesRankingLoss().withScale(3).withDirections(Direction.values());
    GradCheck.of((Tensor x) -> all.apply(x, p, a.mul(0.5))).at(a).order(2).check().orThrow();
    GradCheck.of((Tensor x) -> new CoSentLoss(2).apply(labels, x, p)).at(a).check().orThrow();
    GradCheck.of((Tensor x) -> new AngleLoss(2).apply(labels, x, p)).at(a).check().orThrow();
    GistEmbedLoss gist = new GistEmbedLoss().withTemperature(1);
    GradCheck.of((Tensor x) -> gist.apply(new Guided(x, a), new Guided(p, p)))
        .at(a)
        .check()
        .orThrow();
  }

  @Test
  void aConfigurationWithListsComesBack() {
    MultipleNegativesRankingLoss loss = MultipleNegativesRankingLoss.symmetric().withScale(50);
    assertEquals(List.of("query_to_doc", "doc_to_query"), loss.config().get("directions"));
    assertEquals(loss, Losses.fromConfig(loss.config()));
    assertEquals(
        "fromConfig: st_multiple_negatives_ranking_loss: wrong value of 'directions[1]': got"
            + " \"sideways\" (String), expected one of [query_to_doc, query_to_query,"
            + " doc_to_query, doc_to_doc]",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    Losses.fromConfig(
                        "st_multiple_negatives_ranking_loss",
                        Map.of("directions", List.of("query_to_doc", "sideways"))))
            .getMessage());
  }

  @Test
  void nothingToLearnFromIsZero() {
    Tensor none = Tensor.zeros(DType.FLOAT64, 0, 3);
    Tensor noLabels = Tensor.zeros(DType.FLOAT64, 0);
    assertEquals(0, new MultipleNegativesRankingLoss().apply(none, none, none).item());
    assertEquals(0, new CoSentLoss().apply(noLabels, none, none).item());
    assertEquals(0, new AngleLoss().apply(noLabels, none, none).item());
    assertEquals(0, new SentenceContrastiveLoss().apply(noLabels, none, none).item());
    assertEquals(0, new OnlineContrastiveLoss().apply(noLabels, none, none).item());
    assertEquals(0, new CosineSimilarityLoss().apply(noLabels, none, none).item());
    assertEquals(0, new SentenceTripletLoss().apply(none, none, none).item());
    assertEquals(0, new MarginMSELoss().apply(noLabels, none, none, none).item());
    assertEquals(0, new DistillKLDivLoss().apply(none.slice(1, 0, 2), none, none, none).item());
    assertEquals(0, new GlobalOrthogonalRegularizationLoss().apply(none, none).item());
    for (MetricLoss each :
        List.of(
            new BatchHardTripletLoss(),
            new BatchHardSoftMarginTripletLoss(),
            new BatchAllTripletLoss(),
            new BatchSemiHardTripletLoss())) {
      assertEquals(0, each.apply(EmbeddingBatch.of(IntTensor.of(), none)).item());
    }
  }

  @Test
  void softMarginsDoNotOverflow() {
    Tensor x = Tensor.of(new double[][] {{0, 0}, {4000, 0}, {1, 0}});
    IntTensor labels = IntTensor.of(0, 0, 1);
    double[] h = {4000 - 1, 4000 - 3999, 0 - 1};
    double expected = (h[0] + Math.log1p(Math.exp(h[1])) + Math.log1p(Math.exp(h[2]))) / 3;
    assertEquals(
        expected, new BatchHardSoftMarginTripletLoss().apply(labels, x).item(), 4000 * CLOSE);
  }

  @Test
  void equalTextsHaveDistanceZeroWithGradientZero() {
    Tensor x = rows(3, 4);
    for (SentenceDistance each : List.of(SentenceDistance.EUCLIDEAN, SentenceDistance.MANHATTAN)) {
      try (Tape tape = new Tape()) {
        Tensor a = tape.watch(x);
        Tensor loss = new SentenceTripletLoss().withDistance(each).apply(a, x, x);
        assertEquals(5, loss.item());
        assertArrayEquals(new double[12], tape.gradients(loss).of(a).toArray());
      }
    }
  }

  @Test
  void whatDoesNotFitIsRefusedByName() {
    Tensor x = rows(4, 3);
    refused(
        "MultipleNegativesRankingLoss: columns do not fit each other: got shapes [[4, 3], [4, 2]],"
            + " expected one shape [N, D]",
        () -> new MultipleNegativesRankingLoss().apply(x, rows(4, 2)));
    refused(
        "CoSentLoss: labels do not fit the pairs: got shape [3] for 4 pairs, expected one label a"
            + " pair",
        () -> new CoSentLoss().apply(Tensor.of(1.0, 2.0, 3.0), x, x));
    refused(
        "MarginMSELoss: labels do not fit: got shape [4, 3] (EITHER) for 4 rows with 1 negatives,"
            + " expected [4, 1] differences or [4, 2] scores",
        () -> new MarginMSELoss().apply(x, x, x, x));
    refused(
        "DistillKLDivLoss: labels do not fit: got shape [4, 3] for 4 rows with 2 answers, expected"
            + " [4, 2]",
        () -> new DistillKLDivLoss().apply(x, x, x, x));
  }

  private static void refused(String message, Runnable call) {
    assertEquals(message, assertThrows(ShapeException.class, call::run).getMessage());
  }
}
