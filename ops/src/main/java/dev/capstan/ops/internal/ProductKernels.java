package dev.capstan.ops.internal;

/**
 * The ways back through products of many elements, right where some of them are 0: an element's
 * share is the product of the others, those before it and those behind it. And through running sums
 * of exponentials, whose chain is alike. And the running sums and products themselves.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ProductKernels<A> {

  /** The kernels for elements of a width. */
  @SuppressWarnings("unchecked") // arrays of this width are of just this type
  static ProductKernels<Object> of(Width width) {
    return (ProductKernels<Object>)
        (ProductKernels<?>)
            (width == Width.SINGLE ? Provider.FLOAT_PRODUCTS : Provider.DOUBLE_PRODUCTS);
  }

  /** Running folds along n of x[outer, n, inner], from the end if not forward. */
  void running(Running fold, boolean forward, A x, int outer, int n, int inner, A out);

  /** What is made of an element and those before it. */
  enum Running {
    SUM,
    PRODUCT,
    /** The logarithm of a sum of exponentials. */
    LOG_SUM,
    /** The first of the largest; a NaN stays. */
    MAX,
    /** The first of the smallest; a NaN stays. */
    MIN
  }

  /** log(eˣ + e^y), by the series of the elementary functions in double. */
  static double logAddExp(double x, double y) {
    double larger = Math.max(x, y);
    return Double.isInfinite(larger)
        ? larger
        : larger + DoubleLogSeries.log1p(DoubleFunctions.exp(Math.min(x, y) - larger));
  }

  /** The gradient of x[outer, n, inner], given that of the products over n. */
  void productBack(A x, A g, int outer, int n, int inner, A out);

  /** The gradient of x[outer, n, inner], given that of the running products along n. */
  void runningBack(A x, A g, int outer, int n, int inner, A out);

  /**
   * The same of the running extremes y: from the end, what has come together in double goes to the
   * element with which an extreme began.
   */
  void extremesBack(A y, A g, int outer, int n, int inner, A out);

  /**
   * The gradient of x[outer, n, inner], given that of the running logarithms y of sums of
   * exponentials.
   */
  void logSumsBack(A x, A y, A g, int outer, int n, int inner, A out);
}
