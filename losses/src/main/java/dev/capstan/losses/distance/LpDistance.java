package dev.capstan.losses.distance;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Distances;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Expansion;

/**
 * The p-norm of the difference, raised to a power.
 *
 * <p>{@code ‖u − v‖ₚ^power}, u and v being the rows, normalised or as they are. Shapes as {@link
 * Distance}. Gradient: 0 at distance 0, for every p and every power. The difference itself is
 * taken, not the expansion into products, so close rows lose no digits.
 *
 * <p>Domain: p ≥ 0 or ∞; any power above 0.
 *
 * @param p the norm
 * @param power the exponent of the norm; p = 2, power = 2 is the squared Euclidean distance
 * @param rows whether rows are scaled to length 1 first
 */
@Named("lp")
public record LpDistance(double p, double power, @Key("normalize_embeddings") Rows rows)
    implements Distance {
  public LpDistance {
    requireNonNull(rows, "rows");
    if (!(p >= 0) || !(power > 0)) {
      throw new IllegalArgumentException(
          "LpDistance: no such norm: got p = "
              + p
              + " and power = "
              + power
              + ", expected p of 0 or more and a power above 0");
    }
  }

  /** The Euclidean distance of rows of length 1. */
  public static LpDistance euclidean() {
    return new LpDistance(2, 1, Rows.NORMALIZED);
  }

  /** The squared Euclidean distance of rows of length 1. */
  public static LpDistance squaredEuclidean() {
    return new LpDistance(2, 2, Rows.NORMALIZED);
  }

  public LpDistance withP(double value) {
    return new LpDistance(value, power, rows);
  }

  public LpDistance withPower(double value) {
    return new LpDistance(p, value, rows);
  }

  public LpDistance withRows(Rows value) {
    requireNonNull(value, "value");
    return new LpDistance(p, power, value);
  }

  @Override
  public Tensor between(Tensor x, Tensor y) {
    requireNonNull(y, "y");
    Matrices.requirePair("LpDistance", x, y);
    Tensor u = rows.of(x);
    Tensor v = rows.other(x, u, y);
    return p == 2 && power == 2
        ? Distances.squaredDistances(u, v, Expansion.DIFFERENCES)
        : raised(Distances.cdist(u, v, p));
  }

  @Override
  public Tensor rows(Tensor x, Tensor y) {
    requireNonNull(y, "y");
    Matrices.requireRows("LpDistance", x, y);
    Tensor difference = Elementwise.sub(rows.of(x), rows.of(y));
    return p == 2 && power == 2
        ? Reductions.sum(Elementwise.square(difference), -1)
        : raised(Reductions.norm(difference, p, -1));
  }

  private Tensor raised(Tensor norm) {
    if (power >= 1) {
      return power == 1 ? norm : norm.pow(power);
    }
    BoolTensor apart = norm.ne(0);
    return Elementwise.where(apart, Elementwise.where(apart, norm, 1).pow(power), 0);
  }

  @Override
  public Tensor values(Tensor x, Tensor y) {
    requireNonNull(y, "y");
    Matrices.requirePair("LpDistance", x, y);
    Tensor u = rows.of(x.detach());
    return p == 2 ? euclidean(u, rows.other(x, u, y.detach())) : between(x.detach(), y.detach());
  }

  /** Plain loops: mining a large batch needs no derivative, and one matrix is all it holds. */
  private Tensor euclidean(Tensor u, Tensor v) {
    int d = u.shape().get(1);
    int m = v.shape().get(0);
    double[] a = u.toArray();
    double[] b = v.toArray();
    return Tensor.generate(
        u.dtype(),
        Shape.of(u.shape().get(0), m),
        at -> {
          double s = squares(a, at / m * d, b, at % m * d, d);
          return power == 2 ? s : power == 1 ? Math.sqrt(s) : StrictMath.pow(s, power / 2);
        });
  }

  private static double squares(double[] a, int i, double[] b, int j, int d) {
    double even = 0;
    double odd = 0;
    int k = 0;
    for (; k + 1 < d; k += 2) {
      double first = a[i + k] - b[j + k];
      double second = a[i + k + 1] - b[j + k + 1];
      even += first * first;
      odd += second * second;
    }
    double last = k < d ? a[i + k] - b[j + k] : 0;
    return even + odd + last * last;
  }
}
