package dev.capstan.ops.transforms;

import static dev.capstan.autograd.Transforms.checkpoint;
import static dev.capstan.autograd.Transforms.grad;
import static dev.capstan.autograd.Transforms.hvp;
import static dev.capstan.autograd.Transforms.jvp;
import static dev.capstan.autograd.Transforms.valueAndGrad;
import static dev.capstan.autograd.Transforms.vjp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Primitive;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.Transforms;
import dev.capstan.autograd.WalkOption;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Neural;
import dev.capstan.ops.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * A gradient that cannot be right is refused; what looks as if it could not be, and can, is right.
 */
class RefusedGradientsTest {
  private static final Tensor POINT = Tensor.of(3.0, 1.0);
  private static final Tensor TANGENT = Tensor.of(1.0, 2.0);

  private static void refused(
      Class<? extends RuntimeException> type, String message, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }

  private static Node<Tensor> node(Tensor x) {
    return Objects.requireNonNull(x.node());
  }

  // --- directional derivatives at a constant point --------------------------------------------

  /** d/dv Σ eˣ·v = eˣ, whichever of point and tangent is traced, on whose tape. */
  @Test
  void aDirectionalDerivativeIsLinearInATracedTangent() {
    double[] slope = {Math.exp(3), Math.exp(1)};
    UnaryOperator<Tensor> along = v -> jvp(x -> x.exp(), POINT, v).tangent().sum();
    try (Tape tape = new Tape()) {
      Tensor v = tape.watch(TANGENT);
      Tensor product = jvp(x -> x.exp(), POINT, v).tangent();
      assertArrayEquals(new double[] {slope[0], 2 * slope[1]}, product.toArray(), 1e-14);
      assertArrayEquals(slope, tape.gradients(product.sum()).of(v).toArray(), 1e-14);
    }
    assertArrayEquals(slope, grad(along, TANGENT).toArray(), 1e-14);
    assertArrayEquals(
        new double[] {6, 2},
        grad(v -> jvp(x -> x.square(), POINT, v).tangent().sum(), TANGENT).toArray());
  }

  /** Σ (2w x v) is linear in w and v; its mixed second derivative is 2x. */
  @Test
  void pointTangentAndCaptureMayBeOfThreeLevels() {
    UnaryOperator<Tensor> outer =
        w -> grad(v -> jvp(x -> x.square().mul(w), POINT, v).tangent().sum(), TANGENT).sum();
    assertArrayEquals(new double[] {6, 2}, grad(outer, Tensor.of(5.0, 7.0)).toArray());
    try (Tape tape = new Tape()) {
      Tensor w = tape.watch(Tensor.of(5.0, 7.0));
      assertArrayEquals(new double[] {6, 2}, tape.gradients(outer.apply(w)).of(w).toArray());
    }
  }

  @Test
  void aHessianProductIsLinearInATracedVector() {
    UnaryOperator<Tensor> cubes = x -> x.square().mul(x).sum();
    assertArrayEquals(
        new double[] {18, 6}, grad(v -> hvp(cubes, POINT, v).sum(), TANGENT).toArray());
    assertArrayEquals(
        new double[] {18, 6}, grad(v -> vjp(grad(cubes), POINT).apply(v).sum(), TANGENT).toArray());
  }

  /** The rule, not the function, meets the outer variable: the tapes join amid the walk. */
  @Test
  void aRuleMayMeetAValueOfAnOlderTape() {
    UnaryOperator<Tensor> outer =
        w -> {
          UnaryOperator<Tensor> f =
              x ->
                  Primitive.of("scaled", x.exp())
                      .value((Tensor v) -> v.detach())
                      .vjp((Tensor g) -> g.mul(w))
                      .record();
          return grad(x -> f.apply(x).sum(), POINT)
              .sum()
              .add(jvp(f, POINT, TANGENT).tangent().sum());
        };
    double[] expected = {2 * Math.exp(3), 3 * Math.exp(1)};
    assertArrayEquals(expected, grad(outer, Tensor.of(5.0, 7.0)).toArray(), 1e-13);
  }

  /** The function leaves its argument alone: its value belongs to somebody else's tape. */
  @Test
  void aValueOfAnOuterTapeKeepsItsGradient() {
    try (Tape tape = new Tape()) {
      Tensor w = tape.watch(POINT);
      Tensor value = valueAndGrad(x -> w.square().sum(), TANGENT).value();
      assertArrayEquals(new double[] {6, 2}, tape.gradients(value).of(w).toArray());
    }
  }

  // --- checkpoints ----------------------------------------------------------------------------

