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
          double[] columns = new double[s.depth() * s.steps()];
          for (int group = 0; group < s.groups(); group++) {
            int at = image * s.groups() + group;
            lay(s, x, at * s.image(), columns);
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
        });
  }

  @Override
  public void backToImages(Stack s, double[] w, double[] g, double[] out) {
    Parallel.chunks(
        s.n(),
        s.work(),
        image -> {
          double[] columns = new double[s.depth() * s.steps()];
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
            Arrays.fill(out, at * s.image(), (at + 1) * s.image(), 0);
            addBack(s, columns, out, at * s.image());
          }
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
    double[] columns = new double[s.depth() * s.steps()];
    for (int group = 0; group < s.groups(); group++) {
      int at = image * s.groups() + group;
      lay(s, x, at * s.image(), columns);
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
  }

  /** The windows of an image as columns: a row for each channel and tap, 0 in the padding. */
  private static void lay(Stack s, double[] x, int at, double[] columns) {
    Along rows = s.rows();
    Along across = s.columns();
    int width = across.steps();
    int to = 0;
    for (int channel = 0; channel < s.in(); channel++) {
      int plane = at + channel * rows.size() * across.size();
      for (int down = 0; down < rows.taps(); down++) {
        for (int tap = 0; tap < across.taps(); tap++) {
          int first = rows.from(down);
          int end = rows.to(down);
          Arrays.fill(columns, to, to + first * width, 0);
          for (int i = first; i < end; i++) {
            int from = plane + (rows.first(down) + i * rows.stride()) * across.size();
            layRow(across, tap, x, from, columns, to + i * width);
          }
          Arrays.fill(columns, to + Math.max(first, end) * width, to + s.steps(), 0);
          to += s.steps();
        }
      }
    }
  }

  private static void layRow(
      Along across, int tap, double[] x, int from, double[] columns, int to) {
    int first = across.from(tap);
    int end = Math.max(first, across.to(tap));
    Arrays.fill(columns, to, to + first, 0);
    int at = from + across.first(tap);
    if (across.stride() == 1 && first < end) {
      System.arraycopy(x, at + first, columns, to + first, end - first);
    } else {
      for (int j = first; j < end; j++) {
        columns[to + j] = x[at + j * across.stride()];
      }
    }
    Arrays.fill(columns, to + end, to + across.steps(), 0);
  }

  /** Adds columns back to where they lie in the image. */
  private void addBack(Stack s, double[] columns, double[] out, int at) {
    Along rows = s.rows();
    Along across = s.columns();
    int from = 0;
    for (int channel = 0; channel < s.in(); channel++) {
      int plane = at + channel * rows.size() * across.size();
      for (int down = 0; down < rows.taps(); down++) {
        for (int tap = 0; tap < across.taps(); tap++) {
          int first = across.from(tap);
          int n = across.to(tap) - first;
          for (int i = rows.from(down); i < rows.to(down) && n > 0; i++) {
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
    for (int j = 0; j < n; j++) {
      out[to + j * stride] += columns[from + j];
    }
  }
}
