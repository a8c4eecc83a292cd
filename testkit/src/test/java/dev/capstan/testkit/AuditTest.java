package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.check.Audit;
import dev.capstan.autograd.check.Blame;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.ops.Tensor;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Faults that the whole gradient does not show, and an audit of each rule alone does. */
final class AuditTest {
  private static final Tensor X = Tensor.of(0.3, -1.2, 2.5);

  /** The sine, with a rule that is not its derivative's or not a rule. */
  private static Tensor sine(Tensor x, String name, UnaryOperator<Tensor> rule) {
    return Primitive.of(name, x).value(v -> v.sin()).vjp((Tensor g) -> rule.apply(g)).record();
  }

  private static void finds(String op, String fault, UnaryOperator<Tensor> f) {
    finds(op, fault, () -> f);
  }

  /** A fresh function for each check, where it has a state. */
  private static void finds(String op, String fault, Supplier<UnaryOperator<Tensor>> f) {
    GradReport whole = GradCheck.of(f.get()).at(X).check();
    assertTrue(whole.ok(), () -> "not hidden: " + whole);
    GradReport report = GradCheck.of(f.get()).at(X).audit().check();
    assertTrue(!report.ok(), report::toString);
    Audit audit = report.passes().get(0).audit();
    assertNotNull(audit);
    Blame blame = report.passes().get(0).blame();
    assertNotNull(blame, report::toString);
    assertEquals(op, blame.op(), report::toString);
    assertTrue(blame.fault().contains(fault), report::toString);
    assertTrue(
        report
            .sentence()
            .startsWith("wrong: the whole gradient agrees with differences, but not each rule"),
        report::sentence);
  }

  @Test
  void faultsThatCancel() {
    finds(
        "twice",
        "factor 2",
        x -> {
          Tensor y = sine(x, "twice", g -> g.mul(x.cos()).mul(2));
          return Primitive.of("half", y)
              .value((Tensor v) -> v.square())
              .vjp((Tensor g) -> g.mul(y))
              .record();
        });
  }

  @Test
  void clippedGradient() {
    finds(
        "clipped",
        "not linear in g",
        x -> sine(x, "clipped", g -> g.clamp(-10, 10).mul(x.cos())).sum());
  }

  @Test
  void smallGradientsDropped() {
    finds(
        "dropping",
        "not linear in g",
        x -> sine(x, "dropping", g -> g.abs().gt(1e-6).count() > 0 ? g.mul(x.cos()) : g.mul(0)));
  }

  @Test
  void faultBehindAZeroGradient() {
    finds("behind", "wrong sign", x -> x.add(sine(x, "behind", g -> g.mul(x.cos().neg())).mul(0)));
  }

  @Test
  void ruleThatErrsAtEveryThirdCall() {
    finds(
        "third",
        "changes from one run to the next",
        () -> {
          AtomicInteger calls = new AtomicInteger();
          return x ->
              sine(x, "third", g -> g.mul(x.cos()).mul(calls.incrementAndGet() % 3 == 0 ? 2 : 1))
                  .sum();
        });
  }

  @Test
  void ruleThatDrawsRandomNumbersNowAndThen() {
    finds(
        "random",
        "changes from one run to the next",
        () -> {
          SplittableRandom random = new SplittableRandom(3);
          return x ->
              sine(x, "random", g -> g.mul(x.cos()).mul(random.nextInt(4) == 0 ? 2 : 1)).sum();
        });
  }

  /** A fault in turns that the whole check runs into is no factor, it is a rule that changes. */
  @Test
  void changingRuleIsNamedWithoutAnAuditToo() {
    AtomicInteger calls = new AtomicInteger();
    GradReport report =
        GradCheck.of(
                (Tensor x) ->
                    sine(
                        x,
                        "third",
                        g -> g.mul(x.cos()).mul(calls.incrementAndGet() % 3 == 0 ? 2 : 1)))
            .at(X)
            .check();
    Blame blame = report.passes().get(0).blame();
    assertNotNull(blame, report::toString);
    assertEquals("third", blame.op());
    assertEquals("a rule that changes from one run to the next", blame.fault());
  }

  @Test
  void ruleThatRemembersTheLargestGradientItHasSeen() {
    Tensor[] largest = {X.mul(0)};
    finds(
        "remembering",
        "remembers earlier gradients",
        x ->
            sine(
                x,
                "remembering",
                g -> {
                  boolean larger = g.norm(2).item() > 10;
                  largest[0] = larger ? g : largest[0];
                  return g.add(largest[0]).mul(x.cos());
                }));
  }

  @Test
  void ruleThatMakesANumberOfNanIsNamed() {
    finds("swallowing", "swallows NaN", x -> sine(x, "swallowing", g -> g.nanToNum().mul(x.cos())));
  }

  @Test
  void forwardModeThatLeavesTheTapeIsTold() {
    UnaryOperator<Tensor> f = x -> sine(x, "raw", g -> g.like(i -> g.at(i) * Math.cos(x.at(i))));
    GradReport report = GradCheck.of(f).at(X).audit().check();
    assertTrue(
        report.sentence().startsWith("wrong: forward mode and reverse mode differ"),
        report::sentence);
  }

  @Test
  void gradientByHandThatChangesItsWeightsIsTold() {
    GradReport report =
        GradCheck.ofArrays(
                x -> new double[] {x[0] * x[1], x[0]},
                (x, g) -> {
                  double[] out = {g[0] * x[1] + g[1], g[0] * x[0]};
                  g[0] = 0;
                  return out;
                })
            .at(2, 3)
            .audit()
            .check();
    assertTrue(
        report.sentence().contains("changes the weights that it is given"), report::toString);
  }

  @Test
  void rightRulesPassAndAreCounted() {
    GradReport report = GradCheck.of((Tensor x) -> x.sin().mul(x).sum()).at(X).audit().check();
    assertTrue(report.orThrow().sentence().endsWith("audit of 4 rules in 3 operations"));
  }
}
