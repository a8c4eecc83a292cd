package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.check.Blame;
import dev.capstan.autograd.check.Fault;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What a wrong rule is said to look like. */
final class HintsTest {
  private static final Tensor X = Tensor.of(new double[] {0.3, -1.2, 2.5, 0.7, -0.4, 1.6}, 2, 3);

  private record Row(String fault, String evidence, UnaryOperator<Tensor> f) {}

  private static Row row(
      String fault, String evidence, UnaryOperator<Tensor> f, BinaryOperator<Tensor> rule) {
    return new Row(fault, evidence, x -> Primitive.of("op", x).value(f).vjp(rule).record());
  }

  private static Tensor twice(Tensor x, Tensor g) {
    return g.mul(x.like(i -> x.at(i) > 1 ? 2 : 1));
  }

  @TestFactory
  Stream<DynamicTest> hints() {
    return Stream.of(
            row("a factor missing", "divided by (1 + y)", Tensor::tanh, (g, t) -> g.mul(t.rsub(1))),
            row("a factor missing", "divided by y", Tensor::sigmoid, (g, t) -> g.mul(t.rsub(1))),
            row("a factor too many", "times y", Tensor::exp, (g, t) -> g.mul(t).mul(t)),
            row("a factor too many", "times x", Tensor::sin, (g, t) -> g.mul(X.cos()).mul(X)),
            row("a factor missing", "divided by g", Tensor::sin, (g, t) -> X.cos()),
            row(
                "a term missing or too many",
                "the right gradient + y Σ g y along axis 1",
                v -> v.softmax(-1),
                (g, t) -> g.mul(t)),
            row(
                "a term missing or too many",
                "the right gradient + y Σ g along axis 1",
                v -> v.logSoftmax(-1),
                (g, t) ->
                    g.sub(t.exp().sub(t).mul(g.sum(dev.capstan.ops.option.KeepDims.YES, -1)))),
            row(
                "a term missing or too many",
                "the right gradient + 0.5 g",
                Tensor::sin,
                (g, t) -> g.mul(X.cos().add(0.5))),
            row(
                "factor 2 at some elements",
                "2 of 6 elements, where x > 1; the rest is right",
                Tensor::sin,
                (g, t) -> twice(X, g).mul(X.cos())),
            row(
                "factor 3 at some elements",
                "3 of 6 elements, those at index 1 of axis 0",
                Tensor::sin,
                (g, t) -> g.mul(X.cos()).mul(X.like(i -> i < 3 ? 1 : 3))),
            row(
                "a constant factor",
                "ratio 1 + 1.0e-05",
                Tensor::sin,
                (g, t) -> g.mul(X.cos()).mul(1 + 1e-5)),
            row("transposed", "the transpose", v -> v.sin(), (g, t) -> turned(g.mul(X.cos()))))
        .map(row -> DynamicTest.dynamicTest(row.fault() + ", " + row.evidence(), () -> hint(row)));
  }

  private static Tensor turned(Tensor g) {
    return g.transpose(0, 1).reshape(2, 3);
  }

  private static void hint(Row row) {
    Fault fault = first(GradCheck.of(row.f()).at(X).check());
    assertEquals(row.fault(), fault.what(), fault::toString);
    assertTrue(fault.evidence().contains(row.evidence()), fault::toString);
  }

  private static Fault first(GradReport report) {
    Blame blame = report.passes().get(0).blame();
    assertNotNull(blame, report::toString);
    return blame.faults().get(0);
  }

  @Test
  void lengthOfOneIsNoMean() {
    GradReport report =
        GradCheck.of(
                (Tensor x) ->
                    Primitive.of("op", x)
                        .value((Tensor v) -> v.square().sum())
                        .vjp((Tensor g) -> g.mul(x).mul(2 + 2e-6))
                        .record())
            .at(X)
            .check();
    assertEquals("ratio 1 + 1.0e-06", first(report).evidence());
  }

  @Test
  void anotherTypeIsSaidBeforeABroadcast() {
    GradReport report =
        GradCheck.of(
                (Tensor x) ->
                    Primitive.of("op", x)
                        .value((Tensor v) -> v.sin())
                        .vjp((Tensor g) -> g.mul(x.cos()).to(DType.FLOAT32))
                        .record())
            .at(X)
            .check();
    assertEquals("a gradient of another type", first(report).what());
  }
}
