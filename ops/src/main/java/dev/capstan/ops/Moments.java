package dev.capstan.ops;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.Kernels;
import dev.capstan.ops.internal.UpdateKernels;
import dev.capstan.ops.internal.UpdateKernels.Stretch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an optimizer remembers of one parameter or table: up to three moments beside each element,
 * made when they are first needed. Each method is one pass over value, gradient and moments; no
 * gradient passes through it.
 */
public final class Moments {

  /** One step of {@link #sgd}; take is how much of the gradient enters the velocity. */
  public record SgdStep(double rate, double momentum, double take, boolean nesterov, double decay) {
    private UpdateKernels.Sgd plain() {
      return new UpdateKernels.Sgd(rate, momentum, take, nesterov, decay);
    }
  }

  /**
   * One step of {@link #adam}: rate holds the first moment's correction, unbias the second's; keep
   * is what remains of a value before it moves, 1 but for decoupled decay.
   */
  public record AdamStep(
      double rate,
      double beta1,
      double beta2,
      double unbias,
      double epsilon,
      double decay,
      double keep) {
    private UpdateKernels.Adam plain() {
      return new UpdateKernels.Adam(rate, beta1, beta2, unbias, epsilon, decay, keep);
    }
  }

  /** Whether RMSProp divides by the root of the mean square or by the standard deviation. */
  public enum Spread {
    MEAN_SQUARE,
    CENTERED
  }

  /** One step of {@link #rmsProp}. */
  public record RmsPropStep(
      double rate, double alpha, double epsilon, double momentum, double decay, Spread spread) {
    public RmsPropStep {
      requireNonNull(spread, "spread");
    }

    private UpdateKernels.RmsProp plain() {
      return new UpdateKernels.RmsProp(rate, alpha, epsilon, momentum, decay);
    }
  }

  /** One step of {@link #adagrad}. */
  public record AdagradStep(double rate, double epsilon, double decay) {
    private UpdateKernels.Adagrad plain() {
      return new UpdateKernels.Adagrad(rate, epsilon, decay);
    }
  }

  /** How many moments there can be. */
  public static final int MOST = 3;

  private final DType dtype;
  private int size;
  private final @Nullable Object[] moments = new @Nullable Object[MOST];

  /** As many zeros, into which a gradient of some rows is written while all rows are changed. */
  private @Nullable Object spread;

  private Moments(DType dtype, int size) {
    this.dtype = dtype;
    this.size = size;
  }

  /** Moments of 0 for so many elements. */
  public static Moments of(DType dtype, int size) {
    requireNonNull(dtype, "dtype");
    if (size < 0) {
      throw new ShapeException("moments: negative size: got " + size + ", expected 0 or more");
    }
    return new Moments(dtype, size);
  }

  // --- state ----------------------------------------------------------------------------------

  /** A copy of the index-th moment, one element each; null if it has not been needed yet. */
  public @Nullable Tensor get(int index) {
    Object moment = moments[checked(index)];
    return moment == null
        ? null
        : Tensor.wrap(Shape.of(size), Kernels.of(dtype.width()).copy(moment));
  }

  /**
   * Replaces the index-th moment; null for one that has not been needed yet.
   *
   * @throws ShapeException if there is not one number for each element
   * @throws DTypeException if the dtype is another
   */
  public void set(int index, @Nullable Tensor moment) {
    checked(index);
    if (moment != null) {
      requireFitting(dtype, size, moment, size);
    }
    moments[index] = moment == null ? null : Kernels.of(dtype.width()).copy(moment.data());
  }

  /** Makes every moment the same number; Adagrad may begin so. */
  public void fill(int index, double value) {
    moments[checked(index)] = Tensor.full(dtype, value, size).data();
  }

  private static int checked(int index) {
    if (index < 0 || index >= MOST) {
      throw Called.outside(
          "moments: no such moment: got " + index + ", expected 0 to " + (MOST - 1));
    }
    return index;
  }

  /** Room for more elements behind those that there are, with moments of {@code value}. */
  public void grow(int elements, double value) {
    if (elements <= size) {
      return;
    }
    for (int i = 0; i < MOST; i++) {
      Object old = moments[i];
      if (old != null) {
        Object grown = Tensor.full(dtype, value, elements).data();
        System.arraycopy(old, 0, grown, 0, size);
        moments[i] = grown;
      }
    }
    size = elements;
    spread = null;
  }

  // --- whole parameters -----------------------------------------------------------------------

  /**
   * A parameter's next value by gradient descent, in the memory that values computed from w get.
   *
   * <p>v ← momentum · v + take · g', w' = w − rate · v, or w − rate · (g' + momentum · v) with
   * Nesterov's look-ahead; g' = g + decay · w.
   *
   * @throws ShapeException if w has not the number of elements that these moments are for
   * @throws DTypeException if the dtypes differ
   */
  public Tensor sgd(Tensor w, Tensor g, SgdStep step) {
    requireNonNull(step, "step");
    return next(w, g, s -> sgd(s, step));
  }

  /**
   * A parameter's next value by Adam, in the memory that values computed from w get.
   *
   * <p>m ← β₁ m + (1 − β₁) g', v ← β₂ v + (1 − β₂) g'², w' = keep · w − rate · m / (√(v · unbias) +
   * ε); g' = g + decay · w. The rate holds the first moment's correction, unbias the second's.
   * Unless ε is tiny (below 5e-13 in float32), moments are whole multiples of 2²⁴ least normal
   * numbers.
   *
   * @throws ShapeException if w has not the number of elements that these moments are for
   * @throws DTypeException if the dtypes differ
   */
  public Tensor adam(Tensor w, Tensor g, AdamStep step) {
    requireNonNull(step, "step");
    return next(w, g, s -> kernels().adam(s, moment(0), moment(1), step.plain()));
  }

