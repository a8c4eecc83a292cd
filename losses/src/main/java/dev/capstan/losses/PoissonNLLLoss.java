package dev.capstan.losses;

import dev.capstan.ops.Comparisons;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * <p>Domain: rates above −eps. The mean of nothing is NaN, or 0 if safe. Source: PyTorch 2.15.
 *
 * @param rate what the input is
 * @param stirling whether the constant term counts
 * @param eps keeps the logarithm of a rate of 0 finite
 * @param reduction what is made of the losses
 */
public record PoissonNLLLoss(
    Rate rate, Stirling stirling, double eps, Reduction reduction, Variant variant)
    implements Loss {
  private static final String NAME = "PoissonNLLLoss";
  static final String KEY = "poisson_nll_loss";

  /** The safe form with PyTorch's defaults. */
  public PoissonNLLLoss() {
    this(Rate.LOGARITHM, Stirling.LEFT_OUT, 1e-8, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static PoissonNLLLoss torch() {
    return new PoissonNLLLoss(
        Rate.LOGARITHM, Stirling.LEFT_OUT, 1e-8, Reduction.MEAN, Variant.FAITHFUL);
  }

  public PoissonNLLLoss withRate(Rate value) {
    return new PoissonNLLLoss(value, stirling, eps, reduction, variant);
  }

  public PoissonNLLLoss withStirling(Stirling value) {
    return new PoissonNLLLoss(rate, value, eps, reduction, variant);
  }

  public PoissonNLLLoss withEps(double value) {
    return new PoissonNLLLoss(rate, stirling, value, reduction, variant);
  }

  public PoissonNLLLoss withReduction(Reduction value) {
    return new PoissonNLLLoss(rate, stirling, eps, value, variant);
  }

  /** What the input is. */
  public enum Rate {
    /** The logarithm of the rate. */
    LOGARITHM,
    /** The rate. */
    PLAIN
  }

  /** Whether Stirling's approximation of log t! is part of the loss. */
  public enum Stirling {
    LEFT_OUT,
    ADDED
  }

  /**
   * The loss.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not broadcast
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  public Tensor apply(Tensor input, Tensor target) {
    Checks.broadcast(NAME, "input", input, "target", target);
    Tensor loss =
        rate == Rate.LOGARITHM
            ? Elementwise.sub(Elementwise.exp(input), Elementwise.mul(target, input))
            : Elementwise.sub(
                input, Elementwise.mul(target, Elementwise.log(Elementwise.add(input, eps))));
    return reduction.of(
        stirling == Stirling.ADDED ? Elementwise.add(loss, constant(target)) : loss, variant);
  }

  private static Tensor constant(Tensor target) {
    Tensor entropy = Elementwise.sub(Elementwise.mul(target, Elementwise.log(target)), target);
    Tensor width = Elementwise.mul(Elementwise.log(Elementwise.mul(target, 2 * Math.PI)), 0.5);
    return Elementwise.where(Comparisons.gt(target, 1), Elementwise.add(entropy, width), 0);
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = new Inputs(NAME, inputs, "input", "target");
    Tensor input = in.tensor("input");
    return apply(input, in.numbers("target", input));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(PlainLosses.name(KEY, variant));
    map.put("log_input", rate == Rate.LOGARITHM);
    map.put("full", stirling == Stirling.ADDED);
    map.put("eps", eps);
    map.put("reduction", reduction.key());
    return map;
  }

  static PoissonNLLLoss fromConfig(Config config) {
    return new PoissonNLLLoss(
        config.flag("log_input", true) ? Rate.LOGARITHM : Rate.PLAIN,
        config.flag("full", false) ? Stirling.ADDED : Stirling.LEFT_OUT,
        config.real("eps", 1e-8),
        config.reduction(),
        PlainLosses.variant(config));
  }
}
