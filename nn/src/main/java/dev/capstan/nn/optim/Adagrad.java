package dev.capstan.nn.optim;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.RowTable;
import dev.capstan.ops.Moments;
import dev.capstan.ops.Moments.AdagradStep;
import dev.capstan.ops.MutableRows;
import dev.capstan.ops.Tensor;
import java.util.Collection;
import java.util.List;

/**
 * Adagrad (Duchi, Hazan, Singer 2011): each element's rate falls with what it has moved.
 *
 * <p>g' = g + weightDecay · w; s ← s + g'²; w ← w − learningRate / (1 + (t − 1) · rateDecay) · g' /
 * (√s + ε), t counting the parameter's steps from 1 and s beginning at initialSum, which all groups
 * share. Form and defaults are PyTorch's.
 *
 * <p>Of a table, the rows that a step touches move; the others keep value and sum.
 */
public final class Adagrad extends MomentOptimizer<Adagrad.Options> {

  /** Settings; {@link #of} gives PyTorch's: ε = 1e-10. */
  public record Options(
      double learningRate, double rateDecay, double epsilon, double initialSum, double weightDecay)
      implements UpdateOptions {

    public Options {
      Rates.requireNotNegative("adagrad", "learningRate", learningRate);
      Rates.requireNotNegative("adagrad", "rateDecay", rateDecay);
      Rates.requireNotNegative("adagrad", "epsilon", epsilon);
      Rates.requireNotNegative("adagrad", "initialSum", initialSum);
      Rates.requireNotNegative("adagrad", "weightDecay", weightDecay);
    }

    public static Options of(double learningRate) {
      return new Options(learningRate, 0, 1e-10, 0, 0);
    }

    public Options withRateDecay(double value) {
      return new Options(learningRate, value, epsilon, initialSum, weightDecay);
    }

    public Options withEpsilon(double value) {
      return new Options(learningRate, rateDecay, value, initialSum, weightDecay);
    }

    public Options withInitialSum(double value) {
      return new Options(learningRate, rateDecay, epsilon, value, weightDecay);
    }

    public Options withWeightDecay(double value) {
      return new Options(learningRate, rateDecay, epsilon, initialSum, value);
    }
  }

  /** Of all that a module has. */
  public Adagrad(NeuralModule model, double learningRate) {
    this(model, Options.of(learningRate));
  }

  /** Of all that a module has. */
  public Adagrad(NeuralModule model, Options options) {
    this(model.parameters(), model.tables(), options);
  }

  public Adagrad(Collection<Parameter> parameters, Options options) {
    this(parameters, List.of(), options);
  }

  public Adagrad(Collection<Parameter> parameters, Collection<RowTable> tables, Options options) {
    this(List.of(ParameterGroup.of(parameters, tables, options)));
  }

  /** Of groups with settings of their own. */
  public Adagrad(List<ParameterGroup<Options>> groups) {
    super(checked(Options.class, groups), initialSum(groups));
  }

  private static double initialSum(List<ParameterGroup<Options>> groups) {
    double[] sums = groups.stream().mapToDouble(g -> g.options().initialSum()).distinct().toArray();
    if (sums.length > 1) {
      throw new IllegalArgumentException(
          "adagrad: initialSum: got " + sums[0] + " and " + sums[1] + ", expected one for all");
    }
    return sums.length == 0 ? 0 : sums[0];
  }

  @Override
  Tensor next(Moments moments, Tensor value, Tensor gradient, Turn<Options> turn) {
    return moments.adagrad(value, gradient, step(turn));
  }

  @Override
  void next(Moments moments, MutableRows table, int[] rows, Tensor g, Turn<Options> turn) {
    moments.adagrad(table, rows, g, step(turn));
  }

  private static AdagradStep step(Turn<Options> turn) {
    Options o = turn.options();
    return new AdagradStep(
        turn.rate() / (1 + (turn.step() - 1) * o.rateDecay()), o.epsilon(), o.weightDecay());
  }
}