  /**
   * A parameter's next value by RMSProp, in the memory that values computed from w get.
   *
   * <p>s ← α s + (1 − α) g'², w' = w − rate · u; u = g' / (√s + ε), with √(s − m²) for √s and m ← α
   * m + (1 − α) g' if centered, and v ← momentum · v + u in the place of u with momentum; g' = g +
   * decay · w.
   *
   * @throws ShapeException if w has not the number of elements that these moments are for
   * @throws DTypeException if the dtypes differ
   */
  public Tensor rmsProp(Tensor w, Tensor g, RmsPropStep step) {
    requireNonNull(step, "step");
    return next(w, g, s -> rmsProp(s, step));
  }

  /**
   * A parameter's next value by Adagrad, in the memory that values computed from w get.
   *
   * <p>s ← s + g'², w' = w − rate · g' / (√s + ε); g' = g + decay · w.
   *
   * @throws ShapeException if w has not the number of elements that these moments are for
   * @throws DTypeException if the dtypes differ
   */
  public Tensor adagrad(Tensor w, Tensor g, AdagradStep step) {
    requireNonNull(step, "step");
    return next(w, g, s -> kernels().adagrad(s, moment(0), step.plain()));
  }

  private Tensor next(Tensor w, Tensor g, Consumer<Stretch<Object>> pass) {
    requireFitting(w.dtype(), w.size(), g, w.size());
    Tensor next = Tensor.blank(w.shape(), w);
    pass.accept(new Stretch<>(w.data(), next.data(), 0, g.data(), 0, size));
    return next;
  }

  // --- rows of a table ------------------------------------------------------------------------

  /** Changes some rows of a table in place as {@link #sgd}; row i of g belongs to row rows[i]. */
  public void sgd(MutableRows table, int[] rows, Tensor g, SgdStep step) {
    requireNonNull(step, "step");
    each(table, rows, g, s -> sgd(s, step));
  }

  /** Changes some rows of a table in place as {@link #adam}; row i of g belongs to row rows[i]. */
  public void adam(MutableRows table, int[] rows, Tensor g, AdamStep step) {
    requireNonNull(step, "step");
    each(table, rows, g, s -> kernels().adam(s, moment(0), moment(1), step.plain()));
  }

  /**
   * Changes all rows of a table in place as {@link #adam}; row i of g belongs to row rows[i], each
   * mentioned once, and the gradient of every other row is 0.
   */
  public void adamOfAllRows(MutableRows table, int[] rows, Tensor g, AdamStep step) {
    requireNonNull(step, "step");
    requireRows(table, rows, g);
    int width = table.width();
    Object all = spread == null ? Tensor.zeros(dtype, size).data() : spread;
    spread = all;
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(g.data(), i * width, all, rows[i] * width, width);
    }
    try {
      Object x = table.elements();
      kernels().adam(new Stretch<>(x, x, 0, all, 0, size), moment(0), moment(1), step.plain());
    } finally {
      Object nothing = Tensor.zeros(dtype, width).data();
      for (int row : rows) {
        System.arraycopy(nothing, 0, all, row * width, width);
      }
    }
  }

  /** Changes some rows of a table in place as {@link #rmsProp}. */
  public void rmsProp(MutableRows table, int[] rows, Tensor g, RmsPropStep step) {
    requireNonNull(step, "step");
    each(table, rows, g, s -> rmsProp(s, step));
  }

  /** Changes some rows of a table in place as {@link #adagrad}. */
  public void adagrad(MutableRows table, int[] rows, Tensor g, AdagradStep step) {
    requireNonNull(step, "step");
    each(table, rows, g, s -> kernels().adagrad(s, moment(0), step.plain()));
  }

  private void each(MutableRows table, int[] rows, Tensor g, Consumer<Stretch<Object>> pass) {
    requireRows(table, rows, g);
    Object x = table.elements();
    int width = table.width();
    for (int i = 0; i < rows.length; i++) {
      pass.accept(new Stretch<>(x, x, rows[i] * width, g.data(), i * width, width));
    }
  }

  private void requireRows(MutableRows table, int[] rows, Tensor g) {
    requireFitting(
        table.dtype(), table.size(), g, Sizes.times("moments", rows.length, table.width()));
    table.requireRows("moments", rows);
  }

  // --- both -----------------------------------------------------------------------------------

  private void sgd(Stretch<Object> s, SgdStep step) {
    if (step.momentum() == 0) {
      kernels().descend(s, step.plain());
    } else {
      kernels().descend(s, moment(0), step.plain());
    }
  }

  private void rmsProp(Stretch<Object> s, RmsPropStep step) {
    Object velocity = step.momentum() == 0 ? null : moment(1);
    Object mean = step.spread() == Spread.MEAN_SQUARE ? null : moment(2);
    kernels().rmsProp(s, moment(0), mean, velocity, step.plain());
  }

  private void requireFitting(DType of, int elements, Tensor g, int expected) {
    if (of != dtype || g.dtype() != dtype) {
      throw new DTypeException(
          "moments: dtypes differ: got "
              + of
              + " and a gradient in "
              + g.dtype()
              + ", expected "
              + dtype);
    }
    if (elements != size || g.size() != expected) {
      throw new ShapeException(
          "moments: got "
              + elements
              + " elements and a gradient "
              + g.shape()
              + ", expected "
              + size
              + " and "
              + expected);
    }
  }

  private UpdateKernels<Object> kernels() {
    return UpdateKernels.of(dtype.width());
  }

  private Object moment(int index) {
    Object moment = moments[index];
    if (moment == null) {
      moment = Tensor.zeros(dtype, size).data();
      moments[index] = moment;
    }
    return moment;
  }
}
