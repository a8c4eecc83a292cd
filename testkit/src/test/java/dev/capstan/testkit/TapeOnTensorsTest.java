package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.NonFiniteException;
import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.autograd.Transforms;
import dev.capstan.autograd.WalkOption;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** The engine with tensors on it: what needs more than one element. */
final class TapeOnTensorsTest {
  private static final Tensor DATA = Tensor.of(1.0, 2.0, 3.0);

  private static void refused(
      Class<? extends RuntimeException> type, String message, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }

  @Test
  void aTargetOfSeveralElementsNeedsACotangent() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(DATA);
      Tensor y = x.square();
      refused(
          IllegalArgumentException.class,
          "gradients: the target 'square' is no scalar: got float64 [3], expected one element; "
              + "reduce it with sum() or mean(), or pass a cotangent",
          () -> tape.gradients(y));
      refused(
          IllegalArgumentException.class,
          "gradients: the cotangent's form is not the target's: got float64 [2], expected "
              + "float64 [3] (target 'square')",
          () -> tape.gradients(y, Tensor.of(1.0, 1.0)));
      assertArrayEquals(
          new double[] {2, 0, -6}, tape.gradients(y, Tensor.of(1.0, 0.0, -1.0)).of(x).toArray());
    }
  }

  @Test
  void aFunctionForGradMustGiveAScalar() {
    refused(
        IllegalArgumentException.class,
        "grad: the function's value is no scalar: got float64 [3], expected one element; "
            + "reduce it with sum() or mean(), or use vjp",
        () -> Transforms.grad(x -> x.square(), DATA));
    refused(
        IllegalArgumentException.class,
        "jvp: the tangent's form is not the argument's: got float64 [2], expected float64 [3]",
        () -> Transforms.jvp(x -> x.square(), DATA, Tensor.of(1.0, 1.0)));
  }

  @Test
  void aRuleOfTheWrongFormIsNamed() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(DATA);
      Tensor y =
          Primitive.of("broken", x).value(v -> Reductions.sum(v)).vjp((Tensor g) -> g).record();
      refused(
          IllegalStateException.class,
          "broken: the rule of input 0 of #1 broken float64 [] gave a gradient of another form: "
              + "got float64 [], expected float64 [3], the form of the value; if the operation "
              + "broadcasts, its rule must sum over the broadcast axes",
          () -> tape.gradients(y));
      Tensor sum = x.sum();
      tape.onGradient(x, g -> Tensor.of(1.0));
      refused(
          IllegalStateException.class,
          "watch: the hook of #0 watch float64 [3] gave a gradient of another form: got "
              + "float64 [1], expected float64 [3], the form of the value",
          () -> tape.gradients(sum));
    }
  }

  @Test
  void theFirstNonFiniteElementIsNamedWithShapesAndInputs() {
    try (Tape tape = new Tape(TapeOption.CHECK_FINITE)) {
      Tensor x = tape.watch(Tensor.of(1.0, 1000.0, 2.0));
      int line =
          StackWalker.getInstance().walk(f -> f.findFirst().orElseThrow().getLineNumber()) + 1;
      NonFiniteException e = assertThrows(NonFiniteException.class, () -> Elementwise.exp(x));
      assertEquals(
          "exp: the first value that is not finite: element 1 of float64 [3] is Infinity, called at "
              + "TapeOnTensorsTest.java:"
              + line
              + "; input 0: float64 [3], element 1 is 1000.0",
          e.getMessage());
    }
  }

  /** The memory of a walk is recycled; what a caller got must never change afterwards. */
  @Test
  void gradientsOfOneWalkAreNotTouchedByTheNext() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(DATA);
      Tensor y = tape.watch(Tensor.of(4.0, 5.0, 6.0));
      Tensor sum = x.add(y);
      Tensor loss = sum.square().add(sum).sum();
      Gradients<Tensor> first = tape.gradients(loss);
      double[] gx = first.of(x).toArray();
      double[] gy = first.of(y).toArray();
      for (int i = 0; i < 5; i++) {
        tape.gradients(x.mul(y).square().sum());
        tape.gradients(loss, WalkOption.KEEP_ALL);
      }
      assertArrayEquals(gx, first.of(x).toArray());
      assertArrayEquals(gy, first.of(y).toArray());
      assertArrayEquals(new double[] {11, 15, 19}, gx);
      assertArrayEquals(gx, gy, "add hands the same gradient to both");
    }
  }

  @Test
  void theCotangentIsNotTouched() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(DATA);
      Tensor v = Tensor.of(1.0, 2.0, 3.0);
      Tensor y = x.add(x).add(x.mul(x));
      tape.gradients(y, v);
      assertArrayEquals(new double[] {1, 2, 3}, v.toArray());
    }
  }

  /** What a walk hands to a hook may be kept by it. */
  @Test
  void aGradientKeptByAHookDoesNotChange() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(DATA);
      Tensor inner = x.square();
      Tensor[] kept = new Tensor[1];
      tape.onGradient(
          inner,
          g -> {
            kept[0] = g;
            return g;
          });
      tape.gradients(inner.mul(inner).sum());
      tape.gradients(x.mul(x).mul(x).sum());
      assertArrayEquals(new double[] {2, 8, 18}, kept[0].toArray());
    }
  }

  /**
   * A hundred thousand losses of closed tapes fit a heap of 64 MB; were their tapes still held,
   * they would need 100,000 times more than 16 kB.
   */
  @Test
  void aKeptLossDoesNotKeepItsTape() throws Exception {
    Process process =
        new ProcessBuilder(
                System.getProperty("java.home") + "/bin/java",
                "-Xmx64m",
                "-cp",
                System.getProperty("java.class.path"),
                KeptLosses.class.getName())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(true, process.waitFor(2, TimeUnit.MINUTES), "still running");
    assertEquals(0, process.exitValue(), printed);
  }
}
