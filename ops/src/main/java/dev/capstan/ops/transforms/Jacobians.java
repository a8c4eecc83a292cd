package dev.capstan.ops.transforms;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.Transforms;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.function.UnaryOperator;

/**
 * Derivatives as whole tensors. They are values like any other: captured traced tensors are
 * variables to an outer derivative, so that these nest with {@link Transforms}.
 */
public final class Jacobians {
  private Jacobians() {}

  /**
   * All partial derivatives of a function at x.
   *
   * <p>{@code J[i..., j...] = ∂f(x)[i...] / ∂x[j...]}. Shapes: f(x) {@code [I...]}, x {@code
   * [J...]}, returns {@code [I..., J...]}. Computed by rows, a backward walk for each element of
   * f(x), if these are no more than the elements of x, else by columns, each a directional
   * derivative. Kinks: those of the operations in f.
   *
   * @throws dev.capstan.ops.ShapeException if the ranks of f(x) and x are more than 8 together
   */
  public static Tensor jacobian(UnaryOperator<Tensor> f, Tensor x) {
    requireNonNull(x, "x");
    Transforms.Pullback<Tensor> rows = Transforms.vjp(f, x);
    Tensor y = rows.value();
    Shape shape = joined(y.shape(), x.shape());
    if (shape.size() == 0) {
      return Tensor.zeros(x.dtype(), shape.toArray());
    }
    boolean byRows = y.size() <= x.size();
    Tensor[] parts = new Tensor[byRows ? y.size() : x.size()];
    for (int k = 0; k < parts.length; k++) {
      Tensor part = byRows ? rows.apply(unit(y, k)) : Transforms.jvp(f, x, unit(x, k)).tangent();
      parts[k] = Movement.reshape(part, -1);
    }
    return Movement.reshape(Movement.stack(byRows ? 0 : 1, parts), shape.toArray());
  }

  /**
   * All second partial derivatives of a scalar function at x: the Jacobian of its gradient.
   *
   * <p>Shapes: x {@code [J...]}, returns {@code [J..., J...]}.
   *
   * @throws IllegalArgumentException if f(x) has more than one element
   * @throws dev.capstan.ops.ShapeException if the rank of x is more than 4
   */
  public static Tensor hessian(UnaryOperator<Tensor> f, Tensor x) {
    requireNonNull(x, "x");
    return jacobian(Transforms.grad(f), x);
  }

  private static Tensor unit(Tensor like, int at) {
    return like.like(i -> i == at ? 1 : 0);
  }

  private static Shape joined(Shape y, Shape x) {
    int[] sizes = new int[y.rank() + x.rank()];
    System.arraycopy(y.toArray(), 0, sizes, 0, y.rank());
    System.arraycopy(x.toArray(), 0, sizes, y.rank(), x.rank());
    return Shape.of(sizes);
  }
}
