package dev.capstan.losses.distance;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Key;
import dev.capstan.losses.config.Named;
import dev.capstan.ops.Distances;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Expansion;
import dev.capstan.ops.option.KeepDims;

/**
 * The variance of the difference, the noise, over the variance of the anchor, the signal.
 *
 * <p>{@code var(u − v) / var(u)}, variances over the components of a row; not symmetric. Shapes as
 * {@link Distance}. The variance of a difference is the mean square of the difference of the
 * centred rows, so the divisor of both variances cancels.
 *
 * <p>Domain: an anchor whose components are all equal has no signal; its distances are the noise
 * itself (over D), where the formula has 0/0 or ∞.
 *
 * <p>Source: Yuan et al., "Signal-to-noise ratio: a robust distance metric for deep metric
 * learning", CVPR 2019.
 *
 * @param rows whether rows are scaled to length 1 first
 */
@Named("snr")
public record SignalToNoiseDistance(@Key("normalize_embeddings") Rows rows) implements Distance {
  public SignalToNoiseDistance {
    requireNonNull(rows, "rows");
  }

  /** Of rows scaled to length 1. */
  public SignalToNoiseDistance() {
    this(Rows.NORMALIZED);
  }

  @Override
  public Tensor between(Tensor x, Tensor y) {
    requireNonNull(y, "y");
    Matrices.requirePair("SignalToNoiseDistance", x, y);
    Tensor u = centred(rows.of(x));
    Tensor v = x == y ? u : centred(rows.of(y));
    Tensor noise = Distances.squaredDistances(u, v, Expansion.DIFFERENCES);
    return Elementwise.div(noise, Movement.unsqueeze(signal(u), 1));
  }

  @Override
  public Tensor rows(Tensor x, Tensor y) {
    requireNonNull(y, "y");
    Matrices.requireRows("SignalToNoiseDistance", x, y);
    Tensor u = centred(rows.of(x));
    Tensor difference = Elementwise.sub(u, centred(rows.of(y)));
    return Elementwise.div(Reductions.sum(Elementwise.square(difference), -1), signal(u));
  }

  private static Tensor centred(Tensor x) {
    return Elementwise.sub(x, Reductions.mean(x, KeepDims.YES, 1));
  }

  /** The sum of squares of each row; D where it is 0. */
  private static Tensor signal(Tensor centred) {
    Tensor squares = Reductions.sum(Elementwise.square(centred), -1);
    int d = centred.shape().get(1);
    return Elementwise.add(squares, squares.like(i -> squares.at(i) == 0 ? Math.max(d, 1) : 0));
  }
}
