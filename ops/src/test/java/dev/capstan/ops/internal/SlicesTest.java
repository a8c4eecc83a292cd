package dev.capstan.ops.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Slices along an axis, taken and added, against one index an element; equal to the last bit. */
final class SlicesTest {
  private static final int N = 7;

  /** Neighbours, a repetition, two places without a source, an order reversed. */
  private static final int[] SOURCE = {2, 3, 4, 4, -1, -1, 6, 0, 1, 5, 4};

  private static final int[] NONE = {};

  /** The flat index in [outer, N, inner] for each element of [outer, source, inner]. */
  private static int[] places(int outer, int[] source, int inner) {
    int[] places = new int[outer * source.length * inner];
    for (int i = 0; i < places.length; i++) {
      int slice = source[i / inner % source.length];
      int o = i / inner / source.length;
      places[i] = slice < 0 ? -1 : (o * N + slice) * inner + i % inner;
    }
    return places;
  }

  private static Object random(Kernels<Object> kernels, int n, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Object x = kernels.allocate(n);
    for (int i = 0; i < n; i++) {
      kernels.set(x, i, random.nextDouble(-1, 1));
    }
    return x;
  }

  private static void assertSame(Kernels<Object> kernels, Object expected, Object got, int n) {
    for (int i = 0; i < n; i++) {
      assertEquals(kernels.get(expected, i), kernels.get(got, i), "element " + i);
    }
  }

  /** Widths below, at and beyond a block and a vector. */
  @ParameterizedTest
  @CsvSource({
    "1,1", "1,2", "1,3", "1,4", "1,16", "1,37", "3,1", "3,3", "3,5", "3,16", "3,37", "0,3", "3,0"
  })
  void areTakenAndAddedAsElementsAre(int outer, int inner) {
    for (Width width : Width.values()) {
      for (int[] source : new int[][] {SOURCE, NONE}) {
        Kernels<Object> kernels = Kernels.of(width);
        int wide = outer * N * inner;
        int taken = outer * source.length * inner;
        int[] places = places(outer, source, inner);
        Object x = random(kernels, wide, 1);
        Object expected = random(kernels, taken, 2);
        Object got = random(kernels, taken, 3);
        kernels.take(x, places, expected);
        kernels.takeSlices(x, N, source, inner, got);
        assertSame(kernels, expected, got, taken);

        Object sum = kernels.copy(x);
        Object fast = kernels.copy(x);
        kernels.addAt(got, places, sum);
        kernels.addSlices(got, source, N, inner, fast);
        assertSame(kernels, sum, fast, wide);
      }
    }
  }

  /** Runs of one goal, a goal that comes again later, one without anything (2). */
  private static final int[] GOAL = {0, 0, 0, 3, 3, 1, 0, 1, 3, 4, 4};

  /** Widths below, at and beyond a vector, and four of them; a slice that comes alone is copied. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 8, 15, 16, 37, 64, 100, 131})
  void areMovedAsElementsAre(int inner) {
    int[] from = {2, 3, 4, 4, 1, 1, 6, 0, 1, 5, 4};
    for (Width width : Width.values()) {
      Kernels<Object> kernels = Kernels.of(width);
      Object x = random(kernels, N * inner, 1);
      Object w = random(kernels, from.length, 2);
      Object got = random(kernels, 5 * inner, 3);
      kernels.moveSlices(x, from, GOAL, null, 5, inner, got);
      assertSame(kernels, moved(kernels, x, from, null, inner), got, 5 * inner);
      kernels.moveSlices(x, from, GOAL, w, 5, inner, got);
      assertSame(kernels, moved(kernels, x, from, w, inner), got, 5 * inner);
    }
  }

  private static Object moved(
      Kernels<Object> kernels, Object x, int[] from, @Nullable Object w, int inner) {
    Object out = kernels.allocate(5 * inner);
    for (int j = 0; j < from.length; j++) {
      for (int i = 0; i < inner; i++) {
        int at = GOAL[j] * inner + i;
        Object term = kernels.allocate(1);
        double weight = w == null ? 1 : kernels.get(w, j);
        kernels.set(term, 0, weight * kernels.get(x, from[j] * inner + i));
        kernels.set(out, at, kernels.get(out, at) + kernels.get(term, 0));
      }
    }
    return out;
  }

  /** What comes first is put, so that the sign of its zero stays. */
  @Test
  void aSliceThatComesAloneKeepsItsZeros() {
    for (Width width : Width.values()) {
      Kernels<Object> kernels = Kernels.of(width);
      Object x = kernels.allocate(2);
      kernels.set(x, 0, -0.0);
      kernels.set(x, 1, -0.0);
      Object got = kernels.allocate(4);
      kernels.moveSlices(x, new int[] {0, 0}, new int[] {0, 0}, null, 2, 2, got);
      assertEquals(-0.0, kernels.get(got, 0));
      assertEquals(0.0, kernels.get(got, 2));
    }
  }
}
