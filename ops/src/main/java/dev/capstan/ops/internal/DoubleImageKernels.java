package dev.capstan.ops.internal;

import java.util.Arrays;

/** See {@link ImageKernels}; products are those of the kernels chosen at start. */
final class DoubleImageKernels implements ImageKernels<double[]> {
  /** Images whose gradients of the weights are added up together: a number of the shape alone. */
  private static final int PART = 8;

  private final Kernels<double[]> kernels;

  DoubleImageKernels(Kernels<double[]> kernels) {
    this.kernels = kernels;
  }

  @Override
  public void forward(Stack s, double[] x, double[] w, double[] z) {
    Parallel.chunks(
        s.n(),
        s.work(),
        image -> {
          double[] columns = DoubleScratch.take(s.depth() * s.steps());
          for (int group = 0; group < s.groups(); group++) {
            int at = image * s.groups() + group;
            lay(s, x, at * s.image(), columns, 0);
            kernels.matmul(
                w,
                group * s.out() * s.depth(),
                false,
                columns,
                0,
                false,
                z,
                at * s.result(),
                false,
                s.out(),
                s.steps(),
                s.depth());
          }
          DoubleScratch.give(columns);
        });
  }

  @Override
  public void backToImages(Stack s, double[] w, double[] g, double[] out) {
    Parallel.chunks(
        s.n(),
        s.work(),
        image -> {
          double[] columns = DoubleScratch.take(s.depth() * s.steps());
          for (int group = 0; group < s.groups(); group++) {
            int at = image * s.groups() + group;
            kernels.matmul(
                w,
                group * s.out() * s.depth(),
                true,
                g,
                at * s.result(),
                false,
                columns,
                0,
                false,
                s.depth(),
                s.steps(),
                s.out());
            addBack(s, columns, 0, out, at * s.image());
          }
          DoubleScratch.give(columns);
        });
  }

  @Override
  public void backToWeights(Stack s, double[] x, double[] g, double[] out) {
    int parts = (s.n() + PART - 1) / PART;
    double[][] shares = new double[parts][];
    Parallel.chunks(
        parts,
        s.work(),
        part -> {
          double[] share = new double[out.length];
          int end = Math.min(s.n(), (part + 1) * PART);
          for (int image = part * PART; image < end; image++) {
            addWeights(s, x, g, image, share);
          }
          shares[part] = share;
        });
    Arrays.fill(out, 0);
    for (double[] share : shares) {
      for (int i = 0; i < out.length; i++) {
        out[i] += share[i];
      }
    }
  }

  private void addWeights(Stack s, double[] x, double[] g, int image, double[] share) {
    double[] columns = DoubleScratch.take(s.depth() * s.steps());
    for (int group = 0; group < s.groups(); group++) {
      int at = image * s.groups() + group;
      lay(s, x, at * s.image(), columns, 0);
      kernels.matmul(
          g,
          at * s.result(),
          false,
          columns,
          0,
          true,
          share,
          group * s.out() * s.depth(),
          true,
          s.out(),
          s.depth(),
          s.steps());
    }
    DoubleScratch.give(columns);
  }

  /** The windows of an image as columns: a row for each channel and tap, 0 in the padding. */
  private static void lay(Stack s, double[] x, int at, double[] columns, int begin) {
    Along rows = s.rows();
    Along across = s.columns();
    int width = across.steps();
    int to = begin;
    for (int channel = 0; channel < s.in(); channel++) {
      int plane = at + channel * rows.size() * across.size();
      for (int down = 0; down < rows.taps(); down++) {
        int first = rows.from(down);
        int end = Math.max(first, rows.to(down));
        for (int tap = 0; tap < across.taps(); tap++) {
          int start = plane + rows.first(down) * across.size() + across.first(tap);
          zero(columns, to, first * width);
          layRows(s, tap, x, start, columns, to, first, end);
          zero(columns, to + end * width, s.steps() - end * width);
          to += s.steps();
        }
      }
    }
  }

  /** What lies under one tap at some steps downwards. */
  private static void layRows(
      Stack s, int tap, double[] x, int start, double[] columns, int to, int first, int end) {
    Along across = s.columns();
    int width = across.steps();
    int left = across.from(tap);
    int right = Math.max(left, across.to(tap));
    boolean dense = across.stride() == 1 && left < right;
    for (int i = first; i < end; i++) {
      int from = start + i * s.rows().stride() * across.size();
      int row = to + i * width;
      zero(columns, row, left);
      if (dense) {
        System.arraycopy(x, from + left, columns, row + left, right - left);
      } else {
        for (int j = left; j < right; j++) {
          columns[row + j] = x[from + j * across.stride()];
        }
      }
      zero(columns, row + right, width - right);
    }
  }

  private static void zero(double[] x, int from, int n) {
    if (n > 0) {
      Arrays.fill(x, from, from + n, 0);
    }
  }

