package dev.capstan.nn.optim;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.RowTable;
import dev.capstan.ops.Moments;
import dev.capstan.ops.Moments.RmsPropStep;
import dev.capstan.ops.Moments.Spread;
import dev.capstan.ops.MutableRows;
import dev.capstan.ops.Tensor;
import java.util.Collection;
import java.util.List;

/**
 * RMSProp (Hinton, lecture 6e of 2012; centered: Graves 2013).
 *
 * <p>g' = g + weightDecay · w; s ← α s + (1 − α) g'²; u = g' / (√s + ε); w ← w − learningRate · u.
 * Centered, m ← α m + (1 − α) g' and √(s − m²) takes the place of √s; with momentum, v ← momentum ·
 * v + u takes the place of u. Form and defaults are PyTorch's.
 *
 * <p>Of a table, the rows that a step touches move; the others keep value and moments. With {@link
 * TableRows#ALL} all move, as PyTorch has it for gradients that are not sparse.
 */
public final class RmsProp extends MomentOptimizer<RmsProp.Options> {

  /** Settings; {@link #of} gives PyTorch's: α = 0.99, ε = 1e-8. */
  public record Options(
      double learningRate,
      double alpha,
      double epsilon,
      double momentum,
      double weightDecay,
      Spread spread,
      TableRows tableRows)
      implements UpdateOptions {

    public Options {
      requireNonNull(spread, "spread");
      requireNonNull(tableRows, "tableRows");
      Rates.requireNotNegative("rmsProp", "learningRate", learningRate);
      Rates.requireRate("rmsProp", "alpha", alpha);
      Rates.requireNotNegative("rmsProp", "epsilon", epsilon);
      Rates.requireRate("rmsProp", "momentum", momentum);
      Rates.requireNotNegative("rmsProp", "weightDecay", weightDecay);
      tableRows.requireEpsilon("rmsProp", epsilon);
    }

    /** Of tables, the rows that a step touches are changed. */
    public Options(
        double learningRate,
        double alpha,
        double epsilon,
        double momentum,
        double weightDecay,
        Spread spread) {
      this(learningRate, alpha, epsilon, momentum, weightDecay, spread, TableRows.TOUCHED);
    }

    public static Options of(double learningRate) {
      return new Options(learningRate, 0.99, 1e-8, 0, 0, Spread.MEAN_SQUARE);
    }

    public Options withAlpha(double value) {
      return new Options(learningRate, value, epsilon, momentum, weightDecay, spread, tableRows);
    }

    public Options withEpsilon(double value) {
      return new Options(learningRate, alpha, value, momentum, weightDecay, spread, tableRows);
    }

    public Options withMomentum(double value) {
      return new Options(learningRate, alpha, epsilon, value, weightDecay, spread, tableRows);
    }

    public Options withWeightDecay(double value) {
      return new Options(learningRate, alpha, epsilon, momentum, value, spread, tableRows);
    }

    public Options withTableRows(TableRows value) {
      requireNonNull(value, "value");
      return new Options(learningRate, alpha, epsilon, momentum, weightDecay, spread, value);
    }

    /** Divides by the standard deviation of the gradients. */
    public Options centered() {
      return new Options(
          learningRate, alpha, epsilon, momentum, weightDecay, Spread.CENTERED, tableRows);
    }
  }

  /** Of all that a module has. */
  public RmsProp(NeuralModule model, double learningRate) {
    this(model, Options.of(learningRate));
  }

  /** Of all that a module has. */
  public RmsProp(NeuralModule model, Options options) {
    this(model.parameters(), model.tables(), options);
  }

  public RmsProp(Collection<Parameter> parameters, Options options) {
    this(parameters, List.of(), options);
  }

  public RmsProp(Collection<Parameter> parameters, Collection<RowTable> tables, Options options) {
    this(List.of(ParameterGroup.of(parameters, tables, options)));
  }

  /** Of groups with settings of their own. */
  public RmsProp(List<ParameterGroup<Options>> groups) {
    super(checked(Options.class, groups));
  }

  @Override
  Tensor next(Moments moments, Tensor value, Tensor gradient, Turn<Options> turn) {
    return moments.rmsProp(value, gradient, step(turn));
  }

  @Override
  void next(Moments moments, MutableRows table, int[] rows, Tensor g, Turn<Options> turn) {
    if (turn.options().tableRows() == TableRows.ALL) {
      moments.rmsProp(table, everyRow(table), spread(table, rows, g), step(turn));
    } else {
      moments.rmsProp(table, rows, g, step(turn));
    }
  }

  private static RmsPropStep step(Turn<Options> turn) {
    Options o = turn.options();
    return new RmsPropStep(
        turn.rate(), o.alpha(), o.epsilon(), o.momentum(), o.weightDecay(), o.spread());
  }
}
