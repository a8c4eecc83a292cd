package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.add;
import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Elementwise.sub;
import static dev.capstan.ops.Ops.op;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.Kernels;
import dev.capstan.ops.internal.LineKernels.Statistics;
import dev.capstan.ops.option.KeepDims;
import dev.capstan.ops.option.Transpose;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What the layers of a network are made of: fused products, normalisations, attention. */
public final class Neural {
  private Neural() {}

  /**
   * The affine map x wᵀ + b in one pass.
   *
   * <p>Shapes: {@code x: […, in]}, {@code w: [out, in]}, {@code b: [out]}, returns {@code […,
   * out]}. Gradient: {@code g w}, {@code gᵀ x} and the sum of g; no matrix is transposed in memory.
   *
   * @throws ShapeException if the sizes do not fit
   */
  public static Tensor linear(Tensor x, Tensor w, Tensor b) {
    requireLinear(x, w, b);
    int in = w.shape().get(1);
    int out = w.shape().get(0);
    Tensor rows = Movement.reshape(x, Shape.of(Picks.outer(x.shape(), x.rank() - 1), in));
    Tensor z =
        op("linear", rows, w, b)
            .valueOfAll(v -> affine(v[0], v[1], v[2]))
            .vjp(g -> LinearAlgebra.matmul(g, w))
            .vjp(g -> LinearAlgebra.matmul(g, Transpose.YES, rows, Transpose.NO))
            .vjp(g -> Reductions.sum(g, 0))
            .record();
    return Movement.reshape(z, Picks.resized(x.shape(), x.rank() - 1, out));
  }

  /** As {@link #linear(Tensor, Tensor, Tensor)} without b. */
  public static Tensor linear(Tensor x, Tensor w) {
    requireNonNull(w, "w");
    return LinearAlgebra.matmul(x, Transpose.NO, w, Transpose.YES);
  }

  private static Tensor affine(Tensor x, Tensor w, Tensor b) {
    Kernels<Object> kernels = x.kernels();
    int m = x.shape().get(0);
    int n = w.shape().get(0);
    Tensor out = Tensor.blank(Shape.of(m, n), x, w);
    for (int i = 0; i < m; i++) {
      System.arraycopy(b.data(), 0, out.data(), i * n, n);
    }
    kernels.matmul(
        x.data(), 0, false, w.data(), 0, true, out.data(), 0, true, m, n, w.shape().get(1));
    return out;
  }

  private static void requireLinear(Tensor x, Tensor w, Tensor b) {
    boolean fits =
        x.rank() >= 1
            && w.rank() == 2
            && b.rank() == 1
            && x.shape().get(-1) == w.shape().get(1)
            && b.size() == w.shape().get(0);
    if (!fits) {
      throw new ShapeException(
          "linear: shapes do not fit: got x "
              + x.shape()
              + ", w "
              + w.shape()
              + ", b "
              + b.shape()
              + ", expected […, in], [out, in], [out]");
    }
  }

  // --- normalisations -------------------------------------------------------------------------

  /**
   * Each example scaled to mean 0 and variance 1 over its last axes.
   *
   * <p>{@code (x − mean) / √(var + eps)}, var being the mean square deviation. Shapes: unchanged;
   * {@code axes} trailing axes are normalised together. Gradient: through mean and variance.
   * Affine: multiply by a weight and add a bias of the trailing shape. J. L. Ba, J. R. Kiros, G. E.
   * Hinton: "Layer Normalization" (2016).
   *
   * @throws ShapeException if x has fewer axes
   */
  public static Tensor layerNorm(Tensor x, int axes, double eps) {
    return standardize("layerNorm", x, axes, eps);
  }

  private static Tensor standardize(String op, Tensor x, int axes, double eps) {
    int[] over = trailing(op, x, axes);
    ReducedAxes r = ReducedAxes.of(op, x.shape(), over);
    return LastAxes.standardize(
        op, Statistics.MEAN_AND_VARIANCE, r, eps, in -> standardized(in[0], eps, over), x);
  }

