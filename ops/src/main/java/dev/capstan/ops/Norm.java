package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Ops.map;
import static dev.capstan.ops.Ops.op;
import static dev.capstan.ops.Ops.unary;
import static dev.capstan.ops.Ops.zip;

import dev.capstan.ops.internal.Binary;
import dev.capstan.ops.internal.Elementary;
import dev.capstan.ops.internal.Fold;
import dev.capstan.ops.internal.Unary;
import dev.capstan.ops.option.KeepDims;

/**
 * The p-norm and its rules.
 *
 * <p>The gradient sign(x) |x|^(p−1) · y^(1−p) is written with two powers of the absolute value, an
 * even and an odd one, that differentiate into each other and are 0, not infinite, at 0 where the
 * exponent is negative. That one choice makes the gradient 0 at the zero vector for every p and
 * keeps all further derivatives finite there: a NaN at coinciding points is the fault most often
 * reported of triplet losses.
 */
final class Norm {
  private Norm() {}

  static Tensor of(Tensor x, double p, KeepDims keepDims, ReducedAxes r) {
    if (Double.isNaN(p)) {
      throw new IllegalArgumentException(
          "norm: p is no number: got NaN, expected a real number or an infinity");
    }
    if (Double.isInfinite(p)) {
      return extreme(x, p > 0 ? Fold.MAX : Fold.MIN, keepDims, r);
    }
    if (p == 0) {
      return op("norm", x)
          .value(v -> r.fold(map(v, a -> a != 0 ? 1 : 0), Fold.SUM, keepDims))
          .vjp(g -> Tensor.zeros(x.dtype(), x.shape().toArray()))
          .branch(() -> Branches.of(x, a -> a != 0 ? 1 : 0))
          .record();
    }
    return op("norm", x)
        .value(v -> value(v, p, keepDims, r))
        .vjp(
            (g, y) -> {
              boolean scaled = p == 2 && Scaling.losesReciprocals(y);
              Tensor powers = scaled ? Scaling.powers(x.constant(), r) : null;
              Tensor at = powers == null ? x : mul(x, powers);
              Tensor length = powers == null ? y : mul(y, Movement.reshape(powers, y.shape()));
              Tensor scale = Movement.reshape(mul(g, evenPower(length, 1 - p)), r.kept());
              return mul(scale, oddPower(at, p - 1));
            })
        .branch(() -> branch(x, p, r))
        .record();
  }

  private static Tensor value(Tensor x, double p, KeepDims keepDims, ReducedAxes r) {
    if (p == 2) {
      Tensor root = map(r.fold(x, Fold.SUM_SQUARES, keepDims), Unary.SQRT);
      return Scaling.losesSquares(root) ? scaledRoot(x, keepDims, r) : root;
    }
    if (p == 1) {
      return r.fold(x, Fold.SUM_ABS, keepDims);
    }
    Tensor powers = map(x, Elementary.SIZE_POWER.with(p));
    return map(r.fold(powers, Fold.SUM, keepDims), Elementary.POWER.with(1 / p));
  }

  /** Of numbers brought near 1 by a power of two, which changes no digit of ordinary rows. */
  private static Tensor scaledRoot(Tensor x, KeepDims keepDims, ReducedAxes r) {
    Tensor powers = Scaling.powers(x, r);
    Tensor sums = r.fold(Scaling.times(x, powers), Fold.SUM_SQUARES, keepDims);
    Tensor back = map(powers.withShape(sums.shape()), Unary.RECIPROCAL);
    return zip(map(sums, Unary.SQRT), back, sums.shape(), Binary.MUL);
  }

  /** Up to p = 1 each element has a kink at 0; beyond, only the zero vector is one. */
  private static long branch(Tensor x, double p, ReducedAxes r) {
    return p <= 1
        ? Branches.of(x, Unary.SIGN)
        : Branches.of(value(x, p, KeepDims.NO, r), Unary.STEP);
  }

  private static Tensor extreme(Tensor x, Fold fold, KeepDims keepDims, ReducedAxes r) {
    return op("norm", x)
        .value(v -> extremeValue(v, fold, keepDims, r))
        .vjp((g, y) -> mul(Movement.reshape(g, r.kept()), signedShares(x, y, r)))
        .branch(
            () ->
                Branches.of(
                    signedShares(x, extremeValue(x, fold, KeepDims.NO, r), r), share -> share))
        .record();
  }

  /** max |x| is 0 over no elements. */
  private static Tensor extremeValue(Tensor x, Fold fold, KeepDims keepDims, ReducedAxes r) {
    Tensor y = r.fold(map(x, Unary.ABS), fold, keepDims);
    return fold == Fold.MAX ? map(y, Unary.RELU) : y;
  }

  private static Tensor signedShares(Tensor x, Tensor y, ReducedAxes r) {
    Tensor shares = Extremes.shares(map(x, Unary.ABS), y, r);
    return zip(shares, map(x, Unary.SIGN), x.shape(), Binary.MUL);
  }

  /** |x|^q, 0 at 0 unless q = 0. */
  static Tensor evenPower(Tensor x, double q) {
    if (q == 0) {
      return map(x, a -> Double.isNaN(a) ? a : 1);
    }
    return unary(
        "norm: |x|^q",
        x,
        q == 1 ? Unary.ABS : q == -1 ? Elementary.INVERSE_SIZE : Elementary.EVEN_POWER.with(q),
        g -> mul(g, mul(oddPower(x, q - 1), q)));
  }

  /** sign(x) |x|^q, 0 at 0. */
  static Tensor oddPower(Tensor x, double q) {
    if (q == 0) {
      return map(x, Unary.SIGN);
    }
    if (q == 1) {
      return x;
    }
    return unary(
        "norm: sign(x) |x|^q",
        x,
        Elementary.ODD_POWER.with(q),
        g -> mul(g, mul(evenPower(x, q - 1), q)));
  }
}
