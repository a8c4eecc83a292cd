package dev.capstan.testkit;

import static dev.capstan.testkit.Pin.at;
import static dev.capstan.testkit.Rows.INF;
import static dev.capstan.testkit.Rows.NAN;

import dev.capstan.ops.Rounding;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;

/** The rows of {@link Rounding}. */
final class RoundingTable {
  private static final double[] WHOLE = {-2, -1, 0, 1, 2};
  private static final double[] HALVES = {-1.5, -0.5, 0.5, 1.5, 2.5};

  private RoundingTable() {}

  static List<OpSpec> rows() {
    return List.of(
        step("sign", Rounding::sign, Tensor::sign, x -> x > 0 ? 1 : -1, 0)
            .pin(at(Tensor.of(0, NAN)).gives(Tensor.of(0, NAN)).gradient(Tensor.of(0, 0)))
            .known("torch.sign", "jax.numpy.sign")
            .row(),
        step("floor", Rounding::floor, Tensor::floor, x -> (long) (x + 100) - 100, WHOLE)
            .pin(at(Tensor.of(WHOLE)).gives(Tensor.of(WHOLE)).gradient(Tensor.of(0, 0, 0, 0, 0)))
            .known("torch.floor", "jax.numpy.floor")
            .row(),
        step("ceil", Rounding::ceil, Tensor::ceil, x -> 100 - (long) (100 - x), WHOLE)
            .pin(at(Tensor.of(WHOLE)).gives(Tensor.of(WHOLE)).gradient(Tensor.of(0, 0, 0, 0, 0)))
            .known("torch.ceil", "jax.numpy.ceil")
            .row(),
        step("round", Rounding::round, Tensor::round, x -> (long) (x + 100.5) - 100, HALVES)
            .pin(
                at(Tensor.of(HALVES))
                    .gives(Tensor.of(-2, 0, 0, 2, 2))
                    .gradient(Tensor.of(0, 0, 0, 0, 0)))
            .known("torch.round", "jax.numpy.round")
            .row(),
        remainder(),
        one("remainder", x -> Rounding.remainder(x, 3), x -> x.remainder(3), x -> x - 3)
            .variant("number")
            .domain(Domain.between(3.5, 5.5))
            .known("torch.remainder", "jax.numpy.remainder")
            .row(),
        nanToNum());
  }

  private static OpSpec.Builder one(
      String name,
      UnaryOperator<Tensor> f,
      UnaryOperator<Tensor> fluent,
      DoubleUnaryOperator reference) {
    return Rows.one(Rounding.class, name, f, fluent, reference);
  }

  private static OpSpec.Builder step(
      String name,
      UnaryOperator<Tensor> f,
      UnaryOperator<Tensor> fluent,
      DoubleUnaryOperator reference,
      double... jumps) {
    return one(name, f, fluent, reference).domain(Domain.real().awayFrom(jumps));
  }

  private static OpSpec remainder() {
    return Rows.two(
            Rounding.class, "remainder", Rounding::remainder, Tensor::remainder, (x, y) -> x - y)
        .domains(Domain.between(1.3, 1.7), Domain.between(0.9, 1.1))
        .kink("a multiple of y")
        .pin(at(2, 1).gives(0).gradient(1, -2).curvature(0, 0).named("a multiple of y"))
        .pin(at(-1, 3).gives(2).gradient(1, 1))
        .pin(at(1, -3).gives(-2).gradient(1, 1))
        .pin(at(1, 0).gives(NAN))
        .known("torch.remainder", "jax.numpy.remainder")
        .row();
  }

  private static OpSpec nanToNum() {
    return one("nanToNum", Rounding::nanToNum, Tensor::nanToNum, x -> x)
        .pin(
            at(Tensor.of(NAN, INF, -INF, 2))
                .gives(Tensor.of(0, Double.MAX_VALUE, -Double.MAX_VALUE, 2))
                .gradient(Tensor.of(0, 0, 0, 1)))
        .known("torch.nan_to_num", "jax.numpy.nan_to_num")
        .row();
  }
}