  private static Map<String, UnaryOperator<Tensor>> captures(Tensor w) {
    Map<String, UnaryOperator<Tensor>> all = new LinkedHashMap<>();
    all.put("'mul' met", z -> z.mul(w));
    all.put("'sub' met", z -> z.sub(w));
    all.put("'exp' met", z -> z.add(w.exp()));
    all.put("'square' met", z -> w.square());
    all.put("'sum' met", z -> z.add(w.sum()));
    all.put("'reshape' met", z -> w.reshape(2, 1));
    all.put("'maximum' met", z -> z.maximum(w));
    all.put("'relu' met", z -> z.add(w.relu()));
    all.put("'softplus' met", z -> z.add(w.softplus()));
    all.put("'where' met", z -> Elementwise.where(BoolTensor.of(true, false), z, w));
    all.put("its result is", z -> w);
    all.put("'grad' met", z -> z.add(grad(q -> q.sum(), w)));
    all.put("'checkpoint' met", z -> z.add(checkpoint(q -> q.exp(), w)));
    all.put("'div' met", z -> checkpoint(q -> q.div(w), z));
    all.put("'pow' met", z -> grad(q -> q.pow(w).sum(), z));
    all.put("is recorded on another open tape", z -> new Tape().watch(w));
    return all;
  }

