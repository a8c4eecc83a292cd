package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.config.On;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Map;

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
@Named(value = "gaussian_nll_loss", system = "torch")
public record GaussianNLLLoss(
    @Key("full") Constant constant, double eps, Reduction reduction, Variant variant)
    implements Loss,
        With.AnyEps<GaussianNLLLoss>,
        With.AnyReduction<GaussianNLLLoss>,
        With.AnyVariant<GaussianNLLLoss> {
  private static final String NAME = "GaussianNLLLoss";

  /** Checks the parameters. */
  public GaussianNLLLoss {
    requireNonNull(constant, "constant");
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
    Checks.positive(NAME, "eps", eps);
  }

  /** The safe form with PyTorch's defaults. */
  public GaussianNLLLoss() {
    this(Constant.LEFT_OUT, 1e-6, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static GaussianNLLLoss torch() {
    return new GaussianNLLLoss().withVariant(Variant.FAITHFUL);
  }

  public GaussianNLLLoss withConstant(Constant value) {
    requireNonNull(value, "value");
    return new GaussianNLLLoss(value, eps, reduction, variant);
  }

  /** Whether log(2π)/2 is part of the loss. */
  public enum Constant {
    LEFT_OUT,
    @On
    ADDED
  }

  /**
   * The loss.
   *
   * @throws ShapeException if the shapes do not fit
   * @throws IllegalArgumentException if a variance is negative
   */
  public Tensor apply(Tensor input, Tensor target, Tensor var) {
    requireNonNull(input, "input");
    requireNonNull(target, "target");
    requireNonNull(var, "var");
    Checks.broadcast(NAME, "input", input, "target", target);
    Checks.sameDType(NAME, "input", input, "var", var);
    Tensor v = floored(aligned(input, var));
    Tensor loss = v.log().add(input.sub(target).square().div(v)).mul(0.5);
    boolean added = constant == Constant.ADDED;
    return reduction.of(added ? loss.add(0.5 * StrictMath.log(2 * Math.PI)) : loss, variant);
  }

  /** max(var, eps) with the gradient of var itself: what is added is a constant. */
  private Tensor floored(Tensor var) {
    for (int i = 0; i < var.size(); i++) {
      if (var.at(i) < 0) {
        throw Checks.argument(
            NAME, "variance", var.at(i) + " at element " + i, "variances of 0 or more");
      }
    }
    Tensor fixed = var.stopGradient();
    return var.add(fixed.like(i -> Math.max(eps - fixed.at(i), 0)));
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
          ("%s: var does not fit the input: got shape %s for %s, expected the same, or one"
                  + " variance a row")
              .formatted(NAME, var.shape(), input.shape()));
    }
    return var.reshape(sizes);
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    requireNonNull(inputs, "inputs");
    Inputs in = new Inputs(NAME, inputs, "input", "target", "var");
    Tensor input = in.tensor("input");
    return apply(input, in.numbers("target", input), in.tensor("var"));
  }
}
