package dev.capstan.ops;

import static java.util.Objects.requireNonNull;

/**
 * Hinge losses over rows, each a single node on the tape that reads its operands once forwards and
 * once backwards.
 *
 * <p>A hinge is max(z, 0), with derivative 0 at z = 0. Each operation names the same function in
 * plain operations, which is what is differentiated when the gradient is differentiated again.
 */
public final class Hinges {
  private Hinges() {}

  /**
   * The triplet margin loss under the Euclidean distance.
   *
   * <p>{@code l = max(margin + ‖a − p + eps‖ − ‖a − n + eps‖, 0)} over the last axis. Shapes: three
   * of {@code […, D]}, which broadcast pair by pair; losses {@code […]}, or their total. Gradient:
   * the unit vectors between the points; 0 where a distance or the hinge is 0. Equal shapes take
   * the fused form, others the plain one.
   *
   * @throws ShapeException if the shapes do not broadcast
   * @throws DTypeException if the dtypes differ
   */
  public static Tensor tripletMargin(
      Tensor a, Tensor p, Tensor n, double margin, double eps, RowTotal total) {
    boolean oneShape = a.shape().equals(p.shape()) && a.shape().equals(n.shape());
    return oneShape && a.size() > 0 && a.rank() > 0
        ? new TripletHinge(a, p, n, margin, eps, total).record()
        : TripletHinge.plain(a, p, n, margin, eps, total);
  }

  /**
   * The multi-class hinge loss of rows of logits.
   *
   * <p>{@code l = (w_y / C) Σ max(margin − x_y + x_i, 0)^p} over all i but y, the row's target. A
   * term that is NaN is dropped. Shapes: {@code x: [N, C]}, {@code target: [N]}, {@code weight:
   * [C]}; losses {@code [N]}, or their total. Gradient: 0 where a hinge is 0; the weight gets none.
   * p is 1 or 2.
   *
   * @throws ShapeException if the shapes do not fit
   * @throws DTypeException if the dtypes differ
   * @throws IllegalArgumentException if p is another number or a target is no class
   */
  public static Tensor multiMargin(
      Tensor x, IntTensor target, Tensor weight, int p, double margin, RowTotal total) {
    requireNonNull(weight, "weight");
    requireNonNull(total, "total");
    return new MultiMargin(x, target, weight, p, margin, total).record();
  }

  /** As the other form, all weights being 1. */
  public static Tensor multiMargin(
      Tensor x, IntTensor target, int p, double margin, RowTotal total) {
    return new MultiMargin(x, target, null, p, margin, total).record();
  }
}
