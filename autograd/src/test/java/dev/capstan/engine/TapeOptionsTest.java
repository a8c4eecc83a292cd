package dev.capstan.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.NonFiniteException;
import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Call sites, and the search for the first NaN. */
final class TapeOptionsTest {

  private static int line() {
    return StackWalker.getInstance()
        .walk(frames -> frames.skip(1).findFirst().orElseThrow().getLineNumber());
  }

  @Test
  void aCallSiteIsTheLineOfUserCode() {
    try (Tape tape = new Tape(TapeOption.CALL_SITES)) {
      Scalar x = tape.watch(Scalar.of(1));
      Primitive<Scalar> op = Primitive.of("half", x).value(v -> v).vjp((Scalar g) -> g);
      int line = line() + 1;
      Scalar y = op.record();
      assertEquals("TapeOptionsTest.java:" + line, Objects.requireNonNull(y.node()).callSite());
      assertEquals(
          "#1 half(#0) = 1  at TapeOptionsTest.java:" + line,
          Objects.requireNonNull(y.node()).toString());
    }
  }

  @Test
  void withoutTheOptionThereIsNone() {
    try (Tape tape = new Tape()) {
      assertNull(Objects.requireNonNull(tape.watch(Scalar.of(1)).sin().node()).callSite());
    }
  }

  @Test
  void theFirstOperationThatMakesANaNIsNamedWithItsInputs() {
    try (Tape tape = new Tape(TapeOption.CHECK_FINITE)) {
      Scalar x = tape.watch(Scalar.of(-1));
      int line = logLine();
      NonFiniteException e = assertThrows(NonFiniteException.class, x::log);
      assertEquals(
          "log: the first value that is not finite: element 0 of double is NaN, called at "
              + "Scalar.java:"
              + line
              + "; input 0: double, value -1.0",
          e.getMessage());
    }
  }

  /** In these tests the operations themselves are user code. */
  private static int logLine() {
    try (Tape tape = new Tape(TapeOption.CALL_SITES)) {
      String site =
          Objects.requireNonNull(
              Objects.requireNonNull(tape.watch(Scalar.of(1)).log().node()).callSite());
      return Integer.parseInt(site.substring(site.indexOf(':') + 1));
    }
  }

  @Test
  void theFirstRuleThatMakesAnInfinityIsNamed() {
    try (Tape tape = new Tape(TapeOption.CHECK_FINITE)) {
      Scalar x = tape.watch(Scalar.of(0));
      Primitive<Scalar> root =
          Primitive.of("root", x)
              .value(v -> Scalar.of(Math.sqrt(v.value())))
              .vjp((g, y) -> Scalar.of(g.value() / (2 * y.value())));
      int line = line() + 1;
      Scalar y = root.record();
      NonFiniteException e = assertThrows(NonFiniteException.class, () -> tape.gradients(y));
      assertEquals(
          "gradient of root to input 0: the first gradient that is not finite: element 0 of double "
              + "is Infinity, operation called at TapeOptionsTest.java:"
              + line
              + "; the gradient that arrived there is 1.0; input 0: double, value 0.0",
          e.getMessage());
    }
  }

  /** The most reported one: a distance's root at 0 under a mask or a hinge that lets 0 through. */
  @Test
  void zeroTimesInfinityIsSaidAndFollowedBackToWhatIsWatched() {
    try (Tape tape = new Tape(TapeOption.CHECK_NAN)) {
      Scalar x = tape.watch(Scalar.of(0), "weight");
      Scalar square = x.times(x);
      Primitive<Scalar> root =
          Primitive.of("root", square)
              .value(v -> Scalar.of(Math.sqrt(v.value())))
              .vjp((g, y) -> Scalar.of(g.value() * (0.5 / y.value())));
      Scalar masked = root.record().times(0);
      NonFiniteException e = assertThrows(NonFiniteException.class, () -> tape.gradients(masked));
      assertEquals(
          "gradient of root to input 0: the first gradient that is NaN: element 0 of double is NaN,"
              + " operation called HERE; the gradient that arrived there is 0.0 and the slope"
              + " infinite: 0 × ∞; input 0: double, value 0.0; made of #1 times ← #0 watch"
              + " 'weight'",
          String.valueOf(e.getMessage()).replaceAll("at \\w+\\.java:\\d+", "HERE"));
    }
  }

