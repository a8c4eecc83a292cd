package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.numbers;
import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;

import dev.capstan.ops.DType;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.KeepDims;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of {@link Reductions} but for norms and exponential sums. */
final class ReductionsTable {
  private static final double NAN = Double.NaN;

  private ReductionsTable() {}

  static List<OpSpec> rows() {
    return List.of(
        sum(),
        sumOfLast(),
        sumKeepingDims(),
        mean(),
        meanOfAll(),
        prod(),
        prodOfTwoAxes(),
        var(),
        varOfPopulation(),
        std(),
        max(),
        maxOfAll(),
        min(),
        minOfAll(),
        amax(),
        amin(),
        argmax(),
        argmin(),
        countNonZero());
  }

  private static Tensor zeros(int... sizes) {
    return Tensor.zeros(DType.FLOAT64, sizes);
  }

  // --- sums -----------------------------------------------------------------------------------

  private static OpSpec sum() {
    return OpSpec.of(Reductions.class, "sum")
        .function(x -> Reductions.sum(x))
        .fluent(x -> x.sum())
        .onEveryRank()
        .reference(x -> Values.scalar(Arrays.stream(x.toArray()).sum()))
        .known("torch.sum", "jax.numpy.sum")
        .pin(at(zeros(0)).gives(0))
        .error(
            ShapeException.class,
            "sum: no such axis: got 2 for shape [2, 3], expected -2 to 1",
            () -> Reductions.sum(zeros(2, 3), 2))
        .error(
            ShapeException.class,
            "sum: axis given twice: got [1, -1] for shape [2, 3]",
            () -> Reductions.sum(zeros(2, 3), 1, -1))
        .row();
  }

  private static OpSpec sumOfLast() {
    return OpSpec.of(Reductions.class, "sum")
        .variant("last axis")
        .function(x -> Reductions.sum(x, -1))
        .fluent(x -> x.sum(-1))
        .on(shape(3))
        .on(shape(2, 3))
        .on(shape(2, 2, 2))
        .on(shape(2, 0))
        .reference(x -> Runs.fold(x, -1, run -> Arrays.stream(run).sum()))
        .row();
  }

  private static OpSpec sumKeepingDims() {
    return OpSpec.of(Reductions.class, "sum")
        .variant("axes 0 and 2 kept")
        .function(x -> Reductions.sum(x, KeepDims.YES, 0, 2))
        .fluent(x -> x.sum(KeepDims.YES, 0, 2))
        .on(shape(1, 2, 2))
        .on(shape(2, 2, 3))
        .on(shape(2, 0, 3))
        .reference(
            x ->
                Values.generate(
                    shape(1, x.size(1), 1),
                    i -> {
                      double sum = 0;
                      for (int a = 0; a < x.size(0); a++) {
                        for (int c = 0; c < x.size(2); c++) {
                          sum += x.at(a, i[1], c);
                        }
                      }
                      return sum;
                    }))
        .row();
  }

  private static double average(double[] run) {
    return Arrays.stream(run).sum() / run.length;
  }

  private static OpSpec mean() {
    return OpSpec.of(Reductions.class, "mean")
        .function(x -> Reductions.mean(x, 0))
        .fluent(x -> x.mean(0))
        .on(shape(3))
        .on(shape(2, 3))
        .on(shape(3, 2, 2))
        .reference(x -> Runs.fold(x, 0, ReductionsTable::average))
        .known("torch.mean", "jax.numpy.mean")
        .pin(at(zeros(0, 2)).gives(Tensor.of(NAN, NAN)))
        .error(
            ShapeException.class,
            "mean: no such axis: got 0 for shape [], expected no axis, the tensor is a scalar",
            () -> Reductions.mean(Tensor.scalar(1.0), 0))
        .row();
  }

  private static OpSpec meanOfAll() {
    return OpSpec.of(Reductions.class, "mean")
        .variant("of all")
        .function(x -> Reductions.mean(x))
        .fluent(x -> x.mean())
        .on(shape())
        .on(shape(2))
        .on(shape(2, 3))
        .reference(x -> Values.scalar(average(x.toArray())))
        .row();
  }

  private static double product(double[] run) {
    return Arrays.stream(run).reduce(1, (a, b) -> a * b);
  }