  /**
   * As {@link #layerNorm(Tensor, int, double)}, times weight, plus bias; their shape says which.
   */
  public static Tensor layerNorm(Tensor x, Tensor weight, Tensor bias, double eps) {
    requireNonNull(bias, "bias");
    int[] over = trailing("layerNorm", x, weight.rank());
    ReducedAxes r = ReducedAxes.of("layerNorm", x.shape(), over);
    if (!fits(r, weight) || !fits(r, bias)) {
      return add(mul(layerNorm(x, weight.rank(), eps), weight), bias);
    }
    return LastAxes.standardize(
        "layerNorm",
        Statistics.MEAN_AND_VARIANCE,
        r,
        eps,
        in -> add(mul(standardized(in[0], eps, over), in[1]), in[2]),
        x,
        weight,
        bias);
  }

  /** Whether weights are just of the shape of the last axes; others broadcast. */
  private static boolean fits(ReducedAxes r, Tensor weight) {
    int rank = r.shape().rank();
    int from = rank - weight.rank();
    return from >= 0
        && weight.size() == r.count()
        && weight.shape().equals(Shape.of(Arrays.copyOfRange(r.shape().toArray(), from, rank)));
  }

  /**
   * Each example divided by its root mean square over its last axes.
   *
   * <p>{@code x / √(mean(x²) + eps)}. Shapes as {@link #layerNorm(Tensor, int, double)}. B. Zhang,
   * R. Sennrich: "Root Mean Square Layer Normalization" (2019).
   *
   * @throws ShapeException if x has fewer axes
   */
  public static Tensor rmsNorm(Tensor x, int axes, double eps) {
    int[] over = trailing("rmsNorm", x, axes);
    ReducedAxes r = ReducedAxes.of("rmsNorm", x.shape(), over);
    return LastAxes.standardize(
        "rmsNorm", Statistics.MEAN_SQUARE, r, eps, in -> overRootMeanSquare(in[0], eps, over), x);
  }

  private static Tensor overRootMeanSquare(Tensor x, double eps, int... axes) {
    Tensor square = add(Reductions.mean(Elementwise.square(x), KeepDims.YES, axes), eps);
    Tensor powers = Scaling.ofSquares(square, x, eps, axes);
    if (powers == null) {
      return mul(x, Elementwise.rsqrt(square));
    }
    Tensor near = mul(x, powers);
    Tensor scaled = Reductions.mean(Elementwise.square(near), KeepDims.YES, axes);
    return mul(near, Elementwise.rsqrt(add(scaled, Scaling.squared(eps, powers))));
  }

  /** As {@link #rmsNorm(Tensor, int, double)}, times weight; its shape says over which axes. */
  public static Tensor rmsNorm(Tensor x, Tensor weight, double eps) {
    int[] over = trailing("rmsNorm", x, weight.rank());
    ReducedAxes r = ReducedAxes.of("rmsNorm", x.shape(), over);
    if (!fits(r, weight)) {
      return mul(rmsNorm(x, weight.rank(), eps), weight);
    }
    return LastAxes.standardize(
        "rmsNorm",
        Statistics.MEAN_SQUARE,
        r,
        eps,
        in -> mul(overRootMeanSquare(in[0], eps, over), in[1]),
        x,
        weight);
  }

  /**
   * Each channel scaled to mean 0 and variance 1 over the batch: the form for training.
   *
   * <p>{@code (x − mean) / √(var + eps)} over all axes but axis 1, var being the mean square
   * deviation. Shapes: {@code x: [n, c, …]}, unchanged. Gradient: through mean and variance. S.
   * Ioffe, C. Szegedy: "Batch Normalization" (2015).
   *
   * @throws ShapeException if x has no axis 1
   */
  public static Tensor batchNorm(Tensor x, double eps) {
    requireChannels("batchNorm", x);
    Tensor channels = Movement.moveAxis(x, 1, 0);
    return Movement.moveAxis(standardize("batchNorm", channels, x.rank() - 1, eps), 0, 1);
  }

  /** As {@link #batchNorm(Tensor, double)}, times weight, plus bias, {@code [c]} each. */
  public static Tensor batchNorm(Tensor x, Tensor weight, Tensor bias, double eps) {
    requireNonNull(weight, "weight");
    requireNonNull(bias, "bias");
    return perChannel("batchNorm", batchNorm(x, eps), weight, bias);
  }

