package dev.capstan.losses;

import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CosFace: classification by the cosine, from which the own class's is made smaller by a margin.
 *
 * <p>Cross entropy of {@code scale · (cos(x_i, w_k) − margin [k = y_i])}, reduced by the mean.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, {@code W: [D, K]}, returns a scalar.
 *
 * <p>Source: Wang et al., CVPR 2018, as in pytorch-metric-learning 2.9.
 */
public record CosFaceLoss(double margin, double scale, Reducer reducer) implements ProxyLoss {
  static final String NAME = "cosface_loss";

  /** Margin 0.35, scale 64. */
  public CosFaceLoss() {
    this(0.35, 64, new Reducer.Mean());
  }

  public CosFaceLoss withMargin(double value) {
    return new CosFaceLoss(value, scale, reducer);
  }

  public CosFaceLoss withScale(double value) {
    return new CosFaceLoss(margin, value, reducer);
  }

  public CosFaceLoss withReducer(Reducer value) {
    return new CosFaceLoss(margin, scale, value);
  }

  @Override
  public Layout layout() {
    return Layout.COLUMNS;
  }

  @Override
  public Tensor apply(IntTensor labels, Tensor embeddings, Tensor weights) {
    Tensor w = Proxies.unit("CosFaceLoss", layout(), labels, embeddings, weights);
    Tensor cosines = Proxies.cosines(embeddings, w);
    Tensor own = Proxies.own(cosines, labels);
    Tensor logits = Proxies.replaced(cosines, labels, own, Elementwise.sub(own, margin));
    return Proxies.crossEntropy(Elementwise.mul(logits, scale), labels, embeddings, reducer);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(NAME);
    map.put("scale", scale);
    map.put("margin", margin);
    map.put("reducer", reducer.config());
    return map;
  }

  static CosFaceLoss fromConfig(Config config) {
    return new CosFaceLoss(
        config.real("margin", 0.35),
        config.real("scale", 64),
        Parts.reducer(config, new Reducer.Mean()));
  }
}
