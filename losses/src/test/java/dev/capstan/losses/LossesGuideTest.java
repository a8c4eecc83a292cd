package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.NamedRowDistance;
import dev.capstan.losses.distance.SimilarityDistance;
import dev.capstan.losses.health.BatchHealth;
import dev.capstan.losses.health.HealthListener;
import dev.capstan.losses.mining.BatchMiner;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.mining.MultiSimilarityMiner;
import dev.capstan.losses.mining.TripletMarginMiner;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The examples of docs/losses.md: each of its Java blocks stands here and is run. */
class LossesGuideTest {
  /** Documented values are given with seven digits. */
  private static final double DOCUMENTED = 5e-7;

  /** Sums of a few float64 numbers of order 1. */
  private static final double EXACT = 1e-12;

  private final IntTensor labels = IntTensor.of(0, 0, 0, 1, 1, 1);

  /** The points of a line: 0, 1, 3 of one class and 1.5, 4, 6 of the other. */
  private final Tensor embeddings = Tensor.of(new double[][] {{0}, {1}, {3}, {1.5}, {4}, {6}});

  private static Tensor random(int seed, int rows, int columns) {
    return Tensor.randn(DType.FLOAT64, new SplittableRandom(seed), rows, columns);
  }

  @Test
  void everyJavaBlockOfTheGuideStandsInThisTest() throws IOException {
    String guide = Files.readString(Path.of("..", "docs", "losses.md"));
    String test =
        Files.readString(
            Path.of("src/test/java", getClass().getName().replace('.', '/') + ".java"));
    Matcher blocks = Pattern.compile("```java\n(?!import)(.*?)```", Pattern.DOTALL).matcher(guide);
    int count = 0;
    while (blocks.find()) {
      assertTrue(squeezed(test).contains(squeezed(blocks.group(1))), blocks.group(1));
      count++;
    }
    assertEquals(12, count);
  }

  @Test
  void negativesThatAreNoneAreLeftOut() {
    Tensor queries = random(8, 3, 4);
    Tensor answers = random(9, 3, 4);
    IntTensor users = IntTensor.of(0, 1, 2);
    IntTensor items = IntTensor.of(5, 6, 5);
    int[] allUsers = {0, 1, 2, 1};
    int[] allItems = {5, 6, 5, 5};
    double[] logQ = {-1, -2, -1};
    InBatchCandidates known =
        InBatchCandidates.of(users, items, KnownPositives.of(allUsers, allItems)).withLogQ(logQ);
    Tensor loss = new MultipleNegativesRankingLoss().apply(queries, answers, known);
    assertEquals(4, known.accidentalHits().count());
    assertTrue(Double.isFinite(loss.item()));
  }

  private static String squeezed(String code) {
    return code.replaceAll("\\s+", "");
  }

  @Test
  void partsAreExchanged() {
    MetricLoss loss =
        new MinedTripletLoss()
            .withMargin(0.2)
            .withDistance(LpDistance.squaredEuclidean())
            .withMiner(BatchMiner.easyPositive())
            .withReducer(new Reducer.PerAnchor());
    Tensor value = loss.apply(labels, embeddings);
    assertTrue(value.item() >= 0);
  }