  @Test
  void aCheckpointRefusesWhateverMeetsACapturedValue() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(POINT);
      Tensor w = tape.watch(TANGENT, "weight");
      captures(w)
          .forEach(
              (message, f) -> {
                IllegalStateException e =
                    assertThrows(IllegalStateException.class, () -> checkpoint(f, x), message);
                assertTrue(String.valueOf(e.getMessage()).contains(message), e.getMessage());
                assertTrue(tape.recording(), message);
              });
      assertArrayEquals(new double[] {3, 2}, checkpoint(z -> z.mul(w.detach()), x).toArray());
      assertArrayEquals(new double[] {3, 2}, checkpoint(z -> z.mul(w), POINT).toArray());
    }
  }

  @Test
  void aCheckpointThatCapturesOnlyInItsSecondRunIsRefusedInEitherWalk() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(POINT);
      Tensor w = tape.watch(TANGENT, "weight");
      for (WalkOption[] options : new WalkOption[][] {{}, {WalkOption.CREATE_GRAPH}}) {
        int[] runs = {0};
        Tensor y = checkpoint(z -> z.mul(runs[0]++ == 0 ? w.detach() : w), x);
        refused(
            IllegalStateException.class,
            "checkpoint: its function captures a traced value: 'mul' met #1 watch 'weight' "
                + "float64 [2]; pass the value as an input, or capture detach() of it",
            () -> tape.gradients(y.sum(), options));
      }
    }
  }

  @Test
  void aCheckpointThatIsAnotherFunctionTheSecondTimeIsRefused() {
    SplittableRandom random = new SplittableRandom(7);
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(Tensor.ones(DType.FLOAT64, 8));
      Tensor y = checkpoint(z -> Neural.dropout(z, 0.5, random), x);
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> tape.gradients(y.sum()));
      assertTrue(
          String.valueOf(e.getMessage())
              .startsWith(
                  "checkpoint: its function gave another value when it was run again for the "
                      + "gradient: element "),
          e.getMessage());
      int[] runs = {1};
      Tensor grown = checkpoint(z -> z.sum().add(Tensor.zeros(DType.FLOAT64, runs[0]++)), x);
      refused(
          IllegalStateException.class,
          "checkpoint: its function gave another value when it was run again for the gradient: got "
              + "float64 [2], expected float64 [1]; draw random numbers outside of it and pass "
              + "them as an input",
          () -> tape.gradients(grown.sum(), WalkOption.CREATE_GRAPH));
      Tensor nan = checkpoint(z -> z.mul(-1).log(), x);
      assertTrue(Double.isNaN(tape.gradients(nan.sum()).of(x).at(0)) || nan.size() == 8);
    }
  }

  @Test
  void checkpointsNestAndAreDifferentiatedTwice() {
    UnaryOperator<Tensor> plain = z -> z.exp().mul(z).square();
    UnaryOperator<Tensor> nested =
        z -> checkpoint(v -> checkpoint(u -> u.exp(), v).mul(v).square(), z);
    assertArrayEquals(
        hvp(z -> plain.apply(z).sum(), POINT, TANGENT).toArray(),
        hvp(z -> nested.apply(z).sum(), POINT, TANGENT).toArray());
    assertArrayEquals(
        jvp(plain, POINT, TANGENT).tangent().toArray(),
        jvp(nested, POINT, TANGENT).tangent().toArray());
  }

  /** A fused operation whose plain form reaches for a value that is no input of it. */
  @Test
  void aPlainFormThatCapturesIsRefused() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(POINT);
      Tensor w = tape.watch(TANGENT);
      Tensor y =
          Primitive.of("fused", x).valueOfAll(v -> v[0].detach()).twin(v -> v[0].mul(w)).record();
      for (WalkOption[] options : new WalkOption[][] {{}, {WalkOption.CREATE_GRAPH}}) {
        refused(
            IllegalStateException.class,
            "fused: its function captures a traced value: 'mul' met #1 watch float64 [2]; "
                + "pass the value as an input, or capture detach() of it",
            () -> tape.gradients(y.sum(), options));
      }
    }
  }

  // --- gradients asked for too late -----------------------------------------------------------

  @Test
  void aValueWatchedAfterTheWalkHasNoGradientInIt() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(POINT);
      Tensor y = x.square();
      Tensor target = y.mul(5).sum();
      Gradients<Tensor> g = tape.gradients(target);
      tape.watch(y);
      for (Executable question : List.<Executable>of(() -> g.of(y), () -> g.reached(y))) {
        refused(
            IllegalArgumentException.class,
            "gradients.of: the gradient of #1 square float64 [2] was not kept; call watch(value) "
                + "before gradients(...), or ask with KEEP_ALL",
            question);
      }
      assertArrayEquals(new double[] {5, 5}, tape.gradients(target).of(y).toArray());
      assertArrayEquals(
          new double[] {5, 5}, tape.gradients(target, WalkOption.KEEP_ALL).of(y).toArray());
      Tensor later = tape.watch(TANGENT);
      assertFalse(g.reached(later), "what came after the target has a true zero");
      assertArrayEquals(new double[2], g.of(later).toArray());
    }
  }

  // --- cotangents of another form -------------------------------------------------------------

  @Test
  void aCotangentOfAnotherFormIsRefused() {
    String of = ", expected float64 []";
    refused(
        IllegalArgumentException.class,
        "vjp: the cotangent's form is not the value's: got float64 [2]" + of,
        () -> vjp(x -> x.square().sum(), POINT).apply(TANGENT));
    refused(
        IllegalArgumentException.class,
        "vjp: the cotangent's form is not the value's: got float64 [], expected float64 [2]",
        () -> vjp(x -> x.square(), POINT).apply(Tensor.scalar(1.0)));
    refused(
        IllegalArgumentException.class,
        "vjp: the cotangent's form is not the value's: got float32 [2], expected float64 [2]",
        () -> vjp(x -> x, POINT).vjp().apply(TANGENT.to(DType.FLOAT32)));
    refused(
        IllegalArgumentException.class,
        "hvp: the vector's form is not the value's: got float64 [], expected float64 [2]",
        () -> hvp(x -> x.square().sum(), POINT, Tensor.scalar(1.0)));
    try (Tape tape = new Tape()) {
      Node<Tensor> node = node(tape.watch(POINT).mul(TANGENT));
      refused(
          IllegalArgumentException.class,
          "vjp: the cotangent of 'mul' has another form: got float64 [], expected float64 [2]",
          () -> node.vjp(Tensor.scalar(1.0)));
      refused(
          IllegalArgumentException.class,
          "replay: got 0 input(s) for 'mul', expected 2",
          () -> node.replay(List.of()));
      refused(
          IllegalArgumentException.class,
          "replay: the input 1 of 'mul' has another form: got float64 [1], expected float64 [2]",
          () -> node.replay(List.of(POINT, Tensor.of(1.0))));
    }
  }

  @Test
  @SuppressWarnings("NullAway") // what a hook gives that forgets to return
  void aHookOrARuleThatGivesNothingIsNamed() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(POINT);
      tape.onGradient(x, g -> null);
      refused(
          IllegalStateException.class,
          "watch: the hook of #0 watch float64 [2] gave a gradient of another form: got null, "
              + "expected float64 [2], the form of the value",
          () -> tape.gradients(x.sum()));
      Tensor y = tape.watch(POINT);
      Tensor z = Primitive.of("mute", y).value((Tensor v) -> v).vjp((Tensor g) -> null).record();
      IllegalStateException e =
          assertThrows(IllegalStateException.class, () -> tape.gradients(z.sum()));
      assertTrue(
          String.valueOf(e.getMessage()).startsWith("mute: the rule of input 0 of"),
          e.getMessage());
    }
  }

  @Test
  void aTransformWantsAnArgument() {
    String message = ": no arguments: got an empty list, expected one value or more";
    refused(
        IllegalArgumentException.class,
        "grad" + message,
        () -> valueAndGrad(xs -> POINT.sum(), List.<Tensor>of()));
    refused(
        IllegalArgumentException.class, "vjp" + message, () -> vjp(xs -> POINT, List.<Tensor>of()));
    refused(
        IllegalArgumentException.class,
        "checkpoint" + message,
        () -> checkpoint(xs -> POINT, List.<Tensor>of()));
    Transforms.Pullback<Tensor> ignoring = vjp(x -> POINT, TANGENT);
    assertArrayEquals(new double[2], ignoring.apply(POINT).toArray());
  }
}
