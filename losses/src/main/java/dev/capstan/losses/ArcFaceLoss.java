package dev.capstan.losses;

import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.Comparisons;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.AtBound;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
public record ArcFaceLoss(double margin, double scale, Reducer reducer) implements ProxyLoss {
  static final String NAME = "arcface_loss";

  /** A margin of 28.6 degrees, scale 64. */
  public ArcFaceLoss() {
    this(28.6, 64, new Reducer.Mean());
  }

  public ArcFaceLoss withMargin(double value) {
    return new ArcFaceLoss(value, scale, reducer);
  }

  public ArcFaceLoss withScale(double value) {
    return new ArcFaceLoss(margin, value, reducer);
  }

  public ArcFaceLoss withReducer(Reducer value) {
    return new ArcFaceLoss(margin, scale, value);
  }

  @Override
  public Layout layout() {
    return Layout.COLUMNS;
  }

  @Override
  public Tensor apply(IntTensor labels, Tensor embeddings, Tensor weights) {
    Tensor w = Proxies.unit("ArcFaceLoss", layout(), labels, embeddings, weights);
    Tensor cosines = Proxies.cosines(embeddings, w);
    Tensor own = Proxies.own(cosines, labels);
    Tensor logits = Proxies.replaced(cosines, labels, own, widened(own));
    return Proxies.crossEntropy(Elementwise.mul(logits, scale), labels, embeddings, reducer);
  }

  /** cos(θ + m) = cos θ cos m − sin θ sin m, which needs no angle. */
  private Tensor widened(Tensor cosine) {
    double m = Math.toRadians(margin);
    Tensor c = Elementwise.clamp(cosine, -1, 1, AtBound.ZERO);
    Tensor sine = Elementwise.sqrt(Elementwise.rsub(Elementwise.square(c), 1));
    Tensor turned =
        Elementwise.sub(Elementwise.mul(c, Math.cos(m)), Elementwise.mul(sine, Math.sin(m)));
    BoolTensor reachable = Comparisons.ge(c, Math.cos(Math.PI - m));
    return Elementwise.where(reachable, turned, Elementwise.sub(cosine, m * Math.sin(m)));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(NAME);
    map.put("margin", margin);
    map.put("scale", scale);
    map.put("reducer", reducer.config());
    return map;
  }

  static ArcFaceLoss fromConfig(Config config) {
    return new ArcFaceLoss(
        config.real("margin", 28.6),
        config.real("scale", 64),
        Parts.reducer(config, new Reducer.Mean()));
  }
}
