package dev.capstan.nn.optim;

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
 * learningRate · m̂ / (√v̂ + ε), where m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ) and t counts steps
 * from 1. The defaults are the paper's, which are PyTorch's too.
 */
public final class Adam extends Optimizer {

  /** Settings; {@link #of} gives the paper's. */
  public record Options(
      double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {

    public Options {
      requireNotNegative("adam", "learningRate", learningRate);
      requireRate("adam", "beta1", beta1);
      requireRate("adam", "beta2", beta2);
      requireNotNegative("adam", "epsilon", epsilon);
      requireNotNegative("adam", "weightDecay", weightDecay);
    }

    public static Options of(double learningRate) {
      return new Options(learningRate, 0.9, 0.999, 1e-8, 0);
    }

    public Options withBetas(double first, double second) {
      return new Options(learningRate, first, second, epsilon, weightDecay);
    }

    public Options withEpsilon(double value) {
      return new Options(learningRate, beta1, beta2, value, weightDecay);
    }

    public Options withWeightDecay(double value) {
      return new Options(learningRate, beta1, beta2, epsilon, value);
    }
  }

  private final Options options;
  private final List<Moments> moments;
  private final int[] steps;

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
    super(parameters, tables);
    this.options = options;
    this.moments = moments();
    this.steps = new int[moments.size()];
  }

  @Override
  protected Tensor updated(int index, Tensor value, Tensor gradient) {
    return moments.get(index).adam(value, gradient, step(index));
  }

  @Override
  protected void update(int index, MutableRows table, int[] rows, Tensor gradient) {
    int at = parameters().size() + index;
    moments.get(at).adam(table, rows, gradient, step(at));
  }

  /** Steps are counted for each parameter: one that was frozen at first starts its own average. */
  private AdamStep step(int index) {
    int t = ++steps[index];
    return new AdamStep(
        options.learningRate() / (1 - Math.pow(options.beta1(), t)),
        options.beta1(),
        options.beta2(),
        1 / (1 - Math.pow(options.beta2(), t)),
        options.epsilon(),
        options.weightDecay());
  }
}
