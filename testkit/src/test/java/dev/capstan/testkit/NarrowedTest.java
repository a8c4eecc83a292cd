package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.check.Blame;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** One function in float32 and in float64: the same but for its digits. */
final class NarrowedTest {
  private static final Tensor X = Tensor.of(0.3, -1.2, 2.5);

  private static GradReport check(UnaryOperator<Tensor> f, Tensor at) {
    return GradCheck.of(f).narrowed(x -> x.to(DType.FLOAT32)).at(at).check();
  }

  @Test
  void rightFunctionIsTheSameInBoth() {
    GradReport report = check(x -> x.sin().mul(x).softmax(0).log().sum(), X);
    assertTrue(report.orThrow().sentence().endsWith("; the same in float32"), report::sentence);
    Tensor many = Tensor.randn(DType.FLOAT64, new Random(1), 6, 5);
    check(x -> x.matmul(x.swapAxes(0, 1)).tanh().softmax(1).square().mean(), many).orThrow();
  }

  /** The rounding of the input alone changes the gradient in its third digit. */
  @Test
  void illConditionedFunctionIsNoFault() {
    check(x -> x.sub(1).log(), Tensor.of(1.0001, 1.0003)).orThrow();
  }

  @Test
  void ruleThatIsWrongInFloat32AloneIsBlamed() {
    GradReport report =
        check(
            x ->
                Primitive.of("sine", x.mul(2))
                    .value((Tensor v) -> v.sin())
                    .vjp(
                        (Tensor g) ->
                            g.mul(x.mul(2).cos()).mul(x.dtype() == DType.FLOAT32 ? 0.99 : 1))
                    .record(),
            X);
    assertFalse(report.ok());
    Blame blame = report.passes().get(0).blame();
    assertNotNull(blame, report::toString);
    assertEquals("sine", blame.op());
    String text = report.sentence();
    assertTrue(text.startsWith("wrong: in float32 the gradient of input at [0] is another"), text);
    assertTrue(text.contains("a rule that differs in float32 in the rule of 'sine'"), text);
  }

  @Test
  void functionThatLosesItsDigitsIsTold() {
    GradReport report =
        check(x -> x.square().mean().sub(x.mean().square()).log(), Tensor.of(1000.25, 1000, 1001));
    assertFalse(report.ok());
    assertTrue(report.sentence().endsWith("loses its digits in float32"), report::sentence);
  }

  @Test
  void overflowInFloat32IsTold() {
    assertFalse(check(x -> x.square().square().sqrt(), Tensor.of(1e12, 2)).ok());
  }

  @Test
  void aTypeThatIsNoNarrowerIsRefused() {
    GradCheck check = GradCheck.of((Tensor x) -> x.sin()).narrowed(x -> x).at(X);
    String text = assertThrows(IllegalArgumentException.class, check::check).getMessage();
    assertNotNull(text);
    assertTrue(text.startsWith("gradcheck: narrowed: got float64 [3] for float64 [3]"), text);
  }
}
