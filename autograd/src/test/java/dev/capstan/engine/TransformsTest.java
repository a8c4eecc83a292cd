package dev.capstan.engine;

import static dev.capstan.autograd.Transforms.checkpoint;
import static dev.capstan.autograd.Transforms.grad;
import static dev.capstan.autograd.Transforms.hvp;
import static dev.capstan.autograd.Transforms.jvp;
import static dev.capstan.autograd.Transforms.stopGradient;
import static dev.capstan.autograd.Transforms.valueAndGrad;
import static dev.capstan.autograd.Transforms.vjp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.Transforms;
import dev.capstan.autograd.WalkOption;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Derivatives of functions, and derivatives of those. */
final class TransformsTest {
  private static final Scalar ONE = Scalar.of(1);
  private static final Scalar TWO = Scalar.of(2);
  private static final Scalar THREE = Scalar.of(3);

  @Test
  void valueAndGradientOfSeveralArguments() {
    Transforms.ValueAndGrad<Scalar> at =
        valueAndGrad(xs -> xs.get(0).times(xs.get(1)), List.of(TWO, THREE));
    assertEquals(6, at.value().value());
    assertEquals(3, at.gradients().get(0).value());
    assertEquals(2, at.gradients().get(1).value());
    assertNull(at.value().node(), "a constant argument gives constants");
    assertNull(at.gradient().node(), "a constant argument gives constants");
  }

  /** d/dx [x · d/dy (x + y)] = d/dx [x · 1] = 1: the inner derivative sees x as a constant. */
  @Test
  void theInnerDerivativeDoesNotConfuseItsVariableWithTheOuters() {
    assertEquals(1, grad(x -> x.times(grad(y -> x.plus(y), ONE)), ONE).value());
  }

  /** d/ds [s · d/dr (s r²) at r = 2] = d/ds [4 s²] = 8 s. */
  @Test
  void aCapturedValueIsAVariableOfTheOuterDerivative() {
    assertEquals(24, grad(s -> s.times(grad(r -> s.times(r).times(r), TWO)), THREE).value());
  }

  /** d/dz (x y z) = x y; d/dy (y · x y) = 2 x y; d/dx (x · 2 x y) at y = 3 is 12 x. */
  @Test
  void threeLevelsWithConstantArguments() {
    UnaryOperator<Scalar> f =
        x -> x.times(grad(y -> y.times(grad(z -> x.times(y).times(z), Scalar.of(5))), THREE));
    assertEquals(24, grad(f, TWO).value());
  }

  /** As above at y = x: d/dx (x · 2 x²) = 6 x². */
  @Test
  void threeLevelsWithArgumentsFromOutside() {
    UnaryOperator<Scalar> f =
        x -> x.times(grad(y -> y.times(grad(z -> x.times(y).times(z), y)), x));
    assertEquals(24, grad(f, TWO).value());
  }

  @Test
  void theGradientOfAGradientOfAGradient() {
    assertEquals(
        -Math.cos(0.5), grad(grad(grad(Scalar::sin))).apply(Scalar.of(0.5)).value(), 1e-15);
  }

