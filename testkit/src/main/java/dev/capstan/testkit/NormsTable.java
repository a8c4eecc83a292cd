package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;

import dev.capstan.ops.DType;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.KeepDims;
import java.util.Arrays;
import java.util.List;

/** The rows of {@link Reductions} for norms, softmax and their like. */
final class NormsTable {
  private static final double INFINITY = Double.POSITIVE_INFINITY;
  private static final double NAN = Double.NaN;
  private static final String ZERO_VECTOR = "the zero vector";

  private NormsTable() {}

  static List<OpSpec> rows() {
    return List.of(
        norm2(),
        norm1(),
        norm3(),
        normOfRoots(),
        normOfReciprocals(),
        norm0(),
        normMax(),
        normMin(),
        normOfTwoAxes(),
        logsumexp(),
        logsumexpKept(),
        softmax(),
        logSoftmax());
  }

  // --- norms ----------------------------------------------------------------------------------

  private static double length(double[] run, double p) {
    return Math.pow(Arrays.stream(run).map(a -> Math.pow(Math.abs(a), p)).sum(), 1 / p);
  }

  /** A row for one p, with the zero vector's conventions pinned. */
  private static OpSpec.Builder norm(double p) {
    return OpSpec.of(Reductions.class, "norm")
        .variant("p = " + p)
        .function(x -> Reductions.norm(x, p, -1))
        .fluent(x -> x.norm(p, -1))
        .domain(Domain.real().awayFrom(0))
        .kink(ZERO_VECTOR)
        .on(shape(1))
        .on(shape(3))
        .on(shape(2, 2))
        .known("torch.linalg.vector_norm", "jax.numpy.linalg.norm")
        .pin(
            at(Tensor.of(0, 0, 0))
                .gives(0)
                .gradient(Tensor.of(0, 0, 0))
                .curvature(Tensor.of(0, 0, 0))
                .named(ZERO_VECTOR));
  }

