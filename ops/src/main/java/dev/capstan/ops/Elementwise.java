package dev.capstan.ops;

import static dev.capstan.ops.Ops.back;
import static dev.capstan.ops.Ops.binary;
import static dev.capstan.ops.Ops.number;
import static dev.capstan.ops.Ops.op;
import static dev.capstan.ops.Ops.slope;
import static dev.capstan.ops.Ops.unary;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.Binary;
import dev.capstan.ops.internal.Elementary;
import dev.capstan.ops.internal.ElementaryPair;
import dev.capstan.ops.internal.Kernels;
import dev.capstan.ops.internal.Strided;
import dev.capstan.ops.internal.Unary;
import dev.capstan.ops.option.AtBound;
import dev.capstan.ops.option.Ties;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Arithmetic on each element alone. Two operands broadcast against each other: shapes are aligned
 * at the last axis and sizes of 1 stretch. A Java number takes the tensor's dtype.
 *
 * <p>Common to all: the result has the (broadcast) shape of the operands; NaN and infinity are
 * carried as IEEE 754 has them; operands of two dtypes are a {@link DTypeException}, shapes that do
 * not broadcast a {@link ShapeException}. At a kink, where the gradient stops, it stops whatever
 * arrives, infinity and NaN included.
 */
public final class Elementwise {
  /** The threshold of softplus: beyond it e^−x is below 3e-9, and far below an ulp of float32. */
  private static final double SOFTPLUS_THRESHOLD = 20;

  private Elementwise() {}

  // --- sums and products ----------------------------------------------------------------------

  private static final BinaryOp ADD =
      new BinaryOp("add", Binary.ADD, (g, x, y) -> g, (g, x, y) -> g);

  /** x + y. Gradient: g to both. */
  public static Tensor add(Tensor x, Tensor y) {
    return ADD.apply(x, y);
  }

  /** x + c. Gradient: g. */
  public static Tensor add(Tensor x, double c) {
    requireNonNull(x, "x");
    return add(x, number(c, x));
  }

  private static final BinaryOp SUB =
      new BinaryOp("sub", Binary.SUB, (g, x, y) -> g, (g, x, y) -> neg(g));

  /** x − y. Gradient: g to x, −g to y. */
  public static Tensor sub(Tensor x, Tensor y) {
    return SUB.apply(x, y);
  }

  /** x − c. Gradient: g. */
  public static Tensor sub(Tensor x, double c) {
    requireNonNull(x, "x");
    return sub(x, number(c, x));
  }

  /** c − x. Gradient: −g. */
  public static Tensor rsub(Tensor x, double c) {
    requireNonNull(x, "x");
    return sub(number(c, x), x);
  }

  private static final BinaryOp MUL =
      new BinaryOp("mul", Binary.MUL, (g, x, y) -> mul(g, y), (g, x, y) -> mul(g, x));

  /** x · y. Gradient: g·y to x, g·x to y. */
  public static Tensor mul(Tensor x, Tensor y) {
    return MUL.apply(x, y);
  }

  /** x · c. Gradient: g·c. */
  public static Tensor mul(Tensor x, double c) {
    requireNonNull(x, "x");
    return mul(x, number(c, x));
  }

  private static final BinaryOp DIV =
      new BinaryOp(
          "div", Binary.DIV, (g, x, y) -> div(g, y), (g, x, y) -> neg(mul(g, div(div(x, y), y))));

  /**
   * x / y. Gradient: g/y to x, −g·x/y² to y. A divisor of 0 gives ±∞, 0/0 NaN, in the gradient as
   * in the value.
   */
  public static Tensor div(Tensor x, Tensor y) {
    return DIV.apply(x, y);
  }

  /** x / c. Gradient: g/c. */
  public static Tensor div(Tensor x, double c) {
    requireNonNull(x, "x");
    return div(x, number(c, x));
  }

  /** c / x. Gradient: −g·c/x². */
  public static Tensor rdiv(Tensor x, double c) {
    requireNonNull(x, "x");
    return div(number(c, x), x);
  }

