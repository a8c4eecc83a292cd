package dev.capstan.ops.internal;

/**
 * Matrix product in loops that C2 vectorises by itself. It does so only where every array of a loop
 * is indexed by the same variable alone, so each row of B lies in an array of its own, and a row of
 * C collects eight of them at a time.
 */
final class DoubleMatmul {

  /** Rows of B added at once: enough to hide the latency of the sum, few enough for registers. */
  private static final int TOGETHER = 8;

  /** Rows of C in a unit of parallel work. */
  private static final int CHUNK = 32;

  private DoubleMatmul() {}

  /** C = op(A) op(B), or C += it, as {@link Kernels#matmul}. */
  static void multiply(
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
    double[][] rows = rows(b, bAt, bT, n, k);
    Parallel.chunks(
        (m + CHUNK - 1) / CHUNK,
        (long) m * n * k,
        chunk -> {
          double[] sum = new double[n];
          double[] factors = new double[rows.length];
          int end = Math.min(m, (chunk + 1) * CHUNK);
          for (int i = chunk * CHUNK; i < end; i++) {
            int at = aAt + (aT ? i : i * k);
            int step = aT ? m : 1;
            for (int l = 0; l < k; l++) {
              factors[l] = a[at + l * step];
            }
            if (onto) {
              System.arraycopy(c, cAt + i * n, sum, 0, n);
            } else {
              java.util.Arrays.fill(sum, 0);
            }
            for (int l = 0; l < rows.length; l += TOGETHER) {
              add(rows, factors, l, sum);
            }
            System.arraycopy(sum, 0, c, cAt + i * n, n);
          }
        });
  }

  private static void add(double[][] rows, double[] factors, int l, double[] sum) {
    add(
        rows[l],
        rows[l + 1],
        rows[l + 2],
        rows[l + 3],
        rows[l + 4],
        rows[l + 5],
        rows[l + 6],
        rows[l + 7],
        factors[l],
        factors[l + 1],
        factors[l + 2],
        factors[l + 3],
        factors[l + 4],
        factors[l + 5],
        factors[l + 6],
        factors[l + 7],
        sum);
  }

  private static void add(
      double[] r0,
      double[] r1,
      double[] r2,
      double[] r3,
      double[] r4,
      double[] r5,
      double[] r6,
      double[] r7,
      double f0,
      double f1,
      double f2,
      double f3,
      double f4,
      double f5,
      double f6,
      double f7,
      double[] sum) {
    for (int j = 0; j < sum.length; j++) {
      double low = f0 * r0[j] + f1 * r1[j] + f2 * r2[j] + f3 * r3[j];
      double high = f4 * r4[j] + f5 * r5[j] + f6 * r6[j] + f7 * r7[j];
      sum[j] += low + high;
    }
  }

  /** The rows of op(B), filled up with rows of zeros to a multiple of {@link #TOGETHER}. */
  private static double[][] rows(double[] b, int bAt, boolean bT, int n, int k) {
    double[][] rows = new double[(k + TOGETHER - 1) / TOGETHER * TOGETHER][n];
    if (bT) {
      for (int j = 0; j < n; j++) {
        for (int l = 0; l < k; l++) {
          rows[l][j] = b[bAt + j * k + l];
        }
      }
    } else {
      for (int l = 0; l < k; l++) {
        System.arraycopy(b, bAt + l * n, rows[l], 0, n);
      }
    }
    return rows;
  }
}
