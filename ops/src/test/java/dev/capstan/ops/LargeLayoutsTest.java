package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.ops.option.Side;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sizes from which on elements are moved and compared in blocks, beside loops over indices. */
final class LargeLayoutsTest {
  private static final int A = 19;
  private static final int B = 37;
  private static final int C = 50;

  private static Tensor numbers(DType dtype, int... shape) {
    Random random = new Random(8);
    return Tensor.generate(dtype, Shape.of(shape), i -> random.nextInt(-9, 9));
  }

  @ParameterizedTest
  @EnumSource
  void planesAreTransposedAndStacksOfThem(DType dtype) {
    Tensor x = numbers(dtype, A, B, C);
    for (int[] order : new int[][] {{0, 2, 1}, {2, 1, 0}, {1, 2, 0}, {2, 0, 1}, {1, 0, 2}}) {
      Tensor y = x.permute(order);
      int[] at = new int[3];
      for (int i = 0; i < y.size(); i++) {
        int[] to = Picks.coordinates(y.shape(), i);
        for (int axis = 0; axis < at.length; axis++) {
          at[order[axis]] = to[axis];
        }
        assertEquals(x.at((at[0] * B + at[1]) * C + at[2]), y.at(i));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shortRunsOfABroadcastAreLaidOut(DType dtype) {
    Tensor x = numbers(dtype, A, B, C);
    Tensor middle = numbers(dtype, B, 1);
    Tensor first = numbers(dtype, A, 1, 1);
    Tensor last = numbers(dtype, C);
    double[] byMiddle = x.maximum(middle).toArray();
    double[] byLast = last.remainder(x.abs().add(1)).toArray();
    double[] ofNeither = first.maximum(last).toArray();
    for (int i = 0; i < x.size(); i++) {
      int row = i / C;
      assertEquals(Math.max(x.at(i), middle.at(row % B)), byMiddle[i]);
      double divisor = Math.abs(x.at(i)) + 1;
      double v = last.at(i % C);
      // Plus 0: of a whole quotient the remainder has the sign of v, and the formula has not.
      assertEquals(v - divisor * Math.floor(v / divisor), byLast[i] + 0.0);
    }
    for (int i = 0; i < ofNeither.length; i++) {
      assertEquals(Math.max(first.at(i / C), last.at(i % C)), ofNeither[i]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void scatteredPositionsAndThinBlocksAreCopied(DType dtype) {
    Tensor x = numbers(dtype, B, C);
    double[] turned = x.flip(1).toArray();
    double[] joined = Movement.concat(1, x, x.slice(1, 3, 5)).toArray();
    for (int i = 0; i < B; i++) {
      for (int j = 0; j < C; j++) {
        assertEquals(x.at(i * C + j), turned[i * C + C - 1 - j]);
        assertEquals(x.at(i * C + j), joined[i * (C + 2) + j]);
      }
      assertEquals(x.at(i * C + 4), joined[i * (C + 2) + C + 1]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void exponentialSumsAlongTheFirstAxisAreThoseAlongTheLast(DType dtype) {
    Tensor x = numbers(dtype, B, C);
    assertArrayEquals(
        x.transpose(0, 1).logsumexp(1).toArray(), x.logsumexp(0).toArray(), "to the bit");
  }

  @ParameterizedTest
  @EnumSource
  void numbersStandBeforeNaNInASearch(DType dtype) {
    Tensor sorted = Tensor.of(1.0, 2, 2, Double.NaN, Double.NaN).to(dtype);
    Tensor values = Tensor.of(0.0, 2, 3, Double.NaN).to(dtype);
    assertArrayEquals(new int[] {0, 1, 3, 3}, places(sorted, values, Side.LEFT));
    assertArrayEquals(new int[] {0, 3, 3, 5}, places(sorted, values, Side.RIGHT));
  }

  private static int[] places(Tensor sorted, Tensor values, Side side) {
    return Sorting.searchSorted(sorted, values, side).toArray();
  }
}
