package dev.capstan.nn.optim;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.RowTable;
import dev.capstan.ops.Moments;
import dev.capstan.ops.Moments.SgdStep;
import dev.capstan.ops.MutableRows;
import dev.capstan.ops.Tensor;
import java.util.Collection;
import java.util.List;

/**
 * Stochastic gradient descent, with momentum if wanted.
 *
 * <p>g' = g + weightDecay · w; v ← momentum · v + (1 − dampening) · g', but v ← g' at first; w ← w
 * − learningRate · v, or learningRate · (g' + momentum · v) with Nesterov's look-ahead. This is
 * PyTorch's form, in which the learning rate stands outside the velocity (Sutskever et al. 2013
 * have it inside).
 *
 * <p>Of a table, the rows that a step touches move; the others keep value and velocity. With {@link
 * TableRows#ALL} all move, along their velocity and to 0 by the decay, as PyTorch has it for
 * gradients that are not sparse.
 */
public final class Sgd extends MomentOptimizer<Sgd.Options> {

  /** Whether a step looks ahead along the velocity. */
  public enum Momentum {
    CLASSIC,
    NESTEROV
  }

  /** Settings; {@link #of} gives plain gradient descent. */
  public record Options(
      double learningRate,
      double momentum,
      double dampening,
      Momentum form,
      double weightDecay,
      TableRows tableRows)
      implements UpdateOptions {

    public Options {
      requireNonNull(form, "form");
      requireNonNull(tableRows, "tableRows");
      Rates.requireNotNegative("sgd", "learningRate", learningRate);
      Rates.requireRate("sgd", "momentum", momentum);
      Rates.requireNotNegative("sgd", "dampening", dampening);
      Rates.requireNotNegative("sgd", "weightDecay", weightDecay);
      if (form == Momentum.NESTEROV && dampening != 0) {
        throw new IllegalArgumentException(
            "sgd: dampening: got " + dampening + ", expected 0 with Nesterov's look-ahead");
      }
    }

    /** Of tables, the rows that a step touches are changed. */
    public Options(
        double learningRate, double momentum, double dampening, Momentum form, double weightDecay) {
      this(learningRate, momentum, dampening, form, weightDecay, TableRows.TOUCHED);
    }

    public static Options of(double learningRate) {
      return new Options(learningRate, 0, 0, Momentum.CLASSIC, 0);
    }

    public Options withMomentum(double value) {
      return new Options(learningRate, value, dampening, form, weightDecay, tableRows);
    }

    public Options withNesterovMomentum(double value) {
      return new Options(learningRate, value, dampening, Momentum.NESTEROV, weightDecay, tableRows);
    }

    public Options withDampening(double value) {
      return new Options(learningRate, momentum, value, form, weightDecay, tableRows);
    }

    @Override
    public Options atMomentum(double value) {
      return new Options(learningRate, value, dampening, form, weightDecay, tableRows);
    }

    public Options withWeightDecay(double value) {
      return new Options(learningRate, momentum, dampening, form, value, tableRows);
    }

    public Options withTableRows(TableRows value) {
      requireNonNull(value, "value");
      return new Options(learningRate, momentum, dampening, form, weightDecay, value);
    }
  }

  /** Of all that a module has. */
  public Sgd(NeuralModule model, double learningRate) {
    this(model, Options.of(learningRate));
  }

  /** Of all that a module has. */
  public Sgd(NeuralModule model, Options options) {
    this(model.parameters(), model.tables(), options);
  }

  public Sgd(Collection<Parameter> parameters, Options options) {
    this(parameters, List.of(), options);
  }

  public Sgd(Collection<Parameter> parameters, Collection<RowTable> tables, Options options) {
    this(List.of(ParameterGroup.of(parameters, tables, options)));
  }

  /** Of groups with settings of their own. */
  public Sgd(List<ParameterGroup<Options>> groups) {
    super(checked(Options.class, groups));
  }

  @Override
  Tensor next(Moments moments, Tensor value, Tensor gradient, Turn<Options> turn) {
    return moments.sgd(value, gradient, step(turn));
  }

  @Override
  void next(Moments moments, MutableRows table, int[] rows, Tensor g, Turn<Options> turn) {
    if (turn.options().tableRows() == TableRows.ALL) {
      moments.sgd(table, everyRow(table), spread(table, rows, g), step(turn));
    } else {
      moments.sgd(table, rows, g, step(turn));
    }
  }

  private static SgdStep step(Turn<Options> turn) {
    Options o = turn.options();
    return new SgdStep(
        turn.rate(),
        o.momentum(),
        turn.step() == 1 ? 1 : 1 - o.dampening(),
        o.form() == Momentum.NESTEROV,
        o.weightDecay());
  }
}
