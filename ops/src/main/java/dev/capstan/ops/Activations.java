package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.abs;
import static dev.capstan.ops.Elementwise.add;
import static dev.capstan.ops.Elementwise.clamp;
import static dev.capstan.ops.Elementwise.div;
import static dev.capstan.ops.Elementwise.exp;
import static dev.capstan.ops.Elementwise.gate;
import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Elementwise.neg;
import static dev.capstan.ops.Elementwise.rsub;
import static dev.capstan.ops.Elementwise.sigmoid;
import static dev.capstan.ops.Elementwise.square;
import static dev.capstan.ops.Elementwise.tanh;
import static dev.capstan.ops.Elementwise.where;
import static dev.capstan.ops.Ops.back;
import static dev.capstan.ops.Ops.binary;
import static dev.capstan.ops.Ops.op;
import static dev.capstan.ops.Ops.unary;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.Binary;
import dev.capstan.ops.internal.Elementary;
import dev.capstan.ops.internal.ElementaryPair;
import dev.capstan.ops.internal.Kernels;
import dev.capstan.ops.option.Gelu;
import java.util.Arrays;

/**
 * The functions that stand between two layers, beside relu, tanh, sigmoid and softplus of {@link
 * Elementwise}. Elementwise but for {@link #glu}. Most are a line of other operations, and so are
 * their derivatives of any order.
 */
public final class Activations {
  /** Scale and slope of {@link #selu}: they make mean 0 and variance 1 a fixed point. */
  private static final double SELU_SCALE = 1.0507009873554805;

  private static final double SELU_ALPHA = 1.6732632423543772;

  /** The coefficient of x³ in the tanh form of gelu. */
  private static final double GELU_CUBE = 0.044715;

  /** Beyond it the tanh form of gelu is x or 0. */
  private static final double GELU_ENDS = 24;

  private Activations() {}

  // --- with a kink ----------------------------------------------------------------------------

  /** x above 0, slope·x below. Gradient: g above 0, slope·g at 0 and below. */
  public static Tensor leakyRelu(Tensor x, double slope) {
    return unary(
        "leakyRelu",
        x,
        Elementary.LEAKY_RELU.with(slope),
        g ->
            back(
                g,
                x,
                ElementaryPair.LEAKY_RELU_BACK.with(slope),
                () -> gate(g, Ops.map(x, v -> v > 0 ? 1 : slope))),
        v -> v > 0 ? 1 : 0);
  }

  /**
   * x above 0, w·x below, with learnt slopes w.
   *
   * <p>Shapes: x: [N, C, …] or any; weight: [C], one slope for each index of axis 1, or [1].
   *
   * <p>Gradient: to x as {@link #leakyRelu}, w·g at 0; to w the sum of g·x over all x ≤ 0.
   *
   * @throws ShapeException if the weight is no vector of length 1 or C
   */
  public static Tensor prelu(Tensor x, Tensor weight) {
    int channels = x.rank() > 1 ? x.shape().get(1) : 1;
    if (weight.rank() != 1 || weight.size() != 1 && weight.size() != channels) {
      throw new ShapeException(
          "prelu: weight does not fit: got "
              + weight.shape()
              + " for x "
              + x.shape()
              + ", expected [1]"
              + (channels == 1 ? "" : " or [" + channels + "], the size of axis 1"));
    }
    int[] aligned = new int[Math.max(1, x.rank() - 1)];
    Arrays.fill(aligned, 1);
    aligned[0] = weight.size();
    Tensor w = Movement.reshape(weight, x.rank() == 0 ? new int[0] : aligned);
    return binary(
        "prelu",
        x,
        w,
        ElementaryPair.SLOPED,
        g -> mul(g, where(x.gt(0), 1, w)),
        g -> mul(g, where(x.gt(0), 0, x)),
        (v, slope) -> v > 0 ? 1 : 0);
  }

  /** x kept within −1 and 1. Gradient: g strictly between, 0 elsewhere. */
  public static Tensor hardtanh(Tensor x) {
    requireNonNull(x, "x");
    return clamp(x, -1, 1);
  }

