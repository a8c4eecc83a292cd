package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Tensor;

/**
 * CosFace: classification by the cosine, from which the own class's is made smaller by a margin.
 *
 * <p>Cross entropy of {@code scale · (cos(x_i, w_k) − margin [k = y_i])}, reduced by the mean.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, {@code W: [D, K]}, returns a scalar.
 *
 * <p>Source: Wang et al., CVPR 2018, as in pytorch-metric-learning 2.9.
 */
@Named(value = "cosface_loss", system = "pml")
public record CosFaceLoss(double margin, double scale, Reducer reducer)
    implements AngularMarginLoss<CosFaceLoss> {
  public CosFaceLoss {
    requireNonNull(reducer, "reducer");
  }

  /** Margin 0.35, scale 64. */
  public CosFaceLoss() {
    this(0.35, 64, new Reducer.Mean());
  }

  @Override
  public Tensor narrowed(Tensor cosines) {
    return cosines.sub(margin);
  }
}
