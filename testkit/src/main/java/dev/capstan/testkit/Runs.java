package dev.capstan.testkit;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** Naive references of operations along one axis, and the indices that rows bind. */
final class Runs {
  private Runs() {}

  /** A number from each run of elements along an axis, which is removed. */
  static Values fold(Values x, int axis, ToDoubleFunction<double[]> f) {
    int k = axis < 0 ? axis + x.shape().rank() : axis;
    int[] sizes = new int[x.shape().rank() - 1];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = x.size(i < k ? i : i + 1);
    }
    return Values.generate(
        Shape.of(sizes),
        i -> {
          int[] at = new int[i.length + 1];
          System.arraycopy(i, 0, at, 0, k);
          System.arraycopy(i, k, at, k + 1, i.length - k);
          return f.applyAsDouble(x.along(k, at));
        });
  }

  /** A run of {@code length} elements from each run along an axis, in its place. */
  static Values each(Values x, int axis, int length, UnaryOperator<double[]> f) {
    int k = axis < 0 ? axis + x.shape().rank() : axis;
    int[] sizes = x.shape().toArray();
    sizes[k] = length;
    return Values.generate(Shape.of(sizes), i -> f.apply(x.along(k, i))[i[k]]);
  }

  /** Indices below a limit, of which some repeat: 2, 7, 12, … modulo the limit. */
  static IntTensor indices(int limit, int... shape) {
    return made(Shape.of(shape), "below " + limit, i -> (5 * i + 2) % limit);
  }

  /** 0, 1, 2, … up to a limit, and again. */
  static IntTensor counted(int n, int limit) {
    return made(Shape.of(n), "counted to " + limit, i -> i % limit);
  }

  /** The same few indices again and again. */
  static IntTensor repeated(Shape shape, int... few) {
    return made(shape, Arrays.toString(few), i -> few[i % few.length]);
  }

  /** Made once, so that whoever times a row does not time its indices. */
  private static final Map<Map.Entry<Shape, String>, IntTensor> MADE = new ConcurrentHashMap<>();

  private static IntTensor made(Shape shape, String kind, IntUnaryOperator f) {
    return MADE.computeIfAbsent(
        Map.entry(shape, kind),
        key -> IntTensor.of(IntStream.range(0, shape.size()).map(f).toArray(), shape.toArray()));
  }
}