  private static OpSpec prod() {
    return OpSpec.of(Reductions.class, "prod")
        .function(x -> Reductions.prod(x, -1))
        .fluent(x -> x.prod(-1))
        .on(shape(3))
        .on(shape(2, 4))
        .on(shape(2, 0))
        .on(shape(5))
        .reference(x -> Runs.fold(x, -1, ReductionsTable::product))
        .known("torch.prod", "jax.numpy.prod")
        .kink("one zero")
        .kink("two zeros")
        .pin(
            at(Tensor.of(2, 0, 3))
                .gives(0)
                .gradient(Tensor.of(0, 6, 0))
                .curvature(Tensor.of(3, 5, 2))
                .named("one zero"))
        .pin(
            at(Tensor.of(2, 0, 0))
                .gives(0)
                .gradient(Tensor.of(0, 0, 0))
                .curvature(Tensor.of(0, 2, 2))
                .named("two zeros"))
        .error(
            ShapeException.class,
            "prod: no such axis: got 3 for shape [2], expected -1 to 0",
            () -> Reductions.prod(zeros(2), 3))
        .row();
  }

  private static OpSpec prodOfTwoAxes() {
    return OpSpec.of(Reductions.class, "prod")
        .variant("axes 0 and 2 kept")
        .function(x -> Reductions.prod(x, KeepDims.YES, 0, 2))
        .fluent(x -> x.prod(KeepDims.YES, 0, 2))
        .on(shape(1, 1, 1))
        .on(shape(2, 2, 2))
        .on(shape(1, 2, 3))
        .reference(
            x ->
                Values.generate(
                    shape(1, x.size(1), 1),
                    i -> {
                      double product = 1;
                      for (int a = 0; a < x.size(0); a++) {
                        for (int c = 0; c < x.size(2); c++) {
                          product *= x.at(a, i[1], c);
                        }
                      }
                      return product;
                    }))
        .row();
  }

  // --- spread ---------------------------------------------------------------------------------

  private static double variance(double[] run, double correction) {
    double mean = average(run);
    return Arrays.stream(run).map(a -> (a - mean) * (a - mean)).sum() / (run.length - correction);
  }