  @Test
  void aTransformInsideAUsersTapeIsRecordedThere() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(THREE);
      Scalar slope = grad(y -> y.times(y).times(y), x);
      assertEquals(27, slope.value());
      assertEquals(18, tape.gradients(slope).of(x).value());
    }
  }

  @Test
  void aYoungerTapeJoinsTheUsersWhenItMeetsACapturedValue() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(THREE);
      Scalar slope = grad(y -> x.times(y).times(y), TWO);
      assertEquals(12, slope.value());
      assertEquals(4, tape.gradients(slope).of(x).value());
    }
  }

  @Test
  void aPullbackMayBeCalledOften() {
    Transforms.Pullback<Scalar> at = vjp(Scalar::sin, Scalar.of(0.5));
    assertEquals(Math.sin(0.5), at.value().value());
    assertEquals(Math.cos(0.5), at.apply(ONE).value());
    assertEquals(2 * Math.cos(0.5), at.apply(TWO).value());
  }

  @Test
  void aDirectionalDerivativeIsTheSlopeTimesTheTangent() {
    Transforms.Directional<Scalar> at = jvp(Scalar::exp, Scalar.of(0.5), THREE);
    assertEquals(Math.exp(0.5), at.value().value());
    assertEquals(3 * Math.exp(0.5), at.tangent().value());
  }

  /** d/dx of the tangent of x³ along 2: d/dx 6x² = 12x. */
  @Test
  void aDirectionalDerivativeIsDifferentiatedAgain() {
    UnaryOperator<Scalar> f = x -> jvp(y -> y.times(y).times(y), x, TWO).tangent();
    assertEquals(36, grad(f, THREE).value());
  }

  /** Forward over forward over reverse: the third derivative of x⁴ is 24 x. */
  @Test
  void transformsOfEveryKindNest() {
    UnaryOperator<Scalar> slope = x -> grad(y -> y.times(y).times(y).times(y), x);
    UnaryOperator<Scalar> curvature = x -> jvp(slope, x, ONE).tangent();
    assertEquals(72, jvp(curvature, THREE, ONE).tangent().value());
  }

  @Test
  void aFunctionThatIgnoresItsArgumentHasSlopeZero() {
    assertEquals(0, grad(x -> Scalar.of(7), THREE).value());
    assertEquals(0, jvp(x -> Scalar.of(7), THREE, ONE).tangent().value());
  }

  @Test
  void theHessianTimesAVector() {
    assertEquals(6 * 3 * 2, hvp(x -> x.times(x).times(x), THREE, TWO).value());
  }

  @Test
  void nothingPassesAStop() {
    assertEquals(3, grad(x -> x.times(stopGradient(x)), THREE).value());
  }

  @Test
  void aTapeHoldsWhatAnotherStopped() {
    List<Traced<?>> stopped;
    try (Tape tape = new Tape()) {
      Scalar y = stopGradient(tape.watch(THREE).times(TWO));
      assertEquals(6, y.value());
      stopped = tape.stopped();
    }
    try (Tape tape = Tape.holding(stopped)) {
      assertEquals(6, stopGradient(tape.watch(TWO).times(TWO)).value());
      assertEquals(4, stopGradient(tape.watch(TWO).times(TWO)).value());
    }
  }

  // --- checkpoint -----------------------------------------------------------------------------

  private static Scalar block(Scalar x) {
    Scalar y = x;
    for (int i = 0; i < 10; i++) {
      y = y.sin().plus(x);
    }
    return y;
  }

  @Test
  void aCheckpointKeepsNoInnerValuesAndGivesTheSameBits() {
    try (Tape plain = new Tape();
        Tape thrifty = new Tape()) {
      Scalar x = plain.watch(Scalar.of(0.3));
      Scalar y = block(x);
      Scalar cx = thrifty.watch(Scalar.of(0.3));
      Scalar cy = checkpoint(TransformsTest::block, cx);
      assertEquals(y.value(), cy.value());
      assertEquals(21, plain.statistics().nodes());
      assertEquals(2, thrifty.statistics().nodes());
      assertEquals(21 * 8, plain.statistics().bytes());
      assertEquals(2 * 8, thrifty.statistics().bytes());
      assertEquals(plain.gradients(y).of(x).value(), thrifty.gradients(cy).of(cx).value());
      assertEquals(2, thrifty.statistics().nodes(), "the second run leaves nothing behind");
    }
  }

  @Test
  void aCheckpointIsDifferentiatedTwice() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(0.3));
      Scalar y = block(x);
      Scalar c = checkpoint(TransformsTest::block, x);
      Scalar first = tape.gradients(y, WalkOption.CREATE_GRAPH).of(x);
      Scalar firstOfC = tape.gradients(c, WalkOption.CREATE_GRAPH).of(x);
      assertEquals(first.value(), firstOfC.value());
      assertEquals(tape.gradients(first).of(x).value(), tape.gradients(firstOfC).of(x).value());
    }
  }

  @Test
  void aCheckpointRefusesCapturedValuesByName() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(0.3));
      Scalar w = tape.watch(Scalar.of(2), "weight");
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> checkpoint(v -> v.times(w), x));
      assertEquals(
          "checkpoint: its function captures a traced value: 'times' met #1 watch 'weight' double; "
              + "pass the value as an input, or capture detach() of it",
          e.getMessage());
      assertEquals(0.6, checkpoint(xs -> xs.get(0).times(xs.get(1)), List.of(x, w)).value());
      assertTrue(tape.recording(), "the tape goes on recording");
    }
  }

  /** The captured value lives on the outer derivative's tape, the argument on the inner one's. */
  @Test
  void aCheckpointRefusesValuesOfAnOuterDerivativeToo() {
    IllegalStateException e =
        assertThrows(
            IllegalStateException.class,
            () -> grad(w -> grad(x -> checkpoint(v -> v.times(w), x), THREE), TWO));
    assertEquals(
        "checkpoint: its function captures a traced value of another tape: its result is #1 times "
            + "double; pass the value as an input, or capture detach() of it",
        e.getMessage());
  }

  @Test
  void aPullbackThatHasJoinedATapeEndsWithIt() {
    Transforms.Pullback<Scalar> at;
    try (Tape tape = new Tape()) {
      Scalar w = tape.watch(TWO);
      at = vjp(x -> x.times(w), THREE);
      assertEquals(2, at.apply(ONE).value());
    }
    IllegalStateException e = assertThrows(IllegalStateException.class, () -> at.apply(ONE));
    assertEquals(
        "vjp: the tape that the function's values were recorded on is closed; "
            + "call the pullback inside the try block that opened it",
        e.getMessage());
  }

  @Test
  void aTransformRefusesArgumentsOfTwoTapes() {
    try (Tape first = new Tape();
        Tape second = new Tape()) {
      Scalar x = first.watch(TWO).sin();
      Scalar y = second.watch(THREE).exp();
      IllegalStateException e =
          assertThrows(
              IllegalStateException.class,
              () -> valueAndGrad(xs -> xs.get(0).times(xs.get(1)), List.of(x, y)));
      assertEquals(
          "grad: inputs from two tapes: 'exp' is on "
              + title(second)
              + ", 'sin' is on "
              + title(first)
              + "; record both on one tape, or pass detach() of one of them",
          e.getMessage());
    }
  }

  /** What messages call a tape: the first line of its print. */
  private static String title(Tape tape) {
    return tape.toString().lines().findFirst().orElseThrow();
  }
}
