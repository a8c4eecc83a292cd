package dev.capstan.ops.internal;

// Made by src/build/VectorForms.java from the classes named Double…Series. Do not edit.

/** The series element by element: loops of their own, each with one function in sight. */
class DoubleSeriesLoops {

  /** out[to + i] = f(x[xAt + i]) for i below n, where out may be an operand at its place. */
  void map(
      Elementary f, /*wide*/
      double a, /*wide*/
      double b,
      double[] x,
      int xAt,
      double[] out,
      int to,
      int n) {
    switch (f) {
      case SIN -> sin(x, xAt, out, to, n);
      case COS -> cos(x, xAt, out, to, n);
      case TAN -> tan(x, xAt, out, to, n);
      case ATAN -> atan(x, xAt, out, to, n);
      case ASIN -> asin(x, xAt, out, to, n);
      case ACOS -> acos(x, xAt, out, to, n);
      case ERF -> erf(x, xAt, out, to, n);
      case ERFC -> erfc(x, xAt, out, to, n);
      case GELU -> gelu(x, xAt, out, to, n);
      case GELU_TANH -> geluTanh(x, xAt, out, to, n);
      case EXPM1 -> expm1(x, xAt, out, to, n);
      case SINH -> sinh(x, xAt, out, to, n);
      case COSH -> cosh(x, xAt, out, to, n);
      case SILU -> silu(x, xAt, out, to, n);
      case MISH -> mish(x, xAt, out, to, n);
      case ELU -> elu(/*narrow*/ a, /*narrow*/ b, x, xAt, out, to, n);
      case LGAMMA -> lgamma(x, xAt, out, to, n);
      case DIGAMMA -> digamma(x, xAt, out, to, n);
      case LOG1P -> log1p(x, xAt, out, to, n);
      case LOG2 -> log2(x, xAt, out, to, n);
      case LOG10 -> log10(x, xAt, out, to, n);
      case ASINH -> asinh(x, xAt, out, to, n);
      case ACOSH -> acosh(x, xAt, out, to, n);
      case ATANH -> atanh(x, xAt, out, to, n);
      case LOG_SIGMOID -> logSigmoid(x, xAt, out, to, n);
      case SOFTPLUS -> softplus(/*narrow*/ a, /*narrow*/ b, x, xAt, out, to, n);
      case ROUND -> round(x, xAt, out, to, n);
      case FLOOR -> floor(x, xAt, out, to, n);
      case CEIL -> ceil(x, xAt, out, to, n);
      case CLAMP -> clamp(/*narrow*/ a, /*narrow*/ b, x, xAt, out, to, n);
      case SIGN -> sign(x, xAt, out, to, n);
      case STEP -> step(x, xAt, out, to, n);
      case LEAKY_RELU -> leakyRelu(/*narrow*/ a, x, xAt, out, to, n);
      case UNDEFINED -> undefined(x, xAt, out, to, n);
      case FINITE -> finite(x, xAt, out, to, n);
      case POWER -> power(/*narrow*/ a, x, xAt, out, to, n);
      case SIZE_POWER -> sizePower(/*narrow*/ a, x, xAt, out, to, n);
      case EVEN_POWER -> evenPower(/*narrow*/ a, x, xAt, out, to, n);
      case ODD_POWER -> oddPower(/*narrow*/ a, x, xAt, out, to, n);
      case INVERSE_SIZE -> inverseSize(x, xAt, out, to, n);
      case CUBE -> cube(x, xAt, out, to, n);
      case FOURTH_POWER -> fourthPower(x, xAt, out, to, n);
      case INVERSE_SQUARE -> inverseSquare(x, xAt, out, to, n);
      case RSQRT -> rsqrt(x, xAt, out, to, n);
    }
  }

