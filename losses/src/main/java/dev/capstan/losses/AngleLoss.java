package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.Rows;
import dev.capstan.ops.Tensor;

/**
 * AnglE: {@link CoSentLoss} by an angle in complex space, which does not flatten where the cosine
 * does.
 *
 * <p>A row of length 1 is read as complex numbers, its first half u the real parts and its second
 * half v the imaginary ones; an odd row gets a 0. {@code z = scale · |Σ (u u' + v v') + Σ (v u' − u
 * v')|}, and the loss is {@code log(1 + Σ exp(z_i − z_j))} over all (i, j) with label_i &lt;
 * label_j.
 *
 * <p>Shapes: {@code labels: [N]}, {@code x, y: [N, D]}, returns a scalar; 0 if all labels are
 * equal.
 *
 * <p>Gradient: 0 through z = 0. Source: Li and Li, "AnglE-optimized text embeddings", 2023, as in
 * sentence-transformers 6.2.
 *
 * @param scale what angles are multiplied by
 */
@Named(value = "angle_loss", system = "st")
public record AngleLoss(double scale) implements ScoredPairLoss, With.AnyScale<AngleLoss> {

  /** A scale of 20. */
  public AngleLoss() {
    this(20);
  }

  @Override
  public Tensor apply(Tensor labels, Tensor x, Tensor y) {
    requireNonNull(labels, "labels");
    requireNonNull(y, "y");
    Columns.requirePairs("AngleLoss", labels, x, y);
    Tensor a = even(Rows.NORMALIZED.of(x));
    Tensor b = even(Rows.NORMALIZED.of(y));
    int half = a.shape().get(1) / 2;
    Tensor crossed =
        imaginary(a, half).mul(real(b, half)).sub(real(a, half).mul(imaginary(b, half)));
    Tensor z = a.mul(b).sum(1).add(crossed.sum(1)).abs();
    return RankedScores.of("AngleLoss", labels, z.mul(scale));
  }

  private static Tensor even(Tensor x) {
    return x.shape().get(1) % 2 == 0 ? x : x.pad(1, 0, 1);
  }

  private static Tensor real(Tensor x, int half) {
    return x.slice(1, 0, half);
  }

  private static Tensor imaginary(Tensor x, int half) {
    return x.slice(1, half, 2 * half);
  }
}
