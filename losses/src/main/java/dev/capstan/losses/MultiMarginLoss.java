package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.ops.Hinges;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.RowTotal;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;

/**
 * The multi-class hinge loss, as in PyTorch and MindSpore.
 *
 * <p>{@code l_n = (1/C) Σ_{i ≠ y} w_y max(0, margin − x_{n,y} + x_{n,i})^p} with y the target of
 * row n. It is divided by C, not C − 1; the weight is the target's and multiplies after the power;
 * the mean divides by N, not by the sum of the weights.
 *
 * <p>Shapes: {@code input: [N, C]}, {@code target: [N]}, {@code weight: [C]}, losses {@code [N]}.
 * PyTorch's and the safe form also take {@code input: [C]} with a target of shape [] or [1].
 *
 * <p>Gradient: 0 where a hinge is exactly 0. The weight gets none.
 *
 * <p>Domain: p is 1 or 2; any margin, in MindSpore's form a whole number; any weights. A term that
 * is NaN, because its logit or the target's is, is dropped, as both systems do. The mean of an
 * empty batch is NaN (the systems return uninitialised memory), or 0 if safe.
 *
 * <p>Sources: PyTorch 2.15, MindSpore 2.10 (CPU).
 *
 * @param p the power, 1 or 2
 * @param margin how much the target's logit should exceed the others
 * @param reduction what is made of the rows' losses
 * @param convention whose loss it is
 */
@Named("multi_margin_loss")
public record MultiMarginLoss(
    @Key(wholeIn = "mindspore") int p,
    @Key(wholeIn = "mindspore") double margin,
    Reduction reduction,
    Convention convention)
    implements ClassLoss, With.AnyMargin<MultiMarginLoss>, With.AnyReduction<MultiMarginLoss> {
  private static final String NAME = "MultiMarginLoss";

  /** Checks the parameters. */
  public MultiMarginLoss {
    requireNonNull(reduction, "reduction");
    requireNonNull(convention, "convention");
    if (p != 1 && p != 2) {
      throw Checks.argument(NAME, "p", p, "1 or 2");
    }
    if (convention == Convention.MIND_SPORE && margin != Math.rint(margin)) {
      throw Checks.argument(NAME, "margin", margin, "a whole number in MindSpore's loss");
    }
  }

  /** The safe form with p 1, margin 1, mean. */
  public MultiMarginLoss() {
    this(1, 1, Reduction.MEAN, Convention.SAFE);
  }

  /** PyTorch's form with its defaults: p 1, margin 1, mean. */
  public static MultiMarginLoss torch() {
    return new MultiMarginLoss(1, 1, Reduction.MEAN, Convention.TORCH);
  }

  /** MindSpore's form with its defaults: p 1, margin 1, mean. */
  public static MultiMarginLoss mindSpore() {
    return new MultiMarginLoss(1, 1, Reduction.MEAN, Convention.MIND_SPORE);
  }

  public MultiMarginLoss withP(int value) {
    return new MultiMarginLoss(value, margin, reduction, convention);
  }

  @Override
  public Tensor apply(Tensor input, IntTensor target) {
    requireShapes(input, target);
    Tensor x = rows(input, target);
    IntTensor y = target.reshape(target.size());
    return shaped(target, Hinges.multiMargin(x, y, p, margin, total(target.size())));
  }

  @Override
  public Tensor apply(Tensor input, IntTensor target, Tensor weight) {
    requireNonNull(weight, "weight");
    requireShapes(input, target);
    Checks.classWeights(NAME, weight, input, last(input));
    Tensor x = rows(input, target);
    IntTensor y = target.reshape(target.size());
    return shaped(target, Hinges.multiMargin(x, y, weight, p, margin, total(target.size())));
  }

  /** The logits as a matrix, the targets being classes. */
  private static Tensor rows(Tensor input, IntTensor target) {
    Checks.classes(NAME, target, last(input));
    return input.rank() == 2 ? input : input.reshape(target.size(), last(input));
  }

  private RowTotal total(int rows) {
    return reduction.total(rows, convention.variant());
  }

  /** A single row whose target is a scalar has a scalar loss. */
  private static Tensor shaped(IntTensor target, Tensor losses) {
    boolean single = target.shape().rank() == 0 && losses.rank() > 0;
    return single ? losses.reshape(new int[0]) : losses;
  }

  private void requireShapes(Tensor input, IntTensor target) {
    boolean single =
        convention != Convention.MIND_SPORE
            && input.rank() == 1
            && target.shape().rank() <= 1
            && target.size() == 1;
    boolean batch =
        input.rank() == 2 && target.shape().rank() == 1 && target.size() == input.shape().get(0);
    if (!(single || batch) || last(input) == 0) {
      throw new ShapeException(
          ("%s: shapes do not fit: got input %s and target %s, expected [N, C] and [N]%s"
                  + " with at least one class")
              .formatted(
                  NAME,
                  input.shape(),
                  target.shape(),
                  convention == Convention.MIND_SPORE ? "" : ", or [C] and [] or [1]"));
    }
  }

  private static int last(Tensor x) {
    return x.shape().get(-1);
  }
}