  private static OpSpec norm2() {
    return norm(2)
        .reference(x -> Runs.fold(x, -1, run -> length(run, 2)))
        .pin(at(Tensor.of(2, -2, 0, 2, 2)).gives(4).gradient(Tensor.of(0.5, -0.5, 0, 0.5, 0.5)))
        .pin(at(Tensor.of(3, NAN)).gives(NAN).gradient(Tensor.of(NAN, NAN)))
        .pin(at(Tensor.zeros(DType.FLOAT64, 2, 0)).gives(Tensor.of(0, 0)))
        .error(
            IllegalArgumentException.class,
            "norm: p is no number: got NaN, expected a real number or an infinity",
            () -> Reductions.norm(Tensor.of(1, 2), NAN))
        .error(
            ShapeException.class,
            "norm: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Reductions.norm(Tensor.of(1, 2), 2, 1))
        .row();
  }

  private static OpSpec norm1() {
    return norm(1)
        .reference(x -> Runs.fold(x, -1, run -> length(run, 1)))
        .pin(at(Tensor.of(3, 0, -4)).gives(7).gradient(Tensor.of(1, 0, -1)))
        .row();
  }

  private static OpSpec norm3() {
    return norm(3)
        .reference(x -> Runs.fold(x, -1, run -> length(run, 3)))
        .ulps(16, "three powers in a row, each within an ulp of its own")
        .pin(at(Tensor.of(0, -2, 0)).gives(2).gradient(Tensor.of(0, -1, 0)))
        .row();
  }

  private static OpSpec normOfRoots() {
    return norm(0.5)
        .domain(Domain.between(-3, -0.2))
        .reference(x -> Runs.fold(x, -1, run -> length(run, 0.5)))
        .ulps(16, "three powers in a row, each within an ulp of its own")
        .pin(at(Tensor.of(0, -4, 0)).gives(4).gradient(Tensor.of(0, -1, 0)))
        .row();
  }

  private static OpSpec normOfReciprocals() {
    return norm(-1)
        .domain(Domain.positive())
        .reference(x -> Runs.fold(x, -1, run -> length(run, -1)))
        .ulps(16, "three powers in a row, each within an ulp of its own")
        .pin(at(Tensor.of(2, 0)).gives(0).gradient(Tensor.of(0, 0)))
        .row();
  }

  private static OpSpec norm0() {
    return norm(0)
        .reference(x -> Runs.fold(x, -1, run -> Arrays.stream(run).filter(a -> a != 0).count()))
        .pin(at(Tensor.of(3, 0, -4)).gives(2).gradient(Tensor.of(0, 0, 0)))
        .row();
  }

  private static OpSpec normMax() {
    return norm(INFINITY)
        .domain(Domain.positive())
        .distinct()
        .reference(x -> Runs.fold(x, -1, run -> Arrays.stream(run).max().orElseThrow()))
        .pin(at(Tensor.of(-2, 1, 2)).gives(2).gradient(Tensor.of(-0.5, 0, 0.5)))
        .pin(at(Tensor.zeros(DType.FLOAT64, 0)).gives(0))
        .row();
  }

  private static OpSpec normMin() {
    return norm(-INFINITY)
        .domain(Domain.between(-3, -0.2))
        .distinct()
        .reference(x -> Runs.fold(x, -1, run -> -Arrays.stream(run).max().orElseThrow()))
        .pin(at(Tensor.of(-1, 1, 2)).gives(1).gradient(Tensor.of(-0.5, 0.5, 0)))
        .pin(at(Tensor.zeros(DType.FLOAT64, 0)).gives(INFINITY))
        .row();
  }

  private static OpSpec normOfTwoAxes() {
    return OpSpec.of(Reductions.class, "norm")
        .variant("p = 2, axes 0 and 2 kept")
        .function(x -> Reductions.norm(x, 2, KeepDims.YES, 0, 2))
        .fluent(x -> x.norm(2, KeepDims.YES, 0, 2))
        .domain(Domain.positive())
        .on(shape(1, 1, 1))
        .on(shape(2, 2, 1))
        .on(shape(2, 1, 3))
        .reference(
            x ->
                Values.generate(
                    shape(1, x.size(1), 1),
                    i -> {
                      double sum = 0;
                      for (int a = 0; a < x.size(0); a++) {
                        for (int c = 0; c < x.size(2); c++) {
                          sum += x.at(a, i[1], c) * x.at(a, i[1], c);
                        }
                      }
                      return Math.sqrt(sum);
                    }))
        .row();
  }

  // --- exponential sums -----------------------------------------------------------------------

  private static double total(double[] run) {
    return Arrays.stream(run).map(Math::exp).sum();
  }

  private static OpSpec logsumexp() {
    return OpSpec.of(Reductions.class, "logsumexp")
        .function(x -> Reductions.logsumexp(x, 0))
        .fluent(x -> x.logsumexp(0))
        .on(shape(1))
        .on(shape(3))
        .on(shape(3, 2))
        .reference(x -> Runs.fold(x, 0, NormsTable::logTotal))
        .ulps(16, "near a sum of 1 the logarithm is as large as the roundings before it")
        .known("torch.logsumexp", "jax.scipy.special.logsumexp")
        .pin(at(Tensor.of(1000, 0)).gives(1000).gradient(Tensor.of(1, 0)))
        .pin(at(Tensor.of(-INFINITY, -INFINITY)).gives(-INFINITY).gradient(Tensor.of(NAN, NAN)))
        .pin(at(Tensor.zeros(DType.FLOAT64, 0)).gives(-INFINITY))
        .error(
            ShapeException.class,
            "logsumexp: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Reductions.logsumexp(Tensor.of(1, 2), 1))
        .row();
  }

  private static OpSpec logsumexpKept() {
    return OpSpec.of(Reductions.class, "logsumexp")
        .variant("kept")
        .function(x -> Reductions.logsumexp(x, KeepDims.YES, -1))
        .fluent(x -> x.logsumexp(KeepDims.YES, -1))
        .on(shape(2))
        .on(shape(2, 3))
        .on(shape(2, 1, 2))
        .reference(x -> Runs.each(x, -1, 1, run -> new double[] {logTotal(run)}))
        .ulps(16, "near a sum of 1 the logarithm is as large as the roundings before it")
        .row();
  }

  /** The largest taken out: log Σ eˣ itself loses the bits of x where the sum is near 1. */
  private static double logTotal(double[] run) {
    double largest = Arrays.stream(run).max().orElse(0);
    double sum = 0;
    for (double x : run) {
      sum += Math.exp(x - largest);
    }
    return largest + Math.log(sum);
  }

  private static OpSpec softmax() {
    return OpSpec.of(Reductions.class, "softmax")
        .function(x -> Reductions.softmax(x, -1))
        .fluent(x -> x.softmax(-1))
        .on(shape(1))
        .on(shape(3))
        .on(shape(2, 3))
        .reference(
            x ->
                Runs.each(
                    x,
                    -1,
                    x.size(-1),
                    run -> Arrays.stream(run).map(a -> Math.exp(a) / total(run)).toArray()))
        .known("torch.softmax", "jax.nn.softmax")
        .pin(at(Tensor.of(1000, 1000)).gives(Tensor.of(0.5, 0.5)).gradient(Tensor.of(0, 0)))
        .pin(at(Tensor.of(-INFINITY, -INFINITY)).gives(Tensor.of(NAN, NAN)))
        .pin(at(Tensor.of(-INFINITY, 0)).gives(Tensor.of(0, 1)).gradient(Tensor.of(0, 0)))
        .error(
            ShapeException.class,
            "softmax: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Reductions.softmax(Tensor.of(1, 2), 1))
        .row();
  }

  private static OpSpec logSoftmax() {
    return OpSpec.of(Reductions.class, "logSoftmax")
        .function(x -> Reductions.logSoftmax(x, 0))
        .fluent(x -> x.logSoftmax(0))
        .on(shape(2))
        .on(shape(3))
        .on(shape(3, 2))
        .reference(
            x ->
                Runs.each(
                    x,
                    0,
                    x.size(0),
                    run -> Arrays.stream(run).map(a -> a - Math.log(total(run))).toArray()))
        .ulps(16, "near a sum of 1 the logarithm is as large as the roundings before it")
        .known("torch.log_softmax", "jax.nn.log_softmax")
        .pin(at(Tensor.of(1000, 0)).gives(Tensor.of(0, -1000)).gradient(Tensor.of(-1, 1)))
        .pin(at(Tensor.of(-INFINITY, -INFINITY)).gives(Tensor.of(NAN, NAN)))
        .error(
            ShapeException.class,
            "logSoftmax: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Reductions.logSoftmax(Tensor.of(1, 2), 1))
        .row();
  }
}
