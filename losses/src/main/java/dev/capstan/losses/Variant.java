package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Origin;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;

/** What a loss does where the system that it comes from gives NaN or nothing defined. */
public enum Variant implements Origin {
  /** A finite value with finite gradients, mostly 0: the default. */
  SAFE,
  /** Exactly what the system does. */
  FAITHFUL;

  /**
   * w · x. Where w is 0 and x infinite the safe product is 0 with gradient 0: what has no weight
   * has no say.
   */
  Tensor times(Tensor w, Tensor x) {
    if (this == FAITHFUL || x.isInfinite().count() == 0) {
      return w.mul(x);
    }
    Shape shape = Shape.broadcast("product", w.shape(), x.shape());
    Tensor wide = x.broadcastTo(shape);
    BoolTensor hidden = w.detach().broadcastTo(shape).eq(0).and(wide.isInfinite());
    return w.mul(where(hidden, 0, wide));
  }

  /** w · log x. Where both are 0 the safe product is 0 with gradient 0. */
  Tensor timesLog(Tensor w, Tensor x) {
    if (this == FAITHFUL || x.eq(0).count() == 0) {
      return times(w, x.log());
    }
    Shape shape = Shape.broadcast("product", w.shape(), x.shape());
    Tensor wide = x.broadcastTo(shape);
    BoolTensor hidden = w.detach().broadcastTo(shape).eq(0).and(wide.eq(0));
    return times(w, where(hidden, 1, wide).log());
  }

  @Override
  public String prefix(String system) {
    requireNonNull(system, "system");
    return this == SAFE ? "" : system + "_";
  }
}