  /** f of one element. */
  static double value(Elementary f, /*wide*/ double a, /*wide*/ double b, double x) {
    return switch (f) {
      case SIN -> DoubleAngleSeries.sin(x);
      case COS -> DoubleAngleSeries.cos(x);
      case TAN -> DoubleAngleSeries.tan(x);
      case ATAN -> DoubleAngleSeries.atan(x);
      case ASIN -> DoubleAngleSeries.asin(x);
      case ACOS -> DoubleAngleSeries.acos(x);
      case ERF -> DoubleErrorSeries.erf(x);
      case ERFC -> DoubleErrorSeries.erfc(x);
      case GELU -> DoubleErrorSeries.gelu(x);
      case GELU_TANH -> DoubleErrorSeries.geluTanh(x);
      case EXPM1 -> DoubleExpSeries.expm1(x);
      case SINH -> DoubleExpSeries.sinh(x);
      case COSH -> DoubleExpSeries.cosh(x);
      case SILU -> DoubleExpSeries.silu(x);
      case MISH -> DoubleExpSeries.mish(x);
      case ELU -> DoubleExpSeries.elu(x, /*narrow*/ a, /*narrow*/ b);
      case LGAMMA -> DoubleGammaSeries.lgamma(x);
      case DIGAMMA -> DoubleGammaSeries.digamma(x);
      case LOG1P -> DoubleLogSeries.log1p(x);
      case LOG2 -> DoubleLogSeries.log2(x);
      case LOG10 -> DoubleLogSeries.log10(x);
      case ASINH -> DoubleLogSeries.asinh(x);
      case ACOSH -> DoubleLogSeries.acosh(x);
      case ATANH -> DoubleLogSeries.atanh(x);
      case LOG_SIGMOID -> DoubleLogSeries.logSigmoid(x);
      case SOFTPLUS -> DoubleLogSeries.softplus(x, /*narrow*/ a, /*narrow*/ b);
      case ROUND -> DoublePieceSeries.round(x);
      case FLOOR -> DoublePieceSeries.floor(x);
      case CEIL -> DoublePieceSeries.ceil(x);
      case CLAMP -> DoublePieceSeries.clamp(x, /*narrow*/ a, /*narrow*/ b);
      case SIGN -> DoublePieceSeries.sign(x);
      case STEP -> DoublePieceSeries.step(x);
      case LEAKY_RELU -> DoublePieceSeries.leakyRelu(x, /*narrow*/ a);
      case UNDEFINED -> DoublePieceSeries.undefined(x);
      case FINITE -> DoublePieceSeries.finite(x);
      case POWER -> DoublePowerSeries.power(x, /*narrow*/ a);
      case SIZE_POWER -> DoublePowerSeries.sizePower(x, /*narrow*/ a);
      case EVEN_POWER -> DoublePowerSeries.evenPower(x, /*narrow*/ a);
      case ODD_POWER -> DoublePowerSeries.oddPower(x, /*narrow*/ a);
      case INVERSE_SIZE -> DoublePowerSeries.inverseSize(x);
      case CUBE -> DoublePowerSeries.cube(x);
      case FOURTH_POWER -> DoublePowerSeries.fourthPower(x);
      case INVERSE_SQUARE -> DoublePowerSeries.inverseSquare(x);
      case RSQRT -> DoublePowerSeries.rsqrt(x);
    };
  }

