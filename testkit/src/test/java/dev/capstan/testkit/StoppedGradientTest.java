package dev.capstan.testkit;

import static dev.capstan.autograd.Transforms.checkpoint;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.check.Blame;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.autograd.check.Verdict;
import dev.capstan.ops.Tensor;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What is stopped counts as a constant in the differences too; what is detached does not. */
final class StoppedGradientTest {
  private static final Tensor X = Tensor.of(0.3, -1.2, 2.6);

  private static GradReport check(UnaryOperator<Tensor> f) {
    return GradCheck.of(f).at(X).order(2).audit().check();
  }

  /** With the wrong sign in its rule. */
  private static Tensor sine(Tensor x) {
    return Primitive.of("sine", x)
        .value((Tensor v) -> v.sin())
        .vjp((Tensor g) -> g.mul(x.cos()).neg())
        .record();
  }

  @Test
  void straightThroughEstimatorIsRight() {
    GradReport report = check(x -> x.add(x.round().sub(x).stopGradient()).square());
    assertEquals(3, report.orThrow().passes().get(0).count(Verdict.RIGHT));
  }

  @Test
  void weightsThatCountAsConstantsAreHeld() {
    check(x -> x.exp().stopGradient().mul(x.sin()).add(x.cos().stopGradient().mul(x))).orThrow();
  }

  @Test
  void detachedValueIsToldAndTheWordForMeaningItNamed() {
    GradReport report = check(x -> x.exp().detach().mul(x.sin()).add(x.cos().stopGradient()));
    Blame blame = report.passes().get(0).blame();
    assertNotNull(blame, report::toString);
    assertEquals("mul", blame.op());
    assertTrue(report.sentence().endsWith("say stopGradient(...)"), report::sentence);
  }

  @Test
  void faultBesideAStoppedValueIsWrong() {
    GradReport report = check(x -> x.exp().stopGradient().mul(sine(x)).add(x.stopGradient()));
    Blame blame = report.passes().get(0).blame();
    assertNotNull(blame, report::toString);
    assertEquals("sine", blame.op());
  }

  /** Stopped values are counted in one order, whether they stand in a checkpoint or beside it. */
  @Test
  void whatACheckpointStopsIsHeldToo() {
    UnaryOperator<Tensor> inner = x -> x.exp().stopGradient().mul(x.sin());
    check(x -> x.cos().stopGradient().mul(checkpoint(inner, x)).add(x.square().stopGradient()))
        .orThrow();
  }

  @Test
  void faultInACheckpointIsWrong() {
    GradReport report = check(x -> checkpoint(v -> sine(v).mul(v.exp().stopGradient()), x));
    Blame blame = report.passes().get(0).blame();
    assertNotNull(blame, report::toString);
    assertEquals("sine", blame.op());
  }
}
