package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Similarity;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
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
 * <p>Shapes: columns [N, D], all of one shape, returns a scalar; 0 without rows. A text that occurs
 * twice in a batch is its own wrong answer: sample without duplicates.
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
    if (columns.rows() == 0) {
      return Batches.zero(anchor);
    }
    List<Tensor> blocks = new ArrayList<>();
    for (Direction each : directions) {
      blocks.add(block(each, columns));
    }
    Tensor own = similarity.rows(anchor, positive).mul(scale);
    return logPartition(blocks).sub(own).mean();
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

  private Tensor block(Direction direction, Columns columns) {
    Tensor query = columns.first();
    Tensor positive = columns.second();
    return switch (direction) {
      case QUERY_TO_DOC -> similarity.between(query, columns.candidates()).mul(scale);
      case QUERY_TO_QUERY -> others(similarity.between(query, query).mul(scale));
      case DOC_TO_QUERY -> similarity.between(positive, query).mul(scale);
      case DOC_TO_DOC -> others(similarity.between(positive, columns.candidates()).mul(scale));
    };
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

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = Columns.inputs(this, inputs, "anchor", "positive");
    return apply(in.tensor("anchor"), in.tensor("positive"), Columns.negatives(in, inputs));
  }
}