  /**
   * out[to + i] = f(x[xAt + i], y[yAt + i]) for i below n, where out may be an operand at its
   * place.
   */
  void zip(
      ElementaryPair f, /*wide*/
      double a, /*wide*/
      double b,
      double[] x,
      int xAt,
      double[] y,
      int yAt,
      double[] out,
      int to,
      int n) {
    switch (f) {
      case SIN_BACK -> sinBack(x, xAt, y, yAt, out, to, n);
      case COS_BACK -> cosBack(x, xAt, y, yAt, out, to, n);
      case TAN_BACK -> tanBack(x, xAt, y, yAt, out, to, n);
      case ATAN_BACK -> atanBack(x, xAt, y, yAt, out, to, n);
      case ASIN_BACK -> asinBack(x, xAt, y, yAt, out, to, n);
      case ACOS_BACK -> acosBack(x, xAt, y, yAt, out, to, n);
      case ATAN2 -> atan2(x, xAt, y, yAt, out, to, n);
      case INVERSION -> inversion(x, xAt, y, yAt, out, to, n);
      case ERF_BACK -> erfBack(x, xAt, y, yAt, out, to, n);
      case ERFC_BACK -> erfcBack(x, xAt, y, yAt, out, to, n);
      case GELU_BACK -> geluBack(x, xAt, y, yAt, out, to, n);
      case GELU_TANH_BACK -> geluTanhBack(x, xAt, y, yAt, out, to, n);
      case EXPM1_BACK -> expm1Back(x, xAt, y, yAt, out, to, n);
      case SINH_BACK -> sinhBack(x, xAt, y, yAt, out, to, n);
      case COSH_BACK -> coshBack(x, xAt, y, yAt, out, to, n);
      case SILU_BACK -> siluBack(x, xAt, y, yAt, out, to, n);
      case MISH_BACK -> mishBack(x, xAt, y, yAt, out, to, n);
      case SIGMOID_SLOPE_BACK -> sigmoidSlopeBack(x, xAt, y, yAt, out, to, n);
      case TANH_SLOPE_BACK -> tanhSlopeBack(x, xAt, y, yAt, out, to, n);
      case ELU_BACK -> eluBack(/*narrow*/ a, /*narrow*/ b, x, xAt, y, yAt, out, to, n);
      case LGAMMA_BACK -> lgammaBack(x, xAt, y, yAt, out, to, n);
      case LOG1P_BACK -> log1pBack(x, xAt, y, yAt, out, to, n);
      case ASINH_BACK -> asinhBack(x, xAt, y, yAt, out, to, n);
      case ACOSH_BACK -> acoshBack(x, xAt, y, yAt, out, to, n);
      case ATANH_BACK -> atanhBack(x, xAt, y, yAt, out, to, n);
      case LOG_SIGMOID_BACK -> logSigmoidBack(x, xAt, y, yAt, out, to, n);
      case SOFTPLUS_BACK -> softplusBack(/*narrow*/ a, /*narrow*/ b, x, xAt, y, yAt, out, to, n);
      case CLAMP_BACK -> clampBack(/*narrow*/ a, /*narrow*/ b, x, xAt, y, yAt, out, to, n);
      case CLAMP_BACK_CLOSED ->
          clampBackClosed(/*narrow*/ a, /*narrow*/ b, x, xAt, y, yAt, out, to, n);
      case LEAKY_RELU_BACK -> leakyReluBack(/*narrow*/ a, x, xAt, y, yAt, out, to, n);
      case EQUAL -> equal(x, xAt, y, yAt, out, to, n);
      case UNEQUAL -> unequal(x, xAt, y, yAt, out, to, n);
      case BELOW -> below(x, xAt, y, yAt, out, to, n);
      case AT_MOST -> atMost(x, xAt, y, yAt, out, to, n);
      case ABOVE -> above(x, xAt, y, yAt, out, to, n);
      case AT_LEAST -> atLeast(x, xAt, y, yAt, out, to, n);
      case SHARE_OF_LARGER -> shareOfLarger(/*narrow*/ a, x, xAt, y, yAt, out, to, n);
      case SHARE_OF_SMALLER -> shareOfSmaller(/*narrow*/ a, x, xAt, y, yAt, out, to, n);
      case POW -> pow(x, xAt, y, yAt, out, to, n);
      case POWER_BACK -> powerBack(/*narrow*/ a, x, xAt, y, yAt, out, to, n);
      case CUBE_BACK -> cubeBack(x, xAt, y, yAt, out, to, n);
      case SCALED_PRODUCT -> scaledProduct(/*narrow*/ a, x, xAt, y, yAt, out, to, n);
      case SQUARE_BACK -> squareBack(x, xAt, y, yAt, out, to, n);
      case SQRT_BACK -> sqrtBack(x, xAt, y, yAt, out, to, n);
      case RECIPROCAL_BACK -> reciprocalBack(x, xAt, y, yAt, out, to, n);
      case RSQRT_BACK -> rsqrtBack(x, xAt, y, yAt, out, to, n);
      case HYPOT -> hypot(x, xAt, y, yAt, out, to, n);
    }
  }

