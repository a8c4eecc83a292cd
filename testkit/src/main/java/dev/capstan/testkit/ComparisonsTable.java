package dev.capstan.testkit;

import static dev.capstan.testkit.Pin.at;
import static dev.capstan.testkit.Rows.INF;
import static dev.capstan.testkit.Rows.NAN;

import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Comparisons;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;

/** The rows of {@link Comparisons}. */
final class ComparisonsTable {
  private ComparisonsTable() {}

  static List<OpSpec> rows() {
    return Stream.of(relations(), numbers(), properties()).flatMap(List::stream).toList();
  }

  /** A relation, and what it says of two equal numbers and of NaN. */
  private static OpSpec relation(
      String name,
      BiFunction<Tensor, Tensor, BoolTensor> f,
      BiFunction<Tensor, Tensor, BoolTensor> fluent,
      Rows.Relation reference,
      String torch,
      String jax) {
    return Rows.relation(Comparisons.class, name, f, fluent, reference)
        .pin(at(1, 1).gives(reference.holds(1, 1) ? 1 : 0))
        .pin(at(NAN, NAN).gives(name.equals("ne") ? 1 : 0))
        .known("torch." + torch, "jax.numpy." + jax)
        .row();
  }

  private static List<OpSpec> relations() {
    return List.of(
        relation("eq", Comparisons::eq, Tensor::eq, (x, y) -> x == y, "eq", "equal"),
        relation("ne", Comparisons::ne, Tensor::ne, (x, y) -> x != y, "ne", "not_equal"),
        relation("lt", Comparisons::lt, Tensor::lt, (x, y) -> x < y, "lt", "less"),
        relation("le", Comparisons::le, Tensor::le, (x, y) -> x <= y, "le", "less_equal"),
        relation("gt", Comparisons::gt, Tensor::gt, (x, y) -> x > y, "gt", "greater"),
        relation("ge", Comparisons::ge, Tensor::ge, (x, y) -> x >= y, "ge", "greater_equal"));
  }

  private static OpSpec number(
      String name,
      Function<Tensor, BoolTensor> f,
      Function<Tensor, BoolTensor> fluent,
      Rows.Relation reference) {
    return Rows.mask(Comparisons.class, name, f, fluent, x -> reference.holds(x, 0.5))
        .variant("number")
        .domain(Domain.real().awayFrom(0.5))
        .pin(at(0.5).gives(reference.holds(0.5, 0.5) ? 1 : 0))
        .known("torch." + name, "")
        .row();
  }

  private static List<OpSpec> numbers() {
    return List.of(
        number("eq", x -> Comparisons.eq(x, 0.5), x -> x.eq(0.5), (x, y) -> x == y),
        number("ne", x -> Comparisons.ne(x, 0.5), x -> x.ne(0.5), (x, y) -> x != y),
        number("lt", x -> Comparisons.lt(x, 0.5), x -> x.lt(0.5), (x, y) -> x < y),
        number("le", x -> Comparisons.le(x, 0.5), x -> x.le(0.5), (x, y) -> x <= y),
        number("gt", x -> Comparisons.gt(x, 0.5), x -> x.gt(0.5), (x, y) -> x > y),
        number("ge", x -> Comparisons.ge(x, 0.5), x -> x.ge(0.5), (x, y) -> x >= y));
  }

  private static List<OpSpec> properties() {
    Tensor odd = Tensor.of(0, NAN, INF, -INF);
    return List.of(
        Rows.mask(Comparisons.class, "isNaN", Comparisons::isNaN, Tensor::isNaN, x -> !(x >= -INF))
            .pin(at(odd).gives(Tensor.of(0, 1, 0, 0)))
            .known("torch.isnan", "jax.numpy.isnan")
            .row(),
        Rows.mask(
                Comparisons.class,
                "isFinite",
                Comparisons::isFinite,
                Tensor::isFinite,
                x -> Math.abs(x) < INF)
            .pin(at(odd).gives(Tensor.of(1, 0, 0, 0)))
            .known("torch.isfinite", "jax.numpy.isfinite")
            .row(),
        Rows.mask(
                Comparisons.class,
                "isInfinite",
                Comparisons::isInfinite,
                Tensor::isInfinite,
                x -> x == INF || x == -INF)
            .pin(at(odd).gives(Tensor.of(0, 0, 1, 1)))
            .known("torch.isinf", "jax.numpy.isinf")
            .row());
  }
}
