package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.Transforms;
import dev.capstan.ops.option.AtBound;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What no row of the op table can say: dtypes, masks, and gradients that must not leak. */
final class ElementwiseTest {

  @Test
  void aGradientPassesAConversionInTheInputsDtype() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(Tensor.of(0.1f, 2f));
      Tensor y = x.to(DType.FLOAT64).square();
      Gradients<Tensor> g = tape.gradients(y.sum());
      assertEquals(DType.FLOAT64, y.dtype());
      assertEquals(DType.FLOAT32, g.of(x).dtype());
      assertArrayEquals(new float[] {0.2f, 4}, g.of(x).toFloatArray());
    }
  }

  @Test
  void aConversionRounds() {
    assertEquals(0.1f, Tensor.scalar(0.1).to(DType.FLOAT32).item());
    assertEquals(Double.POSITIVE_INFINITY, Tensor.scalar(1e300).to(DType.FLOAT32).item());
    Tensor x = Tensor.scalar(1.0);
    assertSame(x, x.to(DType.FLOAT64));
  }

  @Test
  void aNumberTakesTheTensorsDtype() {
    assertEquals(DType.FLOAT32, Tensor.of(1f).add(0.1).dtype());
    assertEquals(1, Tensor.of(0.1f).eq(0.1).count());
    assertEquals(0, Tensor.of(0.1f).to(DType.FLOAT64).eq(0.1).count());
  }

  @Test
  void masksBroadcastInWhere() {
    BoolTensor rows = BoolTensor.of(new boolean[] {true, false}, 2, 1);
    Tensor chosen = Elementwise.where(rows, Tensor.of(1, 2, 3), 0);
    assertArrayEquals(new double[] {1, 2, 3, 0, 0, 0}, chosen.toArray());
    assertArrayEquals(
        new double[] {9, 9, 9, 1, 2, 3}, Elementwise.where(rows, 9, Tensor.of(1, 2, 3)).toArray());
  }

  @Test
  void anInfiniteGradientStopsAtAClosedGate() {
    Tensor below = Tensor.of(-1.0);
    assertEquals(0, slope(x -> x.relu().sqrt(), below));
    assertEquals(0, slope(x -> x.clampMin(0, AtBound.ZERO).sqrt(), below));
    assertEquals(0, slope(x -> Elementwise.where(x.gt(0), x, 0).sqrt(), below));
    assertEquals(0, slope(x -> x.abs().sqrt(), Tensor.of(0.0)));
    assertEquals(0, slope(x -> x.maximum(Tensor.of(0.0)).sqrt(), below));
  }

  private static double slope(UnaryOperator<Tensor> f, Tensor x) {
    return Transforms.grad(v -> f.apply(v).sum(), x).item();
  }

  @Test
  void masksCombine() {
    BoolTensor a = BoolTensor.of(true, true, false, false);
    BoolTensor b = BoolTensor.of(true, false, true, false);
    assertEquals(BoolTensor.of(true, false, false, false), a.and(b));
    assertEquals(BoolTensor.of(true, true, true, false), a.or(b));
    assertEquals(BoolTensor.of(false, true, true, false), a.xor(b));
    assertEquals(BoolTensor.of(false, false, true, true), a.not());
    assertEquals(a, a.and(BoolTensor.of(true)));
  }

  @Test
  void theBranchTakenIsKnown() {
    List<UnaryOperator<Tensor>> bent =
        List.of(
            Elementwise::relu,
            Elementwise::abs,
            x -> x.clamp(0, 5),
            x -> x.maximum(Tensor.of(0.0)),
            x -> x.leakyRelu(0.1),
            Activations::elu,
            Rounding::floor);
    for (UnaryOperator<Tensor> f : bent) {
      assertEquals(branch(f, 1.25), branch(f, 1.5));
      assertNotEquals(branch(f, 1.25), branch(f, -1.25));
    }
  }

  private static long branch(UnaryOperator<Tensor> f, double at) {
    try (Tape tape = new Tape()) {
      Node<Tensor> node = f.apply(tape.watch(Tensor.of(at))).node();
      return node == null ? 0 : node.branch();
    }
  }
}
