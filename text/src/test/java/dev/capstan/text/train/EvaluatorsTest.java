package dev.capstan.text.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.capstan.ops.Tensor;
import dev.capstan.text.SentenceEncoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Figures beside those of sentence-transformers 6.2.0, and evaluators of an encoder. */
class EvaluatorsTest {
  private static final Path TABLES =
      Path.of("src/test/resources/dev/capstan/text/train/evaluators.json");
  private static final Path TINY = Path.of("src/test/resources/dev/capstan/text/encoder/tiny-bert");

  /** Float64 there and here, sums of some hundred numbers of size 1 in another order. */
  private static final double REORDERED = 1e-12;

  /** A mean of float32 there, rounded to 2⁻²⁴ of itself. */
  private static final double SINGLE = 0x1p-24;

  private final JsonNode tables;

  EvaluatorsTest() throws IOException {
    tables = new ObjectMapper().readTree(TABLES.toFile());
  }

  private Tensor rows(String table, int from, int to) {
    JsonNode rows = tables.get(table).get("rows");
    double[][] all = new double[to - from][];
    for (int i = from; i < to; i++) {
      all[i - from] = numbers(rows.get(i));
    }
    return Tensor.of(all);
  }

  private static double[] numbers(JsonNode list) {
    return IntStream.range(0, list.size()).mapToDouble(i -> list.get(i).asDouble()).toArray();
  }

  private double found(String table, String name) {
    JsonNode figure = tables.get(table).get("found").get(name);
    return figure.asDouble();
  }

  @Test
  void similarityIsThatOfThePeer() {
    SimilarityScores scores =
        SimilarityScores.of(
            rows("similarity", 0, 40),
            rows("similarity", 40, 80),
            numbers(tables.get("similarity").get("scores")));
    assertEquals(found("similarity", "spearman_cosine"), scores.spearman(), REORDERED);
    assertEquals(found("similarity", "pearson_cosine"), scores.pearson(), REORDERED);
  }

  @Test
  void pairsAreJudgedAsByThePeer() {
    double[] labels = numbers(tables.get("pairs").get("labels"));
    boolean[] together = new boolean[labels.length];
    for (int i = 0; i < labels.length; i++) {
      together[i] = labels[i] == 1;
    }
    PairScores scores = PairScores.of(rows("pairs", 0, 40), rows("pairs", 40, 80), together);
    assertEquals(found("pairs", "cosine_accuracy"), scores.accuracy(), REORDERED);
    assertEquals(
        found("pairs", "cosine_accuracy_threshold"), scores.accuracyThreshold(), REORDERED);
    assertEquals(found("pairs", "cosine_f1"), scores.f1(), REORDERED);
    assertEquals(found("pairs", "cosine_f1_threshold"), scores.f1Threshold(), REORDERED);
    assertEquals(found("pairs", "cosine_precision"), scores.precision(), REORDERED);
    assertEquals(found("pairs", "cosine_recall"), scores.recall(), REORDERED);
    assertEquals(found("pairs", "cosine_ap"), scores.averagePrecision(), REORDERED);
  }

  @Test
  void tripletsAreJudgedAsByThePeer() {
    TripletScores scores =
        TripletScores.of(
            rows("triplets", 0, 40), rows("triplets", 40, 80), rows("triplets", 80, 120));
    assertEquals(found("triplets", "cosine_accuracy"), scores.accuracy(), SINGLE);
  }