  /** x kept within two bounds. Gradient: g strictly between, 0 elsewhere. */
  public static Tensor hardtanh(Tensor x, double low, double high) {
    requireNonNull(x, "x");
    return clamp(x, low, high);
  }

  /** x kept within 0 and 6. Gradient: g strictly between, 0 elsewhere. */
  public static Tensor relu6(Tensor x) {
    requireNonNull(x, "x");
    return clamp(x, 0, 6);
  }

  /** x above 0, eˣ − 1 below: {@link #elu(Tensor, double)} with α = 1. */
  public static Tensor elu(Tensor x) {
    return elu(x, 1);
  }

  /** x above 0, α·(eˣ − 1) below. Gradient: g above 0, g·α·eˣ at 0 and below. */
  public static Tensor elu(Tensor x, double alpha) {
    return elu("elu", x, alpha, 1);
  }

  /**
   * The self-normalising s·elu(x, α), s ≈ 1.0507, α ≈ 1.6733. Gradient: s·g above 0, g·s·α·eˣ at 0
   * and below.
   *
   * <p>Source: Klambauer et al., arXiv:1706.02515.
   */
  public static Tensor selu(Tensor x) {
    return elu("selu", x, SELU_ALPHA, SELU_SCALE);
  }

  private static Tensor elu(String name, Tensor x, double alpha, double scale) {
    return unary(
        name,
        x,
        Elementary.ELU.with(alpha, scale),
        g ->
            back(
                g,
                x,
                ElementaryPair.ELU_BACK.with(alpha, scale),
                () -> {
                  BoolTensor linear = x.gt(0);
                  Tensor bent = mul(exp(where(linear, 0, x)), scale * alpha);
                  return mul(g, where(linear, scale, bent));
                }),
        v -> v > 0 ? 1 : 0);
  }

  // --- smooth ---------------------------------------------------------------------------------

  /** ln sigmoid(x), without underflow. Gradient: g·sigmoid(−x). */
  public static Tensor logSigmoid(Tensor x) {
    return unary(
        "logSigmoid",
        x,
        Elementary.LOG_SIGMOID,
        g -> back(g, x, ElementaryPair.LOG_SIGMOID_BACK, () -> mul(g, sigmoid(neg(x)))));
  }

  /** x/(1 + |x|). Gradient: g/(1 + |x|)², 1 at 0. */
  public static Tensor softsign(Tensor x) {
    return div(x, add(abs(x), 1));
  }

  /** x·sigmoid(x). Gradient: g·s·(1 + x·(1 − s)), s = sigmoid(x). */
  public static Tensor silu(Tensor x) {
    return unary(
        "silu",
        x,
        Elementary.SILU,
        g ->
            back(
                g,
                x,
                ElementaryPair.SILU_BACK,
                () -> mul(g, mul(sigmoid(x), add(mul(x, sigmoid(neg(x))), 1)))));
  }

  /** x·tanh(ln(1 + eˣ)). Gradient: by the product's rule. Source: Misra, arXiv:1908.08681. */
  public static Tensor mish(Tensor x) {
    return unary(
        "mish",
        x,
        Elementary.MISH,
        g -> back(g, x, ElementaryPair.MISH_BACK, () -> mul(g, mishSlope(x))));
  }

  private static Tensor mishSlope(Tensor x) {
    Tensor t = tanh(neg(logSigmoid(neg(x))));
    return add(t, mul(mul(x, rsub(square(t), 1)), sigmoid(x)));
  }

  /** x·Φ(x), Φ the normal distribution: {@link #gelu(Tensor, Gelu)}, exact. */
  public static Tensor gelu(Tensor x) {
    requireNonNull(x, "x");
    return gelu(x, Gelu.EXACT);
  }

  /**
   * x·Φ(x), Φ the normal distribution, exact or by tanh: x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))).
   *
   * <p>Gradient: of the form chosen; exact: g·(Φ(x) + x·φ(x)).
   *
   * <p>Source: Hendrycks and Gimpel, arXiv:1606.08415.
   */
  public static Tensor gelu(Tensor x, Gelu form) {
    requireNonNull(x, "x");
    requireNonNull(form, "form");
    return form == Gelu.EXACT
        ? unary(
            "gelu",
            x,
            Elementary.GELU,
            g -> back(g, x, ElementaryPair.GELU_BACK, () -> mul(g, geluSlope(x))))
        : unary(
            "gelu",
            x,
            Elementary.GELU_TANH,
            g -> back(g, x, ElementaryPair.GELU_TANH_BACK, () -> mul(g, geluTanhSlope(x))));
  }

