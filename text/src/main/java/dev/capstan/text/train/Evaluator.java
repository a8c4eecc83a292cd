package dev.capstan.text.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.index.Metric;
import dev.capstan.nn.metrics.Retrieval;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.text.SentenceEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How good an encoder is at something, in figures by name of which the first is the usual one; to
 * be asked alone or between two steps of training, which it leaves as it was.
 *
 * <pre>{@code
 * Evaluator similarity = Evaluator.similarity(first, second, scores);
 * similarity.evaluate(encoder);      // {spearman=0.82, pearson=0.81}
 * }</pre>
 */
public interface Evaluator {
  /** The figures of an encoder as it is now. */
  Map<String, Double> evaluate(SentenceEncoder encoder);

  /** Cosines of pairs beside people's scores: {@code spearman}, {@code pearson}. */
  static Evaluator similarity(List<String> first, List<String> second, double[] scores) {
    List<String> x = List.copyOf(requireNonNull(first, "first"));
    List<String> y = List.copyOf(requireNonNull(second, "second"));
    double[] wanted = scores.clone();
    requireAsMany("similarity", x.size(), y.size(), wanted.length);
    return encoder -> {
      SimilarityScores found = SimilarityScores.of(encoder.encode(x), encoder.encode(y), wanted);
      return figures("spearman", found.spearman(), "pearson", found.pearson());
    };
  }

  /**
   * Pairs that belong together told from others by a threshold of the cosine: {@code
   * averagePrecision}, {@code accuracy} and {@code f1} with their thresholds, {@code precision},
   * {@code recall}.
   */
  static Evaluator pairs(List<String> first, List<String> second, boolean[] together) {
    List<String> x = List.copyOf(requireNonNull(first, "first"));
    List<String> y = List.copyOf(requireNonNull(second, "second"));
    boolean[] wanted = together.clone();
    requireAsMany("pairs", x.size(), y.size(), wanted.length);
    return encoder -> {
      PairScores found = PairScores.of(encoder.encode(x), encoder.encode(y), wanted);
      Map<String, Double> all =
          figures(
              "averagePrecision",
              found.averagePrecision(),
              "accuracy",
              found.accuracy(),
              "accuracyThreshold",
              found.accuracyThreshold(),
              "f1",
              found.f1(),
              "f1Threshold",
              found.f1Threshold());
      all.put("precision", found.precision());
      all.put("recall", found.recall());
      return all;
    };
  }

  /** Triplets in the right order: {@code accuracy}. */
  static Evaluator triplets(List<String> anchors, List<String> positives, List<String> negatives) {
    List<String> a = List.copyOf(requireNonNull(anchors, "anchors"));
    List<String> p = List.copyOf(requireNonNull(positives, "positives"));
    List<String> n = List.copyOf(requireNonNull(negatives, "negatives"));
    requireAsMany("triplets", a.size(), p.size(), n.size());
    return encoder ->
        figures(
            "accuracy",
            TripletScores.of(encoder.encode(a), encoder.encode(p), encoder.encode(n)).accuracy());
  }

  /**
   * Documents found by queries: {@code ndcg@10}, {@code mrr@10}, {@code recall@1}, {@code
   * recall@10}, {@code map@100}.
   *
   * @param answers for each query the indices of the documents that answer it
   */
  static Evaluator retrieval(
      List<String> queries, List<String> documents, List<Set<Integer>> answers) {
    List<String> q = List.copyOf(requireNonNull(queries, "queries"));
    List<String> d = List.copyOf(requireNonNull(documents, "documents"));
    List<Set<Integer>> wanted = answers.stream().map(Set::copyOf).toList();
    requireAsMany("retrieval", q.size(), q.size(), wanted.size());
    return encoder -> {
      RetrievalScores found = RetrievalScores.of(encoder.encode(q), encoder.encode(d), wanted);
      return figures(
          "ndcg@10",
          found.ndcgAt(10),
          "mrr@10",
          found.mrrAt(10),
          "recall@1",
          found.recallAt(1),
          "recall@10",
          found.recallAt(10),
          "map@100",
          found.mapAt(100));
    };
  }

  /**
   * Texts of classes, each in turn looking for the others of its class: {@code map@R}, {@code
   * recall@1}.
   */
  static Evaluator classes(List<String> texts, int[] labels) {
    List<String> x = List.copyOf(requireNonNull(texts, "texts"));
    IntTensor wanted = IntTensor.of(requireNonNull(labels, "labels"));
    requireAsMany("classes", x.size(), x.size(), labels.length);
    return encoder -> {
      Tensor rows = encoder.encode(x);
      Retrieval found = Retrieval.of(rows, wanted, Metric.COSINE);
      return figures("map@R", found.mapAtR(), "recall@1", found.recallAt1());
    };
  }

  private static void requireAsMany(String of, int first, int second, int answers) {
    requireNonNull(of, "of");
    if (first == 0 || first != second || first != answers) {
      throw new IllegalArgumentException(
          of
              + ": got "
              + first
              + ", "
              + second
              + " and "
              + answers
              + " of what belongs together, expected as many of each, 1 or more");
    }
  }

  /** Names and figures in turn, in that order. */
  private static Map<String, Double> figures(Object... namesAndFigures) {
    Map<String, Double> all = new LinkedHashMap<>();
    for (int i = 0; i < namesAndFigures.length; i += 2) {
      all.put((String) namesAndFigures[i], (Double) namesAndFigures[i + 1]);
    }
    return all;
  }
}