  @Test
  void retrievalIsJudgedAsByThePeer() {
    List<Set<Integer>> answers = new ArrayList<>();
    for (JsonNode each : tables.get("retrieval").get("answers")) {
      Set<Integer> own = new HashSet<>();
      each.forEach(document -> own.add(document.asInt()));
      answers.add(own);
    }
    RetrievalScores scores =
        RetrievalScores.of(rows("retrieval", 0, 40), rows("retrieval", 40, 130), answers);
    for (int k : new int[] {1, 3, 5, 10}) {
      assertEquals(found("retrieval", "cosine_accuracy@" + k), scores.accuracyAt(k), REORDERED);
      assertEquals(found("retrieval", "cosine_precision@" + k), scores.precisionAt(k), REORDERED);
      assertEquals(found("retrieval", "cosine_recall@" + k), scores.recallAt(k), REORDERED);
    }
    assertEquals(found("retrieval", "cosine_ndcg@10"), scores.ndcgAt(10), REORDERED);
    assertEquals(found("retrieval", "cosine_mrr@10"), scores.mrrAt(10), REORDERED);
    assertEquals(found("retrieval", "cosine_map@100"), scores.mapAt(100), REORDERED);
    assertEquals(40, scores.queries());
  }

  @Test
  void atTiesAndAtTheEndsAThresholdStaysBetweenPairs() {
    PairScores tied = PairScores.of(new double[] {0.5, 0.5}, new boolean[] {true, false});
    assertEquals(0.5, tied.accuracy());
    assertEquals(Math.nextUp(0.5), tied.accuracyThreshold());
    PairScores all = PairScores.of(new double[] {0.2, 0.9}, new boolean[] {true, false});
    assertEquals(2.0 / 3, all.f1(), REORDERED);
    assertEquals(0.2, all.f1Threshold());
  }

  @Test
  void anEncoderIsJudgedAndStaysInTraining() throws IOException {
    SentenceEncoder encoder = SentenceEncoder.open(TINY);
    encoder.train();
    List<String> texts = List.of("the cat sat", "a dog runs", "good movie", "bad movie");
    Map<String, Double> similarity =
        Evaluator.similarity(texts, texts, new double[] {1, 0.9, 0.8, 0.7}).evaluate(encoder);
    assertEquals(List.of("spearman", "pearson"), List.copyOf(similarity.keySet()));
    // Each text is its own nearest, so what is asked for is found at once.
    List<Set<Integer>> own = List.of(Set.of(0), Set.of(1), Set.of(2), Set.of(3));
    assertEquals(1, Evaluator.retrieval(texts, texts, own).evaluate(encoder).get("ndcg@10"));
    assertEquals(
        1,
        Evaluator.triplets(texts, texts, List.of("x", "y", "z", "w"))
            .evaluate(encoder)
            .get("accuracy"));
    assertEquals(
        List.of(
            "averagePrecision",
            "accuracy",
            "accuracyThreshold",
            "f1",
            "f1Threshold",
            "precision",
            "recall"),
        List.copyOf(
            Evaluator.pairs(
                    texts,
                    List.of("cat", "b", "movie", "c"),
                    new boolean[] {true, false, true, false})
                .evaluate(encoder)
                .keySet()));
    assertTrue(
        Evaluator.classes(texts, new int[] {0, 0, 1, 1})
                .evaluate(encoder)
                .getOrDefault("recall@1", 0.0)
            >= 0.5);
    assertTrue(encoder.training());
  }

  @Test
  void whatDoesNotBelongTogetherIsRefused() {
    Tensor two = Tensor.of(new double[][] {{1, 0}, {0, 1}});
    Exception refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> RetrievalScores.of(two, two, List.of(Set.of(0), Set.of(2))));
    assertEquals(
        "retrieval: query 1: got answers [2], expected one or more of 2 documents, from 0",
        refused.getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> RetrievalScores.of(two, two, List.of(Set.of(0))));
    assertThrows(
        IllegalArgumentException.class,
        () -> TripletScores.of(two, two, Tensor.of(new double[][] {{1, 0}})));
    refused =
        assertThrows(
            IllegalArgumentException.class,
            () -> Evaluator.similarity(List.of("a"), List.of(), new double[] {1}));
    assertEquals(
        "similarity: got 1, 0 and 1 of what belongs together, expected as many of each, 1 or more",
        refused.getMessage());
  }
}