  private static final UnaryOp NEG = new UnaryOp("neg", Unary.NEG, (g, x, y) -> neg(g));

  /** −x. Gradient: −g. */
  public static Tensor neg(Tensor x) {
    return NEG.apply(x);
  }

  /** 1/x. Gradient: −g·y²; at 0 the value is ±∞ and the gradient −∞. */
  public static Tensor reciprocal(Tensor x) {
    return unary(
        "reciprocal",
        x,
        Unary.RECIPROCAL,
        (g, y) -> back(g, y, ElementaryPair.RECIPROCAL_BACK, () -> neg(mul(g, square(y)))));
  }

  /**
   * x·y + z with one rounding. All three broadcast.
   *
   * <p>Gradient: g·y to x, g·x to y, g to z.
   */
  public static Tensor fma(Tensor x, Tensor y, Tensor z) {
    Shape shape = Shape.broadcast("fma", Shape.broadcast("fma", x.shape(), y.shape()), z.shape());
    return op("fma", x, y, z)
        .valueOfAll(v -> ofThree(Kernels.OfThree.FMA, v[0], v[1], v[2], shape))
        .vjp(g -> Movement.sumTo(mul(g, y), x.shape()))
        .vjp(g -> Movement.sumTo(mul(g, x), y.shape()))
        .vjp(g -> Movement.sumTo(g, z.shape()))
        .record();
  }

  /** x + w·(y − x): the way from x to y. Gradient: g·(1 − w) to x, g·w to y, g·(y − x) to w. */
  public static Tensor lerp(Tensor x, Tensor y, Tensor w) {
    requireNonNull(x, "x");
    requireNonNull(y, "y");
    requireNonNull(w, "w");
    if (x.recording() || y.recording() || w.recording()) {
      return add(x, mul(sub(y, x), w));
    }
    Ops.requireSameDType("lerp", x, y);
    Ops.requireSameDType("lerp", x, w);
    Shape shape = Shape.broadcast("mul", Shape.broadcast("sub", y.shape(), x.shape()), w.shape());
    return ofThree(Kernels.OfThree.LERP, x, y, w, shape);
  }

  private static Tensor ofThree(Kernels.OfThree f, Tensor x, Tensor y, Tensor z, Shape shape) {
    Tensor out = Tensor.blank(shape, x, y);
    int[] sizes = shape.rank() == 0 ? new int[] {1} : shape.toArray();
    if (shape.size() > 0) {
      out.kernels()
          .ofThree(
              f,
              x.data(),
              Strided.broadcastStrides(x.shape().toArray(), sizes.length),
              y.data(),
              Strided.broadcastStrides(y.shape().toArray(), sizes.length),
              z.data(),
              Strided.broadcastStrides(z.shape().toArray(), sizes.length),
              sizes,
              out.data());
    }
    return out;
  }

  /** The way from x to y: x at w = 0, y at w = 1, both exactly. Gradient: g·(1 − w), g·w. */
  public static Tensor lerp(Tensor x, Tensor y, double w) {
    return binary("lerp", x, y, ElementaryPair.BETWEEN.with(w), g -> mul(g, 1 - w), g -> mul(g, w));
  }

  // --- powers, roots, exponentials ------------------------------------------------------------

  private static final UnaryOp SQUARE =
      new UnaryOp(
          "square",
          Unary.SQUARE,
          (g, x, y) -> back(g, x, ElementaryPair.SQUARE_BACK, () -> mul(g, mul(x, 2))));

  /** x². Gradient: 2x·g. */
  public static Tensor square(Tensor x) {
    return SQUARE.apply(x);
  }

  /**
   * x to a fixed power p.
   *
   * <p>Gradient: g·p·x^(p−1); 0 everywhere for p = 0; at x = 0: 1 for p = 1, 0 for p &gt; 1, +∞ for
   * 0 &lt; p &lt; 1, −∞ for p = −1.
   *
   * <p>Domain: all x for whole p, x ≥ 0 otherwise, NaN outside. x⁰ = 1 for every x, NaN included.
   */
  public static Tensor pow(Tensor x, double p) {
    requireNonNull(x, "x");
    double power = number(p, x).item();
    return unary(
        "pow",
        x,
        power(power),
        g ->
            p == 0
                ? Ops.zerosIn(x.shape(), g)
                : p == 1 ? g : back(g, x, powerBack(power), () -> mul(g, mul(pow(x, p - 1), p))));
  }

