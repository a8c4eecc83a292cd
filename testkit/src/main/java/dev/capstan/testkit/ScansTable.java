package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;

import dev.capstan.ops.Scans;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.function.DoubleBinaryOperator;

/** The rows of {@link Scans}. */
final class ScansTable {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;

  private ScansTable() {}

  static List<OpSpec> rows() {
    return List.of(cumsum(), cumprod(), logcumsumexp(), cummax(), cummin());
  }

  private static double[] scan(double[] run, DoubleBinaryOperator fold) {
    double[] out = run.clone();
    for (int i = 1; i < out.length; i++) {
      out[i] = fold.applyAsDouble(out[i - 1], run[i]);
    }
    return out;
  }

  private static OpSpec.Builder row(String method, int axis, DoubleBinaryOperator fold) {
    return OpSpec.of(Scans.class, method)
        .on(shape(1))
        .on(shape(4))
        .on(shape(2, 3))
        .on(shape(0, 2))
        .reference(x -> Runs.each(x, axis, x.size(axis), run -> scan(run, fold)));
  }

  private static OpSpec cumsum() {
    return row("cumsum", 0, Double::sum)
        .function(x -> Scans.cumsum(x, 0))
        .fluent(x -> x.cumsum(0))
        .known("torch.cumsum", "jax.numpy.cumsum")
        .pin(at(Tensor.of(1, 2, 3)).gives(Tensor.of(1, 3, 6)).gradient(Tensor.of(3, 2, 1)))
        .error(
            ShapeException.class,
            "cumsum: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Scans.cumsum(Tensor.of(1, 2), 1))
        .row();
  }

  private static OpSpec cumprod() {
    return row("cumprod", -1, (a, b) -> a * b)
        .function(x -> Scans.cumprod(x, -1))
        .fluent(x -> x.cumprod(-1))
        .kink("a zero")
        .known("torch.cumprod", "jax.numpy.cumprod")
        .pin(
            at(Tensor.of(2, 0, 3))
                .gives(Tensor.of(2, 0, 0))
                .gradient(Tensor.of(1, 8, 0))
                .curvature(Tensor.of(4, 6, 2))
                .named("a zero"))
        .error(
            ShapeException.class,
            "cumprod: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Scans.cumprod(Tensor.of(1, 2), 1))
        .row();
  }

  private static OpSpec logcumsumexp() {
    return row(
            "logcumsumexp", -1, (a, b) -> Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b))))
        .function(x -> Scans.logcumsumexp(x, -1))
        .fluent(x -> x.logcumsumexp(-1))
        .ulps(16, "near a sum of 1 the logarithm is as large as the roundings before it")
        .known("torch.logcumsumexp", "jax.lax.cumlogsumexp")
        .pin(at(Tensor.of(1000, 0)).gives(Tensor.of(1000, 1000)).gradient(Tensor.of(2, 0)))
        .pin(at(Tensor.of(-INFINITY, -INFINITY, 1)).gives(Tensor.of(-INFINITY, -INFINITY, 1)))
        .error(
            ShapeException.class,
            "logcumsumexp: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Scans.logcumsumexp(Tensor.of(1, 2), 1))
        .row();
  }

  private static OpSpec cummax() {
    return row("cummax", 0, Math::max)
        .function(x -> Scans.cummax(x, 0))
        .fluent(x -> x.cummax(0))
        .distinct()
        .known("torch.cummax(dim).values (ties: the last)", "jax.lax.cummax")
        .pin(at(Tensor.of(2, 1, 2, 3)).gives(Tensor.of(2, 2, 2, 3)).gradient(Tensor.of(3, 0, 0, 1)))
        .pin(at(Tensor.of(2, NAN, 3)).gives(Tensor.of(2, NAN, NAN)))
        .error(
            ShapeException.class,
            "cummax: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Scans.cummax(Tensor.of(1, 2), 1))
        .row();
  }

  private static OpSpec cummin() {
    return row("cummin", -1, Math::min)
        .function(x -> Scans.cummin(x, -1))
        .fluent(x -> x.cummin(-1))
        .distinct()
        .known("torch.cummin(dim).values (ties: the last)", "jax.lax.cummin")
        .pin(at(Tensor.of(2, 3, 2, 1)).gives(Tensor.of(2, 2, 2, 1)).gradient(Tensor.of(3, 0, 0, 1)))
        .pin(at(Tensor.of(2, NAN, 1)).gives(Tensor.of(2, NAN, NAN)))
        .error(
            ShapeException.class,
            "cummin: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Scans.cummin(Tensor.of(1, 2), 1))
        .row();
  }
}
