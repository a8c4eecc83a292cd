package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.autograd.check.GradientError;
import dev.capstan.ops.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One check at several points. */
final class SeveralPointsTest {
  private static final List<List<Tensor>> POINTS =
      List.of(List.of(Tensor.of(0.3)), List.of(Tensor.of(0.7)), List.of(Tensor.of(2.5)));

  /** The square root, with twice the slope beyond 1. */
  private static Tensor root(Tensor x) {
    return Primitive.of("root", x)
        .value((Tensor v) -> v.sqrt())
        .vjp((g, y) -> g.div(y).mul(x.item() > 1 ? 1 : 0.5))
        .record();
  }

  @Test
  void pointThatIsWrongIsNamed() {
    GradCheck check = GradCheck.of(SeveralPointsTest::root).atEach(POINTS);
    GradientError e = assertThrows(GradientError.class, check::assertRight);
    String text = e.report().sentence();
    assertTrue(text.startsWith("at point 2 wrong: the gradient of input at [0] is"), text);
    assertTrue(text.contains("factor 2 in the rule of 'root'"), text);
  }

  @Test
  void allPointsAreCounted() {
    GradReport report = GradCheck.of((Tensor x) -> x.sqrt()).atEach(POINTS).order(2).check();
    assertEquals(6, report.orThrow().passes().size());
    assertTrue(report.sentence().startsWith("right: 9 elements at 3 points"), report::sentence);
  }
}
