package dev.capstan.testkit;

import static dev.capstan.testkit.Pin.at;

import dev.capstan.ops.DType;
import dev.capstan.ops.DTypeException;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.List;

/** The rows of {@link Elementwise}. */
final class ElementwiseTable {
  private ElementwiseTable() {}

  static List<OpSpec> rows() {
    return List.of(add(), sub(), mul(), neg(), exp(), square(), relu());
  }

  private static OpSpec add() {
    return OpSpec.of(Elementwise.class, "add")
        .function((x, y) -> Elementwise.add(x, y))
        .fluent((x, y) -> x.add(y))
        .onBroadcasts()
        .elementwise((x, y) -> x + y)
        .known("torch.add", "jax.numpy.add")
        .error(
            ShapeException.class,
            "add: shapes [2, 3] and [2] do not broadcast (axis 1: 3 vs 2); "
                + "sizes must be equal or 1, counted from the last axis",
            () -> Elementwise.add(Tensor.zeros(DType.FLOAT64, 2, 3), Tensor.of(1.0, 2.0)))
        .error(
            DTypeException.class,
            "add: dtypes differ: got float64 [1] and float32 [1], expected one dtype; "
                + "convert one of them with to(FLOAT64)",
            () -> Elementwise.add(Tensor.of(1.0), Tensor.of(1f)))
        .row();
  }

  private static OpSpec sub() {
    return OpSpec.of(Elementwise.class, "sub")
        .function((x, y) -> Elementwise.sub(x, y))
        .fluent((x, y) -> x.sub(y))
        .onBroadcasts()
        .elementwise((x, y) -> x - y)
        .known("torch.sub", "jax.numpy.subtract")
        .row();
  }

  private static OpSpec mul() {
    return OpSpec.of(Elementwise.class, "mul")
        .function((x, y) -> Elementwise.mul(x, y))
        .fluent((x, y) -> x.mul(y))
        .onBroadcasts()
        .elementwise((x, y) -> x * y)
        .known("torch.mul", "jax.numpy.multiply")
        .row();
  }

  private static OpSpec neg() {
    return OpSpec.of(Elementwise.class, "neg")
        .function(x -> Elementwise.neg(x))
        .fluent(x -> x.neg())
        .onEveryRank()
        .elementwise(x -> -x)
        .known("torch.neg", "jax.numpy.negative")
        .row();
  }

  private static OpSpec exp() {
    return OpSpec.of(Elementwise.class, "exp")
        .function(x -> Elementwise.exp(x))
        .fluent(x -> x.exp())
        .onEveryRank()
        .elementwise(x -> StrictMath.exp(x))
        .known("torch.exp", "jax.numpy.exp")
        .row();
  }

  private static OpSpec square() {
    return OpSpec.of(Elementwise.class, "square")
        .function(x -> Elementwise.square(x))
        .fluent(x -> x.square())
        .onEveryRank()
        .elementwise(x -> x * x)
        .known("torch.square", "jax.numpy.square")
        .row();
  }

  private static OpSpec relu() {
    return OpSpec.of(Elementwise.class, "relu")
        .function(x -> Elementwise.relu(x))
        .fluent(x -> x.relu())
        .domain(Domain.real().awayFrom(0))
        .onEveryRank()
        .elementwise(x -> x > 0 ? x : 0)
        .pin(at(0).gives(0).gradient(0).curvature(0))
        .pin(at(Tensor.of(Double.NaN)).gives(Tensor.of(Double.NaN)).gradient(Tensor.of(1.0)))
        .known("torch.relu", "jax.nn.relu")
        .row();
  }
}