  /** The powers that are nothing, a product or two, or a root; pow of both kernels for others. */
  private static DoubleUnaryOperator power(double p) {
    if (p == 0 || p == 1) {
      return p == 0 ? Elementary.ONE : Elementary.SAME;
    } else if (p == 2) {
      return Unary.SQUARE;
    } else if (p == 3) {
      return Elementary.CUBE;
    } else if (p == 4) {
      return Elementary.FOURTH_POWER;
    } else if (p == -1) {
      return Unary.RECIPROCAL;
    } else if (p == -2) {
      return Elementary.INVERSE_SQUARE;
    } else if (p == 0.5 || p == -0.5) {
      return p == 0.5 ? Elementary.HALF_POWER : Elementary.INVERSE_HALF_POWER;
    }
    return Elementary.POWER.with(p);
  }

  private static DoubleBinaryOperator powerBack(double p) {
    if (p == 2) {
      return ElementaryPair.SQUARE_BACK;
    } else if (p == 3) {
      return ElementaryPair.CUBE_BACK;
    } else if (p == 4) {
      return ElementaryPair.FOURTH_POWER_BACK;
    } else if (p == 0.5) {
      return ElementaryPair.HALF_POWER_BACK;
    }
    return p == -1 ? ElementaryPair.INVERSE_BACK : ElementaryPair.POWER_BACK.with(p);
  }

  /**
   * x to the power y.
   *
   * <p>Gradient: g·y·x^(y−1) to x, 0 where x = y = 0; g·x^y·ln x to y, 0 where x = 0 and y ≥ 0, NaN
   * where x &lt; 0.
   *
   * <p>Domain: x ≥ 0, and x &lt; 0 where y is whole; NaN outside. x⁰ = 1 for every x.
   */
  public static Tensor pow(Tensor x, Tensor y) {
    return binary(
        "pow",
        x,
        y,
        ElementaryPair.POW,
        g -> slope(g, x, y, ElementaryPair.POW_IN_BASE, () -> powSlopeInBase(x, y)),
        g -> slope(g, x, y, ElementaryPair.POW_IN_EXPONENT, () -> powSlopeInExponent(x, y)));
  }

  private static Tensor powSlopeInBase(Tensor x, Tensor y) {
    BoolTensor corner =
        Comparisons.where("pow", x, y, (a, p) -> p == 0 && (a == 0 || Double.isNaN(a)));
    Tensor slope = mul(y, pow(where(corner, 1, x), sub(y, 1)));
    return gate(slope, corner.not().to(x.dtype()));
  }

  /** The base 1 in place of 0 makes the logarithm, and all that is derived from it, 0 there. */
  private static Tensor powSlopeInExponent(Tensor x, Tensor y) {
    BoolTensor zero = Comparisons.where("pow", x, y, (a, p) -> a == 0 && p >= 0);
    Tensor base = where(zero, 1, x);
    return mul(pow(base, y), log(base));
  }

  /** c to the power x, for a fixed base. Gradient: g·y·ln c, 0 where c = 0 and x ≥ 0. */
  public static Tensor rpow(Tensor x, double c) {
    requireNonNull(x, "x");
    return pow(number(c, x), x);
  }

  private static final UnaryOp SQRT =
      new UnaryOp(
          "sqrt",
          Unary.SQRT,
          (g, x, y) -> back(g, y, ElementaryPair.SQRT_BACK, () -> div(g, mul(y, 2))));

  /** √x; NaN below 0. Gradient: g/(2y), +∞ at 0. */
  public static Tensor sqrt(Tensor x) {
    return SQRT.apply(x);
  }

