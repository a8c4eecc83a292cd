package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Similarity;
import dev.capstan.ops.Movement;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * The squared error of differences of similarities against a teacher's, as in
 * sentence-transformers.
 *
 * <p>{@code mean ((sim(q, p) − sim(q, n_k)) − label_k)²}. Labels with a column for each negative
 * are the teacher's differences; with one column more they are its scores, positive first, whose
 * differences are taken.
 *
 * <p>Shapes: {@code labels: [N]}, {@code [N, m]} or {@code [N, 1 + m]}, columns [N, D], returns a
 * scalar; 0 without rows.
 *
 * <p>Source: Hofstätter et al., 2020, as in sentence-transformers 6.2.
 */
@Named(value = "margin_mse_loss", system = "st")
public record MarginMSELoss(
    @Key("similarity_fct") Similarity similarity, @Key("labels_are") Labels kind) implements Loss {
  private static final String NAME = "MarginMSELoss";

  public MarginMSELoss {
    requireNonNull(similarity, "similarity");
    requireNonNull(kind, "kind");
  }

  /** What the labels are. */
  public enum Labels {
    /** What their number of columns says, as in the system. */
    EITHER,
    /** Differences. */
    MARGINS,
    /** Scores. */
    SCORES
  }

  /** Dot product; labels of either kind. */
  public MarginMSELoss() {
    this(Similarity.DOT, Labels.EITHER);
  }

  public MarginMSELoss withSimilarity(Similarity value) {
    requireNonNull(value, "value");
    return new MarginMSELoss(value, kind);
  }

  public MarginMSELoss withKind(Labels value) {
    requireNonNull(value, "value");
    return new MarginMSELoss(similarity, value);
  }

  /**
   * The loss of rows of texts.
   *
   * @throws ShapeException if the columns or the labels do not fit
   */
  public Tensor apply(Tensor labels, Tensor query, Tensor positive, Tensor... negatives) {
    requireNonNull(query, "query");
    requireNonNull(positive, "positive");
    Columns columns = Columns.of(NAME, Columns.with(query, positive, negatives));
    Tensor margins = margins(labels, columns.rows(), negatives.length);
    Tensor near = similarity.rows(query, positive);
    Tensor[] differences =
        Arrays.stream(negatives)
            .map(negative -> near.sub(similarity.rows(query, negative)))
            .toArray(Tensor[]::new);
    return Reduction.MEAN.of(Movement.stack(1, differences).sub(margins).square(), Variant.SAFE);
  }

  private Tensor margins(Tensor labels, int n, int m) {
    int columns = labels.rank() == 2 ? labels.shape().get(1) : 1;
    boolean scores = columns == m + 1;
    boolean fits = labels.rank() > 0 && labels.rank() <= 2 && labels.shape().get(0) == n;
    boolean meant = kind == Labels.EITHER || (kind == Labels.SCORES) == scores;
    if (m == 0 || !fits || !(scores || columns == m) || !meant) {
      throw new ShapeException(
          ("%s: labels do not fit: got shape %s (%s) for %s rows with %s negatives,"
                  + " expected [%s, %s] differences or [%s, %s] scores")
              .formatted(NAME, labels.shape(), kind, n, m, n, m, n, m + 1));
    }
    Tensor table = labels.reshape(n, columns);
    return scores ? table.slice(1, 0, 1).sub(table.slice(1, 1, columns)) : table;
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = Columns.inputs(this, inputs, "query", "positive", "labels");
    Tensor query = in.tensor("query");
    Tensor[] negatives = Columns.negatives(in, inputs);
    return apply(in.numbers("labels", query), query, in.tensor("positive"), negatives);
  }
}
