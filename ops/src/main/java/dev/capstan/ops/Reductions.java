package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.exp;
import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Elementwise.square;
import static dev.capstan.ops.Elementwise.sub;
import static dev.capstan.ops.Ops.map;
import static dev.capstan.ops.Ops.op;
import static dev.capstan.ops.Ops.zip;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.Binary;
import dev.capstan.ops.internal.Fold;
import dev.capstan.ops.internal.Unary;
import dev.capstan.ops.option.KeepDims;
import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/**
 * Operations that fold axes: sums, means, extremes, norms, softmax. Axes count from the end if
 * negative; an empty list of axes means all of them. Reduced axes are removed, or kept with size 1
 * by {@link KeepDims#YES}.
 */
public final class Reductions {
  private Reductions() {}

  // --- sums -----------------------------------------------------------------------------------

  /** The sum over axes, which are removed. See {@link #sum(Tensor, KeepDims, int...)}. */
  public static Tensor sum(Tensor x, int... axes) {
    return sum(x, KeepDims.NO, axes);
  }

  /**
   * The sum over axes.
   *
   * <p>y = Σ x. Any shape; 0 over an empty axis. Gradient: g at each element. Runs of neighbouring
   * axes are summed one after the other, from the last; each takes partial sums of the dtype and
   * adds these in double: along the last axes within 50 ε Σ |x|, along others within 130 ε Σ |x|.
   *
   * @throws ShapeException if an axis does not exist or is given twice
   */
  public static Tensor sum(Tensor x, KeepDims keepDims, int... axes) {
    requireNonNull(keepDims, "keepDims");
    ReducedAxes r = ReducedAxes.of("sum", x.shape(), axes);
    return op("sum", x).value(v -> r.fold(v, Fold.SUM, keepDims)).vjp(g -> r.spread(g)).record();
  }

  /** The mean over axes, which are removed. See {@link #mean(Tensor, KeepDims, int...)}. */
  public static Tensor mean(Tensor x, int... axes) {
    return mean(x, KeepDims.NO, axes);
  }

  /**
   * The mean over axes.
   *
   * <p>y = (1/n) Σ x. Any shape; NaN over an empty axis. Gradient: g/n at each element.
   *
   * @throws ShapeException if an axis does not exist or is given twice
   */
  public static Tensor mean(Tensor x, KeepDims keepDims, int... axes) {
    requireNonNull(keepDims, "keepDims");
    return mean(x, keepDims, ReducedAxes.of("mean", x.shape(), axes));
  }

  private static Tensor mean(Tensor x, KeepDims keepDims, ReducedAxes r) {
    int n = r.count();
    return op("mean", x)
        .value(
            v -> {
              Tensor sum = r.fold(v, Fold.SUM, keepDims);
              return Magnitudes.finite(sum)
                  ? map(sum, s -> s / n)
                  : meanBesideOverflow(v, sum, keepDims, r);
            })
        .vjp(g -> r.spread(mul(g, 1.0 / n)))
        .record();
  }

  /** The mean of numbers so much smaller that no sum of them overflows, where one has. */
  private static Tensor meanBesideOverflow(Tensor x, Tensor sum, KeepDims keepDims, ReducedAxes r) {
    int n = r.count();
    Tensor small = r.fold(map(x, v -> v * 0x1p-32), Fold.SUM, keepDims);
    return zip(sum, small, sum.shape(), (s, t) -> Double.isFinite(s) ? s / n : t / n * 0x1p32);
  }

  /** The product over axes, which are removed. See {@link #prod(Tensor, KeepDims, int...)}. */
  public static Tensor prod(Tensor x, int... axes) {
    return prod(x, KeepDims.NO, axes);
  }

  /**
   * The product over axes.
   *
   * <p>y = Π x. Any shape; 1 over an empty axis. Gradient: g times the product of the other
   * elements, so also right where elements are 0, to every order.
   *
   * @throws ShapeException if an axis does not exist or is given twice
   */
  public static Tensor prod(Tensor x, KeepDims keepDims, int... axes) {
    requireNonNull(keepDims, "keepDims");
    ReducedAxes r = ReducedAxes.of("prod", x.shape(), axes);
    return op("prod", x)
        .value(v -> r.fold(v, Fold.PROD, keepDims))
        .joint((g, y) -> new Tensor[] {Scans.productBack(x, g, r)})
        .twin(in -> Scans.productTree(in[0], r, keepDims))
        .record();
  }

  // --- spread ---------------------------------------------------------------------------------

