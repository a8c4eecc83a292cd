package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;

import dev.capstan.ops.internal.Fold;

/** Operations that fold axes: sums, means, extremes, norms. No axis named means all of them. */
public final class Reductions {
  private Reductions() {}

  /** The sum over axes. */
  public static Tensor sum(Tensor x, KeepDims keepDims, int... axes) {
    ReducedAxes r = ReducedAxes.of("sum", x.shape(), axes);
    return op("sum", x)
        .value(v -> r.fold(v, Fold.SUM, keepDims))
        .vjp(g -> Movement.broadcastTo(Movement.reshape(g, r.kept()), x.shape()))
        .record();
  }

  /** The sum over axes, which are removed. */
  public static Tensor sum(Tensor x, int... axes) {
    return sum(x, KeepDims.NO, axes);
  }

  /** The mean over axes; NaN over an empty axis. */
  public static Tensor mean(Tensor x, int... axes) {
    ReducedAxes r = ReducedAxes.of("mean", x.shape(), axes);
    return Elementwise.mul(sum(x, axes), 1.0 / r.count());
  }
}
