package dev.capstan.nn.optim;

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
 * <p>g' = g + weightDecay · w; v ← momentum · v + g'; w ← w − learningRate · v, or learningRate ·
 * (g' + momentum · v) with Nesterov's look-ahead. This is PyTorch's form, in which the learning
 * rate stands outside the velocity (Sutskever et al. 2013 have it inside).
 */
public final class Sgd extends Optimizer {

  /** Whether a step looks ahead along the velocity. */
  public enum Momentum {
    CLASSIC,
    NESTEROV
  }

  /** Settings; {@link #of} gives plain gradient descent. */
  public record Options(double learningRate, double momentum, Momentum form, double weightDecay) {

    public Options {
      requireNotNegative("sgd", "learningRate", learningRate);
      requireRate("sgd", "momentum", momentum);
      requireNotNegative("sgd", "weightDecay", weightDecay);
    }

    public static Options of(double learningRate) {
      return new Options(learningRate, 0, Momentum.CLASSIC, 0);
    }

    public Options withMomentum(double value) {
      return new Options(learningRate, value, form, weightDecay);
    }

    public Options withNesterovMomentum(double value) {
      return new Options(learningRate, value, Momentum.NESTEROV, weightDecay);
    }

    public Options withWeightDecay(double value) {
      return new Options(learningRate, momentum, form, value);
    }
  }

  private final SgdStep step;
  private final List<Moments> moments;

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
    super(parameters, tables);
    this.moments = moments();
    this.step =
        new SgdStep(
            options.learningRate(),
            options.momentum(),
            options.form() == Momentum.NESTEROV,
            options.weightDecay());
  }

  @Override
  protected Tensor updated(int index, Tensor value, Tensor gradient) {
    return moments.get(index).sgd(value, gradient, step);
  }

  @Override
  protected void update(int index, MutableRows table, int[] rows, Tensor gradient) {
    moments.get(parameters().size() + index).sgd(table, rows, gradient, step);
  }
}