  /**
   * Each channel shifted and scaled by given statistics: the form for inference.
   *
   * <p>{@code (x − mean) / √(variance + eps) · weight + bias}. Shapes: {@code x: [n, c, …]}, {@code
   * [c]} for all others. Gradient: to every input.
   *
   * @throws ShapeException if the sizes do not fit
   */
  public static Tensor batchNorm(
      Tensor x, Tensor mean, Tensor variance, Tensor weight, Tensor bias, double eps) {
    requireNonNull(mean, "mean");
    requireNonNull(variance, "variance");
    requireNonNull(weight, "weight");
    requireNonNull(bias, "bias");
    requireChannels("batchNorm", x);
    Tensor centred = sub(x, channels("batchNorm", mean, x));
    Tensor scale = Elementwise.rsqrt(add(channels("batchNorm", variance, x), eps));
    return Elementwise.fma(
        centred, mul(scale, channels("batchNorm", weight, x)), channels("batchNorm", bias, x));
  }

  /**
   * Each group of channels of each example scaled to mean 0 and variance 1.
   *
   * <p>Shapes: {@code x: [n, c, …]}, unchanged; c must be a multiple of {@code groups}. Otherwise
   * as {@link #layerNorm(Tensor, int, double)}. Y. Wu, K. He: "Group Normalization" (2018).
   *
   * @throws ShapeException if the channels do not divide into the groups
   */
  public static Tensor groupNorm(Tensor x, int groups, double eps) {
    requireChannels("groupNorm", x);
    int c = x.shape().get(1);
    if (groups < 1 || c % groups != 0) {
      throw new ShapeException(
          "groupNorm: "
              + c
              + " channels do not divide into groups: got "
              + groups
              + ", expected a divisor of "
              + c);
    }
    int n = x.shape().get(0);
    int rest = Sizes.times("groupNorm", Picks.inner(x.shape(), 1), c / groups);
    Tensor split = Movement.reshape(x, Shape.of(n, groups, rest));
    return Movement.reshape(layerNorm(split, 1, eps), x.shape());
  }

  /** As {@link #groupNorm(Tensor, int, double)}, times weight, plus bias, {@code [c]} each. */
  public static Tensor groupNorm(Tensor x, int groups, Tensor weight, Tensor bias, double eps) {
    requireNonNull(weight, "weight");
    requireNonNull(bias, "bias");
    return perChannel("groupNorm", groupNorm(x, groups, eps), weight, bias);
  }

  private static Tensor standardized(Tensor x, double eps, int... axes) {
    Tensor centred = sub(x, Reductions.mean(x, KeepDims.YES, axes));
    Tensor variance = add(Reductions.mean(Elementwise.square(centred), KeepDims.YES, axes), eps);
    Tensor powers = Scaling.ofSquares(variance, x, eps, axes);
    if (powers == null) {
      return mul(centred, Elementwise.rsqrt(variance));
    }
    Tensor near = mul(x, powers);
    ReducedAxes r = ReducedAxes.of("standardize", x.shape(), axes);
    Tensor fromFirst = sub(near, r.first(near.constant()));
    Tensor again = sub(fromFirst, Reductions.mean(fromFirst, KeepDims.YES, axes));
    Tensor scaled = Reductions.mean(Elementwise.square(again), KeepDims.YES, axes);
    return mul(again, Elementwise.rsqrt(add(scaled, Scaling.squared(eps, powers))));
  }

  private static Tensor perChannel(String op, Tensor x, Tensor weight, Tensor bias) {
    return Elementwise.fma(x, channels(op, weight, x), channels(op, bias, x));
  }

  /** [c] as [c, 1, …, 1], to broadcast against x: [n, c, …]. */
  private static Tensor channels(String op, Tensor values, Tensor x) {
    int c = x.shape().get(1);
    if (values.rank() != 1 || values.size() != c) {
      throw new ShapeException(
          op
              + ": not one number for each channel: got shape "
              + values.shape()
              + ", expected ["
              + c
              + "]");
    }
    int[] sizes = new int[x.rank() - 1];
    Arrays.fill(sizes, 1);
    sizes[0] = c;
    return Movement.reshape(values, Shape.of(sizes));
  }

  private static void requireChannels(String op, Tensor x) {
    if (x.rank() < 2) {
      throw new ShapeException(
          op + ": no axis of channels: got shape " + x.shape() + ", expected [n, c, …]");
    }
  }

