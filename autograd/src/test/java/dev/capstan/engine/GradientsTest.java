package dev.capstan.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.WalkOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a walk over a tape gives. */
final class GradientsTest {

  @Test
  void aProductGivesEachFactorTheOther() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(3));
      Scalar y = tape.watch(Scalar.of(5));
      Gradients<Scalar> g = tape.gradients(x.times(y));
      assertEquals(5, g.of(x).value());
      assertEquals(3, g.of(y).value());
    }
  }

  @Test
  void contributionsOfAllPathsAddUp() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(3));
      Scalar square = x.times(x);
      Scalar y = square.plus(square.times(x)).plus(x);
      assertEquals(2 * 3 + 3 * 9 + 1, tape.gradients(y).of(x).value());
    }
  }

  @Test
  void gradientsMayBeAskedForAsOftenAsOneLikes() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(2));
      Scalar y = x.times(x);
      Scalar z = y.times(x);
      int nodes = tape.nodes().size();
      assertEquals(4, tape.gradients(y).of(x).value());
      assertEquals(12, tape.gradients(z).of(x).value());
      assertEquals(4, tape.gradients(y).of(x).value());
      assertEquals(nodes, tape.nodes().size(), "a walk without graph records nothing");
    }
  }

  @Test
  void aCotangentScalesTheGradient() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(2));
      assertEquals(-12, tape.gradients(x.times(x), Scalar.of(-3)).of(x).value());
    }
  }

  @Test
  void theTargetMayBeTheWatchedValueItself() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(2));
      assertEquals(1, tape.gradients(x).of(x).value());
    }
  }

  @Test
  void aValueThatTheTargetDoesNotReachHasGradientZero() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(2));
      Scalar unused = tape.watch(Scalar.of(7));
      Scalar y = x.times(0);
      Scalar later = tape.watch(Scalar.of(9));
      Gradients<Scalar> g = tape.gradients(y);
      assertEquals(0, g.of(unused).value());
      assertFalse(g.reached(unused));
      assertFalse(g.reached(later));
      assertEquals(0, g.of(x).value());
      assertTrue(g.reached(x), "a true zero");
    }
  }

  @Test
  void aWatchedInnerValueKeepsItsGradient() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(3));
      Scalar inner = x.times(x);
      assertSame(inner, tape.watch(inner));
      Gradients<Scalar> g = tape.gradients(inner.times(inner));
      assertEquals(18, g.of(inner).value());
      assertEquals(108, g.of(x).value());
    }
  }

  @Test
  void keepAllKeepsEveryGradient() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(3));
      Scalar inner = x.times(x);
      Scalar target = inner.times(inner);
      Gradients<Scalar> g = tape.gradients(target, WalkOption.KEEP_ALL);
      assertEquals(18, g.of(inner).value());
      assertEquals(1, g.of(target).value());
    }
  }

  @Test
  void gradientsOutliveTheTape() {
    Gradients<Scalar> g;
    Scalar x;
    try (Tape tape = new Tape()) {
      x = tape.watch(Scalar.of(3));
      g = tape.gradients(x.times(x));
    }
    assertEquals(6, g.of(x).value());
  }

  @Test
  void withGraphAGradientIsDifferentiatedAgainToAnyOrder() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(0.5));
      Scalar derivative = x.sin();
      double[] expected = {Math.cos(0.5), -Math.sin(0.5), -Math.cos(0.5), Math.sin(0.5)};
      for (double next : expected) {
        derivative = tape.gradients(derivative, WalkOption.CREATE_GRAPH).of(x);
        assertEquals(next, derivative.value(), Math.ulp(1.0));
      }
    }
  }

  @Test
  void aTracedCotangentIsAVariableOfTheGradient() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(3));
      Scalar v = tape.watch(Scalar.of(5));
      Scalar g = tape.gradients(x.times(x), v, WalkOption.CREATE_GRAPH).of(x);
      Gradients<Scalar> second = tape.gradients(g);
      assertEquals(6, second.of(v).value());
      assertEquals(10, second.of(x).value());
    }
  }

  @Test
  void aHookSeesTheCompleteGradientAndMayReplaceIt() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(3));
      Scalar inner = x.times(x);
      List<Double> seen = new ArrayList<>();
      tape.onGradient(
          inner,
          g -> {
            seen.add(g.value());
            return g.times(10);
          });
      tape.onGradient(inner, g -> g.plus(Scalar.of(1)));
      Scalar target = inner.plus(inner.times(2));
      assertEquals(31 * 6, tape.gradients(target).of(x).value());
      assertEquals(List.of(3.0), seen);
    }
  }

  @Test
  void aHookOnALeafChangesWhatTheCallerGets() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(3));
      tape.onGradient(x, g -> g.times(-1));
      assertEquals(-6, tape.gradients(x.times(x)).of(x).value());
    }
  }

  @Test
  void outsideATapeNothingIsRecorded() {
    Scalar y = Scalar.of(3).times(Scalar.of(5));
    assertNull(y.node());
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(1));
      Scalar.of(3).times(Scalar.of(5));
      assertEquals(1, tape.nodes().size());
      assertEquals(3, x.times(3).value());
    }
  }

  @Test
  void aValueThatOutlivesItsTapeIsAConstant() {
    Scalar old;
    try (Tape tape = new Tape()) {
      old = tape.watch(Scalar.of(3)).times(2);
    }
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(5));
      assertEquals(6, tape.gradients(x.times(old)).of(x).value());
      Scalar again = tape.watch(old);
      assertEquals(12, tape.gradients(again.times(again)).of(again).value());
    }
  }

  @Test
  void aRuleWhoseInputIsConstantIsNeverRun() {
    Scalar constant = Scalar.of(2);
    List<String> run = new ArrayList<>();
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(5));
      Scalar y =
          dev.capstan.autograd.Primitive.of("spied", x, constant)
              .value((u, v) -> Scalar.of(u.value() * v.value()))
              .vjp(
                  (Scalar g) -> {
                    run.add("x");
                    return g.times(constant);
                  })
              .vjp(
                  (Scalar g) -> {
                    run.add("constant");
                    return g.times(x);
                  })
              .record();
      assertEquals(2, tape.gradients(y).of(x).value());
    }
    assertEquals(List.of("x"), run);
  }

  @Test
  void aLongChainNeedsNoStack() {
    int length = 200_000;
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(1));
      Scalar y = x;
      for (int i = 0; i < length; i++) {
        y = y.plus(Scalar.of(1));
      }
      assertEquals(1, tape.gradients(y).of(x).value());
      assertEquals(length + 1, tape.statistics().nodes());
      assertEquals(8L * (length + 1), tape.statistics().bytes());
    }
  }

  @Test
  void aNodeTellsWhatItIs() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(3), "weight");
      Scalar y = x.relu();
      Node<Scalar> node = java.util.Objects.requireNonNull(y.node());
      assertEquals("relu", node.op());
      assertEquals(1, node.index());
      assertEquals(List.of(x), node.inputs());
      assertEquals(3, node.replay().value());
      assertEquals(0, node.replay(List.of(Scalar.of(-4))).value());
      assertEquals(1, node.branch());
      assertEquals(5, java.util.Objects.requireNonNull(node.vjp(Scalar.of(5)).get(0)).value());
      assertFalse(node.watched());
      assertEquals("#1 relu(#0) = 3", node.toString());
      assertEquals("#0 watch weight = 3", java.util.Objects.requireNonNull(x.node()).toString());
      assertEquals(2, tape.nodes().size(), "neither replay nor vjp recorded anything");
    }
  }
}
