package dev.capstan.ops.internal;

/**
 * Convolutions of a stack of images, image by image: its windows are laid out as columns in a room
 * that is used again, and a matrix product does the rest. So memory beyond the result is that of
 * the columns of one image (for each thread), and images may run side by side.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface ImageKernels<A> {

  /** The kernels for elements of a width. */
  static ImageKernels<Object> of(Width width) {
    return Provider.of(width).images();
  }

  /** How far a window of {@code taps} goes along one axis from a size to a number of steps. */
  record Along(int size, int steps, int taps, int stride, int padding, int dilation) {

    /** The place under a tap at the first step, which may be outside. */
    int first(int tap) {
      return tap * dilation - padding;
    }

    /** The first step at which a tap is inside. */
    int from(int tap) {
      int first = first(tap);
      return first >= 0 ? 0 : Math.min(steps, (-first + stride - 1) / stride);
    }

    /** The step behind the last one at which a tap is inside. */
    int to(int tap) {
      int room = size - first(tap);
      return room <= 0 ? 0 : Math.max(from(tap), Math.min(steps, (room + stride - 1) / stride));
    }
  }

  /**
   * n images of {@code groups · in} channels, and the windows over them for out channels a group.
   */
  record Stack(int n, int groups, int in, int out, Along rows, Along columns) {

    /** The elements of one group of one image. */
    int image() {
      return in * rows.size() * columns.size();
    }

    /** The elements of one group of one image's result. */
    int result() {
      return out * steps();
    }

    public int steps() {
      return rows.steps() * columns.steps();
    }

    /** The elements under one window. */
    public int depth() {
      return in * rows.taps() * columns.taps();
    }

    /** Multiply-adds for all images. */
    long work() {
      return (long) n * groups * out * steps() * depth();
    }
  }

  /** z = w ⋆ x, with w: [groups, out, depth]. */
  void forward(Stack s, A x, A w, A z);

  /** The gradient of x, given that of z. */
  void backToImages(Stack s, A w, A g, A out);

  /** The gradient of w, given that of z; images are added up in their order, in parts of eight. */
  void backToWeights(Stack s, A x, A g, A out);

  /** The windows of each image as columns: out[n, depth, steps], 0 in the padding. */
  void unfold(Stack s, A x, A out);

  /** The transpose of {@link #unfold}: each column added to where it lies in its image. */
  void fold(Stack s, A columns, A out);

  /**
   * Cells of one axis: the i-th has the places {@code from[i]}, {@code from[i] + gap}, … below
   * {@code to[i]}.
   */
  record Cells(int size, int[] from, int[] to, int gap) {

    int count() {
      return from.length;
    }

    /** How many places the i-th cell has. */
    public int places(int i) {
      return Math.max(0, (to[i] - from[i] + gap - 1) / gap);
    }
  }

  /** The sum of each cell of each plane: first down the rows, then across the columns. */
  void sums(int planes, Cells rows, Cells columns, A x, A out);

  /** The transpose of {@link #sums}: each number added to all places of its cell. */
  void spread(int planes, Cells rows, Cells columns, A g, A out);

  /**
   * Where the largest element under each window lies, for planes of a size that lie one behind the
   * other; the first of several, and a NaN is larger than all.
   *
   * @param windows for each window and tap the place in a plane, −1 outside
   * @param best for each plane and window the place in x, −1 if it is outside altogether
   */
  void firstMaxima(A x, int plane, int[] windows, int taps, int[] best);
}