  @Test
  void proxiesAreInputs() {
    IntTensor labels = IntTensor.of(0, 1, 2);
    Tensor embeddings = random(1, 3, 4);
    Tensor classVectors = random(2, 3, 4);
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(embeddings);
      Tensor proxies = tape.watch(classVectors);
      Tensor loss = new ProxyAnchorLoss().apply(labels, x, proxies);
      trainProxies(tape.gradients(loss).of(proxies));
    }
  }

  private static void trainProxies(Tensor gradient) {
    assertTrue(gradient.square().sum().item() > 0);
  }

  @Test
  void pairsAreRanked() {
    Tensor questions = random(3, 4, 5);
    Tensor answers = questions.mul(2);
    Tensor ranking =
        NtXentLoss.multipleNegativesRanking().apply(EmbeddingBatch.ofPairs(questions, answers));
    Tensor turned =
        NtXentLoss.multipleNegativesRanking()
            .apply(EmbeddingBatch.ofPairs(questions, answers.neg()));
    assertTrue(ranking.item() < turned.item());
  }

  @Test
  void aMemoryServesAsReferences() {
    CrossBatchMemory memory = new CrossBatchMemory(100, DType.FLOAT64, 1);
    memory = memory.with(labels, embeddings);
    Tensor loss = new ContrastiveLoss().apply(memory.batch(labels, embeddings));
    assertEquals(new ContrastiveLoss().apply(labels, embeddings).item(), loss.item(), EXACT);
  }

  @Test
  void healthIsReported() {
    Tensor batchLoss = Tensor.scalar(0.1);
    List<BatchHealth> reports = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    HealthListener health =
        new HealthListener(
            LpDistance.euclidean(), HealthListener.Level.margin(0.2), reports::add, warnings::add);
    health.onBatch(labels, embeddings, batchLoss);
    assertEquals(12, reports.get(0).positivePairs());
    assertEquals(List.of(), warnings);
  }

  @Test
  void fromPyTorch() {
    Tensor anchor = Tensor.of(new double[][] {{0, 0}});
    Tensor positive = Tensor.of(new double[][] {{0, 1}});
    Tensor negative = Tensor.of(new double[][] {{0, 1.25}});
    Tensor scores = Tensor.of(new double[][] {{0.1, 0.2, 0.4}});
    IntTensor target = IntTensor.of(2);
    Tensor triplet =
        TripletMarginLoss.torch()
            .withMargin(0.5)
            .withSwap(Swap.YES)
            .apply(anchor, positive, negative);
    Tensor cosine =
        TripletMarginWithDistanceLoss.torch()
            .withDistance(NamedRowDistance.ONE_MINUS_COSINE)
            .apply(anchor, positive, negative);
    Tensor multi = MultiMarginLoss.torch().withP(2).withMargin(0.5).apply(scores, target);
    // d(p, n) = 0.25 is the nearer; eps moves each distance by about 1e-6
    assertEquals(1 - 0.25 + 0.5, triplet.item(), 1e-5);
    assertEquals(1, cosine.item(), EXACT);
    assertEquals((0.04 + 0.09) / 3, multi.item(), EXACT);
  }

  @Test
  void fromMindSpore() {
    Tensor anchor = Tensor.of(new double[][] {{0.3, 0.7}, {0.5, 0.5}});
    Tensor positive = Tensor.of(new double[][] {{0.4, 0.6}, {0.4, 0.6}});
    Tensor negative = Tensor.of(new double[][] {{0.2, 0.9}, {0.3, 0.7}});
    Tensor scores = Tensor.ones(DType.FLOAT64, 3, 3);
    IntTensor target = IntTensor.of(1, 2, 1);
    Tensor triplet =
        TripletMarginLoss.mindSpore().withMargin(0.5).apply(anchor, positive, negative);
    Tensor multi = MultiMarginLoss.mindSpore().withP(2).apply(scores, target);
    // the system's documented example has margin 1 and the value 0.8881968
    assertEquals(0.8881968 - 0.5, triplet.item(), DOCUMENTED);
    assertEquals(2.0 / 3, multi.item(), EXACT);
  }

  @Test
  void fromTensorFlowAddons() {
    Tensor semiHard =
        TripletSemiHardLoss.tensorflowAddons()
            .withMargin(0.5)
            .withDistance(AddonsDistance.SQUARED_L2)
            .apply(labels, embeddings);
    Tensor hard = TripletHardLoss.tensorflowAddons().withMargin(0.5).apply(labels, embeddings);
    assertTrue(semiHard.item() > 0);
    // with margin 1 the hard loss of these points is 3, and every row is active
    assertEquals(2.5, hard.item(), EXACT);
  }

  @Test
  void fromTensorFlowSimilarity() {
    Tensor loss =
        TripletLoss.tensorflowSimilarity()
            .withDistance(SimilarityDistance.named("l2"))
            .withMargin(Margin.hard(0.5))
            .apply(labels, embeddings);
    Tensor older =
        TripletLoss.tensorflowSimilarity(TripletLoss.Generation.V0_14).apply(labels, embeddings);
    // with margin 1 the rows are 0, 0, 1, 4, 0.5, 0.5
    assertEquals((0.5 + 3.5) / 6, loss.item(), EXACT);
    assertTrue(Double.isFinite(older.item()));
  }

  @Test
  void fromPytorchMetricLearning() {
    Tensor w = random(4, 1, 2);
    Tensor triplet =
        new MinedTripletLoss()
            .withMargin(0.2)
            .withMiner(new TripletMarginMiner(0.2, TripletMarginMiner.Type.SEMIHARD))
            .apply(labels, embeddings);
    Tensor similarity =
        new MultiSimilarityLoss()
            .withMiner(new MultiSimilarityMiner(0.1))
            .apply(labels, embeddings);
    Tensor arcFace = new ArcFaceLoss(28.6, 64, new Reducer.Mean()).apply(labels, embeddings, w);
    assertEquals(0, triplet.item(), "on a line all directions are equal: no gap above 0");
    assertTrue(similarity.item() > 0);
    assertTrue(arcFace.item() > 0);
  }

  @Test
  void fromAConfiguration() {
    Loss loss =
        Losses.fromConfig(
            Map.of(
                "loss",
                "pml_contrastive_loss",
                "neg_margin",
                0.8,
                "distance",
                Map.of("name", "cosine"),
                "miner",
                Map.of("name", "batch_easy_hard", "pos_strategy", "hard")));
    Loss same = Losses.fromConfig(loss.config());
    assertEquals(loss, same);
  }
}
