package dev.capstan.losses;

import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * <p>Domain: smoothing in [0, 1]. If all targets are ignored the mean is NaN, or 0 if safe. Source:
 * PyTorch 2.15.
 *
 * @param ignoreIndex the target that counts for nothing
 * @param labelSmoothing e, the share that is spread over all classes
 * @param reduction what is made of the losses
 */
public record CrossEntropyLoss(
    int ignoreIndex, double labelSmoothing, Reduction reduction, Variant variant) implements Loss {
  static final String KEY = "cross_entropy";
  private static final String NAME = "CrossEntropyLoss";

  /** Checks the parameters. */
  public CrossEntropyLoss {
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
    return new CrossEntropyLoss(NLLLoss.IGNORED, 0, Reduction.MEAN, Variant.FAITHFUL);
  }

  public CrossEntropyLoss withIgnoreIndex(int value) {
    return new CrossEntropyLoss(value, labelSmoothing, reduction, variant);
  }

  public CrossEntropyLoss withLabelSmoothing(double value) {
    return new CrossEntropyLoss(ignoreIndex, value, reduction, variant);
  }

  public CrossEntropyLoss withReduction(Reduction value) {
    return new CrossEntropyLoss(ignoreIndex, labelSmoothing, value, variant);
  }

  /**
   * The loss of class targets without class weights.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not fit
   * @throws IllegalArgumentException if a target is no class
   */
  public Tensor apply(Tensor input, IntTensor target) {
    return apply(input, target, ones(input));
  }

  /**
   * The loss of class targets.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes do not fit
   * @throws IllegalArgumentException if a target is no class
   */
  public Tensor apply(Tensor input, IntTensor target, Tensor weight) {
    Tensor logs = Reductions.logSoftmax(input, ClassTargets.axis(NAME, input));
    ClassTargets targets = new ClassTargets(NAME, logs, target, weight, ignoreIndex);
    Tensor losses = targets.losses();
    if (labelSmoothing > 0) {
      double spread = labelSmoothing / weight.size();
      losses =
          Elementwise.add(
              Elementwise.mul(losses, 1 - labelSmoothing),
              Elementwise.mul(targets.losses(weight), spread));
    }
    return reduction.over(losses, targets.weightSum(), variant);
  }

  /**
   * The loss of probabilities without class weights.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes differ
   */
  public Tensor apply(Tensor input, Tensor target) {
    return apply(input, target, ones(input));
  }

  /**
   * The loss of probabilities.
   *
   * @throws dev.capstan.ops.ShapeException if the shapes differ
   * @throws IllegalArgumentException if there is an index to ignore: probabilities have none
   */
  public Tensor apply(Tensor input, Tensor target, Tensor weight) {
    Checks.sameDType(NAME, "input", input, "target", target);
    Checks.sameShape(NAME, "input", input, "target", target);
    int axis = ClassTargets.axis(NAME, input);
    int classes = input.shape().get(axis);
    Checks.classWeights(NAME, weight, input, classes);
    if (ignoreIndex >= 0) {
      throw Checks.argument(NAME, "ignore index", ignoreIndex, "none with probabilities");
    }
    Tensor t = target;
    if (labelSmoothing > 0) {
      t = Elementwise.add(Elementwise.mul(t, 1 - labelSmoothing), labelSmoothing / classes);
    }
    int[] sizes = new int[input.rank()];
    Arrays.fill(sizes, 1);
    sizes[axis] = classes;
    Tensor shares = Elementwise.mul(t, Movement.reshape(weight.detach(), sizes));
    Tensor terms = Elementwise.mul(shares, Reductions.logSoftmax(input, axis));
    return reduction.of(Elementwise.neg(Reductions.sum(terms, axis)), variant);
  }

  private static Tensor ones(Tensor input) {
    return Tensor.ones(input.dtype(), input.shape().get(ClassTargets.axis(NAME, input)));
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = new Inputs(NAME, inputs, "input", "target", "weight");
    Tensor input = in.tensor("input");
    Tensor weight = in.has("weight") ? in.tensor("weight") : ones(input);
    return in.isInts("target")
        ? apply(input, in.ints("target"), weight)
        : apply(input, in.tensor("target"), weight);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(PlainLosses.name(KEY, variant));
    map.put("ignore_index", ignoreIndex);
    map.put("label_smoothing", labelSmoothing);
    map.put("reduction", reduction.key());
    return map;
  }

  static CrossEntropyLoss fromConfig(Config config) {
    return new CrossEntropyLoss(
        config.integer("ignore_index", NLLLoss.IGNORED),
        config.real("label_smoothing", 0),
        config.reduction(),
        PlainLosses.variant(config));
  }
}
