package dev.capstan.ops.internal;

/**
 * What an element of a matrix product is, defined for every provider, and the thin products.
 *
 * <p>A product with <b>one column</b> has the sums of {@link DoubleFolds#dot}, row by row.
 *
 * <p>In any <b>other</b> product the inner axis is cut into stretches of {@link #STRETCH}, and each
 * of them into the fewest pieces of at most {@link #DEPTH} that are all alike but for the last. A
 * piece is a chain of fused multiply-adds in the order of the inner axis, beginning with 0. Pieces
 * are added in order to what was there, in the element's own type; where there are several
 * stretches, each begins anew, and their sums are added in order in double. So the error is within
 * (DEPTH + STRETCH / DEPTH) ε / 2 Σ |x y|, however long the inner axis.
 *
 * <p>None of this depends on the number of rows: a row alone is the row in any batch. (Machines
 * without fused multiply-adds, x86 before 2013, compute them very slowly.)
 */
final class DoubleProducts {

  /** Elements of the inner axis in a chain at most. */
  static final int DEPTH = 256;

  /** Elements of the inner axis whose pieces are added in the element's own type. */
  static final int STRETCH = DEPTH * DEPTH;

  /** Columns, or rows, that are worked on together: as many chains keep two units busy. */
  private static final int TOGETHER = 8;

  private DoubleProducts() {}

  /** The size of a piece of an inner axis of k, which is at most a stretch. */
  static int piece(int k) {
    int pieces = Math.max(1, (k + DEPTH - 1) / DEPTH);
    return Math.max(1, (k + pieces - 1) / pieces);
  }

  /** A product of matrices with some part of a stored inner axis; see {@link Kernels#matmul}. */
  interface Product {
    void of(
        double[] a,
        int aAt,
        boolean aT,
        double[] b,
        int bAt,
        boolean bT,
        double[] c,
        int cAt,
        boolean onto,
        int m,
        int n,
        int k,
        int stored);
  }

  /** A product whose inner axis is longer than a stretch. */
  static void stretches(
      Product product,
      double[] a,
      int aAt,
      boolean aT,
      double[] b,
      int bAt,
      boolean bT,
      double[] c,
      int cAt,
      boolean onto,
      int m,
      int n,
      int k) {
    /*wide*/ double[] total = new /*wide*/ double[m * n];
    for (int i = 0; onto && i < m * n; i++) {
      total[i] = c[cAt + i];
    }
    for (int l = 0; l < k; l += STRETCH) {
      int aFrom = aAt + (aT ? l * m : l);
      int bFrom = bAt + (bT ? l : l * n);
      int deep = Math.min(STRETCH, k - l);
      product.of(a, aFrom, aT, b, bFrom, bT, c, cAt, false, m, n, deep, k);
      for (int i = 0; i < m * n; i++) {
        total[i] += c[cAt + i];
      }
    }
    for (int i = 0; i < m * n; i++) {
      c[cAt + i] = /*narrow*/ total[i];
    }
  }

  // --- one column -----------------------------------------------------------------------------

  /** c = op(A) b, or c += it, b being one column of k. */
  static void column(
      DoubleLines lines,
      double[] a,
      int aAt,
      boolean aT,
      double[] b,
      int bAt,
      double[] c,
      int cAt,
      boolean onto,
      int m,
      int k) {
    if (!aT || m == 1) {
      for (int i = 0; i < m; i++) {
        put(lines.dot(a, aAt + i * k, b, bAt, k, 0), c, cAt + i, onto);
      }
      return;
    }
    double[] columns = DoubleScratch.take(TOGETHER * k);
    for (int i = 0; i < m; i += TOGETHER) {
      int width = Math.min(TOGETHER, m - i);
      for (int l = 0; l < k; l++) {
        for (int j = 0; j < width; j++) {
          columns[j * k + l] = a[aAt + l * m + i + j];
        }
      }
      for (int j = 0; j < width; j++) {
        put(lines.dot(columns, j * k, b, bAt, k, 0), c, cAt + i + j, onto);
      }
    }
    DoubleScratch.give(columns);
  }

  private static void put(/*wide*/ double sum, double[] c, int at, boolean onto) {
    c[at] = /*narrow*/ (onto ? c[at] + sum : sum);
  }

  // --- few columns, or a single row -----------------------------------------------------------

  /** As {@link Product}, in chains side by side. */
  static void chains(
      double[] a,
      int aAt,
      boolean aT,
      double[] b,
      int bAt,
      boolean bT,
      double[] c,
      int cAt,
      boolean onto,
      int m,
      int n,
      int k,
      int stored) {
    for (int i = 0; i < m; i++) {
      int row = aAt + i * (aT ? 1 : stored);
      row(a, row, aT ? m : 1, b, bAt, bT, 0, c, cAt + i * n, onto, n, k, stored);
    }
  }

  /** One row of a product, its elements from a column on. */
  static void row(
      double[] a,
      int aAt,
      int aStep,
      double[] b,
      int bAt,
      boolean bT,
      int column,
      double[] c,
      int cAt,
      boolean onto,
      int n,
      int k,
      int stored) {
    int piece = piece(k);
    int across = bT ? stored : 1;
    int down = bT ? 1 : n;
    double[] sums = new double[TOGETHER];
    for (int j = column; j < n; j += TOGETHER) {
      int width = Math.min(TOGETHER, n - j);
      for (int l = 0; l < k || l == 0; l += piece) {
        int depth = Math.min(piece, k - l);
        int from = bAt + j * across + l * down;
        eight(a, aAt + l * aStep, aStep, b, from, across, width - 1, down, depth, sums);
        boolean add = onto || l > 0;
        for (int s = 0; s < width; s++) {
          int to = cAt + j + s;
          c[to] = add ? c[to] + sums[s] : sums[s];
        }
      }
    }
  }

  /** Eight chains, those beyond the last column being the last once more. */
  private static void eight(
      double[] a,
      int aAt,
      int aStep,
      double[] b,
      int bAt,
      int across,
      int last,
      int down,
      int depth,
      double[] sums) {
    int b1 = Math.min(1, last) * across;
    int b2 = Math.min(2, last) * across;
    int b3 = Math.min(3, last) * across;
    int b4 = Math.min(4, last) * across;
    int b5 = Math.min(5, last) * across;
    int b6 = Math.min(6, last) * across;
    int b7 = Math.min(7, last) * across;
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    double s5 = 0;
    double s6 = 0;
    double s7 = 0;
    int at = aAt;
    int from = bAt;
    for (int l = 0; l < depth; l++) {
      double f = a[at];
      s0 = Math.fma(f, b[from], s0);
      s1 = Math.fma(f, b[from + b1], s1);
      s2 = Math.fma(f, b[from + b2], s2);
      s3 = Math.fma(f, b[from + b3], s3);
      s4 = Math.fma(f, b[from + b4], s4);
      s5 = Math.fma(f, b[from + b5], s5);
      s6 = Math.fma(f, b[from + b6], s6);
      s7 = Math.fma(f, b[from + b7], s7);
      at += aStep;
      from += down;
    }
    sums[0] = s0;
    sums[1] = s1;
    sums[2] = s2;
    sums[3] = s3;
    sums[4] = s4;
    sums[5] = s5;
    sums[6] = s6;
    sums[7] = s7;
  }
}
