package dev.capstan.losses;

import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.Rows;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Proxy-NCA: each sample is drawn to its class's proxy and pushed from the others.
 *
 * <p>Cross entropy of {@code −softmaxScale · |u_i − p_k|²}, embeddings and proxies being
 * normalised, reduced by the mean. The own class is in the sum, as in Proxy-NCA++.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, {@code proxies: [K, D]}, returns a
 * scalar.
 *
 * <p>Source: Movshovitz-Attias et al., ICCV 2017, as in pytorch-metric-learning 2.9.
 */
public record ProxyNcaLoss(double softmaxScale, Reducer reducer) implements ProxyLoss {
  static final String NAME = "proxy_nca_loss";

  /** Softmax scale 1. */
  public ProxyNcaLoss() {
    this(1, new Reducer.Mean());
  }

  public ProxyNcaLoss withSoftmaxScale(double value) {
    return new ProxyNcaLoss(value, reducer);
  }

  public ProxyNcaLoss withReducer(Reducer value) {
    return new ProxyNcaLoss(softmaxScale, value);
  }

  @Override
  public Layout layout() {
    return Layout.ROWS;
  }

  @Override
  public Tensor apply(IntTensor labels, Tensor embeddings, Tensor proxies) {
    Tensor p = Proxies.unit("ProxyNcaLoss", layout(), labels, embeddings, proxies);
    Tensor u = Rows.NORMALIZED.of(embeddings);
    Tensor squares = new LpDistance(2, 2, Rows.AS_GIVEN).between(u, p);
    return Proxies.crossEntropy(
        Elementwise.mul(squares, -softmaxScale), labels, embeddings, reducer);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(NAME);
    map.put("softmax_scale", softmaxScale);
    map.put("reducer", reducer.config());
    return map;
  }

  static ProxyNcaLoss fromConfig(Config config) {
    return new ProxyNcaLoss(
        config.real("softmax_scale", 1), Parts.reducer(config, new Reducer.Mean()));
  }
}