  /** f of one element. */
  static double value(ElementaryPair f, /*wide*/ double a, /*wide*/ double b, double x, double y) {
    return switch (f) {
      case SIN_BACK -> DoubleAngleSeries.sinBack(x, y);
      case COS_BACK -> DoubleAngleSeries.cosBack(x, y);
      case TAN_BACK -> DoubleAngleSeries.tanBack(x, y);
      case ATAN_BACK -> DoubleAngleSeries.atanBack(x, y);
      case ASIN_BACK -> DoubleAngleSeries.asinBack(x, y);
      case ACOS_BACK -> DoubleAngleSeries.acosBack(x, y);
      case ATAN2 -> DoubleAngleSeries.atan2(x, y);
      case INVERSION -> DoubleAngleSeries.inversion(x, y);
      case ERF_BACK -> DoubleErrorSeries.erfBack(x, y);
      case ERFC_BACK -> DoubleErrorSeries.erfcBack(x, y);
      case GELU_BACK -> DoubleErrorSeries.geluBack(x, y);
      case GELU_TANH_BACK -> DoubleErrorSeries.geluTanhBack(x, y);
      case EXPM1_BACK -> DoubleExpSeries.expm1Back(x, y);
      case SINH_BACK -> DoubleExpSeries.sinhBack(x, y);
      case COSH_BACK -> DoubleExpSeries.coshBack(x, y);
      case SILU_BACK -> DoubleExpSeries.siluBack(x, y);
      case MISH_BACK -> DoubleExpSeries.mishBack(x, y);
      case SIGMOID_SLOPE_BACK -> DoubleExpSeries.sigmoidSlopeBack(x, y);
      case TANH_SLOPE_BACK -> DoubleExpSeries.tanhSlopeBack(x, y);
      case ELU_BACK -> DoubleExpSeries.eluBack(x, y, /*narrow*/ a, /*narrow*/ b);
      case LGAMMA_BACK -> DoubleGammaSeries.lgammaBack(x, y);
      case LOG1P_BACK -> DoubleLogSeries.log1pBack(x, y);
      case ASINH_BACK -> DoubleLogSeries.asinhBack(x, y);
      case ACOSH_BACK -> DoubleLogSeries.acoshBack(x, y);
      case ATANH_BACK -> DoubleLogSeries.atanhBack(x, y);
      case LOG_SIGMOID_BACK -> DoubleLogSeries.logSigmoidBack(x, y);
      case SOFTPLUS_BACK -> DoubleLogSeries.softplusBack(x, y, /*narrow*/ a, /*narrow*/ b);
      case CLAMP_BACK -> DoublePieceSeries.clampBack(x, y, /*narrow*/ a, /*narrow*/ b);
      case CLAMP_BACK_CLOSED -> DoublePieceSeries.clampBackClosed(x, y, /*narrow*/ a, /*narrow*/ b);
      case LEAKY_RELU_BACK -> DoublePieceSeries.leakyReluBack(x, y, /*narrow*/ a);
      case EQUAL -> DoublePieceSeries.equal(x, y);
      case UNEQUAL -> DoublePieceSeries.unequal(x, y);
      case BELOW -> DoublePieceSeries.below(x, y);
      case AT_MOST -> DoublePieceSeries.atMost(x, y);
      case ABOVE -> DoublePieceSeries.above(x, y);
      case AT_LEAST -> DoublePieceSeries.atLeast(x, y);
      case SHARE_OF_LARGER -> DoublePieceSeries.shareOfLarger(x, y, /*narrow*/ a);
      case SHARE_OF_SMALLER -> DoublePieceSeries.shareOfSmaller(x, y, /*narrow*/ a);
      case POW -> DoublePowerSeries.pow(x, y);
      case POWER_BACK -> DoublePowerSeries.powerBack(x, y, /*narrow*/ a);
      case CUBE_BACK -> DoublePowerSeries.cubeBack(x, y);
      case SCALED_PRODUCT -> DoublePowerSeries.scaledProduct(x, y, /*narrow*/ a);
      case SQUARE_BACK -> DoublePowerSeries.squareBack(x, y);
      case SQRT_BACK -> DoublePowerSeries.sqrtBack(x, y);
      case RECIPROCAL_BACK -> DoublePowerSeries.reciprocalBack(x, y);
      case RSQRT_BACK -> DoublePowerSeries.rsqrtBack(x, y);
      case HYPOT -> DoublePowerSeries.hypot(x, y);
    };
  }