  /** The variance over axes, which are removed. */
  public static Tensor var(Tensor x, double correction, int... axes) {
    return var(x, correction, KeepDims.NO, axes);
  }

  /**
   * The variance over axes.
   *
   * <p>y = Σ (x − mean x)² / (n − correction), with a correction of 1 for a sample and 0 for a
   * population. Any shape; NaN where n = correction and nothing varies. Gradient: 2 g (x − mean x)
   * / (n − correction).
   *
   * @throws ShapeException if an axis does not exist or is given twice
   */
  public static Tensor var(Tensor x, double correction, KeepDims keepDims, int... axes) {
    requireNonNull(keepDims, "keepDims");
    ReducedAxes r = ReducedAxes.of("var", x.shape(), axes);
    Tensor squares = sum(square(centred(x, r)), keepDims, axes);
    return mul(squares, 1 / Math.max(0, r.count() - correction));
  }

  /** The standard deviation over axes, which are removed. */
  public static Tensor std(Tensor x, double correction, int... axes) {
    return std(x, correction, KeepDims.NO, axes);
  }

  /**
   * The standard deviation over axes: the root of {@link #var(Tensor, double, KeepDims, int...)}.
   *
   * <p>y = ‖x − mean x‖ / √(n − correction). Any shape; NaN where n = correction and nothing
   * varies. Gradient: g (x − mean x) / ((n − correction) y); 0 at zero variance, as of {@link
   * #norm}.
   *
   * @throws ShapeException if an axis does not exist or is given twice
   */
  public static Tensor std(Tensor x, double correction, KeepDims keepDims, int... axes) {
    requireNonNull(keepDims, "keepDims");
    ReducedAxes r = ReducedAxes.of("std", x.shape(), axes);
    Tensor y = spread(x, correction, keepDims, r, axes);
    Tensor powers = Magnitudes.finite(y) ? null : Scaling.ifFar(x.constant(), r, 1);
    if (powers == null) {
      return y;
    }
    Tensor near = spread(mul(x, powers), correction, keepDims, r, axes);
    return mul(near, Movement.reshape(map(powers, Unary.RECIPROCAL), y.shape()));
  }

  private static Tensor spread(
      Tensor x, double correction, KeepDims keepDims, ReducedAxes r, int... axes) {
    Tensor length = norm(centred(x, r), 2, keepDims, axes);
    return mul(length, 1 / Math.sqrt(Math.max(0, r.count() - correction)));
  }

  /**
   * x without its mean. The first element is taken off before, as a constant: equal elements then
   * differ from their mean by 0 exactly, whatever rounding does to the mean.
   */
  private static Tensor centred(Tensor x, ReducedAxes r) {
    if (x.size() == 0) {
      return x;
    }
    Tensor shifted = sub(x, r.first(x.constant()));
    return sub(shifted, mul(r.sum(shifted), 1.0 / r.count()));
  }

  // --- extremes -------------------------------------------------------------------------------

  /** The largest of all elements; equal ones share the gradient. See {@link #amax}. */
  public static Tensor max(Tensor x) {
    return amax(x);
  }

  /** The largest element along an axis, which is removed. */
  public static Tensor max(Tensor x, int axis) {
    return max(x, KeepDims.NO, axis);
  }

  /**
   * The largest element along an axis: the element at {@link #argmax}.
   *
   * <p>y = x[argmax x]. Gradient: g at the first index that attains the maximum, 0 elsewhere; see
   * {@link #amax} for the even split. The first NaN wins.
   *
   * @throws ShapeException if the axis does not exist, or is empty and the result is not
   */
  public static Tensor max(Tensor x, KeepDims keepDims, int axis) {
    requireNonNull(keepDims, "keepDims");
    return Extremes.first("max", Fold.MAX, x, keepDims, axis);
  }

  /** The smallest of all elements; equal ones share the gradient. See {@link #amin}. */
  public static Tensor min(Tensor x) {
    return amin(x);
  }

  /** The smallest element along an axis, which is removed. */
  public static Tensor min(Tensor x, int axis) {
    return min(x, KeepDims.NO, axis);
  }

  /**
   * The smallest element along an axis: the element at {@link #argmin}.
   *
   * <p>y = x[argmin x]. Gradient: g at the first index that attains the minimum, 0 elsewhere; see
   * {@link #amin} for the even split. The first NaN wins.
   *
   * @throws ShapeException if the axis does not exist, or is empty and the result is not
   */
  public static Tensor min(Tensor x, KeepDims keepDims, int axis) {
    requireNonNull(keepDims, "keepDims");
    return Extremes.first("min", Fold.MIN, x, keepDims, axis);
  }

