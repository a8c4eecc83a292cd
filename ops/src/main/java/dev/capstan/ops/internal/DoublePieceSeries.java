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

  @Looped
  static double firstLarger(double x, double y) {
    double larger = Math.max(x, y);
    return x == larger ? x : larger;
  }

  /** x above 0, y·x below. */
  @Looped
  static double sloped(double x, double y) {
    return x > 0 ? x : x * y;
  }

  /** Up to a/2 from x, beyond it from y: so both ends are exact. */
  @Looped
  static double between(double x, double y, double a) {
    double way = y - x;
    return a < 0.5 ? x + a * way : y - (1 - a) * way;
  }

  static boolean isNumber(double x, double y) {
    return Math.abs(x) < Double.POSITIVE_INFINITY;
  }

  static double numberOrNear(double x, double y, double a, double b) {
    return x;
  }

  /** Infinity becomes a, minus infinity b, and NaN y. */
  @Looped("isNumber")
  static double numberOr(double x, double y, double a, double b) {
    double above = x == Double.POSITIVE_INFINITY ? a : x;
    double z = x == Double.NEGATIVE_INFINITY ? b : above;
    return Double.isNaN(x) ? y : z;
  }

  // --- remainders --------------------------------------------------------------------------------
  //
  // With q the floor of the rounded quotient, x − q y is exact: q is ⌊x/y⌋, or by one more where
  // the quotient was rounded up to a whole number.

  /** Whether the quotient has a whole part to speak of; what is not is left to Java's remainder. */
  static boolean isDivisible(double x, double y) {
    return Math.abs(x / y) < SCALE && Math.abs(y) < Double.POSITIVE_INFINITY;
  }

  /** x − y·⌊x/y⌋: the remainder with the sign of the divisor. */
  @Looped("isDivisible")
  static double remainder(double x, double y) {
    return isDivisible(x, y) ? remainderNear(x, y) : farRemainder(x, y);
  }

  static double remainderNear(double x, double y) {
    double r = Math.fma(-floor(x / y), y, x);
    double turned = y < 0 ? -r : r;
    double z = turned < 0 ? r + y : r;
    return r == 0 ? DoubleExpSeries.signed(Math.abs(r), x) : z;
  }

  /** Only called, never inlined into a loop. */
  static double farRemainder(double x, double y) {
    double r = x % y;
    return r != 0 && r < 0 != y < 0 ? r + y : r;
  }

  /** ⌊x/y⌋ of the remainder really taken: the division alone may round up to the next one. */
  @Looped("isDivisible")
  static double wholeQuotient(double x, double y) {
    return round((x - remainder(x, y)) / y);
  }

  static double wholeQuotientNear(double x, double y) {
    return round((x - remainderNear(x, y)) / y);
  }

  // --- ways back through a kink ------------------------------------------------------------------

  /** x·y, but 0 wherever y is 0, also for an infinite or undefined x: closes a gradient's way. */
  @Looped
  static double gate(double x, double y) {
    return y == 0 ? 0 : x * y;
  }

  /** Of a gradient and relu's result: g where that is positive or NaN, else 0. */
  @Looped
  static double reluBack(double g, double y) {
    return y <= 0 ? 0 : g;
  }

  /** Of a gradient and abs's operand: g with its sign, 0 at 0. */
  @Looped
  static double absBack(double g, double x) {
    double s = x > 0 ? 1 : x < 0 ? -1 : x;
    return x == 0 ? 0 : g * s;
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
