package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.NonFiniteException;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.ops.Tensor;
import org.junit.jupiter.api.Test;

/**
 * A tape with CHECK_FINITE against what users report of other frameworks' anomaly modes: the wrong
 * line is named, a loss that is already NaN goes unnoticed, and neither shapes nor values are
 * shown.
 */
final class FindingNansTest {

  private static Tensor line(StackWalker.StackFrame[] where, Tensor x) {
    where[0] = StackWalker.getInstance().walk(f -> f.findFirst().orElseThrow());
    return x.log();
  }

  @Test
  void theLineIsTheOneThatCalledTheOperation() {
    StackWalker.StackFrame[] where = new StackWalker.StackFrame[1];
    NonFiniteException e =
        assertThrows(
            NonFiniteException.class,
            () -> {
              try (Tape tape = new Tape(TapeOption.CHECK_FINITE)) {
                Tensor x = tape.watch(Tensor.of(2.0, -1.0));
                Tensor later = line(where, x.mul(3)).square();
                tape.gradients(later.sum());
              }
            });
    int expected = where[0].getLineNumber() + 1;
    assertTrue(
        String.valueOf(e.getMessage()).contains("FindingNansTest.java:" + expected),
        e.getMessage());
  }

  @Test
  void nanLossStopsInTheForwardPassWithoutAnyGradient() {
    NonFiniteException e =
        assertThrows(
            NonFiniteException.class,
            () -> {
              try (Tape tape = new Tape(TapeOption.CHECK_FINITE)) {
                Tensor x = tape.watch(Tensor.of(0.0, 1.0));
                x.div(x).sum();
              }
            });
    assertTrue(String.valueOf(e.getMessage()).startsWith("div: the first value"), e.getMessage());
  }

  @Test
  void messageHasShapesElementAndTheInputsValuesThere() {
    NonFiniteException e =
        assertThrows(
            NonFiniteException.class,
            () -> {
              try (Tape tape = new Tape(TapeOption.CHECK_FINITE)) {
                Tensor x = tape.watch(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3));
                x.div(tape.watch(Tensor.of(1.0, 0.0, 2.0)));
              }
            });
    String message = String.valueOf(e.getMessage()).replaceAll("at \\w+\\.java:\\d+", "HERE");
    assertEquals(
        "div: the first value that is not finite: element 1 of float64 [2, 3] is Infinity, "
            + "called HERE; input 0: float64 [2, 3], element 1 is 2.0; "
            + "input 1: float64 [3], element 1 is 0.0",
        message);
  }

  @Test
  void ruleThatMakesANanFromFiniteValuesIsNamed() {
    NonFiniteException e =
        assertThrows(
            NonFiniteException.class,
            () -> {
              try (Tape tape = new Tape(TapeOption.CHECK_FINITE)) {
                Tensor x = tape.watch(Tensor.of(4.0, 0.0));
                tape.gradients(x.sqrt().sum());
              }
            });
    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("gradient of sqrt to input 0: "), message);
    assertTrue(message.contains("element 1 is 0.0"), message);
  }
}