  /** 1/√x; ∞ at 0, NaN below. Gradient: −g·y³/2. */
  public static Tensor rsqrt(Tensor x) {
    return unary(
        "rsqrt",
        x,
        Elementary.RSQRT,
        (g, y) -> back(g, y, ElementaryPair.RSQRT_BACK, () -> mul(g, mul(pow(y, 3), -0.5))));
  }

  private static final UnaryOp EXP = new UnaryOp("exp", Unary.EXP, (g, x, y) -> mul(g, y));

  /** eˣ. Gradient: g·y. */
  public static Tensor exp(Tensor x) {
    return EXP.apply(x);
  }

  private static final UnaryOp LOG = new UnaryOp("log", Unary.LOG, (g, x, y) -> div(g, x));

  /** ln x; −∞ at 0, NaN below. Gradient: g/x. */
  public static Tensor log(Tensor x) {
    return LOG.apply(x);
  }

  // --- pieces ---------------------------------------------------------------------------------

  private static final UnaryOp ABS =
      new UnaryOp(
          "abs",
          Unary.ABS,
          (g, x, y) ->
              back(g, x, ElementaryPair.ABS_BACK, () -> gate(g, Ops.map(x, Elementary.SIGN))),
          Elementary.SIGN);

  /** |x|. Gradient: g·sign(x), 0 at 0. */
  public static Tensor abs(Tensor x) {
    return ABS.apply(x);
  }

  /** The larger of x and y; NaN if either is. Gradient: to the larger, half to each at a tie. */
  public static Tensor maximum(Tensor x, Tensor y) {
    return maximum(x, y, Ties.SPLIT);
  }

  /** As {@link #maximum(Tensor, Tensor)}, with the gradient at a tie as told. */
  public static Tensor maximum(Tensor x, Tensor y, Ties ties) {
    return extreme("maximum", x, y, ElementaryPair.LARGER, 1, ties);
  }

  /** The smaller of x and y; NaN if either is. Gradient: to the smaller, half to each at a tie. */
  public static Tensor minimum(Tensor x, Tensor y) {
    return minimum(x, y, Ties.SPLIT);
  }

  /** As {@link #minimum(Tensor, Tensor)}, with the gradient at a tie as told. */
  public static Tensor minimum(Tensor x, Tensor y, Ties ties) {
    return extreme("minimum", x, y, ElementaryPair.SMALLER, -1, ties);
  }

  /** Where either is NaN the gradient goes to both, as in PyTorch. */
  private static Tensor extreme(
      String name, Tensor x, Tensor y, ElementaryPair f, int sign, Ties ties) {
    double first = ties.first();
    ElementaryPair share =
        sign > 0 ? ElementaryPair.SHARE_OF_LARGER : ElementaryPair.SHARE_OF_SMALLER;
    return binary(
        name,
        x,
        y,
        f,
        g -> gate(g, Ops.zip(name, x, y, share.with(first))),
        g -> gate(g, Ops.zip(name, y, x, share.with(1 - first))),
        (a, b) -> Double.compare(a, b));
  }

  /** x kept between bounds; NaN stays. Gradient: g strictly inside, 0 outside and at the bounds. */
  public static Tensor clamp(Tensor x, double low, double high) {
    requireNonNull(x, "x");
    return clamp(x, low, high, AtBound.ZERO);
  }

  /**
   * min(max(x, low), high): x kept between bounds (high, if low is above it); NaN stays.
   *
   * <p>Gradient: g strictly inside, 0 outside, and at a bound as told.
   */
  public static Tensor clamp(Tensor x, double low, double high, AtBound atBound) {
    requireNonNull(x, "x");
    requireNonNull(atBound, "atBound");
    return clamp("clamp", x, low, high, atBound);
  }

  /** max(x, low); NaN stays. Gradient: g above the bound, 0 below, and at the bound as told. */
  public static Tensor clampMin(Tensor x, double low, AtBound atBound) {
    requireNonNull(x, "x");
    requireNonNull(atBound, "atBound");
    return clamp("clampMin", x, low, Double.POSITIVE_INFINITY, atBound);
  }

