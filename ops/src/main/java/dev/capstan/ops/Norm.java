package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Ops.map;
import static dev.capstan.ops.Ops.op;
import static dev.capstan.ops.Ops.unary;
import static dev.capstan.ops.Ops.zip;

import dev.capstan.ops.Scaling.Range;
import dev.capstan.ops.internal.Binary;
import dev.capstan.ops.internal.Elementary;
import dev.capstan.ops.internal.ElementaryPair;
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
      throw Called.illegal("norm: p is no number: got NaN, expected a real number or an infinity");
    }
    if (Double.isInfinite(p)) {
      return extreme(x, p > 0 ? Fold.MAX : Fold.MIN, keepDims, r);
    }
    if (p == 0) {
      return op("norm", x)
          .value(v -> r.fold(nonZeros(v), Fold.SUM, keepDims))
          .vjp(g -> Ops.zerosIn(x.shape(), g))
          .branch(() -> Branches.of(x, a -> a != 0 ? 1 : 0))
          .record();
    }
    return op("norm", x)
        .value(v -> value(v, p, keepDims, r))
        .vjp((g, y) -> rule(x, g, y, p, r))
        .branch(() -> branch(x, p, r))
        .record();
  }

  /** 1 where an element is not 0, NaN included, else 0; a constant. */
  static Tensor nonZeros(Tensor x) {
    return zip(x, Ops.number(0, x), x.shape(), ElementaryPair.UNEQUAL);
  }

  private static Tensor value(Tensor x, double p, KeepDims keepDims, ReducedAxes r) {
    if (p == 1) {
      return r.fold(x, Fold.SUM_ABS, keepDims);
    }
    Tensor y = unscaled(x, p, keepDims, r);
    Range range = Range.ofPowers(x.dtype(), p);
    if (range.holds(y)) {
      return y;
    }
    Tensor powers = Scaling.powers(x, r, extreme(p), i -> range.holds(y.at(i)));
    Tensor near = unscaled(Scaling.times(x, powers), p, keepDims, r);
    Tensor back = map(powers.withShape(y.shape()), Unary.RECIPROCAL);
    return zip(near, back, y.shape(), Binary.MUL);
  }

  private static Tensor unscaled(Tensor x, double p, KeepDims keepDims, ReducedAxes r) {
    Tensor sum =
        p == 2
            ? r.fold(x, Fold.SUM_SQUARES, keepDims)
            : r.fold(map(x, Elementary.SIZE_POWER.with(p)), Fold.SUM, keepDims);
    return root(sum, p);
  }

  /**
   * s^(1/p), as a value. The logarithm makes good what the rounding of 1/p has cost, which is more
   * the further s is from 1.
   */
  static Tensor root(Tensor s, double p) {
    if (p == 2) {
      return map(s, Unary.SQRT);
    }
    double inverse = 1 / p;
    double rest = Math.fma(-inverse, p, 1) / p;
    return map(
        s,
        v -> {
          double y = ElementaryPair.POW.applyAsDouble(v, inverse);
          return y == 0 || Double.isInfinite(y) ? y : y + y * (rest * Unary.LOG.applyAsDouble(v));
        });
  }

  /** The element that decides about a sum of powers. */
  private static Fold extreme(double p) {
    return p > 0 ? Fold.MAX : Fold.MIN;
  }

  /** g · y^(1 − p) · sign(x) |x|^(p − 1), of x and y brought near 1 where a factor is too large. */
  private static Tensor rule(Tensor x, Tensor g, Tensor y, double p, ReducedAxes r) {
    Tensor share = mul(g, evenPower(y, 1 - p));
    Range lengths = Range.ofReciprocals(x.dtype(), p - 1);
    Range shares = Range.ofReciprocals(x.dtype(), 1);
    if (p == 1 || lengths.holds(y) && shares.holds(share)) {
      return mul(Movement.reshape(share, r.kept()), oddPower(x, p - 1));
    }
    Tensor powers =
        Scaling.powers(
            x.constant(), r, extreme(p), i -> lengths.holds(y.at(i)) && shares.holds(share.at(i)));
    Tensor length = mul(y, Movement.reshape(powers, y.shape()));
    Tensor scale = Movement.reshape(mul(g, evenPower(length, 1 - p)), r.kept());
    return mul(scale, oddPower(mul(x, powers), p - 1));
  }

  /** Up to p = 1 each element has a kink at 0; beyond, only the zero vector is one. */
  private static long branch(Tensor x, double p, ReducedAxes r) {
    return p <= 1
        ? Branches.of(x, Elementary.SIGN)
        : Branches.of(value(x, p, KeepDims.NO, r), Elementary.STEP);
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
    return zip(shares, map(x, Elementary.SIGN), x.shape(), Binary.MUL);
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
      return map(x, Elementary.SIGN);
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
