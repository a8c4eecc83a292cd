package dev.capstan.text.train;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.index.Metric;
import dev.capstan.nn.index.NearestNeighbors;
import dev.capstan.nn.index.RowDistances;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * How well queries find the documents that answer them, by cosine.
 *
 * <p>With hit(i) whether the i-th nearest document answers the query, R how many documents answer
 * it, and means over all queries:
 *
 * <ul>
 *   <li>accuracy@K is 1 if one of the K nearest is a hit; precision@K is hits / K, recall@K is hits
 *       / R among the K nearest;
 *   <li>MRR@K is 1 / the rank of the first hit, 0 beyond K;
 *   <li>NDCG@K is Σ hit(i) / log₂(i + 1) over i ≤ K, divided by its value if the first min(K, R)
 *       were hits;
 *   <li>MAP@K is Σ hit(i) · (hits up to i) / i over i ≤ K, divided by min(K, R).
 * </ul>
 *
 * <p>Documents at equal distance come in the order of their index.
 *
 * <p>Source: conventions of sentence-transformers' {@code InformationRetrievalEvaluator}.
 */
public final class RetrievalScores {
  /** The ranks, from 1 and ascending, at which a query's documents stand. */
  private final List<int[]> ranks;

  private RetrievalScores(List<int[]> ranks) {
    this.ranks = ranks;
  }

  /**
   * Ranks all documents for each query.
   *
   * @param queries [Q, D]
   * @param documents [N, D]
   * @param answers for each query the indices of the documents that answer it
   * @throws IllegalArgumentException if there is no query, one has no answer or one beyond the
   *     documents, or a row is not finite
   */
  public static RetrievalScores of(Tensor queries, Tensor documents, List<Set<Integer>> answers) {
    requireNonNull(queries, "queries");
    requireNonNull(documents, "documents");
    requireNonNull(answers, "answers");
    if (queries.rank() != 2 || answers.isEmpty() || queries.shape().get(0) != answers.size()) {
      throw new IllegalArgumentException(
          "retrieval: got queries "
              + queries.shape()
              + " with answers to "
              + answers.size()
              + ", expected [Q, D] with as many, 1 or more");
    }
    List<int[]> ranks = new ArrayList<>();
    NearestNeighbors.of(documents, Metric.COSINE)
        .distances(queries, (q, distances) -> ranks.add(ranks(q, distances, answers.get(q))));
    return new RetrievalScores(ranks);
  }

  private static int[] ranks(int query, RowDistances distances, Set<Integer> answers) {
    if (answers.isEmpty() || answers.stream().anyMatch(d -> d < 0 || d >= distances.size())) {
      throw new IllegalArgumentException(
          "retrieval: query "
              + query
              + ": got answers "
              + answers
              + ", expected one or more of "
              + distances.size()
              + " documents, from 0");
    }
    return answers.stream().mapToInt(own -> rank(distances, own)).sorted().toArray();
  }

  private static int rank(RowDistances distances, int own) {
    double at = distances.at(own);
    int rank = 1;
    for (int other = 0; other < distances.size(); other++) {
      double there = distances.at(other);
      rank += there < at || there == at && other < own ? 1 : 0;
    }
    return rank;
  }

  // --- what came of it ------------------------------------------------------------------------

  /** How many queries were asked. */
  public int queries() {
    return ranks.size();
  }

  public double accuracyAt(int k) {
    return mean(k, own -> own[0] <= k ? 1 : 0);
  }

  public double precisionAt(int k) {
    return mean(k, own -> (double) hits(own, k) / k);
  }

  public double recallAt(int k) {
    return mean(k, own -> (double) hits(own, k) / own.length);
  }

  public double mrrAt(int k) {
    return mean(k, own -> own[0] <= k ? 1.0 / own[0] : 0);
  }

  public double ndcgAt(int k) {
    return mean(
        k,
        own -> {
          double gain = 0;
          double ideal = 0;
          for (int i = 0; i < Math.min(k, own.length); i++) {
            gain += own[i] <= k ? discount(own[i]) : 0;
            ideal += discount(i + 1);
          }
          return gain / ideal;
        });
  }

  public double mapAt(int k) {
    return mean(
        k,
        own -> {
          double sum = 0;
          for (int i = 0; i < hits(own, k); i++) {
            sum += (i + 1.0) / own[i];
          }
          return sum / Math.min(k, own.length);
        });
  }

  private static double discount(int rank) {
    return StrictMath.log(2) / StrictMath.log(rank + 1.0);
  }

  private static int hits(int[] own, int k) {
    return (int) Arrays.stream(own).filter(rank -> rank <= k).count();
  }

  private double mean(int k, ToDoubleFunction<int[]> ofQuery) {
    if (k < 1) {
      throw new IllegalArgumentException("retrieval: k: got " + k + ", expected 1 or more");
    }
    return ranks.stream().mapToDouble(ofQuery).sum() / ranks.size();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "NDCG@10 %.4f, MRR@10 %.4f, Recall@1 %.4f, Recall@10 %.4f over %d queries",
        ndcgAt(10),
        mrrAt(10),
        recallAt(1),
        recallAt(10),
        queries());
  }
}
