package dev.capstan.testkit;

import static dev.capstan.testkit.Pin.at;
import static dev.capstan.testkit.Rows.INF;
import static dev.capstan.testkit.Rows.NAN;

import dev.capstan.ops.Special;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** The rows of {@link Special}. */
final class SpecialTable {
  private static final String SERIES = "Commons Math sums its series to 1e-15, and so does ours";

  private static final String STIRLING =
      "the reference takes x ln x, about 20, from a sum as large, where a tenth is left";

  private SpecialTable() {}

  static List<OpSpec> rows() {
    return Stream.of(errorFunctions(), gammaFunctions()).flatMap(List::stream).toList();
  }

  private static OpSpec.Builder one(
      String name,
      UnaryOperator<Tensor> f,
      UnaryOperator<Tensor> fluent,
      DoubleUnaryOperator reference) {
    return Rows.one(Special.class, name, f, fluent, reference).ulps(32, SERIES);
  }

  private static List<OpSpec> errorFunctions() {
    return List.of(
        one("erf", Special::erf, Tensor::erf, SpecialReferences::erf)
            .pin(at(Tensor.of(0, INF, -INF, NAN)).gives(Tensor.of(0, 1, -1, NAN)))
            .pin(at(Tensor.of(1e-160)).gives(Tensor.of(1.1283791670955126e-160)))
            .pin(at(Tensor.of(1e-200)).gives(Tensor.of(1.1283791670955125e-200)))
            .known("torch.erf", "jax.scipy.special.erf")
            .row(),
        one("erfc", Special::erfc, Tensor::erfc, SpecialReferences::erfc)
            .pin(at(Tensor.of(0, INF, -INF, NAN)).gives(Tensor.of(1, 0, 2, NAN)))
            .pin(at(26.2).gives(1.643250792438946e-300))
            .known("torch.erfc", "jax.scipy.special.erfc")
            .row(),
        one("erfInv", Special::erfInv, Tensor::erfInv, SpecialReferences::erfInv)
            .domain(Domain.between(-0.9, 0.9))
            .pin(at(Tensor.of(1, -1)).gives(Tensor.of(INF, -INF)).gradient(Tensor.of(INF, INF)))
            .pin(at(2).gives(NAN).gradient(NAN))
            .known("torch.erfinv", "jax.scipy.special.erfinv")
            .row());
  }

  private static List<OpSpec> gammaFunctions() {
    Domain negative = Domain.between(-2.8, -2.2);
    return List.of(
        one("lgamma", Special::lgamma, Tensor::lgamma, SpecialReferences::lgamma)
            .domain(Domain.positive())
            .pin(at(0).gives(INF).gradient(-INF))
            .pin(at(Tensor.of(1, 2, -3, INF)).gives(Tensor.of(0, 0, INF, INF)))
            .pin(at(-2.455).gives(0.0030886290919196553))
            .pin(at(-Double.MIN_VALUE).gives(744.4400719213812))
            .ulps(512, STIRLING)
            .known("torch.lgamma", "jax.scipy.special.gammaln")
            .row(),
        one("lgamma", Special::lgamma, Tensor::lgamma, SpecialReferences::lgamma)
            .variant("negative")
            .domain(negative)
            .ulps(512, STIRLING)
            .known("torch.lgamma", "jax.scipy.special.gammaln")
            .row(),
        one("digamma", Special::digamma, Tensor::digamma, SpecialReferences::digamma)
            .domain(Domain.positive())
            .pin(at(Tensor.of(0, -2, INF, NAN)).gives(Tensor.of(-INF, NAN, INF, NAN)))
            .pin(at(-Double.MIN_VALUE).gives(INF))
            .known("torch.digamma", "jax.scipy.special.digamma")
            .row(),
        one("digamma", Special::digamma, Tensor::digamma, SpecialReferences::digamma)
            .variant("negative")
            .domain(negative)
            .known("torch.digamma", "jax.scipy.special.digamma")
            .row(),
        one("trigamma", Special::trigamma, Tensor::trigamma, SpecialReferences::trigamma)
            .domain(Domain.positive())
            .pin(at(Tensor.of(0, -2, INF, NAN)).gives(Tensor.of(INF, INF, 0, NAN)))
            .known("torch.special.polygamma", "jax.scipy.special.polygamma")
            .row(),
        one(
                "polygamma",
                x -> Special.polygamma(x, 2),
                x -> x.polygamma(2),
                SpecialReferences::tetragamma)
            .domain(Domain.positive())
            .error(
                IllegalArgumentException.class,
                "polygamma: no such order: got -1, expected 0 to 100",
                () -> Special.polygamma(Tensor.of(1.0), -1))
            .known("torch.special.polygamma", "jax.scipy.special.polygamma")
            .row(),
        one(
                "polygamma",
                x -> Special.polygamma(x, 1),
                x -> x.polygamma(1),
                SpecialReferences::trigamma)
            .variant("negative")
            .domain(negative)
            .known("torch.special.polygamma", "jax.scipy.special.polygamma")
            .row(),
        Rows.two(
                Special.class,
                "beta",
                Special::beta,
                Tensor::beta,
                (x, y) ->
                    StrictMath.exp(
                        SpecialReferences.lgamma(x)
                            + SpecialReferences.lgamma(y)
                            - SpecialReferences.lgamma(x + y)))
            .domain(Domain.positive())
            .pin(at(1, 1).gives(1))
            .pin(at(-1, 1).gives(NAN).gradient(NAN, NAN))
            .ulps(512, STIRLING)
            .known("", "jax.scipy.special.beta")
            .row());
  }
}
