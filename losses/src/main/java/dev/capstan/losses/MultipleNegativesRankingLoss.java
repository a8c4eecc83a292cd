package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Similarity;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Multiple negatives ranking: each question against its own answer and all others of the batch.
 *
 * <p>With candidates the positives, then all first negatives, all second ones, …, and S = scale ·
 * sim: {@code mean_i (log Z_i − S(anchor_i, positive_i))}. Z sums exp S over the directions:
 *
 * <ul>
 *   <li>QUERY_TO_DOC: the anchor with every candidate
 *   <li>QUERY_TO_QUERY: the anchor with all other anchors
 *   <li>DOC_TO_QUERY: the positive with every anchor
 *   <li>DOC_TO_DOC: the positive with every candidate of other rows
 * </ul>
 *
 * <p>JOINT is one softmax over all of them; PER_DIRECTION is the mean of log Z of each, for the
 * first and the third alone.
 *
 * <p>With {@link InBatchCandidates}, candidates that belong to a row although they are not its own
 * are in none of its sums, and scores of candidates are corrected for how often these are drawn:
 * {@code S − log q_j} in QUERY_TO_DOC and DOC_TO_DOC. This is then the sampled softmax of two-tower
 * models.
 *
 * <p>Shapes: columns [N, D], all of one shape, returns a scalar; 0 without rows. A text that occurs
 * twice in a batch is its own wrong answer: sample without duplicates, or say which are the same.
 *
 * <p>Source: Henderson et al., 2017, as in sentence-transformers 6.2; there are two classes there,
 * the second of which is {@link #symmetric()}.
 *
 * @param scale what similarities are multiplied by
 */
@Named(value = "multiple_negatives_ranking_loss", system = "st")
public record MultipleNegativesRankingLoss(
    double scale,
    @Key("similarity_fct") Similarity similarity,
    List<Direction> directions,
    @Key("partition_mode") Partition partition)
    implements Loss, With.AnyScale<MultipleNegativesRankingLoss> {
  private static final String NAME = "MultipleNegativesRankingLoss";
  private static final String ANCHOR_IDS = "anchor_ids";
  private static final String CANDIDATE_IDS = "candidate_ids";
  private static final String LOG_Q = "log_q";

  /** Who is compared with whom. */
  public enum Direction {
    QUERY_TO_DOC,
    QUERY_TO_QUERY,
    DOC_TO_QUERY,
    DOC_TO_DOC
  }

  /** Over what the softmax runs. */
  public enum Partition {
    /** All directions together. */
    JOINT,
    /** Each direction by itself. */
    PER_DIRECTION
  }

  /** Checks the parameters. */
  public MultipleNegativesRankingLoss {
    requireNonNull(similarity, "similarity");
    requireNonNull(directions, "directions");
    requireNonNull(partition, "partition");
    directions = List.copyOf(directions);
    boolean mixed =
        directions.contains(Direction.QUERY_TO_QUERY) || directions.contains(Direction.DOC_TO_DOC);
    if (!directions.contains(Direction.QUERY_TO_DOC)
        || partition == Partition.PER_DIRECTION && mixed) {
      throw Checks.argument(
          NAME,
          "directions",
          directions,
          "QUERY_TO_DOC among them, and by PER_DIRECTION none but it and DOC_TO_QUERY");
    }
  }

  /** Scale 20, cosine, from anchors to candidates. */
  public MultipleNegativesRankingLoss() {
    this(20, Similarity.COSINE, List.of(Direction.QUERY_TO_DOC), Partition.JOINT);
  }

  /** From anchors to candidates and from positives to anchors, each a softmax of its own. */
  public static MultipleNegativesRankingLoss symmetric() {
    return new MultipleNegativesRankingLoss()
        .withDirections(Direction.QUERY_TO_DOC, Direction.DOC_TO_QUERY)
        .withPartition(Partition.PER_DIRECTION);
  }

  public MultipleNegativesRankingLoss withSimilarity(Similarity value) {
    requireNonNull(value, "value");
    return new MultipleNegativesRankingLoss(scale, value, directions, partition);
  }

  public MultipleNegativesRankingLoss withDirections(Direction... values) {
    requireNonNull(values, "values");
    return new MultipleNegativesRankingLoss(scale, similarity, List.of(values), partition);
  }

  public MultipleNegativesRankingLoss withPartition(Partition value) {
    requireNonNull(value, "value");
    return new MultipleNegativesRankingLoss(scale, similarity, directions, value);
  }

  /**
   * The loss of rows of texts.
   *
   * @throws dev.capstan.ops.ShapeException if the columns do not fit each other
   */
  public Tensor apply(Tensor anchor, Tensor positive, Tensor... negatives) {
    requireNonNull(anchor, "anchor");
    requireNonNull(positive, "positive");
    Columns columns = Columns.of(NAME, Columns.with(anchor, positive, negatives));
    int rows = columns.rows();
    return of(columns, InBatchCandidates.unknown(rows, rows * columns.answers()));
  }

  /**
   * The loss of rows of texts, of whose candidates something is known.
   *
   * @throws dev.capstan.ops.ShapeException if the columns do not fit each other, or what is known
   *     does not fit them
   */
  public Tensor apply(
      Tensor anchor, Tensor positive, InBatchCandidates candidates, Tensor... negatives) {
    requireNonNull(anchor, "anchor");
    requireNonNull(positive, "positive");
    requireNonNull(candidates, "candidates");
    Columns columns = Columns.of(NAME, Columns.with(anchor, positive, negatives));
    candidates.requireFor(NAME, columns.rows(), columns.rows() * columns.answers());
    return of(columns, candidates);
  }

  private Tensor of(Columns columns, InBatchCandidates known) {
    if (columns.rows() == 0) {
      return Batches.zero(columns.first());
    }
    List<Tensor> blocks = new ArrayList<>();
    for (Direction each : directions) {
      blocks.add(block(each, columns, known));
    }
    Tensor own = similarity.rows(columns.first(), columns.second()).mul(scale);
    double share =
        partition == Partition.JOINT
            ? 1
            : (double) Collections.frequency(directions, Direction.QUERY_TO_DOC)
                / directions.size();
    return logPartition(blocks).sub(known.ownCorrected(own, share)).mean();
  }

  private Tensor logPartition(List<Tensor> blocks) {
    if (partition == Partition.JOINT) {
      return Movement.concat(1, blocks.toArray(Tensor[]::new)).logsumexp(1);
    }
    Tensor sum = blocks.get(0).logsumexp(1);
    for (Tensor each : blocks.subList(1, blocks.size())) {
      sum = sum.add(each.logsumexp(1));
    }
    return sum.div(blocks.size());
  }

  private Tensor block(Direction direction, Columns columns, InBatchCandidates known) {
    Tensor query = columns.first();
    Tensor positive = columns.second();
    return switch (direction) {
      case QUERY_TO_DOC -> known.withoutHits(known.corrected(scores(query, columns.candidates())));
      case QUERY_TO_QUERY -> others(known.withoutRelated(scores(query, query)));
      case DOC_TO_QUERY -> known.withoutHitsOfQueries(scores(positive, query));
      case DOC_TO_DOC ->
          others(known.withoutHits(known.corrected(scores(positive, columns.candidates()))));
    };
  }

  private Tensor scores(Tensor x, Tensor y) {
    return similarity.between(x, y).mul(scale);
  }

  /** The same without what belongs to the row itself. */
  private static Tensor others(Tensor x) {
    int n = x.shape().get(0);
    int m = x.shape().get(1);
    boolean[] in = new boolean[n * m];
    for (int at = 0; at < in.length; at++) {
      in[at] = at % m % n != at / m;
    }
    return where(BoolTensor.of(in, n, m), x, Logs.nothing(x));
  }

  /**
   * The columns by name, and what is known of candidates: {@code candidate_ids}, and with them
   * {@code anchor_ids} and {@code log_q}.
   */
  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in =
        Columns.inputs(this, inputs, "anchor", "positive", ANCHOR_IDS, CANDIDATE_IDS, LOG_Q);
    Tensor anchor = in.tensor("anchor");
    Tensor positive = in.tensor("positive");
    Tensor[] negatives = Columns.negatives(in, inputs);
    if (!in.has(CANDIDATE_IDS)) {
      return apply(anchor, positive, negatives);
    }
    IntTensor items = in.ints(CANDIDATE_IDS);
    InBatchCandidates known =
        in.has(ANCHOR_IDS)
            ? InBatchCandidates.of(in.ints(ANCHOR_IDS), items, KnownPositives.none())
            : InBatchCandidates.of(items, anchor.shape().get(0));
    InBatchCandidates all =
        in.has(LOG_Q) ? known.withLogQ(in.tensor(LOG_Q).detach().toArray()) : known;
    return apply(anchor, positive, all, negatives);
  }
}
