package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Map;

/**
 * The cross entropy of logits, as PyTorch's {@code cross_entropy}.
 *
 * <p>With {@code p = softmax(x)}, y the target, e the label smoothing: {@code l_n = −(1 − e) w_y
 * log p_y − (e/C) Σ_c w_c log p_c}; 0 for an ignored target. The mean divides by the sum of w_y
 * over the targets that are not ignored. With probabilities t as targets {@code l_n = −Σ_c w_c t_c
 * log p_c}, t smoothed to {@code (1 − e) t + e/C}; that mean divides by the number of losses.
 *
 * <p>Shapes: {@code input: [N, C]}, {@code target: [N]}, or {@code [C]} and [], or {@code [N, C,
 * …]} and {@code [N, …]}; probabilities have the input's shape; {@code weight: [C]}; losses have
 * the shape of the input without its classes.
 *
 * <p>Gradient: without weights and smoothing {@code p − onehot(y)}; probabilities get one too, the
 * weight gets none.
 *
 * <p>Domain: smoothing in [0, 1]. In the safe form a class that is impossible (a logit of −∞) adds
 * nothing where its target or weight is 0, and an ignored sample gets gradient 0 whatever it holds;
 * in PyTorch both are NaN. If all targets are ignored the mean is NaN, or 0 if safe. Source:
 * PyTorch 2.15.
 *
 * @param ignoreIndex the target that counts for nothing
 * @param labelSmoothing e, the share that is spread over all classes
 * @param reduction what is made of the losses
 */
@Named(value = "cross_entropy", system = "torch")
public record CrossEntropyLoss(
    int ignoreIndex, double labelSmoothing, Reduction reduction, Variant variant)
    implements ClassLoss,
        With.AnyIgnoreIndex<CrossEntropyLoss>,
        With.AnyReduction<CrossEntropyLoss>,
        With.AnyVariant<CrossEntropyLoss> {
  private static final String NAME = "CrossEntropyLoss";

  /** Checks the parameters. */
  public CrossEntropyLoss {
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
    if (!(labelSmoothing >= 0 && labelSmoothing <= 1)) {
      throw Checks.argument(NAME, "label smoothing", labelSmoothing, "a number from 0 to 1");
    }
  }

  /** The safe form with PyTorch's defaults. */
  public CrossEntropyLoss() {
    this(NLLLoss.IGNORED, 0, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static CrossEntropyLoss torch() {
    return new CrossEntropyLoss().withVariant(Variant.FAITHFUL);
  }

  public CrossEntropyLoss withLabelSmoothing(double value) {
    return new CrossEntropyLoss(ignoreIndex, value, reduction, variant);
  }

  @Override
  public Tensor apply(Tensor input, IntTensor target) {
    return apply(input, target, ClassTargets.ones(NAME, input));
  }

  @Override
  public Tensor apply(Tensor input, IntTensor target, Tensor weight) {
    requireNonNull(input, "input");
    requireNonNull(weight, "weight");
    int axis = ClassTargets.axis(NAME, input);
    boolean safe = variant == Variant.SAFE;
    Tensor x = safe ? ClassTargets.seen(input, target, axis, ignoreIndex) : input;
    Tensor logs = x.logSoftmax(axis);
    ClassTargets targets = new ClassTargets(NAME, logs, target, weight, ignoreIndex, variant);
    Tensor losses = targets.losses();
    if (labelSmoothing > 0) {
      double spread = labelSmoothing / weight.size();
      losses = losses.mul(1 - labelSmoothing).add(targets.losses(weight).mul(spread));
    }
    return reduction.over(losses, targets.weightSum(), variant);
  }

  /**
   * The loss of probabilities without class weights.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes differ
   */
  public Tensor apply(Tensor input, Tensor target) {
    requireNonNull(target, "target");
    return apply(input, target, ClassTargets.ones(NAME, input));
  }

  /**
   * The loss of probabilities.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes differ
   * @throws IllegalArgumentException if there is an index to ignore: probabilities have none
   */
  public Tensor apply(Tensor input, Tensor target, Tensor weight) {
    requireNonNull(input, "input");
    requireNonNull(target, "target");
    requireNonNull(weight, "weight");
    Checks.sameDType(NAME, "input", input, "target", target);
    Checks.sameShape(NAME, "input", input, "target", target);
    int axis = ClassTargets.axis(NAME, input);
    int classes = input.shape().get(axis);
    Checks.classWeights(NAME, weight, input, classes);
    if (ignoreIndex >= 0) {
      throw Checks.argument(NAME, "ignore index", ignoreIndex, "none with probabilities");
    }
    Tensor t =
        labelSmoothing > 0 ? target.mul(1 - labelSmoothing).add(labelSmoothing / classes) : target;
    int[] sizes = new int[input.rank()];
    Arrays.fill(sizes, 1);
    sizes[axis] = classes;
    Tensor shares = t.mul(weight.stopGradient().reshape(sizes));
    return reduction.of(variant.times(shares, input.logSoftmax(axis)).sum(axis).neg(), variant);
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    requireNonNull(inputs, "inputs");
    Inputs in = new Inputs(NAME, inputs, "input", "target", "weight");
    if (in.isInts("target")) {
      return ClassLoss.super.applyTo(inputs);
    }
    Tensor input = in.tensor("input");
    Tensor weight = in.has("weight") ? in.tensor("weight") : ClassTargets.ones(NAME, input);
    return apply(input, in.tensor("target"), weight);
  }
}
