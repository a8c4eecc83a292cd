package dev.capstan.ops.internal;

/** Functions made of pieces; see {@link DoubleExpSeries} for what a series is. */
final class DoublePieceSeries {
  static final double SCALE = DoubleLogSeries.SCALE;

  private DoublePieceSeries() {}

  /** The nearest whole number, the even one of two: 2^p, beside which steps are whole, does it. */
  @Looped
  static double round(double x) {
    double a = Math.abs(x);
    double y = (a + SCALE) - SCALE;
    return a < SCALE ? DoubleExpSeries.signed(y, x) : x;
  }

  @Looped
  static double floor(double x) {
    double y = round(x);
    return y > x ? y - 1 : y;
  }

  @Looped
  static double ceil(double x) {
    double y = round(x);
    return DoubleExpSeries.signed(Math.abs(y < x ? y + 1 : y), x);
  }

  @Looped
  static double clamp(double x, double a, double b) {
    return Math.min(Math.max(x, a), b);
  }

  @Looped
  static double clampBack(double g, double x, double a, double b) {
    return x > a && x < b ? g : 0;
  }

  @Looped
  static double clampBackClosed(double g, double x, double a, double b) {
    return x >= a && x <= b ? g : 0;
  }

  /** −1 or 1, and x itself where it is 0 or NaN. */
  @Looped
  static double sign(double x) {
    return x > 0 ? 1 : x < 0 ? -1 : x;
  }

  /** 1 where x is positive or NaN, else 0. */
  @Looped
  static double step(double x) {
    return x <= 0 ? 0 : 1;
  }

  @Looped
  static double leakyRelu(double x, double a) {
    return x > 0 ? x : x * a;
  }

  @Looped
  static double leakyReluBack(double g, double x, double a) {
    double down = a == 0 ? 0 : g * a;
    return x > 0 ? g : down;
  }

  @Looped
  static double one(double x) {
    return 1;
  }

  @Looped
  static double same(double x) {
    return x;
  }

  /** NaN if either is. */
  @Looped
  static double larger(double x, double y) {
    return Math.max(x, y);
  }

  @Looped
  static double smaller(double x, double y) {
    return Math.min(x, y);
  }

  /** x above 0, y·x below. */
  @Looped
  static double sloped(double x, double y) {
    return x > 0 ? x : x * y;
  }

  // --- comparisons: 1 where they hold, else 0 ----------------------------------------------------

  @Looped
  static double equal(double x, double y) {
    return x == y ? 1 : 0;
  }

  @Looped
  static double unequal(double x, double y) {
    return x != y ? 1 : 0;
  }

  @Looped
  static double below(double x, double y) {
    return x < y ? 1 : 0;
  }

  @Looped
  static double atMost(double x, double y) {
    return x <= y ? 1 : 0;
  }

  @Looped
  static double above(double x, double y) {
    return x > y ? 1 : 0;
  }

  @Looped
  static double atLeast(double x, double y) {
    return x >= y ? 1 : 0;
  }

  @Looped
  static double undefined(double x) {
    return Double.isNaN(x) ? 1 : 0;
  }

  @Looped
  static double finite(double x) {
    return Math.abs(x) < Double.POSITIVE_INFINITY ? 1 : 0;
  }

  @Looped
  static double endless(double x) {
    return Math.abs(x) == Double.POSITIVE_INFINITY ? 1 : 0;
  }

  /** What x gets of the gradient of the larger of x and y: a at a tie, all beside NaN. */
  @Looped
  static double shareOfLarger(double x, double y, double a) {
    return x == y ? a : x < y ? 0 : 1;
  }

  @Looped
  static double shareOfSmaller(double x, double y, double a) {
    return x == y ? a : x > y ? 0 : 1;
  }
}