  /** min(x, high); NaN stays. Gradient: g below the bound, 0 above, and at the bound as told. */
  public static Tensor clampMax(Tensor x, double high, AtBound atBound) {
    requireNonNull(x, "x");
    requireNonNull(atBound, "atBound");
    return clamp("clampMax", x, Double.NEGATIVE_INFINITY, high, atBound);
  }

  private static Tensor clamp(
      String name, Tensor x, double lowGiven, double highGiven, AtBound atBound) {
    double low = number(lowGiven, x).item();
    double high = number(highGiven, x).item();
    ElementaryPair back =
        atBound == AtBound.ONE ? ElementaryPair.CLAMP_BACK_CLOSED : ElementaryPair.CLAMP_BACK;
    return unary(
        name,
        x,
        Elementary.CLAMP.with(low, high),
        g -> back(g, x, back.with(low, high), () -> gate(g, inside(x, low, high, atBound))),
        v -> (v > low ? 2 : v == low ? 1 : 0) + (v > high ? 6 : v == high ? 3 : 0));
  }

  private static Tensor inside(Tensor x, double low, double high, AtBound atBound) {
    boolean open = atBound == AtBound.ONE;
    return Ops.map(x, v -> v > low && v < high || open && (v == low || v == high) ? 1 : 0);
  }

  /**
   * x where the mask is true, y elsewhere; all three broadcast. Gradient: g where taken, 0
   * elsewhere, whatever the other side's value is.
   */
  public static Tensor where(BoolTensor mask, Tensor x, Tensor y) {
    Shape shape =
        Shape.broadcast("where", mask.shape(), Shape.broadcast("where", x.shape(), y.shape()));
    return op("where", x, y)
        .value((u, v) -> select(mask, u, v, shape))
        .vjp(g -> Movement.sumTo(kept(g, mask, true), x.shape()))
        .vjp(g -> Movement.sumTo(kept(g, mask, false), y.shape()))
        .record();
  }

  /** x where the mask is true, a number elsewhere. */
  public static Tensor where(BoolTensor mask, Tensor x, double other) {
    requireNonNull(x, "x");
    return where(mask, x, number(other, x));
  }

  /** A number where the mask is true, y elsewhere. */
  public static Tensor where(BoolTensor mask, double value, Tensor y) {
    requireNonNull(y, "y");
    return where(mask, number(value, y), y);
  }

  /** g where the mask is as told, else 0. */
  private static Tensor kept(Tensor g, BoolTensor mask, boolean where) {
    if (g.recording()) {
      return gate(g, (where ? mask : mask.not()).to(g.dtype()));
    }
    Tensor out = Tensor.blank(g.shape(), g);
    g.kernels().keep(stretched(mask, g.shape()), where, g.data(), out.data());
    return out;
  }

  private static Tensor select(BoolTensor mask, Tensor x, Tensor y, Shape shape) {
    Tensor a = Movement.broadcastTo(x, shape);
    Tensor b = Movement.broadcastTo(y, shape);
    Tensor out = Tensor.blank(shape, x, y);
    x.kernels().select(stretched(mask, shape), a.data(), b.data(), out.data());
    return out;
  }

  /** The elements of a mask broadcast to a shape. */
  private static boolean[] stretched(BoolTensor mask, Shape shape) {
    if (mask.shape().equals(shape)) {
      return mask.data();
    }
    boolean[] out = new boolean[shape.size()];
    if (out.length > 0) {
      int[] steps = Strided.broadcastStrides(mask.shape().toArray(), shape.rank());
      stretch(mask.data(), 0, steps, out, 0, shape.toArray(), shape.strides(), 0);
    }
    return out;
  }

