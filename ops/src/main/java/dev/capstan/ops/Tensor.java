package dev.capstan.ops;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.Node;
import dev.capstan.autograd.Scratch;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.Transforms;
import dev.capstan.ops.Pool.Lease;
import dev.capstan.ops.internal.Kernels;
import java.util.function.IntToDoubleFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An immutable array of numbers of one {@link DType}, with a {@link Shape}, contiguous and
 * row-major. A tensor is a constant unless a tape watches it or it was computed from one that is
 * watched.
 *
 * <p>Every operation exists in two forms: the static method of its family ({@link Elementwise},
 * {@link Reductions}, {@link Indexing}, {@link Movement}, {@link LinearAlgebra}, …), which is the
 * definition and has the full documentation, and the method of the same name here.
 */
public final class Tensor
    implements Traced<Tensor>,
        FluentElementwise,
        FluentComparisons,
        FluentTranscendental,
        FluentRounding,
        FluentActivations,
        FluentSpecial,
        FluentReductions,
        FluentScans,
        FluentSorting,
        FluentIndexing,
        FluentScattering,
        FluentMovement,
        FluentRearrangement,
        FluentDiagonals,
        FluentLinearAlgebra,
        FluentNeural {
  private final Shape shape;

  /** A {@code float[]} or a {@code double[]}: this alone says what the dtype is. */
  private final Object data;

  private final @Nullable Node<Tensor> node;

  /** Whose memory the array is, and since when; null if it is this tensor's own. */
  private final @Nullable Lease lease;

  private final int term;

  private Tensor(Shape shape, Object data, @Nullable Node<Tensor> node, @Nullable Lease lease) {
    this(shape, data, node, lease, lease == null ? 0 : lease.term);
  }

  private Tensor(
      Shape shape, Object data, @Nullable Node<Tensor> node, @Nullable Lease lease, int term) {
    this.shape = shape;
    this.data = data;
    this.node = node;
    this.lease = lease;
    this.term = term;
  }

  /** A constant over an array that nobody else holds; its type is the dtype. */
  static Tensor wrap(Shape shape, Object data) {
    return new Tensor(shape, data, null, null);
  }

  /**
   * A tensor with arbitrary contents, which the caller overwrites as a whole, in the memory that
   * descendants of x and y get: that of a walk rather than that of a step's values.
   */
  static Tensor blank(Shape shape, Tensor x, Tensor y) {
    boolean first = x.lease != null && (y.lease == null || x.lease.arena.walk);
    return blank(shape, first ? x : y);
  }

  /** A tensor of x's dtype with arbitrary contents, in the memory that x's descendants get. */
  static Tensor blank(Shape shape, Tensor x) {
    int n = shape.size();
    requireHeap(x.dtype(), shape);
    Lease lease = x.lease == null ? null : x.lease.arena.lend(x.dtype(), n);
    Object array = lease == null ? null : lease.array;
    return new Tensor(shape, array == null ? x.kernels().allocate(n) : array, null, lease);
  }

  // --- creation -------------------------------------------------------------------------------

  /** A float64 vector. */
  public static Tensor of(double... elements) {
    return wrap(Shape.of(elements.length), elements.clone());
  }

  /** A float64 vector of whole numbers, so that {@code of(1, 2, 3)} is no float32 by accident. */
  public static Tensor of(int... elements) {
    return generate(DType.FLOAT64, Shape.of(elements.length), i -> elements[i]);
  }

  /** A float32 vector. */
  public static Tensor of(float... elements) {
    return wrap(Shape.of(elements.length), elements.clone());
  }

  /** A float64 matrix. */
  public static Tensor of(double[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    double[] all = new double[Sizes.times("of", rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      requireRow(i, rows[i].length, columns);
      System.arraycopy(rows[i], 0, all, i * columns, columns);
    }
    return wrap(Shape.of(rows.length, columns), all);
  }

  /** A float32 matrix. */
  public static Tensor of(float[][] rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    float[] all = new float[Sizes.times("of", rows.length, columns)];
    for (int i = 0; i < rows.length; i++) {
      requireRow(i, rows[i].length, columns);
      System.arraycopy(rows[i], 0, all, i * columns, columns);
    }
    return wrap(Shape.of(rows.length, columns), all);
  }

  /** A float64 tensor over a copy of row-major elements. */
  public static Tensor of(double[] elements, int... shape) {
    requireNonNull(shape, "shape");
    return wrap(fitting(Shape.of(shape), elements.length), elements.clone());
  }

  /** A float32 tensor over a copy of row-major elements. */
  public static Tensor of(float[] elements, int... shape) {
    requireNonNull(shape, "shape");
    return wrap(fitting(Shape.of(shape), elements.length), elements.clone());
  }

  /** A float64 scalar of a whole number, as {@link #of(int...)} makes a float64 vector. */
  public static Tensor scalar(int value) {
    return scalar((double) value);
  }

  /** A float64 scalar (rank 0). */
  public static Tensor scalar(double value) {
    return wrap(Shape.scalar(), new double[] {value});
  }

  /** A float32 scalar (rank 0). */
  public static Tensor scalar(float value) {
    return wrap(Shape.scalar(), new float[] {value});
  }

  /** Zeros. */
  public static Tensor zeros(DType dtype, int... shape) {
    requireNonNull(shape, "shape");
    return zeros(dtype, Shape.of(shape));
  }

  /** Zeros. */
  static Tensor zeros(DType dtype, Shape shape) {
    requireHeap(dtype, shape);
    return wrap(shape, Kernels.of(dtype.width()).allocate(shape.size()));
  }

  /** Ones. */
  public static Tensor ones(DType dtype, int... shape) {
    requireNonNull(dtype, "dtype");
    requireNonNull(shape, "shape");
    return full(dtype, 1, shape);
  }

  /** One value everywhere. */
  public static Tensor full(DType dtype, double value, int... shape) {
    requireNonNull(dtype, "dtype");
    requireNonNull(shape, "shape");
    return generate(dtype, Shape.of(shape), i -> value);
  }

  /** 0, 1, …, n − 1. */
  public static Tensor arange(DType dtype, int n) {
    requireNonNull(dtype, "dtype");
    return generate(dtype, Shape.of(n), i -> i);
  }

  /** The identity matrix. */
  public static Tensor eye(DType dtype, int n) {
    requireNonNull(dtype, "dtype");
    return generate(dtype, Shape.of(n, n), i -> i / n == i % n ? 1 : 0);
  }

  /** Uniform numbers in [0, 1), drawn in row-major order. */
  public static Tensor rand(DType dtype, RandomGenerator random, int... shape) {
    requireNonNull(dtype, "dtype");
    requireNonNull(shape, "shape");
    return generate(dtype, Shape.of(shape), i -> random.nextDouble());
  }

  /** Standard normal numbers, drawn in row-major order. */
  public static Tensor randn(DType dtype, RandomGenerator random, int... shape) {
    requireNonNull(random, "random");
    requireNonNull(dtype, "dtype");
    requireNonNull(shape, "shape");
    return generate(dtype, Shape.of(shape), i -> Gaussian.next(random));
  }

  /** Element i (row-major) is {@code elements(i)}, computed in that order. */
  public static Tensor generate(DType dtype, Shape shape, IntToDoubleFunction elements) {
    requireNonNull(dtype, "dtype");
    requireNonNull(elements, "elements");
    Kernels<Object> kernels = Kernels.of(dtype.width());
    int n = shape.size();
    requireHeap(dtype, shape);
    Object data = kernels.allocate(n);
    for (int i = 0; i < n; i++) {
      kernels.set(data, i, elements.applyAsDouble(i));
    }
    return wrap(shape, data);
  }

  /** Refuses what the heap cannot hold, before it is made. */
  static void requireHeap(DType dtype, Shape shape) {
    if (shape.size() > Sizes.SMALL) {
      Sizes.requireHeap(dtype.toString(), shape.toArray(), (long) dtype.bytes() * shape.size());
    }
  }

  private static void requireRow(int row, int got, int expected) {
    if (got != expected) {
      throw new ShapeException(
          "of: ragged rows: row "
              + row
              + " has length "
              + got
              + ", expected "
              + expected
              + " as in row 0");
    }
  }

  private static Shape fitting(Shape shape, int n) {
    if (shape.size() != n) {
      throw new ShapeException(
          "of: got " + n + " elements for shape " + shape + ", expected " + shape.size());
    }
    return shape;
  }

  // --- looking --------------------------------------------------------------------------------

  public DType dtype() {
    return data instanceof float[] ? DType.FLOAT32 : DType.FLOAT64;
  }

  public Shape shape() {
    return shape;
  }

  /** The number of elements. */
  public int size() {
    return shape.size();
  }

  public int rank() {
    return shape.rank();
  }

  /** The only element as a Java number, which leaves the tape: no gradient flows back. */
  public double item() {
    if (shape.size() != 1) {
      throw new ShapeException(
          "item: got shape " + shape + ", expected one element; use get(i, …) or toArray()");
    }
    return at(0);
  }

  /**
   * One element as a Java number, which leaves the tape: no gradient flows back through it. An
   * element that is to be differentiated is {@code select(0, i)}.
   *
   * @param index one for each axis
   */
  public double get(int... index) {
    return at(flatIndex(index));
  }

  private int flatIndex(int[] index) {
    if (index.length != shape.rank()) {
      throw new ShapeException(
          "get: got "
              + index.length
              + " indices "
              + Sizes.shown(index)
              + " for shape "
              + shape
              + ", expected "
              + shape.rank());
    }
    int flat = 0;
    for (int i = 0; i < index.length; i++) {
      if (index[i] < 0 || index[i] >= shape.get(i)) {
        throw new IndexOutOfBoundsException(
            "get: index " + index[i] + " out of range for axis " + i + " of size " + shape.get(i));
      }
      flat = flat * shape.get(i) + index[i];
    }
    return flat;
  }

  /** The elements in row-major order, as doubles; a copy. */
  public double[] toArray() {
    if (data() instanceof double[] doubles) {
      return doubles.clone();
    }
    double[] out = new double[shape.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = at(i);
    }
    return out;
  }

  /** The elements in row-major order, as floats; a copy, rounded if the tensor is float64. */
  public float[] toFloatArray() {
    if (data() instanceof float[] floats) {
      return floats.clone();
    }
    float[] out = new float[shape.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) at(i);
    }
    return out;
  }

  /**
   * The same numbers as a constant: no gradient passes. May be kept for ever: memory that belongs
   * to a backward walk or to an optimizer's step is copied.
   */
  public Tensor detach() {
    if (lease == null) {
      return constant();
    }
    return wrap(shape, lease.array == null ? data() : kernels().copy(data()));
  }

  /**
   * The same numbers as a constant, and meant so: no gradient passes, and a gradient check holds
   * them when it moves the inputs. As {@link Transforms#stopGradient}.
   */
  public Tensor stopGradient() {
    return Transforms.stopGradient(this);
  }

  /** The same numbers as a constant, for use within an operation: shares the memory. */
  Tensor constant() {
    return node == null ? this : traced(null);
  }

  /**
   * Aligned numbers under a line with dtype and shape; large tensors are elided in the middle. One
   * that a tape follows ends in the number and name of its node: {@code (traced: #2 mul)}.
   */
  @Override
  public String toString() {
    if (stale()) {
      return form() + " (its memory has been given back)";
    }
    return node != null && node.recording()
        ? TensorText.of(this) + " (traced: #" + node.index() + " " + node.op() + ")"
        : TensorText.of(this);
  }

  // --- for operations -------------------------------------------------------------------------

  /** Whether an operation on this tensor would be recorded now. */
  boolean recording() {
    return node != null && node.recording();
  }

  /** The array itself; whoever asks for it does not write to it. */
  Object data() {
    if (stale()) {
      throw new IllegalStateException(
          "tensor "
              + form()
              + ": its memory has been given back at the end of a backward walk "
              + "or an optimizer's step; keep detach() of it instead");
    }
    return data;
  }

  private boolean stale() {
    return lease != null && lease.term != term;
  }

  @Nullable Lease lease() {
    return lease;
  }

  /** The same array under another lease. */
  Tensor lent(@Nullable Lease by) {
    return new Tensor(shape, data(), node, by);
  }

  /** Whether both are over the same array. */
  boolean shares(Tensor other) {
    return data == other.data;
  }

  Kernels<Object> kernels() {
    return Kernels.of(dtype().width());
  }

  /** The same elements in another shape of the same size, as a constant; shares the array. */
  Tensor withShape(Shape other) {
    return new Tensor(other, data(), null, lease);
  }

  // --- for the engine -------------------------------------------------------------------------

  @Override
  public @Nullable Node<Tensor> node() {
    return node;
  }

  @Override
  public Tensor traced(@Nullable Node<Tensor> by) {
    return new Tensor(shape, data, by, lease, term);
  }

  @Override
  public TensorForm form() {
    return new TensorForm(dtype(), shape);
  }

  @Override
  public boolean sameForm(Tensor other) {
    return dtype() == other.dtype() && shape.equals(other.shape);
  }

  @Override
  public double at(int index) {
    Object array = data();
    if (index < 0 || index >= shape.size()) {
      throw Shape.noElement(index, shape);
    }
    return array instanceof double[] doubles ? doubles[index] : ((float[]) array)[index];
  }

  @Override
  public Tensor like(IntToDoubleFunction elements) {
    requireNonNull(elements, "elements");
    return generate(dtype(), shape, elements);
  }

  @Override
  public Tensor plus(Tensor other) {
    requireNonNull(other, "other");
    return Elementwise.add(this, other);
  }

  @Override
  public Scratch<Tensor> scratch() {
    return lease == null ? new Arena() : lease.arena.forWalk();
  }

  @Override
  public Tensor self() {
    return this;
  }
}
