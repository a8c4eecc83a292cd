package dev.capstan.ops.internal;

import java.util.function.UnaryOperator;
import org.apache.commons.math3.dfp.Dfp;
import org.apache.commons.math3.dfp.DfpField;
import org.apache.commons.math3.dfp.DfpMath;
import org.apache.commons.math3.special.Erf;

/** Functions to 80 decimal digits: series and continued fractions in Commons Math's Dfp. */
final class Exact {
  private static final DfpField FIELD = new DfpField(80);
  private static final Dfp ONE = FIELD.getOne();
  private static final Dfp TWO = FIELD.getTwo();

  /** Where the continued fraction of erfc takes over from the series of erf. */
  private static final double FAR = 3;

  /** Stages of the fraction: at 3 what is left out is below e^(−6√800), far below 80 digits. */
  private static final int STAGES = 500;

  /** Arguments below are brought here, where 24 terms of Stirling's series give 60 digits. */
  private static final double STIRLING = 40;

  private static final int TERMS = 24;

  private static final Dfp[] BERNOULLI = bernoulli();

  private Exact() {}

  static Dfp of(double x) {
    return FIELD.newDfp(x);
  }

  static Dfp exp(Dfp x) {
    return DfpMath.exp(x);
  }

  static Dfp log(Dfp x) {
    return DfpMath.log(x);
  }

  static Dfp expm1(Dfp x) {
    return small(x) ? x.add(x.multiply(x).divide(2)) : exp(x).subtract(ONE);
  }

  static Dfp log1p(Dfp x) {
    return small(x) ? x.subtract(x.multiply(x).divide(2)) : log(ONE.add(x));
  }

  private static boolean small(Dfp x) {
    return DfpMath.pow(TWO, -150).greaterThan(abs(x));
  }

  static Dfp abs(Dfp x) {
    return x.lessThan(FIELD.getZero()) ? x.negate() : x;
  }

  static Dfp sigmoid(Dfp x) {
    return ONE.divide(ONE.add(exp(x.negate())));
  }

  static Dfp sinh(Dfp x) {
    return small(x) ? x : exp(x).subtract(exp(x.negate())).divide(2);
  }

  static Dfp cosh(Dfp x) {
    return exp(x).add(exp(x.negate())).divide(2);
  }

  static Dfp asinh(Dfp x) {
    Dfp a = abs(x);
    Dfp t = a.add(a.multiply(a).divide(ONE.add(a.multiply(a).add(ONE).sqrt())));
    return x.lessThan(FIELD.getZero()) ? log1p(t).negate() : log1p(t);
  }

  static Dfp acosh(Dfp x) {
    Dfp t = x.subtract(ONE);
    return log1p(t.add(t.multiply(t.add(TWO)).sqrt()));
  }

  static Dfp atanh(Dfp x) {
    return small(x) ? x : log(ONE.add(x).divide(ONE.subtract(x))).divide(2);
  }

  static Dfp atan(Dfp x) {
    return small(x) ? x : DfpMath.atan(x);
  }

  static Dfp asin(Dfp x) {
    return small(x) ? x : atan(x.divide(ONE.subtract(x.multiply(x)).sqrt()));
  }

  static Dfp softplus(Dfp x) {
    return x.lessThan(FIELD.getZero()) ? log1p(exp(x)) : x.add(log1p(exp(x.negate())));
  }

  // --- the error function ---------------------------------------------------------------------

  static Dfp erf(Dfp x) {
    return abs(x).toDouble() < FAR ? nearErf(x) : ONE.subtract(erfc(x));
  }

  /** By Newton's method, each step of which doubles the digits, from Commons Math's 15 or so. */
  static Dfp erfInv(Dfp x) {
    Dfp y = of(Erf.erfInv(x.toDouble()));
    for (int step = 0; step < 3; step++) {
      Dfp slope = TWO.divide(FIELD.getPi().sqrt()).multiply(exp(y.multiply(y).negate()));
      y = y.subtract(erf(y).subtract(x).divide(slope));
    }
    return y;
  }

  static Dfp erfc(Dfp x) {
    double a = x.toDouble();
    if (Math.abs(a) < FAR) {
      return ONE.subtract(nearErf(x));
    }
    return a < 0 ? TWO.subtract(farErfc(x.negate())) : farErfc(x);
  }