  /** The largest element over axes, which are removed. */
  public static Tensor amax(Tensor x, int... axes) {
    return amax(x, KeepDims.NO, axes);
  }

  /**
   * The largest element over axes.
   *
   * <p>y = max x. Gradient: g divided evenly among the elements that attain the maximum; {@link
   * #max(Tensor, int)} gives all to the first. NaN if an element is NaN, and so is the gradient.
   *
   * @throws ShapeException if an axis does not exist, or is empty and the result is not
   */
  public static Tensor amax(Tensor x, KeepDims keepDims, int... axes) {
    requireNonNull(keepDims, "keepDims");
    return Extremes.even("amax", Fold.MAX, x, keepDims, axes);
  }

  /** The smallest element over axes, which are removed. */
  public static Tensor amin(Tensor x, int... axes) {
    return amin(x, KeepDims.NO, axes);
  }

  /**
   * The smallest element over axes.
   *
   * <p>y = min x. Gradient: g divided evenly among the elements that attain the minimum; {@link
   * #min(Tensor, int)} gives all to the first. NaN if an element is NaN, and so is the gradient.
   *
   * @throws ShapeException if an axis does not exist, or is empty and the result is not
   */
  public static Tensor amin(Tensor x, KeepDims keepDims, int... axes) {
    requireNonNull(keepDims, "keepDims");
    return Extremes.even("amin", Fold.MIN, x, keepDims, axes);
  }

  /**
   * The first index of the largest element along an axis, which is removed; the first NaN wins.
   *
   * @throws ShapeException if the axis does not exist, or is empty and the result is not
   */
  public static IntTensor argmax(Tensor x, int axis) {
    return Extremes.index("argmax", Fold.MAX, x, axis);
  }

  /**
   * The first index of the smallest element along an axis, which is removed; the first NaN wins.
   *
   * @throws ShapeException if the axis does not exist, or is empty and the result is not
   */
  public static IntTensor argmin(Tensor x, int axis) {
    return Extremes.index("argmin", Fold.MIN, x, axis);
  }

  // --- norms ----------------------------------------------------------------------------------

  /**
   * The p-norm over axes, which are removed. See {@link #norm(Tensor, double, KeepDims, int...)}.
   */
  public static Tensor norm(Tensor x, double p, int... axes) {
    return norm(x, p, KeepDims.NO, axes);
  }

  /**
   * The p-norm over axes, for every real p and for ±∞.
   *
   * <p>y = (Σ |x|ᵖ)^(1/p); p = 0 counts the elements that are not 0; p = ∞ is max |x|, p = −∞ is
   * min |x|. Any shape; over an empty axis 0 for p ≥ 0, ∞ for p &lt; 0.
   *
   * <p>Gradient: g · sign(x) |x|^(p−1) / y^(p−1). It is 0 at the zero vector for every p, with
   * finite derivatives of its own; an element 0 has gradient 0 also where the formula has a pole (p
   * &lt; 1); p = 0 has gradient 0; at ±∞ the elements that attain the extreme share g · sign(x)
   * evenly. The powers may leave the dtype's range, value and gradient keep their digits.
   *
   * @throws ShapeException if an axis does not exist or is given twice
   * @throws IllegalArgumentException if p is NaN
   */
  public static Tensor norm(Tensor x, double p, KeepDims keepDims, int... axes) {
    requireNonNull(keepDims, "keepDims");
    return Norm.of(x, p, keepDims, ReducedAxes.of("norm", x.shape(), axes));
  }

  // --- exponential sums -----------------------------------------------------------------------

  /** The logarithm of the sum of exponentials over axes, which are removed. */
  public static Tensor logsumexp(Tensor x, int... axes) {
    return logsumexp(x, KeepDims.NO, axes);
  }

  /**
   * The logarithm of the sum of exponentials over axes, without overflow.
   *
   * <p>y = log Σ eˣ, computed with the maximum taken out. Any shape; −∞ over an empty axis.
   * Gradient: g e^(x − y). If all elements are −∞, the result is −∞ and the gradient NaN.
   *
   * @throws ShapeException if an axis does not exist or is given twice
   */
  public static Tensor logsumexp(Tensor x, KeepDims keepDims, int... axes) {
    requireNonNull(keepDims, "keepDims");
    ReducedAxes r = ReducedAxes.of("logsumexp", x.shape(), axes);
    return r.last()
        ? LastAxes.logsumexp(x, keepDims, r, v -> logsumexp(v, keepDims, r))
        : logsumexp(x, keepDims, r);
  }