  private static int[] trailing(String op, Tensor x, int axes) {
    if (axes < 1 || axes > x.rank()) {
      throw new ShapeException(
          op
              + ": not so many axes: got the last "
              + axes
              + " of shape "
              + x.shape()
              + ", expected 1 to "
              + x.rank());
    }
    int[] over = new int[axes];
    for (int i = 0; i < axes; i++) {
      over[i] = x.rank() - axes + i;
    }
    return over;
  }

  // --- dropout, attention, cross entropy ------------------------------------------------------

  /**
   * x with elements set to 0 at random, the others scaled up so that the mean stays.
   *
   * <p>Each element is kept with probability 1 − p and divided by it. Shapes: unchanged. The draw
   * is made once, in row-major order; replays and gradients use the same. Gradient: g where x was
   * kept, scaled alike.
   *
   * @throws IllegalArgumentException if p is not in [0, 1]
   */
  public static Tensor dropout(Tensor x, double p, RandomGenerator random) {
    if (!(p >= 0 && p <= 1)) {
      throw Called.illegal("dropout: no probability: got p = " + p + ", expected 0 to 1");
    }
    double scale = p == 1 ? 0 : 1 / (1 - p);
    return mul(x, x.like(i -> random.nextDouble() < p ? 0 : scale));
  }

  /**
   * Attention: each query's average of the values, weighted by its likeness to their keys.
   *
   * <p>{@code softmax(q kᵀ / √d) v}. Shapes: {@code q: […, m, d]}, {@code k: […, n, d]}, {@code v:
   * […, n, e]}, returns {@code […, m, e]}; leading axes broadcast. Without keys (n = 0) every query
   * gets 0. A. Vaswani et al.: "Attention Is All You Need" (2017).
   *
   * @throws ShapeException if the sizes do not fit
   */
  public static Tensor scaledDotProductAttention(Tensor q, Tensor k, Tensor v) {
    requireNonNull(q, "q");
    requireNonNull(k, "k");
    requireNonNull(v, "v");
    return Attention.of(q, k, v);
  }

  /**
   * As {@link #scaledDotProductAttention(Tensor, Tensor, Tensor)}, each query seeing only the keys
   * where the mask is true.
   *
   * <p>The mask broadcasts to the scores' shape {@code […, m, n]}. A query that sees no key gets 0,
   * and gives no gradient (as PyTorch since 2.5). What is hidden has no influence: a NaN or an
   * infinity in a query, key or value reaches the results and gradients of those alone who see it.
   *
   * @throws ShapeException if the sizes do not fit, or the mask would stretch the scores
   */
  public static Tensor scaledDotProductAttention(Tensor q, Tensor k, Tensor v, BoolTensor mask) {
    requireNonNull(q, "q");
    requireNonNull(k, "k");
    requireNonNull(v, "v");
    return Attention.of(q, k, v, mask);
  }

  /**
   * The cross entropy of each row of logits against its label.
   *
   * <p>{@code z[i] = log Σⱼ exp(x[i, j]) − x[i, y[i]]}, computed with the maximum taken out.
   * Shapes: {@code x: [n, c]}, {@code labels: [n]}, returns {@code [n]}. Gradient: {@code
   * softmax(x)} minus 1 at the label.
   *
   * @throws ShapeException if the sizes do not fit
   * @throws IllegalArgumentException if a label is not in 0 … c − 1
   */
  public static Tensor crossEntropy(Tensor x, IntTensor labels) {
    if (x.rank() != 2 || labels.shape().rank() != 1 || labels.size() != x.shape().get(0)) {
      throw new ShapeException(
          "crossEntropy: shapes do not fit: got x "
              + x.shape()
              + " and labels "
              + labels.shape()
              + ", expected [n, c] and [n]");
    }
    int c = x.shape().get(1);
    int[] flat = new int[labels.size()];
    for (int i = 0; i < flat.length; i++) {
      if (labels.at(i) < 0 || labels.at(i) >= c) {
        throw Called.illegal(
            "crossEntropy: label " + labels.at(i) + " out of range for " + c + " classes, at " + i);
      }
      flat[i] = i * c + labels.at(i);
    }
    Tensor own = Picks.take("crossEntropy", x, flat, labels.shape());
    return sub(Reductions.logsumexp(x, 1), own);
  }
}