  @Test
  void aLongWayIsToldFromBothEnds() {
    try (Tape tape = new Tape(TapeOption.CHECK_NAN)) {
      Scalar x = tape.watch(Scalar.of(-1));
      Scalar y = x;
      for (int i = 0; i < 50; i++) {
        y = y.times(1);
      }
      NonFiniteException e = assertThrows(NonFiniteException.class, y::log);
      assertTrue(
          String.valueOf(e.getMessage())
              .endsWith("; made of #50 times ← #49 times ← #48 times ← … ← #0 watch"),
          e.getMessage());
    }
  }

  @Test
  void aBadLeafIsNamedBeforeAnyOperation() {
    try (Tape tape = new Tape(TapeOption.CHECK_FINITE)) {
      NonFiniteException e =
          assertThrows(NonFiniteException.class, () -> tape.watch(Scalar.of(Double.NaN), "weight"));
      assertEquals(
          "watch: the value is not finite before any operation: element 0 of double is NaN "
              + "('weight'); look at where the data come from",
          e.getMessage());
    }
  }

  private static Scalar sum(Scalar x, Scalar y) {
    return Primitive.of("mix", x, y)
        .value((u, v) -> Scalar.of(u.value() + v.value()))
        .vjp((Scalar g) -> g)
        .vjp((Scalar g) -> g)
        .record();
  }

  @Test
  void aBadConstantIsBlamedAsSuch() {
    try (Tape tape = new Tape(TapeOption.CHECK_FINITE)) {
      Scalar x = tape.watch(Scalar.of(2));
      NonFiniteException e =
          assertThrows(NonFiniteException.class, () -> sum(x, Scalar.of(Double.NaN)));
      assertEquals(
          "mix: the first value that is not finite: element 0 of double is NaN, called HERE; "
              + "input 0: double, value 2.0; input 1: double, a constant already not finite: "
              + "element 0 is NaN",
          String.valueOf(e.getMessage()).replaceAll("at \\w+\\.java:\\d+", "HERE"));
    }
  }

  /** A mask of −∞ is meant; that two of them differ by NaN is not. */
  @Test
  void anInfinityThatCameInIsNoFinding() {
    try (Tape tape = new Tape(TapeOption.CHECK_FINITE)) {
      Scalar x = tape.watch(Scalar.of(2));
      Scalar masked = sum(x, Scalar.of(Double.NEGATIVE_INFINITY));
      assertEquals(Double.NEGATIVE_INFINITY, masked.value());
      Scalar weight = masked.exp();
      assertEquals(0, tape.gradients(weight).of(x).value());
      assertThrows(
          NonFiniteException.class, () -> sum(masked, Scalar.of(Double.POSITIVE_INFINITY)));
      Scalar zero = x.times(0);
      assertThrows(NonFiniteException.class, zero::log, "ln 0 is made from a finite number");
    }
  }

  @Test
  void aTapeThatLooksForNaNLetsInfinitiesPass() {
    try (Tape tape = new Tape(TapeOption.CHECK_NAN)) {
      Scalar x = tape.watch(Scalar.of(0));
      assertEquals(Double.NEGATIVE_INFINITY, x.log().value());
      assertEquals(Double.POSITIVE_INFINITY, tape.gradients(x.log()).of(x).value());
      tape.watch(Scalar.of(Double.POSITIVE_INFINITY));
      Scalar below = x.plus(Scalar.of(-1));
      NonFiniteException e = assertThrows(NonFiniteException.class, below::log);
      assertEquals(
          "log: the first value that is NaN: element 0 of double is NaN, called HERE; "
              + "input 0: double, value -1.0; made of #4 plus ← #0 watch",
          String.valueOf(e.getMessage()).replaceAll("at \\w+\\.java:\\d+", "HERE"));
      assertThrows(NonFiniteException.class, () -> tape.watch(Scalar.of(Double.NaN)));
    }
  }

  @Test
  void withoutTheOptionNaNsPass() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(-1));
      assertEquals(Double.NaN, x.log().value());
    }
  }
}
