package dev.capstan.testkit;

import static dev.capstan.testkit.Pin.at;
import static dev.capstan.testkit.Rows.INF;
import static dev.capstan.testkit.Rows.NAN;

import dev.capstan.ops.Tensor;
import dev.capstan.ops.Transcendental;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The rows of {@link Transcendental}. */
final class TranscendentalTable {
  private TranscendentalTable() {}

  static List<OpSpec> rows() {
    return Stream.of(logarithms(), angles(), hyperbolic(), pairs()).flatMap(List::stream).toList();
  }

  private static OpSpec.Builder one(
      String name,
      UnaryOperator<Tensor> f,
      UnaryOperator<Tensor> fluent,
      DoubleUnaryOperator reference) {
    return Rows.one(Transcendental.class, name, f, fluent, reference)
        .known("torch." + name, "jax.numpy." + name);
  }

  private static OpSpec.Builder two(
      String name,
      BinaryOperator<Tensor> f,
      BinaryOperator<Tensor> fluent,
      DoubleBinaryOperator reference) {
    return Rows.two(Transcendental.class, name, f, fluent, reference);
  }

  private static List<OpSpec> logarithms() {
    return List.of(
        one("cbrt", Transcendental::cbrt, Tensor::cbrt, StrictMath::cbrt)
            .domain(Domain.between(0.3, 3))
            .pin(at(0).gives(0).gradient(INF))
            .pin(at(-8).gives(-2).gradient(1.0 / 12))
            .known("", "jax.numpy.cbrt")
            .row(),
        one("expm1", Transcendental::expm1, Tensor::expm1, StrictMath::expm1)
            .pin(at(0).gives(0).gradient(1).curvature(1))
            .row(),
        one("log1p", Transcendental::log1p, Tensor::log1p, StrictMath::log1p)
            .domain(Domain.between(-0.5, 2))
            .pin(at(-1).gives(-INF).gradient(INF))
            .pin(at(0).gives(0).gradient(1).curvature(-1))
            .row(),
        one("log2", Transcendental::log2, Tensor::log2, x -> StrictMath.log(x) / StrictMath.log(2))
            .domain(Domain.positive())
            .pin(at(Tensor.of(8, 0.25, INF, NAN, -1)).gives(Tensor.of(3, -2, INF, NAN, NAN)))
            .pin(at(0).gives(-INF).gradient(INF))
            .row(),
        one("log10", Transcendental::log10, Tensor::log10, StrictMath::log10)
            .domain(Domain.positive())
            .pin(at(0).gives(-INF).gradient(INF))
            .row());
  }

  private static List<OpSpec> angles() {
    return List.of(
        one("sin", Transcendental::sin, Tensor::sin, StrictMath::sin)
            .pin(at(0).gives(0).gradient(1).curvature(0))
            .row(),
        one("cos", Transcendental::cos, Tensor::cos, StrictMath::cos)
            .pin(at(0).gives(1).gradient(0).curvature(-1))
            .row(),
        one("tan", Transcendental::tan, Tensor::tan, StrictMath::tan)
            .domain(Domain.between(-1, 1))
            .row(),
        one("asin", Transcendental::asin, Tensor::asin, StrictMath::asin)
            .domain(Domain.between(-0.8, 0.8))
            .pin(at(1).gives(Math.PI / 2).gradient(INF))
            .pin(at(2).gives(NAN).gradient(NAN))
            .row(),
        one("acos", Transcendental::acos, Tensor::acos, StrictMath::acos)
            .domain(Domain.between(-0.8, 0.8))
            .pin(at(1).gives(0).gradient(-INF))
            .pin(at(2).gives(NAN).gradient(NAN))
            .row(),
        one("atan", Transcendental::atan, Tensor::atan, StrictMath::atan)
            .pin(at(INF).gives(Math.PI / 2).gradient(0))
            .row());
  }

  private static List<OpSpec> hyperbolic() {
    return List.of(
        one("sinh", Transcendental::sinh, Tensor::sinh, StrictMath::sinh).row(),
        one("cosh", Transcendental::cosh, Tensor::cosh, StrictMath::cosh).row(),
        one(
                "asinh",
                Transcendental::asinh,
                Tensor::asinh,
                x -> Math.signum(x) * StrictMath.log(Math.abs(x) + Math.sqrt(x * x + 1)))
            .domain(Domain.between(0.5, 3))
            .pin(at(0).gives(0).gradient(1).curvature(0))
            .pin(at(Tensor.of(INF, -INF)).gives(Tensor.of(INF, -INF)).gradient(Tensor.of(0, 0)))
            .pin(at(Tensor.of(1e20, -1e200)).gradient(Tensor.of(1e-20, 1e-200)))
            .pin(at(-1e-20).gives(-1e-20))
            .row(),
        one(
                "acosh",
                Transcendental::acosh,
                Tensor::acosh,
                x -> StrictMath.log(x + Math.sqrt(x * x - 1)))
            .domain(Domain.between(1.3, 3))
            .pin(at(1).gives(0).gradient(INF))
            .pin(at(INF).gives(INF).gradient(0))
            .pin(at(Tensor.of(0.5, -2)).gives(Tensor.of(NAN, NAN)).gradient(Tensor.of(NAN, NAN)))
            .pin(at(Tensor.of(-1e10, -1e20, -1e200)).gives(Tensor.of(NAN, NAN, NAN)))
            .row(),
        one(
                "atanh",
                Transcendental::atanh,
                Tensor::atanh,
                x -> StrictMath.log((1 + x) / (1 - x)) / 2)
            .domain(Domain.between(0.2, 0.8))
            .pin(at(Tensor.of(1, -1)).gives(Tensor.of(INF, -INF)).gradient(Tensor.of(INF, INF)))
            .pin(at(-1e-20).gives(-1e-20).gradient(1))
            .row());
  }

  private static List<OpSpec> pairs() {
    return List.of(
        two("hypot", Transcendental::hypot, Tensor::hypot, (x, y) -> Math.sqrt(x * x + y * y))
            .domains(Domain.between(0.3, 2), Domain.real())
            .kink("the origin")
            .pin(at(0, 0).gives(0).gradient(0, 0).named("the origin"))
            .pin(at(3, -4).gives(5).gradient(0.6, -0.8))
            .pin(at(1e200, 0).gives(1e200).gradient(1, 0))
            .known("torch.hypot", "jax.numpy.hypot")
            .row(),
        two("atan2", Transcendental::atan2, Tensor::atan2, StrictMath::atan2)
            .domains(Domain.between(0.3, 2), Domain.real())
            .kink("the origin")
            .pin(at(0, 0).gives(0).gradient(0, 0).named("the origin"))
            .pin(at(0, -1).gives(Math.PI).gradient(-1, 0))
            .pin(at(1e200, 0).gives(Math.PI / 2).gradient(0, -1e-200))
            .known("torch.atan2", "jax.numpy.arctan2")
            .row(),
        two("xlogy", Transcendental::xlogy, Tensor::xlogy, (x, y) -> x * StrictMath.log(y))
            .domains(Domain.real(), Domain.positive())
            .kink("0 times the logarithm of 0")
            .pin(at(0, 0).gives(0).gradient(0, 0).named("0 times the logarithm of 0"))
            .pin(at(0, -1).gives(0).gradient(0, 0))
            .pin(at(0, NAN).gives(NAN))
            .pin(at(1, 0).gives(-INF).gradient(-INF, INF))
            .known("torch.xlogy", "jax.scipy.special.xlogy")
            .row());
  }
}