  private static OpSpec var() {
    return OpSpec.of(Reductions.class, "var")
        .function(x -> Reductions.var(x, 1, -1))
        .fluent(x -> x.var(1, -1))
        .on(shape(2))
        .on(shape(2, 3))
        .on(shape(2, 2, 2))
        .reference(x -> Runs.fold(x, -1, run -> variance(run, 1)))
        .ulps(16, "each deviation carries the roundings of two subtractions, and is squared")
        .known("torch.var", "jax.numpy.var")
        .pin(at(Tensor.of(0.1, 0.1, 0.1)).gives(0).gradient(Tensor.of(0, 0, 0)))
        .pin(at(Tensor.of(new double[] {7}, 1)).gives(NAN))
        .error(
            ShapeException.class,
            "var: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Reductions.var(zeros(2), 1, 1))
        .row();
  }

  private static OpSpec varOfPopulation() {
    return OpSpec.of(Reductions.class, "var")
        .variant("of a population, kept")
        .function(x -> Reductions.var(x, 0, KeepDims.YES, 0))
        .fluent(x -> x.var(0, KeepDims.YES, 0))
        .on(shape(1))
        .on(shape(3))
        .on(shape(3, 2))
        .reference(x -> Runs.each(x, 0, 1, run -> new double[] {variance(run, 0)}))
        .ulps(16, "each deviation carries the roundings of two subtractions, and is squared")
        .row();
  }

  private static OpSpec std() {
    return OpSpec.of(Reductions.class, "std")
        .function(x -> Reductions.std(x, 1, -1))
        .fluent(x -> x.std(1, -1))
        .distinct()
        .kink("zero variance")
        .on(shape(2))
        .on(shape(2, 3))
        .on(shape(4))
        .reference(x -> Runs.fold(x, -1, run -> Math.sqrt(variance(run, 1))))
        .ulps(16, "each deviation carries the roundings of two subtractions, and is squared")
        .known("torch.std", "jax.numpy.std")
        .pin(
            at(Tensor.of(0.1, 0.1, 0.1))
                .gives(0)
                .gradient(Tensor.of(0, 0, 0))
                .curvature(Tensor.of(0, 0, 0))
                .named("zero variance"))
        .pin(at(Tensor.of(new double[] {7}, 1)).gives(NAN))
        .error(
            ShapeException.class,
            "std: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Reductions.std(zeros(2), 1, 1))
        .row();
  }

  // --- extremes -------------------------------------------------------------------------------

  private static double largest(double[] run) {
    return Arrays.stream(run).max().orElseThrow();
  }

  private static double smallest(double[] run) {
    return Arrays.stream(run).min().orElseThrow();
  }

  private static OpSpec max() {
    return OpSpec.of(Reductions.class, "max")
        .function(x -> Reductions.max(x, 1))
        .fluent(x -> x.max(1))
        .distinct()
        .on(shape(1, 3))
        .on(shape(2, 3))
        .on(shape(2, 2, 2))
        .on(shape(0, 2))
        .reference(x -> Runs.fold(x, 1, ReductionsTable::largest))
        .known("torch.max(dim).values", "jax.numpy.max (splits ties)")
        .pin(
            at(Tensor.of(new double[] {1, 3, 3, 2, 2, 2}, 2, 3))
                .gives(Tensor.of(3, 2))
                .gradient(Tensor.of(new double[] {0, 1, 0, 1, 0, 0}, 2, 3)))
        .pin(
            at(Tensor.of(new double[] {1, NAN, 5, NAN}, 1, 4))
                .gives(Tensor.of(new double[] {NAN}))
                .gradient(Tensor.of(new double[] {0, 1, 0, 0}, 1, 4)))
        .error(
            ShapeException.class,
            "max: nothing to choose from: got shape [2, 0], expected at least one element along"
                + " the reduced axes",
            () -> Reductions.max(zeros(2, 0), 1))
        .row();
  }

  private static OpSpec maxOfAll() {
    return OpSpec.of(Reductions.class, "max")
        .variant("of all")
        .function(x -> Reductions.max(x))
        .fluent(x -> x.max())
        .distinct()
        .on(shape())
        .on(shape(3))
        .on(shape(2, 2))
        .reference(x -> Values.scalar(largest(x.toArray())))
        .known("torch.max", "jax.numpy.max")
        .pin(at(Tensor.of(2, 1, 2)).gives(2).gradient(Tensor.of(0.5, 0, 0.5)))
        .row();
  }

  private static OpSpec min() {
    return OpSpec.of(Reductions.class, "min")
        .function(x -> Reductions.min(x, KeepDims.YES, 0))
        .fluent(x -> x.min(KeepDims.YES, 0))
        .distinct()
        .on(shape(3))
        .on(shape(2, 3))
        .on(shape(2, 2, 2))
        .reference(x -> Runs.each(x, 0, 1, run -> new double[] {smallest(run)}))
        .known("torch.min(dim).values", "jax.numpy.min (splits ties)")
        .pin(at(Tensor.of(3, 1, 1)).gives(Tensor.of(new double[] {1})).gradient(Tensor.of(0, 1, 0)))
        .error(
            ShapeException.class,
            "min: nothing to choose from: got shape [0], expected at least one element along the"
                + " reduced axes",
            () -> Reductions.min(zeros(0), 0))
        .row();
  }

  private static OpSpec minOfAll() {
    return OpSpec.of(Reductions.class, "min")
        .variant("of all")
        .function(x -> Reductions.min(x))
        .fluent(x -> x.min())
        .distinct()
        .on(shape())
        .on(shape(3))
        .on(shape(2, 2))
        .reference(x -> Values.scalar(smallest(x.toArray())))
        .known("torch.min", "jax.numpy.min")
        .pin(at(Tensor.of(2, 1, 1)).gives(1).gradient(Tensor.of(0, 0.5, 0.5)))
        .row();
  }

  private static OpSpec amax() {
    return OpSpec.of(Reductions.class, "amax")
        .function(x -> Reductions.amax(x, -1))
        .fluent(x -> x.amax(-1))
        .distinct()
        .on(shape(3))
        .on(shape(2, 3))
        .on(shape(2, 2, 2))
        .reference(x -> Runs.fold(x, -1, ReductionsTable::largest))
        .known("torch.amax", "jax.numpy.max")
        .pin(
            at(Tensor.of(new double[] {1, 3, 3, 2, 2, 2}, 2, 3).mul(2))
                .gives(Tensor.of(6, 4))
                .gradient(Tensor.of(new double[] {0, 0.5, 0.5, 1 / 3.0, 1 / 3.0, 1 / 3.0}, 2, 3)))
        .pin(at(Tensor.of(1, NAN)).gives(NAN).gradient(Tensor.of(NAN, NAN)))
        .error(
            ShapeException.class,
            "amax: nothing to choose from: got shape [0], expected at least one element along the"
                + " reduced axes",
            () -> Reductions.amax(zeros(0)))
        .row();
  }

  private static OpSpec amin() {
    return OpSpec.of(Reductions.class, "amin")
        .function(x -> Reductions.amin(x, KeepDims.YES, -1))
        .fluent(x -> x.amin(KeepDims.YES, -1))
        .distinct()
        .on(shape(3))
        .on(shape(2, 3))
        .on(shape(2, 2, 2))
        .reference(x -> Runs.each(x, -1, 1, run -> new double[] {smallest(run)}))
        .known("torch.amin", "jax.numpy.min")
        .pin(
            at(Tensor.of(1, 1, 2))
                .gives(Tensor.of(new double[] {1}))
                .gradient(Tensor.of(0.5, 0.5, 0)))
        .error(
            ShapeException.class,
            "amin: nothing to choose from: got shape [0], expected at least one element along the"
                + " reduced axes",
            () -> Reductions.amin(zeros(0)))
        .row();
  }

  private static int first(double[] run, double wanted) {
    return IntStream.range(0, run.length).filter(i -> run[i] == wanted).findFirst().orElseThrow();
  }

  private static OpSpec argmax() {
    return OpSpec.of(Reductions.class, "argmax")
        .function(x -> numbers(Reductions.argmax(x, -1), x))
        .fluent(x -> numbers(x.argmax(-1), x))
        .noGradient()
        .distinct()
        .on(shape(3))
        .on(shape(2, 3))
        .on(shape(2, 2, 2))
        .reference(x -> Runs.fold(x, -1, run -> first(run, largest(run))))
        .known("torch.argmax", "jax.numpy.argmax")
        .pin(at(Tensor.of(1, 2, 2)).gives(1))
        .pin(at(Tensor.of(1, NAN, NAN)).gives(1))
        .error(
            ShapeException.class,
            "argmax: nothing to choose from: got shape [0], expected at least one element along"
                + " the reduced axes",
            () -> Reductions.argmax(zeros(0), 0))
        .row();
  }

  private static OpSpec argmin() {
    return OpSpec.of(Reductions.class, "argmin")
        .function(x -> numbers(Reductions.argmin(x, 0), x))
        .fluent(x -> numbers(x.argmin(0), x))
        .noGradient()
        .distinct()
        .on(shape(3))
        .on(shape(2, 3))
        .on(shape(2, 2, 2))
        .reference(x -> Runs.fold(x, 0, run -> first(run, smallest(run))))
        .known("torch.argmin", "jax.numpy.argmin")
        .pin(at(Tensor.of(3, 2, 2)).gives(1))
        .pin(at(Tensor.of(1, NAN, NAN)).gives(1))
        .error(
            ShapeException.class,
            "argmin: nothing to choose from: got shape [0], expected at least one element along"
                + " the reduced axes",
            () -> Reductions.argmin(zeros(0), 0))
        .row();
  }

  private static OpSpec countNonZero() {
    return OpSpec.of(Reductions.class, "countNonZero")
        .function(x -> numbers(Reductions.countNonZero(x, -1), x))
        .fluent(x -> numbers(x.countNonZero(-1), x))
        .noGradient()
        .on(shape(3))
        .on(shape(2, 3))
        .on(shape(2, 0))
        .reference(x -> Runs.fold(x, -1, run -> Arrays.stream(run).filter(a -> a != 0).count()))
        .known("torch.count_nonzero", "jax.numpy.count_nonzero")
        .pin(at(Tensor.of(0, -0.0, NAN, 2)).gives(2))
        .error(
            ShapeException.class,
            "countNonZero: no such axis: got 1 for shape [0], expected -1 to 0",
            () -> Reductions.countNonZero(zeros(0), 1))
        .row();
  }
}
