package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.autograd.Tape;
import dev.capstan.ops.option.Side;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sizes from which on elements are moved and compared in blocks, beside loops over indices. */
final class LargeLayoutsTest {
  private static final int A = 19;
  private static final int B = 37;
  private static final int C = 70;

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
  void aPaddingKeepsTheSignOfZero(DType dtype) {
    Tensor x = Tensor.of(-0.0, 1).to(dtype);
    assertArrayEquals(new double[] {7, -0.0, 1, 7}, x.pad(0, 1, 1, 7).toArray());
  }

  @ParameterizedTest
  @EnumSource
  void severalRunsOfAxesAreFolded(DType dtype) {
    Tensor x = numbers(dtype, A, B, C);
    Tensor lines = x.permute(1, 0, 2).reshape(B, A * C);
    assertArrayEquals(lines.sum(1).toArray(), x.sum(0, 2).toArray());
    assertArrayEquals(lines.norm(1, 1).toArray(), x.norm(1, 0, 2).toArray());
    assertArrayEquals(lines.norm(2, 1).toArray(), x.norm(2, 0, 2).toArray());
    assertArrayEquals(lines.amin(1).toArray(), x.amin(0, 2).toArray());
    assertArrayEquals(lines.prod(1).toArray(), x.prod(0, 2).toArray());
    Tensor thin = x.reshape(A, 1, B * C);
    assertArrayEquals(x.sum().toArray(), thin.sum(0, 2).toArray());
  }

  @ParameterizedTest
  @EnumSource
  void theFirstOfEqualExtremesIsFoundAlongEveryAxis(DType dtype) {
    Tensor some = numbers(dtype, A, B, C);
    Tensor x = some.like(i -> i % 1009 == 1000 ? Double.NaN : some.at(i));
    for (int axis = 0; axis < 3; axis++) {
      Tensor lines = x.moveAxis(axis, 2);
      int n = x.shape().get(axis);
      int[] largest = x.argmax(axis).toArray();
      int[] smallest = x.argmin(axis).toArray();
      for (int line = 0; line < largest.length; line++) {
        assertEquals(first(lines, line * n, n, 1), largest[line]);
        assertEquals(first(lines, line * n, n, -1), smallest[line]);
      }
    }
  }

  private static int first(Tensor x, int at, int n, int sign) {
    int best = 0;
    for (int k = 1; k < n && !Double.isNaN(x.at(at + best)); k++) {
      double v = x.at(at + k);
      best = Double.isNaN(v) || sign * v > sign * x.at(at + best) ? k : best;
    }
    return best;
  }

  @ParameterizedTest
  @EnumSource
  void runningExtremesAndTheirGradientsAreThoseOfALoop(DType dtype) {
    Tensor some = numbers(dtype, A, B, C);
    Tensor x = some.like(i -> i % 1009 == 1000 ? Double.NaN : some.at(i));
    Tensor g = numbers(dtype, A, B, C);
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      int inner = Picks.inner(x.shape(), axis);
      for (int sign : new int[] {1, -1}) {
        double[] y = new double[x.size()];
        double[] back = new double[x.size()];
        for (int i = 0; i < y.length; i++) {
          int place = i / inner % x.shape().get(axis);
          int begin = i - place * inner;
          int owner = begin;
          for (int k = begin; k <= i && !Double.isNaN(x.at(owner)); k += inner) {
            owner = Double.isNaN(x.at(k)) || sign * x.at(k) > sign * x.at(owner) ? k : owner;
          }
          y[i] = x.at(owner);
          back[owner] += g.at(i);
        }
        try (Tape tape = new Tape()) {
          Tensor watched = tape.watch(x);
          Tensor result = sign > 0 ? watched.cummax(along) : watched.cummin(along);
          assertArrayEquals(y, result.toArray());
          assertArrayEquals(back, tape.gradients(result, g).of(watched).toArray());
        }
      }
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
