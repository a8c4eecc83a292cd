package dev.capstan.nn.optim;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.RowTable;
import dev.capstan.ops.Moments;
import dev.capstan.ops.Moments.AdamStep;
import dev.capstan.ops.MutableRows;
import dev.capstan.ops.Tensor;
import java.util.Collection;
import java.util.List;

/**
 * Adam (Kingma, Ba 2015, algorithm 1).
 *
 * <p>g' = g + weightDecay · w; m ← β₁ m + (1 − β₁) g'; v ← β₂ v + (1 − β₂) g'²; w ← w −
 * learningRate · m̂ / (√v̂ + ε), where m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ) and t counts the
 * parameter's steps from 1. The defaults are the paper's, which are PyTorch's too.
 *
 * <p>Rows of a table follow PyTorch's {@code SparseAdam}: rows that a step does not touch keep
 * value and moments, t counts the table's steps, and ε is added before v is corrected: w ← w −
 * learningRate · m̂ / ((√v + ε) / √(1 − β₂ᵗ)). With {@link TableRows#ALL} they follow PyTorch's
 * {@code Adam}: each step that looks a row up moves all rows, by the formula above. Both have
 * PyTorch's numbers in float64 to rounding.
 */
public final class Adam extends MomentOptimizer<Adam.Options> {

  /** Settings; {@link #of} gives the paper's. */
  public record Options(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      TableRows tableRows)
      implements UpdateOptions {

    public Options {
      Rates.requireNotNegative("adam", "learningRate", learningRate);
      Rates.requireRate("adam", "beta1", beta1);
      Rates.requireRate("adam", "beta2", beta2);
      Rates.requireNotNegative("adam", "epsilon", epsilon);
      Rates.requireNotNegative("adam", "weightDecay", weightDecay);
      requireNonNull(tableRows, "tableRows");
      tableRows.requireEpsilon("adam", epsilon);
    }

    /**
     * Of the settings that all systems have; of tables, the rows that a step touches are changed.
     */
    public Options(
        double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
      this(learningRate, beta1, beta2, epsilon, weightDecay, TableRows.TOUCHED);
    }

    public static Options of(double learningRate) {
      return new Options(learningRate, 0.9, 0.999, 1e-8, 0);
    }

    public Options withBetas(double first, double second) {
      return new Options(learningRate, first, second, epsilon, weightDecay, tableRows);
    }

    public Options withEpsilon(double value) {
      return new Options(learningRate, beta1, beta2, value, weightDecay, tableRows);
    }

    @Override
    public Options atMomentum(double value) {
      return withBetas(value, beta2);
    }

    public Options withWeightDecay(double value) {
      return new Options(learningRate, beta1, beta2, epsilon, value, tableRows);
    }

    public Options withTableRows(TableRows tableRows) {
      return new Options(learningRate, beta1, beta2, epsilon, weightDecay, tableRows);
    }
  }

  /** Of all that a module has. */
  public Adam(NeuralModule model, double learningRate) {
    this(model, Options.of(learningRate));
  }

  /** Of all that a module has. */
  public Adam(NeuralModule model, Options options) {
    this(model.parameters(), model.tables(), options);
  }

  public Adam(Collection<Parameter> parameters, Options options) {
    this(parameters, List.of(), options);
  }

  public Adam(Collection<Parameter> parameters, Collection<RowTable> tables, Options options) {
    this(List.of(ParameterGroup.of(parameters, tables, options)));
  }

  /** Of groups with settings of their own. */
  public Adam(List<ParameterGroup<Options>> groups) {
    super(checked(Options.class, groups));
  }

  @Override
  Tensor next(Moments moments, Tensor value, Tensor gradient, Turn<Options> turn) {
    return moments.adam(value, gradient, step(turn));
  }

  @Override
  void next(Moments moments, MutableRows table, int[] rows, Tensor g, Turn<Options> turn) {
    if (turn.options().tableRows() == TableRows.ALL) {
      moments.adamOfAllRows(table, rows, g, step(turn));
    } else {
      moments.adam(table, rows, g, ofRows(turn));
    }
  }

  private static AdamStep step(Turn<Options> turn) {
    Options o = turn.options();
    return step(turn, o.epsilon());
  }

  /** √(v · unbias) + ε · √unbias is (√v + ε) · √unbias. */
  private static AdamStep ofRows(Turn<Options> turn) {
    Options o = turn.options();
    return step(turn, o.epsilon() / Math.sqrt(1 - StrictMath.pow(o.beta2(), turn.step())));
  }

  private static AdamStep step(Turn<Options> turn, double epsilon) {
    Options o = turn.options();
    return new AdamStep(
        turn.rate() / (1 - StrictMath.pow(o.beta1(), turn.step())),
        o.beta1(),
        o.beta2(),
        1 / (1 - StrictMath.pow(o.beta2(), turn.step())),
        epsilon,
        o.weightDecay(),
        1);
  }
}
