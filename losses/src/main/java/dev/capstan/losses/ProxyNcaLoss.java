package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.Rows;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;

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
@Named(value = "proxy_nca_loss", system = "pml")
public record ProxyNcaLoss(double softmaxScale, Reducer reducer)
    implements ProxyLoss, With.AnyReducer<ProxyNcaLoss> {
  public ProxyNcaLoss {
    requireNonNull(reducer, "reducer");
  }

  /** Softmax scale 1. */
  public ProxyNcaLoss() {
    this(1, new Reducer.Mean());
  }

  public ProxyNcaLoss withSoftmaxScale(double value) {
    return new ProxyNcaLoss(value, reducer);
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
    return Proxies.crossEntropy(squares.mul(-softmaxScale), labels, embeddings, reducer);
  }
}
