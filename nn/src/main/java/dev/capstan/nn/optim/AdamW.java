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
 * Adam with decoupled weight decay (Loshchilov, Hutter 2019): the decay does not enter the moments.
 *
 * <p>w ← (1 − learningRate · weightDecay) · w, then a step of {@link Adam} without decay. The
 * defaults are PyTorch's: a decay of 0.01. Of a table, the rows that a step touches move and decay,
 * or with {@link TableRows#ALL} all rows, as PyTorch's {@code AdamW} has it.
 */
public final class AdamW extends MomentOptimizer<AdamW.Options> {

  /** Settings; {@link #of} gives PyTorch's. */
  public record Options(
      double learningRate,
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      TableRows tableRows)
      implements UpdateOptions {

    public Options {
      Rates.requireNotNegative("adamW", "learningRate", learningRate);
      Rates.requireRate("adamW", "beta1", beta1);
      Rates.requireRate("adamW", "beta2", beta2);
      Rates.requireNotNegative("adamW", "epsilon", epsilon);
      Rates.requireNotNegative("adamW", "weightDecay", weightDecay);
      requireNonNull(tableRows, "tableRows");
      tableRows.requireEpsilon("adamW", epsilon);
    }

    /**
     * Of the settings that all systems have; of tables, the rows that a step touches are changed.
     */
    public Options(
        double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {
      this(learningRate, beta1, beta2, epsilon, weightDecay, TableRows.TOUCHED);
    }

    public static Options of(double learningRate) {
      return new Options(learningRate, 0.9, 0.999, 1e-8, 0.01);
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
  public AdamW(NeuralModule model, double learningRate) {
    this(model, Options.of(learningRate));
  }

  /** Of all that a module has. */
  public AdamW(NeuralModule model, Options options) {
    this(model.parameters(), model.tables(), options);
  }

  public AdamW(Collection<Parameter> parameters, Options options) {
    this(parameters, List.of(), options);
  }

  public AdamW(Collection<Parameter> parameters, Collection<RowTable> tables, Options options) {
    this(List.of(ParameterGroup.of(parameters, tables, options)));
  }

  /** Of groups with settings of their own. */
  public AdamW(List<ParameterGroup<Options>> groups) {
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
      moments.adam(table, rows, g, step(turn));
    }
  }

  private static AdamStep step(Turn<Options> turn) {
    Options o = turn.options();
    return new AdamStep(
        turn.rate() / (1 - StrictMath.pow(o.beta1(), turn.step())),
        o.beta1(),
        o.beta2(),
        1 / (1 - StrictMath.pow(o.beta2(), turn.step())),
        o.epsilon(),
        0,
        1 - turn.rate() * o.weightDecay());
  }
}