  private static Tensor logsumexp(Tensor x, KeepDims keepDims, ReducedAxes r) {
    return op("logsumexp", x)
        .value(v -> LastAxes.logSums(v, keepDims, r))
        .vjp(
            (g, y) -> {
              Tensor share = exp(sub(x, Movement.reshape(y, r.kept())));
              return mul(Movement.reshape(g, r.kept()), share);
            })
        .record();
  }

  /**
   * The exponentials divided by their sum over axes.
   *
   * <p>y = eˣ / Σ eˣ, computed with the maximum taken out; same shape as x. Gradient: y (g − Σ g
   * y). If all elements are −∞, the result is NaN.
   *
   * @throws ShapeException if an axis does not exist or is given twice
   */
  public static Tensor softmax(Tensor x, int... axes) {
    ReducedAxes r = ReducedAxes.of("softmax", x.shape(), axes);
    return r.last() ? LastAxes.softmax(x, r, v -> softmax(v, r)) : softmax(x, r);
  }

  private static Tensor softmax(Tensor x, ReducedAxes r) {
    return op("softmax", x)
        .value(
            v -> {
              Tensor e = map(belowMaximum(v, r), Unary.EXP);
              return against(e, r.fold(e, Fold.SUM, KeepDims.YES), Binary.DIV);
            })
        .vjp((g, y) -> mul(y, sub(g, r.sum(mul(g, y)))))
        .record();
  }

  /**
   * The logarithm of {@link #softmax}, exact where softmax underflows.
   *
   * <p>y = x − log Σ eˣ; same shape as x. Gradient: g − eʸ Σ g. If all elements are −∞, the result
   * is NaN.
   *
   * @throws ShapeException if an axis does not exist or is given twice
   */
  public static Tensor logSoftmax(Tensor x, int... axes) {
    ReducedAxes r = ReducedAxes.of("logSoftmax", x.shape(), axes);
    return r.last() ? LastAxes.logSoftmax(x, r, v -> logSoftmax(v, r)) : logSoftmax(x, r);
  }

  private static Tensor logSoftmax(Tensor x, ReducedAxes r) {
    return op("logSoftmax", x)
        .value(
            v -> {
              Tensor below = belowMaximum(v, r);
              Tensor sum = r.fold(map(below, Unary.EXP), Fold.SUM, KeepDims.YES);
              return against(below, map(sum, Unary.LOG), Binary.SUB);
            })
        .vjp((g, y) -> sub(g, mul(exp(y), r.sum(g))))
        .record();
  }

  private static Tensor belowMaximum(Tensor x, ReducedAxes r) {
    return against(x, r.fold(x, Fold.MAX, KeepDims.YES), Binary.SUB);
  }

  /** f(x, y) for a y that broadcasts to x, as a value. */
  private static Tensor against(Tensor x, Tensor y, DoubleBinaryOperator f) {
    return zip(x, y, x.shape(), f);
  }

  // --- masks ----------------------------------------------------------------------------------

  /** Whether any element is true, over axes, which are removed; false over an empty axis. */
  public static BoolTensor any(BoolTensor x, int... axes) {
    return all(x.not(), axes).not();
  }

  /**
   * Whether all elements are true, over axes, which are removed; true over an empty axis.
   *
   * @throws ShapeException if an axis does not exist or is given twice
   */
  public static BoolTensor all(BoolTensor x, int... axes) {
    ReducedAxes r = ReducedAxes.of("all", x.shape(), axes);
    boolean[] out = new boolean[r.removed().size()];
    Arrays.fill(out, true);
    int[] owners = r.owners();
    for (int i = 0; i < owners.length; i++) {
      out[owners[i]] &= x.at(i);
    }
    return BoolTensor.wrap(r.removed(), out);
  }

  /**
   * How many elements are not 0, over axes, which are removed; NaN is not 0.
   *
   * @throws ShapeException if an axis does not exist or is given twice
   */
  public static IntTensor countNonZero(Tensor x, int... axes) {
    ReducedAxes r = ReducedAxes.of("countNonZero", x.shape(), axes);
    Tensor sums = r.fold(Norm.nonZeros(x), Fold.SUM, KeepDims.NO);
    int[] out = new int[sums.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (int) sums.at(i);
    }
    return IntTensor.wrap(r.removed(), out);
  }
}