  static void sin(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleAngleSeries.sin(x[xAt + i]);
    }
  }

  static void cos(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleAngleSeries.cos(x[xAt + i]);
    }
  }

  static void tan(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleAngleSeries.tan(x[xAt + i]);
    }
  }

  static void sinBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleAngleSeries.sinBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void cosBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleAngleSeries.cosBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void tanBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleAngleSeries.tanBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void atan(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleAngleSeries.atan(x[xAt + i]);
    }
  }

  static void atanBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleAngleSeries.atanBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void asin(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleAngleSeries.asin(x[xAt + i]);
    }
  }

  static void asinBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleAngleSeries.asinBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void acos(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleAngleSeries.acos(x[xAt + i]);
    }
  }

  static void acosBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleAngleSeries.acosBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void atan2(double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleAngleSeries.atan2(x[xAt + i], y[yAt + i]);
    }
  }

  static void inversion(double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleAngleSeries.inversion(x[xAt + i], y[yAt + i]);
    }
  }

  static void erf(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleErrorSeries.erf(x[xAt + i]);
    }
  }

  static void erfc(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleErrorSeries.erfc(x[xAt + i]);
    }
  }

  static void erfBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleErrorSeries.erfBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void erfcBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleErrorSeries.erfcBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void gelu(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleErrorSeries.gelu(x[xAt + i]);
    }
  }

  static void geluBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleErrorSeries.geluBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void geluTanh(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleErrorSeries.geluTanh(x[xAt + i]);
    }
  }

  static void geluTanhBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleErrorSeries.geluTanhBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void expm1(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleExpSeries.expm1(x[xAt + i]);
    }
  }

  static void expm1Back(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleExpSeries.expm1Back(g[gAt + i], x[xAt + i]);
    }
  }

  static void sinh(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleExpSeries.sinh(x[xAt + i]);
    }
  }

  static void cosh(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleExpSeries.cosh(x[xAt + i]);
    }
  }

  static void sinhBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleExpSeries.sinhBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void coshBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleExpSeries.coshBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void silu(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleExpSeries.silu(x[xAt + i]);
    }
  }

  static void siluBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleExpSeries.siluBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void mish(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleExpSeries.mish(x[xAt + i]);
    }
  }

  static void mishBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleExpSeries.mishBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void sigmoidSlopeBack(
      double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleExpSeries.sigmoidSlopeBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void tanhSlopeBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleExpSeries.tanhSlopeBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void elu(double a, double b, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleExpSeries.elu(x[xAt + i], a, b);
    }
  }

  static void eluBack(
      double a, double b, double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleExpSeries.eluBack(g[gAt + i], x[xAt + i], a, b);
    }
  }

  static void lgamma(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleGammaSeries.lgamma(x[xAt + i]);
    }
  }

  static void digamma(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleGammaSeries.digamma(x[xAt + i]);
    }
  }

  static void lgammaBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleGammaSeries.lgammaBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void log1p(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleLogSeries.log1p(x[xAt + i]);
    }
  }

  static void log1pBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleLogSeries.log1pBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void log2(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleLogSeries.log2(x[xAt + i]);
    }
  }

  static void log10(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleLogSeries.log10(x[xAt + i]);
    }
  }

  static void asinh(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleLogSeries.asinh(x[xAt + i]);
    }
  }

  static void asinhBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleLogSeries.asinhBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void acosh(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleLogSeries.acosh(x[xAt + i]);
    }
  }

  static void acoshBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleLogSeries.acoshBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void atanh(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleLogSeries.atanh(x[xAt + i]);
    }
  }

  static void atanhBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleLogSeries.atanhBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void logSigmoid(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleLogSeries.logSigmoid(x[xAt + i]);
    }
  }

  static void logSigmoidBack(
      double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleLogSeries.logSigmoidBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void softplus(double a, double b, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleLogSeries.softplus(x[xAt + i], a, b);
    }
  }

  static void softplusBack(
      double a, double b, double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoubleLogSeries.softplusBack(g[gAt + i], x[xAt + i], a, b);
    }
  }

  static void round(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.round(x[xAt + i]);
    }
  }

  static void floor(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.floor(x[xAt + i]);
    }
  }

  static void ceil(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.ceil(x[xAt + i]);
    }
  }

  static void clamp(double a, double b, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.clamp(x[xAt + i], a, b);
    }
  }

  static void clampBack(
      double a, double b, double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.clampBack(g[gAt + i], x[xAt + i], a, b);
    }
  }

  static void clampBackClosed(
      double a, double b, double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.clampBackClosed(g[gAt + i], x[xAt + i], a, b);
    }
  }

  static void sign(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.sign(x[xAt + i]);
    }
  }

  static void step(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.step(x[xAt + i]);
    }
  }

  static void leakyRelu(double a, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.leakyRelu(x[xAt + i], a);
    }
  }

  static void leakyReluBack(
      double a, double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.leakyReluBack(g[gAt + i], x[xAt + i], a);
    }
  }

  static void equal(double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.equal(x[xAt + i], y[yAt + i]);
    }
  }

  static void unequal(double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.unequal(x[xAt + i], y[yAt + i]);
    }
  }

  static void below(double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.below(x[xAt + i], y[yAt + i]);
    }
  }

  static void atMost(double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.atMost(x[xAt + i], y[yAt + i]);
    }
  }

  static void above(double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.above(x[xAt + i], y[yAt + i]);
    }
  }

  static void atLeast(double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.atLeast(x[xAt + i], y[yAt + i]);
    }
  }

  static void undefined(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.undefined(x[xAt + i]);
    }
  }

  static void finite(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.finite(x[xAt + i]);
    }
  }

  static void shareOfLarger(
      double a, double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.shareOfLarger(x[xAt + i], y[yAt + i], a);
    }
  }

  static void shareOfSmaller(
      double a, double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePieceSeries.shareOfSmaller(x[xAt + i], y[yAt + i], a);
    }
  }

  static void pow(double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.pow(x[xAt + i], y[yAt + i]);
    }
  }

  static void power(double a, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.power(x[xAt + i], a);
    }
  }

  static void powerBack(
      double a, double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.powerBack(g[gAt + i], x[xAt + i], a);
    }
  }

  static void sizePower(double a, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.sizePower(x[xAt + i], a);
    }
  }

  static void evenPower(double a, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.evenPower(x[xAt + i], a);
    }
  }

  static void oddPower(double a, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.oddPower(x[xAt + i], a);
    }
  }

  static void inverseSize(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.inverseSize(x[xAt + i]);
    }
  }

  static void cube(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.cube(x[xAt + i]);
    }
  }

  static void fourthPower(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.fourthPower(x[xAt + i]);
    }
  }

  static void inverseSquare(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.inverseSquare(x[xAt + i]);
    }
  }

  static void cubeBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.cubeBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void scaledProduct(
      double a, double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.scaledProduct(g[gAt + i], x[xAt + i], a);
    }
  }

  static void squareBack(double[] g, int gAt, double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.squareBack(g[gAt + i], x[xAt + i]);
    }
  }

  static void sqrtBack(double[] g, int gAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.sqrtBack(g[gAt + i], y[yAt + i]);
    }
  }

  static void reciprocalBack(
      double[] g, int gAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.reciprocalBack(g[gAt + i], y[yAt + i]);
    }
  }

  static void rsqrt(double[] x, int xAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.rsqrt(x[xAt + i]);
    }
  }

  static void rsqrtBack(double[] g, int gAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.rsqrtBack(g[gAt + i], y[yAt + i]);
    }
  }

  static void hypot(double[] x, int xAt, double[] y, int yAt, double[] out, int to, int n) {
    for (int i = 0; i < n; i++) {
      out[to + i] = DoublePowerSeries.hypot(x[xAt + i], y[yAt + i]);
    }
  }
}
