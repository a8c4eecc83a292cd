package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Attention in one operation beside attention in single ones, which broadcasting asks for. */
class AttentionTest {
  private static final int STACK = 6;
  private static final int QUERIES = 19;
  private static final int KEYS = 23;

  /** Its root is no float, so that a scale rounded too early shows. */
  private static final int WIDTH = 11;

  private static Tensor random(int seed, DType dtype, int... shape) {
    SplittableRandom random = new SplittableRandom(seed);
    return Tensor.generate(dtype, Shape.of(shape), i -> 4 * random.nextDouble() - 2);
  }

  /** The value and the three gradients of Σ cos(i) · attention. */
  private static List<double[]> all(Tensor q, Tensor k, Tensor v, @Nullable BoolTensor mask) {
    try (Tape tape = new Tape()) {
      Tensor[] x = {tape.watch(q), tape.watch(k), tape.watch(v)};
      Tensor y =
          mask == null
              ? Neural.scaledDotProductAttention(x[0], x[1], x[2])
              : Neural.scaledDotProductAttention(x[0], x[1], x[2], mask);
      Gradients<Tensor> g = tape.gradients(y.mul(y.like(Math::cos)).sum());
      List<double[]> found = new ArrayList<>(List.of(y.toArray()));
      for (Tensor each : x) {
        found.add(g.of(each).toArray());
      }
      return found;
    }
  }

  private static Tensor matrix(Tensor stack, int i) {
    return stack.slice(0, i, i + 1);
  }

  private static BoolTensor mask(int rows) {
    boolean[] shown = new boolean[STACK * rows * KEYS];
    for (int i = 0; i < shown.length; i++) {
      shown[i] = i % KEYS == 0 || i % 7 != i / KEYS % 7;
    }
    return BoolTensor.of(shown, STACK, rows, KEYS);
  }

  private static BoolTensor matrix(BoolTensor mask, int i) {
    int rows = mask.shape().get(1);
    boolean[] shown = new boolean[rows * KEYS];
    for (int j = 0; j < shown.length; j++) {
      shown[j] = mask.at(i * shown.length + j);
    }
    return BoolTensor.of(shown, 1, rows, KEYS);
  }

  private static Tensor withoutFirstAxis(Tensor x) {
    return x.reshape(x.shape().get(1), x.shape().get(2));
  }

  private static void assertSame(List<double[]> expected, List<double[]> found) {
    for (int i = 0; i < expected.size(); i++) {
      assertArrayEquals(expected.get(i), found.get(i), 0, "value, q, k, v: number " + i);
    }
  }

  @ParameterizedTest
  @EnumSource
  void eachMatrixHasTheBitsOfTheSingleOperations(DType dtype) {
    Tensor q = random(1, dtype, 1, QUERIES, WIDTH);
    Tensor k = random(2, dtype, 1, KEYS, WIDTH);
    Tensor v = random(3, dtype, 1, KEYS, 12);
    assertSame(all(q, withoutFirstAxis(k), v, null), all(q, k, v, null));
    for (int rows : new int[] {1, QUERIES}) {
      BoolTensor mask = matrix(mask(rows), 2);
      assertSame(all(q, withoutFirstAxis(k), v, mask), all(q, k, v, mask));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMatrixAloneHasTheBitsThatItHasInAStack(DType dtype) {
    Tensor q = random(1, dtype, STACK, QUERIES, WIDTH);
    Tensor k = random(2, dtype, STACK, KEYS, WIDTH);
    Tensor v = random(3, dtype, STACK, KEYS, 12);
    for (int rows : new int[] {1, QUERIES}) {
      BoolTensor mask = mask(rows);
      double[] whole = Neural.scaledDotProductAttention(q, k, v, mask).toArray();
      for (int i = 0; i < STACK; i++) {
        double[] alone =
            Neural.scaledDotProductAttention(
                    matrix(q, i), matrix(k, i), matrix(v, i), matrix(mask, i))
                .toArray();
        for (int j = 0; j < alone.length; j++) {
          assertEquals(alone[j], whole[i * alone.length + j], 0, "matrix " + i + " at " + j);
        }
      }
    }
  }

  @Test
  void attentionIsOneNodeWhereNothingBroadcasts() {
    try (Tape tape = new Tape()) {
      Tensor q = tape.watch(random(1, DType.FLOAT32, STACK, QUERIES, WIDTH));
      Neural.scaledDotProductAttention(q, q, q);
      assertEquals(2, tape.statistics().nodes());
    }
  }

  @Test
  void whatIsHiddenMayBeInfiniteAmongFiniteNumbers() {
    double[] keys = new double[3 * 2];
    keys[4] = Double.POSITIVE_INFINITY;
    Tensor k = Tensor.of(keys, 1, 3, 2);
    Tensor q = random(1, DType.FLOAT64, 1, 4, 2);
    BoolTensor mask = BoolTensor.of(new boolean[] {true, true, false}, 1, 1, 3);
    Tensor y = Neural.scaledDotProductAttention(q, k, k, mask);
    assertArrayEquals(new double[8], y.toArray(), 0);
  }
}
