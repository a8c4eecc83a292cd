package dev.capstan.ops.internal;

/**
 * ln |Γ| for negative arguments, where it has two zeros between any two poles, in doubles of two
 * words.
 *
 * <p>x = δ − n with n whole and |δ| at most ½, and 1/Γ(x) = δ (δ − 1) … (δ − n)/Γ(1 + δ). The last
 * factor is an entire function's power series; the coefficients, computed here, are those of
 * Abramowitz and Stegun 6.1.34 to 106 bits. So the product is known to about 98 bits, and near a
 * zero, where it is near 1, its logarithm is that of 1 + (product − 1); beside the first zeros it
 * is that of Taylor's series. Below −150, where no double is near a zero any more, Γ(x) Γ(1 − x) =
 * π/sin πx will do.
 */
final class LogGamma {
  private static final double FAR = -150;

  private static final double[] RECIPROCAL = {
    0x1.0000000000000p+0,
    0x1.2788cfc6fb619p-1,
    -0x1.4fcf4026afa2ep-1,
    -0x1.5815e8fa27048p-5,
    0x1.5512320b43fbep-3,
    -0x1.59af103c34092p-5,
    -0x1.3b4af28483e21p-7,
    0x1.d919c527f60b2p-8,
    -0x1.317112ce3a2a8p-10,
    -0x1.c364fe6f1563dp-13,
    0x1.0c8a78cd9f9d2p-13,
    -0x1.51ce8af47eabep-16,
    -0x1.4fad41fc34fbbp-20,
    0x1.302509dbc0de3p-20,
    -0x1.b9986666c225dp-23,
    0x1.a44b7ba22d629p-28,
    0x1.57bc3fc384334p-28,
    -0x1.44b4cedca388fp-30,
    0x1.cae7675c18607p-34,
    0x1.11d065bfaf067p-37,
    -0x1.0423bac8ca3fbp-38,
    0x1.1f20151323cd0p-41,
    -0x1.72cb88ea5ae6ep-46,
    -0x1.815f72a05f16fp-48,
    0x1.6198491a83bcdp-50,
    -0x1.10613dde57a89p-53,
    0x1.5e3fee81de0eap-60,
    0x1.a0dc770fb8a4ap-60,
    -0x1.0f635344a29eap-62
  };

  /** What the coefficients lack. */
  private static final double[] REST = {
    0x0.0p+0,
    -0x1.6cb90701fbfabp-58,
    0x1.8a3db7a90c42ap-56,
    0x1.b85ea59bc3638p-60,
    0x1.77e9bfd84d0f8p-57,
    -0x1.ef8da0241c465p-59,
    -0x1.38dbcf40c139bp-61,
    -0x1.a91714b11611fp-62,
    0x1.0b48922be53b9p-64,
    0x1.6707f71f86f2ep-69,
    -0x1.6193e5e682992p-67,
    0x1.26de8c501cb48p-75,
    -0x1.01776ab160dc8p-75,
    -0x1.bf09003481b1ap-75,
    -0x1.d12e45de59d01p-79,
    -0x1.4d6f19c81365fp-82,
    -0x1.30a82205f48c5p-86,
    -0x1.f1c4c0ce1c9c5p-84,
    -0x1.d04082c7c66aap-89,
    0x1.16b58cf85bbf4p-91,
    0x1.56e661d0c83b0p-92,
    0x1.c8f6862a8bddcp-96,
    -0x1.de95486d20bfdp-100,
    -0x1.a4cb318673048p-103,
    -0x1.07669bbb14734p-104,
    0x1.0ac528c8febccp-107,
    -0x1.bf04525509a98p-115,
    -0x1.92dc0de693e1ep-114,
    0x1.c5c86e6ee7520p-120
  };

  /** The zeros z from −5 to −2, where 100 bits are too few: two words, ψ(z) and ψ′(z)/2. */
  private static final double[][] ZEROS = {
    {-0x1.3a7fc9600f86cp+1, -0x1.55f64f98af8d0p-55, 0x1.83fe966af535fp+0, 0x1.36eebb002f55dp+2},
    {-0x1.5fb410a1bd901p+1, 0x1.a19a96d2e6f85p-54, -0x1.ea12da904b18cp+0, 0x1.3267f3c265a52p+3},
    {-0x1.9260dbc9e59afp+1, -0x1.f717cd335a7b3p-53, 0x1.f20a65f2fac55p+2, 0x1.9d4d2977150efp+4},
    {-0x1.fa471547c2fe5p+1, -0x1.70d4561291237p-56, -0x1.4b99d966c5647p+4, 0x1.f76deae0436bep+7},
    {-0x1.0284e78599581p+2, 0x1.e78c1e9e43cfep-53, 0x1.aca5cf4921642p+4, 0x1.44415cd813f8ep+8},
    {-0x1.3f7577a6eeafdp+2, 0x1.5de5eab7f12cfp-53, -0x1.d224a3ef9e41fp+6, 0x1.b533c678a3956p+12}
  };

  /** Values below it are within 2^−60 of themselves in two terms of Taylor's series. */
  private static final double BESIDE_ZERO = 0x1p-38;

  private LogGamma() {}

  /** ln |Γ(x)| for x up to 0, or NaN. */
  static double value(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    double n = -Math.rint(x);
    double delta = x + n;
    if (Double.isInfinite(x) || delta == 0) {
      return Double.POSITIVE_INFINITY;
    }
    if (x < FAR) {
      return reflected(x, delta);
    }
    double value = -ofProduct(delta, (int) n);
    return Math.abs(value) < BESIDE_ZERO && x > -5 ? besideZero(x) : value;
  }

  private static double besideZero(double x) {
    double[] nearest = ZEROS[0];
    for (double[] zero : ZEROS) {
      nearest = Math.abs(x - zero[0]) < Math.abs(x - nearest[0]) ? zero : nearest;
    }
    double d = (x - nearest[0]) - nearest[1];
    return d * Math.fma(d, nearest[3], nearest[2]);
  }

  private static double reflected(double x, double delta) {
    double sine = Math.abs(StrictMath.sin(Math.PI * delta));
    return StrictMath.log(Math.PI / sine) - DoubleGammaSeries.lgamma(1 - x);
  }

  /** ln |δ (δ − 1) … (δ − n)/Γ(1 + δ)|. */
  private static double ofProduct(double delta, int n) {
    double high = RECIPROCAL[RECIPROCAL.length - 1];
    double low = 0;
    for (int k = RECIPROCAL.length - 2; k >= 0; k--) {
      double product = high * delta;
      double lost = Math.fma(high, delta, -product) + low * delta;
      high = RECIPROCAL[k] + product;
      low = (RECIPROCAL[k] - high) + product + (REST[k] + lost);
      double sum = high + low;
      low = (high - sum) + low;
      high = sum;
    }
    for (int k = 1; k <= n; k++) {
      double factor = k - delta;
      double factorLost = (k - factor) - delta;
      double product = high * factor;
      low = Math.fma(high, factor, -product) + (low * factor + high * factorLost);
      high = product + low;
      low = (product - high) + low;
    }
    double whole = high * delta;
    double lost = Math.fma(high, delta, -whole) + low * delta;
    double size = Math.abs(whole);
    double rest = whole < 0 ? -lost : lost;
    return size > 0.5 && size < 2
        ? StrictMath.log1p((size - 1) + rest)
        : StrictMath.log(size) + rest / size;
  }
}
