package dev.capstan.losses;

import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The negative log-likelihood of numbers under a normal distribution whose mean and variance are
 * predicted, as PyTorch's {@code gaussian_nll_loss}.
 *
 * <p>{@code l = (log v + (x − t)²/v) / 2} with {@code v = max(var, eps)}; {@link Constant#ADDED}
 * adds {@code log(2π)/2}.
 *
 * <p>Shapes: input and target broadcast; var has the input's shape, the input's without its last
 * axis, or that with a last axis of size 1.
 *
 * <p>Gradient: to var it is that of v, also where var is below eps.
 *
 * <p>Domain: variances of 0 or more. The mean of nothing is NaN, or 0 if safe. Source: PyTorch
 * 2.15.
 *
 * @param constant whether the constant term counts
 * @param eps the smallest variance
 * @param reduction what is made of the losses
 */
public record GaussianNLLLoss(Constant constant, double eps, Reduction reduction, Variant variant)
    implements Loss {
  private static final String NAME = "GaussianNLLLoss";
  static final String KEY = "gaussian_nll_loss";

  /** Checks the parameters. */
  public GaussianNLLLoss {
    if (!(eps > 0)) {
      throw Checks.argument(NAME, "eps", eps, "a number greater than 0");
    }
  }

  /** The safe form with PyTorch's defaults. */
  public GaussianNLLLoss() {
    this(Constant.LEFT_OUT, 1e-6, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static GaussianNLLLoss torch() {
    return new GaussianNLLLoss(Constant.LEFT_OUT, 1e-6, Reduction.MEAN, Variant.FAITHFUL);
  }

  public GaussianNLLLoss withConstant(Constant value) {
    return new GaussianNLLLoss(value, eps, reduction, variant);
  }

  public GaussianNLLLoss withEps(double value) {
    return new GaussianNLLLoss(constant, value, reduction, variant);
  }

  public GaussianNLLLoss withReduction(Reduction value) {
    return new GaussianNLLLoss(constant, eps, value, variant);
  }

  /** Whether log(2π)/2 is part of the loss. */
  public enum Constant {
    LEFT_OUT,
    ADDED
  }

  /**
   * The loss.
   *
   * @throws ShapeException if the shapes do not fit
   * @throws IllegalArgumentException if a variance is negative
   */
  public Tensor apply(Tensor input, Tensor target, Tensor var) {
    Checks.broadcast(NAME, "input", input, "target", target);
    Checks.sameDType(NAME, "input", input, "var", var);
    Tensor v = floored(aligned(input, var));
    Tensor square = Elementwise.square(Elementwise.sub(input, target));
    Tensor loss =
        Elementwise.mul(Elementwise.add(Elementwise.log(v), Elementwise.div(square, v)), 0.5);
    double added = constant == Constant.ADDED ? 0.5 * Math.log(2 * Math.PI) : 0;
    return reduction.of(added == 0 ? loss : Elementwise.add(loss, added), variant);
  }

  /** max(var, eps) with the gradient of var itself: what is added is a constant. */
  private Tensor floored(Tensor var) {
    for (int i = 0; i < var.size(); i++) {
      if (var.at(i) < 0) {
        throw Checks.argument(
            NAME, "variance", var.at(i) + " at element " + i, "variances of 0 or more");
      }
    }
    Tensor lacking = var.detach().like(i -> Math.max(eps - var.at(i), 0));
    return Elementwise.add(var, lacking);
  }

  private static Tensor aligned(Tensor input, Tensor var) {
    if (var.shape().equals(input.shape())) {
      return var;
    }
    int rank = input.rank();
    int[] sizes = input.shape().toArray();
    if (rank > 0) {
      sizes[rank - 1] = 1;
    }
    boolean missing = rank > 0 && var.rank() == rank - 1 && var.size() == Shape.of(sizes).size();
    if (!missing && !var.shape().equals(Shape.of(sizes))) {
      throw new ShapeException(
          NAME
              + ": var does not fit the input: got shape "
              + var.shape()
              + " for "
              + input.shape()
              + ", expected the same, or one variance a row");
    }
    return Movement.reshape(var, sizes);
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = new Inputs(NAME, inputs, "input", "target", "var");
    Tensor input = in.tensor("input");
    return apply(input, in.numbers("target", input), in.tensor("var"));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(PlainLosses.name(KEY, variant));
    map.put("full", constant == Constant.ADDED);
    map.put("eps", eps);
    map.put("reduction", reduction.key());
    return map;
  }

  static GaussianNLLLoss fromConfig(Config config) {
    return new GaussianNLLLoss(
        config.flag("full", false) ? Constant.ADDED : Constant.LEFT_OUT,
        config.real("eps", 1e-6),
        config.reduction(),
        PlainLosses.variant(config));
  }
}
