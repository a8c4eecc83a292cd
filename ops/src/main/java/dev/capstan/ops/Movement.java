package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;

import dev.capstan.ops.internal.Kernels;
import dev.capstan.ops.internal.Strided;
import java.util.Arrays;

/** Operations that move or repeat elements without changing them. Only reshape shares memory. */
public final class Movement {
  private Movement() {}

  /** The same elements in another shape; one size may be −1 and is inferred. */
  public static Tensor reshape(Tensor x, int... sizes) {
    return reshape(x, resolve("reshape", x.shape(), sizes));
  }

  static Tensor reshape(Tensor x, Shape shape) {
    if (shape.equals(x.shape())) {
      return x;
    }
    return op("reshape", x).value(v -> v.withShape(shape)).vjp(g -> reshape(g, x.shape())).record();
  }

  /** x repeated along axes of size 1, and along new axes in front. */
  public static Tensor broadcastTo(Tensor x, Shape shape) {
    if (shape.equals(x.shape())) {
      return x;
    }
    if (!Shape.broadcast("broadcastTo", x.shape(), shape).equals(shape)) {
      throw new ShapeException("broadcastTo: " + x.shape() + " does not stretch to " + shape);
    }
    return op("broadcastTo", x)
        .value(
            v -> strided(v, 0, shape, Strided.broadcastStrides(v.shape().toArray(), shape.rank())))
        .vjp(g -> sumTo(g, x.shape()))
        .record();
  }

  /** The transpose of {@link #broadcastTo}: sums over the axes that a broadcast stretched. */
  public static Tensor sumTo(Tensor x, Shape shape) {
    if (shape.equals(x.shape())) {
      return x;
    }
    if (!Shape.broadcast("sumTo", x.shape(), shape).equals(x.shape())) {
      throw new ShapeException("sumTo: " + shape + " does not stretch to " + x.shape());
    }
    int extra = x.rank() - shape.rank();
    int[] axes = new int[x.rank()];
    int count = 0;
    for (int i = 0; i < x.rank(); i++) {
      if (i < extra || shape.get(i - extra) == 1 && x.shape().get(i) != 1) {
        axes[count++] = i;
      }
    }
    Tensor summed = count == 0 ? x : Reductions.sum(x, KeepDims.YES, Arrays.copyOf(axes, count));
    return reshape(summed, shape);
  }

  /** The axes in another order: axis i of the result is axis {@code order[i]} of x. */
  public static Tensor permute(Tensor x, int... order) {
    int[] resolved = order.clone();
    int[] inverse = new int[order.length];
    int[] sizes = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      resolved[i] = x.shape().axis("permute", order[i]);
      inverse[resolved[i]] = i;
      sizes[i] = x.shape().get(resolved[i]);
    }
    Shape shape = Shape.of(sizes);
    return op("permute", x)
        .value(v -> Tensor.wrap(v.dtype(), shape, permuted(v, resolved)))
        .vjp(g -> permute(g, inverse))
        .record();
  }

  /** The elements with the axes in another order. */
  static Object permuted(Tensor x, int[] order) {
    int[] strides = x.shape().strides();
    int[] sizes = new int[order.length];
    int[] steps = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      sizes[i] = x.shape().get(order[i]);
      steps[i] = strides[order[i]];
    }
    return strided(x, 0, Shape.of(sizes), steps).data();
  }

  /** The elements at strided positions. */
  static Tensor strided(Tensor x, int offset, Shape shape, int[] strides) {
    Kernels<Object> kernels = x.kernels();
    Object out = kernels.allocate(shape.size());
    if (shape.size() > 0) {
      kernels.copyStrided(x.data(), offset, shape.toArray(), strides, out);
    }
    return Tensor.wrap(x.dtype(), shape, out);
  }

  /** The shape that {@code sizes} names for that many elements; one −1 is inferred. */
  static Shape resolve(String op, Shape from, int... sizes) {
    int[] resolved = sizes.clone();
    int open = -1;
    long known = 1;
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == -1 && open < 0) {
        open = i;
      } else {
        known *= sizes[i];
      }
    }
    if (open >= 0 && known > 0) {
      resolved[open] = (int) (from.size() / known);
      known *= resolved[open];
    }
    if (known != from.size() || open >= 0 && known == 0) {
      throw new ShapeException(
          op
              + ": shape "
              + from
              + " has "
              + from.size()
              + " elements, got "
              + Arrays.toString(sizes)
              + "; the sizes must multiply to "
              + from.size());
    }
    return Shape.of(resolved);
  }
}
