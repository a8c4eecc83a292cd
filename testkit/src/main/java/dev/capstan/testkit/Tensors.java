package dev.capstan.testkit;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;

/**
 * Generators of tensors for jqwik properties. All of them shrink: towards fewer axes, smaller axes,
 * and numbers in the middle of their domain.
 *
 * <pre>{@code
 * @Provide
 * Arbitrary<Tensor> matrices() {
 *   return Tensors.of(DType.FLOAT64, Shape.of(2, 3), Domain.real().awayFrom(0));
 * }
 * }</pre>
 */
public final class Tensors {
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1,
    -1,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Double.MIN_VALUE,
    Float.MIN_VALUE
  };

  private Tensors() {}

  /** Shapes of rank 0 to {@code maxRank} with axes of size 0 to {@code maxSize}. */
  public static Arbitrary<Shape> shapes(int maxRank, int maxSize) {
    return Arbitraries.integers()
        .between(0, maxSize)
        .shrinkTowards(1)
        .list()
        .ofMinSize(0)
        .ofMaxSize(maxRank)
        .map(sizes -> Shape.of(sizes.stream().mapToInt(Integer::intValue).toArray()));
  }

  /** Tensors of one shape with numbers from a domain. */
  public static Arbitrary<Tensor> of(DType dtype, Shape shape, Domain domain) {
    requireNonNull(dtype, "dtype");
    requireNonNull(domain, "domain");
    return slots(shape.size(), Domain.SLOTS)
        .map(slots -> tensor(dtype, shape, domain.numbers(slots, shape)));
  }

  /** Tensors of several shapes with numbers from a domain. */
  public static Arbitrary<Tensor> of(DType dtype, Arbitrary<Shape> shapes, Domain domain) {
    requireNonNull(dtype, "dtype");
    requireNonNull(shapes, "shapes");
    requireNonNull(domain, "domain");
    return shapes.flatMap(shape -> of(dtype, shape, domain));
  }

  /** Tensors of few distinct whole numbers, −2 to 2: most of them contain ties. */
  public static Arbitrary<Tensor> withTies(DType dtype, Shape shape) {
    requireNonNull(dtype, "dtype");
    return generated(dtype, shape, 2, slot -> slot);
  }

  /** Finite numbers of either sign from the smallest normal one to the largest, and zero. */
  public static Arbitrary<Tensor> extreme(DType dtype, Shape shape) {
    requireNonNull(dtype, "dtype");
    int top = dtype == DType.FLOAT64 ? Double.MAX_EXPONENT : Float.MAX_EXPONENT;
    return generated(
        dtype,
        shape,
        2 * top - 1,
        slot -> slot == 0 ? 0 : Math.signum(slot) * Math.scalb(1.0, Math.abs(slot) - top));
  }

  /** Zeros of both signs, ones, NaN, infinities and subnormal numbers. */
  public static Arbitrary<Tensor> special(DType dtype, Shape shape) {
    requireNonNull(dtype, "dtype");
    return generated(dtype, shape, SPECIAL.length - 1, slot -> SPECIAL[Math.abs(slot)]);
  }

  /** Inputs for one setting of a row. */
  static Arbitrary<List<Tensor>> inputs(OpSpec row, List<Shape> shapes, DType dtype) {
    int total = shapes.stream().mapToInt(Shape::size).sum();
    return slots(total, Domain.SLOTS).map(slots -> inputs(row, shapes, dtype, slots));
  }

  private static List<Tensor> inputs(OpSpec row, List<Shape> shapes, DType dtype, int[] slots) {
    double[] all = new double[slots.length];
    int at = 0;
    for (int k = 0; k < shapes.size(); k++) {
      int n = shapes.get(k).size();
      int[] own = Arrays.copyOfRange(slots, at, at + n);
      System.arraycopy(row.domain(k).numbers(own, shapes.get(k)), 0, all, at, n);
      at += n;
    }
    if (row.distinct()) {
      spread(all);
    }
    List<Tensor> inputs = new ArrayList<>();
    at = 0;
    for (Shape shape : shapes) {
      inputs.add(tensor(dtype, shape, Arrays.copyOfRange(all, at, at + shape.size())));
      at += shape.size();
    }
    return inputs;
  }

  /** Moves numbers up until each is a gap above the next smaller one; their order stays. */
  private static void spread(double[] numbers) {
    Integer[] order = new Integer[numbers.length];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, (i, j) -> Double.compare(numbers[i], numbers[j]));
    for (int k = 1; k < order.length; k++) {
      double least = numbers[order[k - 1]] + 2 * Domain.GAP;
      numbers[order[k]] = Math.max(numbers[order[k]], least);
    }
  }

  private static Arbitrary<Tensor> generated(
      DType dtype, Shape shape, int limit, IntToDoubleFunction number) {
    return slots(shape.size(), limit)
        .map(slots -> Tensor.generate(dtype, shape, i -> number.applyAsDouble(slots[i])));
  }

  private static Arbitrary<int[]> slots(int n, int limit) {
    return Arbitraries.integers().between(-limit, limit).array(int[].class).ofSize(n);
  }

  private static Tensor tensor(DType dtype, Shape shape, double[] numbers) {
    return Tensor.generate(dtype, shape, i -> numbers[i]);
  }
}
