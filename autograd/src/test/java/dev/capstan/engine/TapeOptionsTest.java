package dev.capstan.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

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
              + "; input 0: double, value 0.0",
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

  @Test
  void aBadConstantIsBlamedAsSuch() {
    try (Tape tape = new Tape(TapeOption.CHECK_FINITE)) {
      Scalar x = tape.watch(Scalar.of(2));
      Scalar bad = Scalar.of(Double.POSITIVE_INFINITY);
      Primitive<Scalar> op =
          Primitive.of("mix", x, bad)
              .value((u, v) -> Scalar.of(u.value() + v.value()))
              .vjp((Scalar g) -> g)
              .vjp((Scalar g) -> g);
      int line = line() + 1;
      NonFiniteException e = assertThrows(NonFiniteException.class, () -> op.record());
      assertEquals(
          "mix: the first value that is not finite: element 0 of double is Infinity, called at "
              + "TapeOptionsTest.java:"
              + line
              + "; input 0: double, value 2.0; input 1: double, a constant already not finite: "
              + "element 0 is Infinity",
          e.getMessage());
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
