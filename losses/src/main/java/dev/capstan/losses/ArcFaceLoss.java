package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.AtBound;

/**
 * ArcFace: classification by the cosine, the angle to the own class being made larger by a margin.
 *
 * <p>Cross entropy of scale times the cosines, the own class's {@code cos θ} replaced by {@code
 * cos(θ + m)} if {@code θ ≤ π − m}, else by {@code cos θ − m sin m}, reduced by the mean.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, {@code W: [D, K]}, returns a scalar.
 * Gradient: 0 through an own cosine of exactly ±1, where the angle has no derivative.
 *
 * <p>Source: Deng et al., CVPR 2019, as in pytorch-metric-learning 2.9.
 *
 * @param margin m in degrees
 */
@Named(value = "arcface_loss", system = "pml")
public record ArcFaceLoss(double margin, double scale, Reducer reducer)
    implements AngularMarginLoss<ArcFaceLoss> {
  public ArcFaceLoss {
    requireNonNull(reducer, "reducer");
  }

  /** A margin of 28.6 degrees, scale 64. */
  public ArcFaceLoss() {
    this(28.6, 64, new Reducer.Mean());
  }

  /** cos(θ + m) = cos θ cos m − sin θ sin m, which needs no angle. */
  @Override
  public Tensor narrowed(Tensor cosines) {
    double m = Math.toRadians(margin);
    Tensor c = cosines.clamp(-1, 1, AtBound.ZERO);
    Tensor sine = c.square().rsub(1).sqrt();
    Tensor turned = c.mul(StrictMath.cos(m)).sub(sine.mul(StrictMath.sin(m)));
    return where(c.ge(StrictMath.cos(Math.PI - m)), turned, cosines.sub(m * StrictMath.sin(m)));
  }
}
