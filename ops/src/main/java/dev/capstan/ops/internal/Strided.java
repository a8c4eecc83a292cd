package dev.capstan.ops.internal;

import java.util.Arrays;

/**
 * The index space of a broadcast: outer positions, each with a run of {@code inner} elements along
 * which each operand moves by its own step (0: stands still). Neighbouring axes that both operands
 * cross alike are merged, so most broadcasts have one or two levels.
 */
public record Strided(int[] outer, int[] xOuter, int[] yOuter, int inner, int xStep, int yStep) {

  private static final int[] NONE = {};

  /** For n elements beside one that stands still. */
  public static Strided withNumber(int n) {
    return new Strided(NONE, NONE, NONE, n, 1, 0);
  }

  /** For operands right-aligned against {@code sizes}, size 1 standing still. */
  public static Strided of(int[] sizes, int[] xSizes, int[] ySizes) {
    int rank = sizes.length;
    int[] dims = new int[rank];
    int[] xs = new int[rank];
    int[] ys = new int[rank];
    int[] xStrides = broadcastStrides(xSizes, rank);
    int[] yStrides = broadcastStrides(ySizes, rank);
    int levels = 0;
    for (int i = 0; i < rank; i++) {
      if (sizes[i] == 1) {
        continue;
      }
      int last = levels - 1;
      boolean merges =
          levels > 0 && xs[last] == xStrides[i] * sizes[i] && ys[last] == yStrides[i] * sizes[i];
      if (!merges) {
        levels++;
        last++;
        dims[last] = 1;
      }
      dims[last] *= sizes[i];
      xs[last] = xStrides[i];
      ys[last] = yStrides[i];
    }
    if (levels == 0) {
      return new Strided(new int[0], new int[0], new int[0], 1, 0, 0);
    }
    int o = levels - 1;
    return new Strided(
        Arrays.copyOf(dims, o), Arrays.copyOf(xs, o), Arrays.copyOf(ys, o), dims[o], xs[o], ys[o]);
  }

  /** Row-major strides of {@code sizes}, right-aligned to a rank, 0 where the size is 1. */
  public static int[] broadcastStrides(int[] sizes, int rank) {
    int[] strides = new int[rank];
    int step = 1;
    for (int i = sizes.length - 1; i >= 0; i--) {
      strides[rank - sizes.length + i] = sizes[i] == 1 ? 0 : step;
      step *= sizes[i];
    }
    return strides;
  }

  /** A run from these positions on. */
  interface Run {
    void at(int xAt, int yAt, int at, int n);
  }

  /** Passes over the runs in the order of the result, those longer than {@code most} in parts. */
  void runs(Run run, int most) {
    int[] at = new int[outer.length];
    int runs = inner == 0 ? 0 : count();
    int xAt = 0;
    int yAt = 0;
    for (int k = 0; k < runs; k++) {
      for (int i = 0; i < inner; i += most) {
        run.at(xAt + i * xStep, yAt + i * yStep, k * inner + i, Math.min(most, inner - i));
      }
      for (int axis = at.length - 1; axis >= 0; axis--) {
        xAt += xOuter[axis];
        yAt += yOuter[axis];
        if (++at[axis] < outer[axis]) {
          break;
        }
        xAt -= at[axis] * xOuter[axis];
        yAt -= at[axis] * yOuter[axis];
        at[axis] = 0;
      }
    }
  }

  /** The number of outer positions. */
  private int count() {
    int n = 1;
    for (int d : outer) {
      n *= d;
    }
    return n;
  }
}
