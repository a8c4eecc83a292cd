package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.losses.config.On;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Tensor;

/**
 * The negative log-likelihood of counts under a Poisson distribution, as PyTorch's {@code
 * poisson_nll_loss}.
 *
 * <p>With x the logarithm of the rate: {@code l = eˣ − t x}; with x the rate itself: {@code x − t
 * log(x + eps)}. {@link Stirling#ADDED} adds {@code t log t − t + log(2πt)/2} for t &gt; 1, an
 * approximation of the term that does not depend on x.
 *
 * <p>Shapes: input and target broadcast; the losses have the common shape.
 *
 * <p>Gradient: {@code eˣ − t}, or {@code 1 − t/(x + eps)}.
 *
 * <p>Domain: rates above −eps. A count of 0 at a rate of 0 costs 0 in the safe form; in PyTorch it
 * is NaN. The mean of nothing is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param rate what the input is
 * @param stirling whether the constant term counts
 * @param eps keeps the logarithm of a rate of 0 finite
 * @param reduction what is made of the losses
 */
@Named(value = "poisson_nll_loss", system = "torch")
public record PoissonNLLLoss(
    @Key("log_input") Rate rate,
    @Key("full") Stirling stirling,
    double eps,
    Reduction reduction,
    Variant variant)
    implements TargetLoss<PoissonNLLLoss>, With.AnyEps<PoissonNLLLoss> {
  public PoissonNLLLoss {
    requireNonNull(rate, "rate");
    requireNonNull(stirling, "stirling");
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
  }

  /** The safe form with PyTorch's defaults. */
  public PoissonNLLLoss() {
    this(Rate.LOGARITHM, Stirling.LEFT_OUT, 1e-8, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static PoissonNLLLoss torch() {
    return new PoissonNLLLoss().withVariant(Variant.FAITHFUL);
  }

  public PoissonNLLLoss withRate(Rate value) {
    requireNonNull(value, "value");
    return new PoissonNLLLoss(value, stirling, eps, reduction, variant);
  }

  public PoissonNLLLoss withStirling(Stirling value) {
    requireNonNull(value, "value");
    return new PoissonNLLLoss(rate, value, eps, reduction, variant);
  }

  /** What the input is. */
  public enum Rate {
    /** The logarithm of the rate. */
    @On
    LOGARITHM,
    /** The rate. */
    PLAIN
  }

  /** Whether Stirling's approximation of log t! is part of the loss. */
  public enum Stirling {
    LEFT_OUT,
    @On
    ADDED
  }

  @Override
  public Tensor losses(Tensor input, Tensor target) {
    requireNonNull(target, "target");
    Tensor loss =
        rate == Rate.LOGARITHM
            ? input.exp().sub(variant.times(target, input))
            : input.sub(variant.timesLog(target, input.add(eps)));
    return stirling == Stirling.ADDED ? loss.add(constant(target)) : loss;
  }

  /** Targets of 1 or less have none; PyTorch's form gives those of 0 or less the gradient NaN. */
  private Tensor constant(Tensor target) {
    BoolTensor large = target.gt(1);
    Tensor t = variant == Variant.SAFE ? where(large, target, 1) : target;
    Tensor entropy = t.mul(t.log()).sub(t);
    Tensor width = t.mul(2 * Math.PI).log().mul(0.5);
    return where(large, entropy.add(width), 0);
  }
}