  /** Φ(x) + x·φ(x). */
  private static Tensor geluSlope(Tensor x) {
    Tensor below = mul(Special.erfc(mul(x, -Math.sqrt(0.5))), 0.5);
    Tensor density = mul(exp(mul(square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return add(below, mul(x, density));
  }

  /** s + x·u′·s·(1 − s), s = sigmoid(u); where x·u′ could be past every number, s is 0 or 1. */
  private static Tensor geluTanhSlope(Tensor x) {
    Tensor near = clamp(x, -GELU_ENDS, GELU_ENDS);
    double scale = 2 * Math.sqrt(2 / Math.PI);
    Tensor square = square(near);
    Tensor u = mul(mul(near, add(mul(square, GELU_CUBE), 1)), scale);
    Tensor bend = mul(mul(near, add(mul(square, 3 * GELU_CUBE), 1)), scale);
    Tensor s = sigmoid(u);
    return add(s, mul(bend, mul(s, sigmoid(neg(u)))));
  }

  /**
   * The first half of an axis times the sigmoid of the second half.
   *
   * <p>Shapes: the axis has an even size 2n, and n in the result.
   *
   * @throws ShapeException if the size is odd
   */
  public static Tensor glu(Tensor x, int axis) {
    int size = x.shape().get(x.shape().axis("glu", axis));
    if (size % 2 != 0) {
      throw new ShapeException(
          "glu: an odd axis has no halves: got size "
              + size
              + " of axis "
              + axis
              + " of shape "
              + x.shape()
              + ", expected an even size");
    }
    int at = x.shape().axis("glu", axis);
    return op("glu", x)
        .value(v -> gated(v, at))
        .vjp(g -> g.recording() || x.recording() ? gluBack(x, g, at) : gatedBack(x, g, at))
        .record();
  }

  private static Tensor gated(Tensor x, int axis) {
    int rows = Picks.outer(x.shape(), axis);
    int half = x.shape().get(axis) / 2 * Picks.inner(x.shape(), axis);
    Tensor out = Tensor.blank(Picks.resized(x.shape(), axis, x.shape().get(axis) / 2), x);
    x.kernels()
        .zipRows(
            ElementaryPair.GATED,
            x.data(),
            0,
            2 * half,
            x.data(),
            half,
            2 * half,
            out.data(),
            0,
            half,
            rows,
            half);
    return out;
  }

  /** Both halves' gradients, each in its place. */
  private static Tensor gatedBack(Tensor x, Tensor g, int axis) {
    int rows = Picks.outer(x.shape(), axis);
    int half = x.shape().get(axis) / 2 * Picks.inner(x.shape(), axis);
    int step = 2 * half;
    Tensor back = Tensor.blank(x.shape(), g);
    Object xs = x.data();
    Object gs = g.data();
    Object out = back.data();
    Kernels<Object> kernels = x.kernels();
    kernels.zipRows(ElementaryPair.GATED, gs, 0, half, xs, half, step, out, 0, step, rows, half);
    kernels.zipRows(Binary.MUL, gs, 0, half, xs, 0, step, out, half, step, rows, half);
    kernels.zipRows(
        ElementaryPair.SIGMOID_SLOPE_BACK,
        out,
        half,
        step,
        xs,
        half,
        step,
        out,
        half,
        step,
        rows,
        half);
    return back;
  }

  private static Tensor gluBack(Tensor x, Tensor g, int axis) {
    int size = x.shape().get(axis);
    Tensor values = Indexing.slice(x, axis, 0, size / 2);
    Tensor gates = Indexing.slice(x, axis, size / 2, size);
    Tensor slope = mul(sigmoid(gates), sigmoid(neg(gates)));
    return Movement.concat(axis, mul(g, sigmoid(gates)), mul(mul(g, values), slope));
  }
}