  /** 2/√π e^(−x²) Σ 2ⁿ x^(2n+1)/(1·3·…·(2n+1)), where nothing cancels. */
  private static Dfp nearErf(Dfp x) {
    Dfp square = x.multiply(x);
    Dfp term = x;
    Dfp sum = x;
    for (int n = 1; n < 220; n++) {
      term = term.multiply(square).multiply(2).divide(2 * n + 1);
      sum = sum.add(term);
    }
    return sum.multiply(exp(square.negate())).multiply(2).divide(FIELD.getPi().sqrt());
  }

  /** e^(−x²)/√π over x + (1/2)/(x + 1/(x + (3/2)/(x + …))). */
  private static Dfp farErfc(Dfp x) {
    Dfp below = x;
    for (int k = STAGES; k >= 1; k--) {
      below = x.add(FIELD.newDfp(k).divide(2).divide(below));
    }
    return exp(x.multiply(x).negate()).divide(below.multiply(FIELD.getPi().sqrt()));
  }

  /** Φ(x). */
  static Dfp normal(Dfp x) {
    return erfc(x.negate().divide(TWO.sqrt())).divide(2);
  }

  // --- Γ --------------------------------------------------------------------------------------

  /** ln |Γ(x)|: |x| is raised by Γ(x + 1) = x Γ(x) until Stirling's series holds. */
  static Dfp lgamma(Dfp x) {
    Dfp product = ONE;
    Dfp at = x;
    while (at.toDouble() < STIRLING) {
      product = product.multiply(at);
      at = at.add(ONE);
    }
    Dfp half = ONE.divide(2);
    Dfp sum = at.subtract(half).multiply(log(at)).subtract(at);
    sum = sum.add(log(FIELD.getPi().multiply(2)).divide(2));
    for (int k = 1; k <= TERMS; k++) {
      Dfp term = BERNOULLI[k].divide(2 * k * (2 * k - 1));
      sum = sum.add(term.divide(DfpMath.pow(at, 2 * k - 1)));
    }
    return sum.subtract(log(abs(product)));
  }

  static Dfp digamma(Dfp x) {
    Dfp shift = FIELD.getZero();
    Dfp at = x;
    while (at.toDouble() < STIRLING) {
      shift = shift.add(ONE.divide(at));
      at = at.add(ONE);
    }
    Dfp sum = log(at).subtract(ONE.divide(at.multiply(2)));
    for (int k = 1; k <= TERMS; k++) {
      sum = sum.subtract(BERNOULLI[k].divide(2 * k).divide(DfpMath.pow(at, 2 * k)));
    }
    return sum.subtract(shift);
  }

  /** As {@link #digamma}, differentiated. */
  static Dfp trigamma(Dfp x) {
    Dfp shift = FIELD.getZero();
    Dfp at = x;
    while (at.toDouble() < STIRLING) {
      shift = shift.add(ONE.divide(at.multiply(at)));
      at = at.add(ONE);
    }
    Dfp sum = ONE.divide(at).add(ONE.divide(at.multiply(at).multiply(2)));
    for (int k = 1; k <= TERMS; k++) {
      sum = sum.add(BERNOULLI[k].divide(DfpMath.pow(at, 2 * k + 1)));
    }
    return sum.add(shift);
  }

  /** B₂, B₄, …: from Σ C(n + 1, k) B_k = 0. */
  private static Dfp[] bernoulli() {
    int n = 2 * TERMS;
    Dfp[] all = new Dfp[n + 1];
    all[0] = ONE;
    Dfp[] even = new Dfp[TERMS + 1];
    for (int m = 1; m <= n; m++) {
      Dfp sum = FIELD.getZero();
      Dfp choose = ONE;
      for (int k = 0; k < m; k++) {
        sum = sum.add(choose.multiply(all[k]));
        choose = choose.multiply(m + 1 - k).divide(k + 1);
      }
      all[m] = sum.negate().divide(m + 1);
      if (m % 2 == 0) {
        even[m / 2] = all[m];
      }
    }
    return even;
  }

  /** |got − f(x)| in units of the last place of f(x), whose least unit is given. */
  static double ulps(UnaryOperator<Dfp> f, double x, double got, int mantissa, int leastExponent) {
    Dfp exact = f.apply(of(x));
    int exponent = Math.max(Math.getExponent(exact.toDouble()), leastExponent);
    Dfp error = abs(of(got).subtract(exact));
    int unit = exponent - mantissa;
    Dfp scale = DfpMath.pow(TWO, Math.abs(unit));
    return (unit < 0 ? error.multiply(scale) : error.divide(scale)).toDouble();
  }
}
