package dev.capstan.ops;

import dev.capstan.ops.internal.UpdateKernels;
import dev.capstan.ops.internal.UpdateKernels.Stretch;
import org.jspecify.annotations.Nullable;

/**
 * What an optimizer remembers of one parameter or table: up to two moments beside each element,
 * made when they are first needed. Each method is one pass over value, gradient and moments; no
 * gradient passes through it.
 */
public final class Moments {

  /** One step of {@link #sgd}. */
  public record SgdStep(double rate, double momentum, boolean nesterov, double decay) {
    private UpdateKernels.Sgd plain() {
      return new UpdateKernels.Sgd(rate, momentum, nesterov, decay);
    }
  }

  /** One step of {@link #adam}: rate holds the first moment's correction, unbias the second's. */
  public record AdamStep(
      double rate, double beta1, double beta2, double unbias, double epsilon, double decay) {
    private UpdateKernels.Adam plain() {
      return new UpdateKernels.Adam(rate, beta1, beta2, unbias, epsilon, decay);
    }
  }

  private final DType dtype;
  private final int size;
  private @Nullable Object first;
  private @Nullable Object second;

  private Moments(DType dtype, int size) {
    this.dtype = dtype;
    this.size = size;
  }

  /** Moments of 0 for so many elements. */
  public static Moments of(DType dtype, int size) {
    return new Moments(dtype, size);
  }

  /**
   * A parameter's next value by gradient descent, in the memory that values computed from w get.
   *
   * <p>v ← momentum · v + g', w' = w − rate · v, or w − rate · (g' + momentum · v) with Nesterov's
   * look-ahead; g' = g + decay · w.
   *
   * @throws ShapeException if w has not the number of elements that these moments are for
   * @throws DTypeException if the dtypes differ
   */
  public Tensor sgd(Tensor w, Tensor g, SgdStep step) {
    requireFitting(w.dtype(), w.size(), g, w.size());
    Tensor next = Tensor.blank(w.shape(), w);
    sgd(new Stretch<>(w.data(), next.data(), 0, g.data(), 0, size), step);
    return next;
  }

  /**
   * A parameter's next value by Adam, in the memory that values computed from w get.
   *
   * <p>m ← β₁ m + (1 − β₁) g', v ← β₂ v + (1 − β₂) g'², w' = w − rate · m / (√(v · unbias) + ε); g'
   * = g + decay · w. The rate holds the first moment's correction, unbias the second's. Unless ε is
   * tiny (below 5e-13 in float32), moments are whole multiples of 2²⁴ least normal numbers.
   *
   * @throws ShapeException if w has not the number of elements that these moments are for
   * @throws DTypeException if the dtypes differ
   */
  public Tensor adam(Tensor w, Tensor g, AdamStep step) {
    requireFitting(w.dtype(), w.size(), g, w.size());
    Tensor next = Tensor.blank(w.shape(), w);
    Stretch<Object> all = new Stretch<>(w.data(), next.data(), 0, g.data(), 0, size);
    kernels().adam(all, first(), second(), step.plain());
    return next;
  }

  /** Changes some rows of a table in place as {@link #sgd}; row i of g belongs to row rows[i]. */
  public void sgd(MutableRows table, int[] rows, Tensor g, SgdStep step) {
    requireFitting(table.dtype(), table.size(), g, rows.length * table.width());
    for (int i = 0; i < rows.length; i++) {
      sgd(stretch(table, rows, g, i), step);
    }
  }

  /** Changes some rows of a table in place as {@link #adam}; row i of g belongs to row rows[i]. */
  public void adam(MutableRows table, int[] rows, Tensor g, AdamStep step) {
    requireFitting(table.dtype(), table.size(), g, rows.length * table.width());
    for (int i = 0; i < rows.length; i++) {
      kernels().adam(stretch(table, rows, g, i), first(), second(), step.plain());
    }
  }

  private static Stretch<Object> stretch(MutableRows table, int[] rows, Tensor g, int i) {
    Object x = table.elements();
    int width = table.width();
    return new Stretch<>(x, x, rows[i] * width, g.data(), i * width, width);
  }

  private void sgd(Stretch<Object> s, SgdStep step) {
    if (step.momentum() == 0) {
      kernels().descend(s, step.plain());
    } else {
      kernels().descend(s, first(), step.plain());
    }
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

  private Object first() {
    if (first == null) {
      first = Tensor.zeros(dtype, size).data();
    }
    return first;
  }

  private Object second() {
    if (second == null) {
      second = Tensor.zeros(dtype, size).data();
    }
    return second;
  }
}
