package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;

/**
 * What is known of the candidates of a batch whose other rows serve as negatives: which of them are
 * no negatives after all (accidental hits), and how likely each came to be in the batch (logQ).
 *
 * <p>N queries meet M candidates, N · (1 + m) of them: the positives, then the first negatives, all
 * second ones, …. Query i's own candidate is the i-th. Another one is an accidental hit if its item
 * and the query are a pair of the batch, as where an item or a query occurs twice, or are known to
 * belong together ({@link KnownPositives}); it is left out of the softmax.
 *
 * <p>A candidate that is drawn as often as it is popular is punished for it, once in each batch it
 * is in. With log q, the logarithm of the probability of being in a batch, every score is corrected
 * to {@code s_ij − log q_j}, the own one too.
 *
 * <pre>{@code
 * InBatchCandidates known =
 *     InBatchCandidates.of(users, items, KnownPositives.of(allUsers, allItems))
 *         .withLogQ(frequency.logQ(items));
 * Tensor loss = new MultipleNegativesRankingLoss().apply(queries, answers, known);
 * }</pre>
 *
 * <p>Source: Yi et al., "Sampling-Bias-Corrected Neural Modeling for Large Corpus Item
 * Recommendations", RecSys 2019, formula (3); the hits as in Bengio and Senécal, 2008, and
 * TensorFlow Recommenders' {@code RemoveAccidentalHits}.
 */
public final class InBatchCandidates {
  private static final String NAME = "InBatchCandidates";

  private final int queries;
  private final BoolTensor hits;
  private final double[] logQ;

  private InBatchCandidates(int queries, BoolTensor hits, double[] logQ) {
    this.queries = queries;
    this.hits = hits;
    this.logQ = logQ;
  }

  /** Of items alone: equal items are the same. */
  public static InBatchCandidates of(IntTensor candidates, int queries) {
    requireNonNull(candidates, "candidates");
    requireFitting(Shape.of(Math.max(0, queries)), candidates.shape());
    int[] each = new int[Math.max(0, queries)];
    Arrays.setAll(each, i -> i);
    return of(IntTensor.of(each), candidates, KnownPositives.none());
  }

  private static void requireFitting(Shape queries, Shape candidates) {
    int n = queries.size();
    int m = candidates.size();
    boolean vectors = queries.rank() == 1 && candidates.rank() == 1;
    if (!vectors || (n == 0 ? m > 0 : m < n || m % n != 0)) {
      throw new ShapeException(
          "%s: candidates do not fit the queries: got ids %s for %s, expected [M] for [N], M a multiple of N"
              .formatted(NAME, candidates, queries));
    }
  }

  /**
   * Of queries and items by their ids.
   *
   * @param queries {@code [N]}
   * @param candidates {@code [M]}, M a multiple of N, the i-th being query i's own
   * @throws ShapeException if they do not fit each other
   */
  public static InBatchCandidates of(
      IntTensor queries, IntTensor candidates, KnownPositives known) {
    requireNonNull(queries, "queries");
    requireNonNull(candidates, "candidates");
    requireNonNull(known, "known");
    requireFitting(queries.shape(), candidates.shape());
    int n = queries.size();
    int m = candidates.size();
    boolean[] hits = new boolean[Math.multiplyExact(n, m)];
    KnownPositives own =
        KnownPositives.of(queries.toArray(), Arrays.copyOf(candidates.toArray(), n));
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < m; j++) {
        int query = queries.at(i);
        int item = candidates.at(j);
        hits[i * m + j] = j != i && (own.contains(query, item) || known.contains(query, item));
      }
    }
    return new InBatchCandidates(n, BoolTensor.of(hits, n, m), new double[m]);
  }

  /**
   * With the logarithm of each candidate's probability of being in a batch.
   *
   * @param values {@code M} of them, finite
   */
  public InBatchCandidates withLogQ(double... values) {
    requireNonNull(values, "values");
    if (values.length != logQ.length) {
      throw new ShapeException(
          "%s: logQ: got %s values for %s candidates, expected one for each"
              .formatted(NAME, values.length, logQ.length));
    }
    for (int j = 0; j < values.length; j++) {
      if (!Double.isFinite(values[j])) {
        throw new IllegalArgumentException(
            "%s: logQ: got %s for candidate %s, expected a finite logarithm; a candidate of the batch has a probability above 0"
                .formatted(NAME, values[j], j));
      }
    }
    return new InBatchCandidates(queries, hits, values.clone());
  }

  /** N. */
  public int queries() {
    return queries;
  }

  /** M. */
  public int candidates() {
    return logQ.length;
  }

  /** Which candidates are no negatives of a query, {@code [N, M]}; never its own one. */
  public BoolTensor accidentalHits() {
    return hits;
  }

  /** The logarithms by which scores are corrected, one a candidate; 0 unless given. */
  public double[] logQ() {
    return logQ.clone();
  }

  // --- in a loss ------------------------------------------------------------------------------

  /** Nothing is known: no hits, no correction. */
  static InBatchCandidates unknown(int queries, int candidates) {
    boolean[] none = new boolean[Math.multiplyExact(queries, candidates)];
    return new InBatchCandidates(
        queries, BoolTensor.of(none, queries, candidates), new double[candidates]);
  }

  void requireFor(String loss, int rows, int all) {
    if (rows != queries || all != logQ.length) {
      throw new ShapeException(
          "%s: candidates do not fit the columns: got what is known of %s queries and %s candidates, expected %s and %s"
              .formatted(loss, queries, logQ.length, rows, all));
    }
  }

  /** Scores of candidates {@code [N, M]}, corrected by logQ. */
  Tensor corrected(Tensor scores) {
    return isCorrected() ? scores.sub(scores.like(at -> logQ[at % logQ.length])) : scores;
  }

  /** Scores of the own candidates {@code [N]}, corrected by a share of logQ. */
  Tensor ownCorrected(Tensor scores, double share) {
    return isCorrected() ? scores.sub(scores.like(i -> share * logQ[i])) : scores;
  }

  private boolean isCorrected() {
    return Arrays.stream(logQ).anyMatch(q -> q != 0);
  }

  /** Scores {@code [N, M]} of queries with candidates, without the hits. */
  Tensor withoutHits(Tensor scores) {
    return without(hits, scores);
  }

  /** Scores {@code [N, N]} of positives with queries, without the hits. */
  Tensor withoutHitsOfQueries(Tensor scores) {
    boolean[] turned = new boolean[queries * queries];
    for (int at = 0; at < turned.length; at++) {
      turned[at] = isHit(at % queries, at / queries);
    }
    return without(BoolTensor.of(turned, queries, queries), scores);
  }

  /** Scores {@code [N, N]} of queries with queries, without those that share a candidate. */
  Tensor withoutRelated(Tensor scores) {
    boolean[] related = new boolean[queries * queries];
    for (int at = 0; at < related.length; at++) {
      int i = at / queries;
      int j = at % queries;
      related[at] = isHit(i, j) || isHit(j, i);
    }
    return without(BoolTensor.of(related, queries, queries), scores);
  }

  private boolean isHit(int query, int candidate) {
    return hits.at(query * logQ.length + candidate);
  }

  private static Tensor without(BoolTensor out, Tensor scores) {
    return out.count() == 0 ? scores : where(out, Logs.nothing(scores), scores);
  }

  @Override
  public String toString() {
    return queries
        + " queries, "
        + logQ.length
        + " candidates, "
        + hits.count()
        + " accidental hits"
        + (isCorrected() ? ", corrected by logQ" : "");
  }
}