  /** The sum of columns where they lie in the image. */
  private static void addBack(Stack s, double[] columns, int begin, double[] out, int at) {
    Arrays.fill(out, at, at + s.image(), 0);
    Along rows = s.rows();
    Along across = s.columns();
    int from = begin;
    for (int channel = 0; channel < s.in(); channel++) {
      int plane = at + channel * rows.size() * across.size();
      for (int down = 0; down < rows.taps(); down++) {
        int above = rows.from(down);
        int below = rows.to(down);
        for (int tap = 0; tap < across.taps(); tap++) {
          int first = across.from(tap);
          int n = across.to(tap) - first;
          for (int i = above; i < below && n > 0; i++) {
            int row = plane + (rows.first(down) + i * rows.stride()) * across.size();
            int to = row + across.first(tap) + first * across.stride();
            addRow(columns, from + i * across.steps() + first, out, to, across.stride(), n);
          }
          from += s.steps();
        }
      }
    }
  }

  private static void addRow(double[] columns, int from, double[] out, int to, int stride, int n) {
    if (stride == 1) {
      for (int j = 0; j < n; j++) {
        out[to + j] += columns[from + j];
      }
      return;
    }
    for (int j = 0; j < n; j++) {
      out[to + j * stride] += columns[from + j];
    }
  }

  @Override
  public void unfold(Stack s, double[] x, double[] out) {
    int size = s.depth() * s.steps();
    Parallel.chunks(s.n(), s.work(), i -> lay(s, x, i * s.image(), out, i * size));
  }

  @Override
  public void fold(Stack s, double[] columns, double[] out) {
    int size = s.depth() * s.steps();
    Parallel.chunks(s.n(), s.work(), i -> addBack(s, columns, i * size, out, i * s.image()));
  }

  // --- pooling --------------------------------------------------------------------------------

  @Override
  public void sums(int planes, Cells rows, Cells columns, double[] x, double[] out) {
    int width = columns.size();
    Parallel.chunks(
        planes,
        x.length,
        plane -> {
          double[] row = DoubleScratch.take(width);
          for (int i = 0; i < rows.count(); i++) {
            Arrays.fill(row, 0, width, 0);
            for (int r = rows.from()[i]; r < rows.to()[i]; r += rows.gap()) {
              addRow(x, (plane * rows.size() + r) * width, row, 0, 1, width);
            }
            sumRow(columns, row, out, (plane * rows.count() + i) * columns.count());
          }
          DoubleScratch.give(row);
        });
  }

  private static void sumRow(Cells columns, double[] row, double[] out, int to) {
    int[] from = columns.from();
    int[] end = columns.to();
    int gap = columns.gap();
    for (int j = 0; j < from.length; j++) {
      double sum = 0;
      for (int c = from[j]; c < end[j]; c += gap) {
        sum += row[c];
      }
      out[to + j] = sum;
    }
  }

  @Override
  public void spread(int planes, Cells rows, Cells columns, double[] g, double[] out) {
    int width = columns.size();
    Arrays.fill(out, 0);
    Parallel.chunks(
        planes,
        out.length,
        plane -> {
          double[] row = DoubleScratch.take(width);
          for (int i = 0; i < rows.count(); i++) {
            Arrays.fill(row, 0, width, 0);
            spreadRow(columns, g, (plane * rows.count() + i) * columns.count(), row);
            for (int r = rows.from()[i]; r < rows.to()[i]; r += rows.gap()) {
              addRow(row, 0, out, (plane * rows.size() + r) * width, 1, width);
            }
          }
          DoubleScratch.give(row);
        });
  }

  private static void spreadRow(Cells columns, double[] g, int at, double[] row) {
    int[] from = columns.from();
    int[] end = columns.to();
    int gap = columns.gap();
    for (int j = 0; j < from.length; j++) {
      double each = g[at + j];
      for (int c = from[j]; c < end[j]; c += gap) {
        row[c] += each;
      }
    }
  }

  @Override
  public void firstMaxima(double[] x, int plane, int[] windows, int taps, int[] best) {
    int cells = windows.length / taps;
    Parallel.chunks(
        best.length / cells,
        (long) best.length * taps,
        p -> {
          for (int cell = 0; cell < cells; cell++) {
            best[p * cells + cell] = firstMaximum(x, p * plane, windows, cell * taps, taps);
          }
        });
  }

  /**
   * Without a branch that depends on the elements: nobody can foretell which one is the largest.
   */
  private static int firstMaximum(double[] x, int base, int[] windows, int from, int taps) {
    int chosen = -1;
    /*bits*/ long best = 1;
    best <<= Double.SIZE - 1; // below every key
    for (int tap = from; tap < from + taps; tap++) {
      if (windows[tap] >= 0) {
        int at = base + windows[tap];
        /*bits*/ long key = key(x[at]);
        chosen = key > best ? at : chosen;
        best = key > best ? key : best;
      }
    }
    return chosen;
  }

  /** Whole numbers in the order of the elements, both zeros being one and NaN the largest. */
  private static /*bits*/ long key(double x) {
    /*bits*/ long bits = Double.doubleToLongBits(x + 0.0);
    return bits ^ (bits >> Double.SIZE - 1 >>> 1);
  }
}
