package dev.capstan.autograd.check;

import java.util.Arrays;

/** Flat indices as people read them. */
final class Positions {
  private Positions() {}

  /** The index along every axis, {@code [1, 2]}; {@code []} for a scalar. */
  static String text(int[] axes, int flat) {
    return Arrays.toString(of(axes, flat));
  }

  static int[] of(int[] axes, int flat) {
    long size = 1;
    for (int axis : axes) {
      size *= axis;
    }
    if (flat < 0 || flat >= size) {
      throw new IndexOutOfBoundsException(
          "position: got element " + flat + ", expected one of " + size + ", from 0");
    }
    int[] at = new int[axes.length];
    int rest = flat;
    for (int a = axes.length - 1; a >= 0; a--) {
      at[a] = rest % axes[a];
      rest /= axes[a];
    }
    return at;
  }

  /** How far apart in memory two neighbours along an axis stand. */
  static int stride(int[] axes, int axis) {
    int stride = 1;
    for (int a = axis + 1; a < axes.length; a++) {
      stride *= axes[a];
    }
    return stride;
  }
}
