package dev.capstan.testkit;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.DType;
import dev.capstan.ops.DTypeException;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoublePredicate;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What the rows of elementwise families have in common. */
final class Rows {
  static final double NAN = Double.NaN;
  static final double INF = Double.POSITIVE_INFINITY;

  private Rows() {}

  /** A row of an elementwise operation of one input, on every rank. */
  static OpSpec.Builder one(
      Class<?> family,
      String name,
      UnaryOperator<Tensor> f,
      UnaryOperator<Tensor> fluent,
      DoubleUnaryOperator reference) {
    return OpSpec.of(family, name).function(f).fluent(fluent).onEveryRank().elementwise(reference);
  }

  /** A row of a broadcasting operation of two inputs, with the errors that all of them share. */
  static OpSpec.Builder two(
      Class<?> family,
      String name,
      BinaryOperator<Tensor> f,
      BinaryOperator<Tensor> fluent,
      DoubleBinaryOperator reference) {
    return OpSpec.of(family, name)
        .function(f)
        .fluent(fluent)
        .onBroadcasts()
        .elementwise(reference)
        .error(
            ShapeException.class,
            name
                + ": shapes [2, 3] and [2] do not broadcast (axis 1: 3 vs 2); "
                + "sizes must be equal or 1, counted from the last axis",
            () -> requireNonNull(f.apply(Tensor.zeros(DType.FLOAT64, 2, 3), Tensor.of(1.0, 2.0))))
        .error(
            DTypeException.class,
            name
                + ": dtypes differ: got float64 [1] and float32 [1], expected one dtype; "
                + "convert one of them with to(FLOAT64)",
            () -> requireNonNull(f.apply(Tensor.of(1.0), Tensor.of(1f))));
  }

  /** A row of a property of single numbers. */
  static OpSpec.Builder mask(
      Class<?> family,
      String name,
      Function<Tensor, BoolTensor> f,
      Function<Tensor, BoolTensor> fluent,
      DoublePredicate reference) {
    return one(
            family,
            name,
            x -> f.apply(x).to(x),
            x -> fluent.apply(x).to(x),
            x -> reference.test(x) ? 1 : 0)
        .noGradient();
  }

  /** A relation between two numbers. */
  interface Relation {
    boolean holds(double x, double y);
  }

  /** A row of a relation. */
  static OpSpec.Builder relation(
      Class<?> family,
      String name,
      BiFunction<Tensor, Tensor, BoolTensor> f,
      BiFunction<Tensor, Tensor, BoolTensor> fluent,
      Relation reference) {
    return two(
            family,
            name,
            (x, y) -> f.apply(x, y).to(x),
            (x, y) -> fluent.apply(x, y).to(x),
            (x, y) -> reference.holds(x, y) ? 1 : 0)
        .noGradient();
  }
}