  /** Lays out the axes from one on; what stands still is laid out once and doubled. */
  private static void stretch(
      boolean[] x, int from, int[] steps, boolean[] out, int to, int[] sizes, int[] blocks, int a) {
    if (a == sizes.length) {
      out[to] = x[from];
    } else if (steps[a] == 1 && blocks[a] == 1) {
      System.arraycopy(x, from, out, to, sizes[a]);
    } else if (steps[a] > 0) {
      for (int i = 0; i < sizes[a]; i++) {
        stretch(x, from + i * steps[a], steps, out, to + i * blocks[a], sizes, blocks, a + 1);
      }
    } else {
      stretch(x, from, steps, out, to, sizes, blocks, a + 1);
      int all = sizes[a] * blocks[a];
      for (int done = blocks[a]; done < all; done *= 2) {
        System.arraycopy(out, to, out, to + done, Math.min(done, all - done));
      }
    }
  }

  /** g·slope, and 0 wherever the (constant) slope is 0, also for an infinite or undefined g. */
  static Tensor gate(Tensor g, Tensor slope) {
    return binary("gate", g, slope, ElementaryPair.GATE, h -> gate(h, slope), h -> mul(h, g));
  }

  // --- smooth steps ---------------------------------------------------------------------------

  private static final UnaryOp RELU =
      new UnaryOp(
          "relu",
          Unary.RELU,
          (g, x, y) ->
              back(g, y, ElementaryPair.RELU_BACK, () -> gate(g, Ops.map(x, Elementary.STEP))),
          Elementary.STEP);

  /** max(x, 0); NaN stays. Gradient: g above 0 (and at NaN), 0 at 0 and below. */
  public static Tensor relu(Tensor x) {
    return RELU.apply(x);
  }

  private static final UnaryOp TANH =
      new UnaryOp(
          "tanh",
          Unary.TANH,
          (g, x, y) -> back(g, x, ElementaryPair.TANH_SLOPE_BACK, () -> mul(g, tanhSlope(x))));

  /** 1 − tanh² x, which cancels, is 4·s(2x)·s(−2x), which does not. */
  private static Tensor tanhSlope(Tensor x) {
    return mul(mul(sigmoid(mul(x, 2)), sigmoid(mul(x, -2))), 4);
  }

  /** The hyperbolic tangent. Gradient: g/cosh² x, to the last digits for large x too. */
  public static Tensor tanh(Tensor x) {
    return TANH.apply(x);
  }

  private static final UnaryOp SIGMOID =
      new UnaryOp(
          "sigmoid",
          Unary.SIGMOID,
          (g, x, y) ->
              back(
                  g,
                  x,
                  ElementaryPair.SIGMOID_SLOPE_BACK,
                  () -> mul(g, mul(sigmoid(x), sigmoid(neg(x))))));

  /** 1/(1 + e^−x). Gradient: g·y·sigmoid(−x), to the last digits for large x too. */
  public static Tensor sigmoid(Tensor x) {
    return SIGMOID.apply(x);
  }

  /** ln(1 + eˣ), x above 20. Gradient: g·sigmoid(x), g above 20. */
  public static Tensor softplus(Tensor x) {
    return softplus(x, 1, SOFTPLUS_THRESHOLD);
  }

  /**
   * ln(1 + e^(βx))/β, a smooth relu; x itself where βx exceeds the threshold.
   *
   * <p>Gradient: g·sigmoid(βx), and g itself above the threshold.
   */
  public static Tensor softplus(Tensor x, double beta, double threshold) {
    return unary(
        "softplus",
        x,
        Elementary.SOFTPLUS.with(beta, threshold),
        g ->
            back(
                g,
                x,
                ElementaryPair.SOFTPLUS_BACK.with(beta, threshold),
                () -> {
                  BoolTensor linear = Comparisons.where(x, v -> v * beta > threshold);
                  return mul(g, where(linear, 1, sigmoid(mul(x, beta))));
                }),
        v -> v * beta > threshold ? 1 : 0);
  }

  // --- types ----------------------------------------------------------------------------------

  /** The elements rounded (or widened) to another type. Gradient: g in the type of x. */
  public static Tensor to(Tensor x, DType dtype) {
    requireNonNull(dtype, "dtype");
    if (x.dtype() == dtype) {
      return x;
    }
    return op("to", x)
        .value(v -> Tensor.generate(dtype, v.shape(), v::at))
        .vjp(g -> to(g, x.dtype()))
        .record();
  }
}
