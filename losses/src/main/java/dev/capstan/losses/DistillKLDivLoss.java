package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.Movement;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The divergence of a student's ranking of answers from a teacher's, as in sentence-transformers.
 *
 * <p>{@code Tₛ² / N · Σ_i KL(softmax(label_i / Tₜ) ‖ softmax(s_i / Tₛ))}, s being the dot products
 * of the query with the positive and the negatives.
 *
 * <p>Shapes: {@code labels: [N, 1 + m]}, columns [N, D], returns a scalar; 0 without rows.
 * Gradient: labels get one too.
 *
 * <p>Domain: temperatures above 0. Source: sentence-transformers 6.2.
 *
 * @param teacherTemperature Tₜ
 * @param studentTemperature Tₛ
 */
@Named(value = "distill_kl_div_loss", system = "st")
public record DistillKLDivLoss(double teacherTemperature, double studentTemperature)
    implements Loss {
  private static final String NAME = "DistillKLDivLoss";

  /** Checks the parameters. */
  public DistillKLDivLoss {
    Checks.positive(NAME, "teacher temperature", teacherTemperature);
    Checks.positive(NAME, "student temperature", studentTemperature);
  }

  /** Temperatures of 1. */
  public DistillKLDivLoss() {
    this(1, 1);
  }

  public DistillKLDivLoss withTeacherTemperature(double value) {
    return new DistillKLDivLoss(value, studentTemperature);
  }

  public DistillKLDivLoss withStudentTemperature(double value) {
    return new DistillKLDivLoss(teacherTemperature, value);
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
    int n = columns.rows();
    if (labels.rank() != 2
        || labels.shape().get(0) != n
        || labels.shape().get(1) != columns.answers()) {
      throw new ShapeException(
          "%s: labels do not fit: got shape %s for %s rows with %s answers, expected [%s, %s]"
              .formatted(NAME, labels.shape(), n, columns.answers(), n, columns.answers()));
    }
    List<Tensor> scores = new ArrayList<>();
    for (Tensor answer : columns.all().subList(1, columns.all().size())) {
      scores.add(query.mul(answer).sum(1));
    }
    Tensor student = Movement.stack(1, scores.toArray(Tensor[]::new)).div(studentTemperature);
    Tensor teacher = labels.div(teacherTemperature);
    Tensor divergence =
        new KLDivLoss()
            .withKind(KLDivLoss.Target.LOGARITHM)
            .withReduction(Reduction.BATCH_MEAN)
            .apply(student.logSoftmax(1), teacher.logSoftmax(1));
    return divergence.mul(studentTemperature * studentTemperature);
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = Columns.inputs(this, inputs, "query", "positive", "labels");
    Tensor query = in.tensor("query");
    Tensor[] negatives = Columns.negatives(in, inputs);
    return apply(in.numbers("labels", query), query, in.tensor("positive"), negatives);
  }
}
