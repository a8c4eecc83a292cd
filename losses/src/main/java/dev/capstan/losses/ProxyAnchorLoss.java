package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import java.util.Arrays;

/**
 * Proxy-anchor: each proxy is an anchor and the batch is its positives and negatives.
 *
 * <p>{@code Σ_k log(1 + Σ_{y_i = k} e^(α(margin − c_ik)))} divided by the number of classes in the
 * batch, plus {@code Σ_k log(1 + Σ_{y_i ≠ k} e^(α(c_ik + margin)))} divided by K; c is the cosine.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, {@code proxies: [K, D]}, returns a
 * scalar; an empty batch gives 0.
 *
 * <p>Source: Kim et al., CVPR 2020, as in pytorch-metric-learning 2.9.
 */
@Named(value = "proxy_anchor_loss", system = "pml")
public record ProxyAnchorLoss(double margin, double alpha)
    implements ProxyLoss, With.AnyMargin<ProxyAnchorLoss> {
  /** Margin 0.1, alpha 32. */
  public ProxyAnchorLoss() {
    this(0.1, 32);
  }

  public ProxyAnchorLoss withAlpha(double value) {
    return new ProxyAnchorLoss(margin, value);
  }

  @Override
  public Layout layout() {
    return Layout.ROWS;
  }

  @Override
  public Tensor apply(IntTensor labels, Tensor embeddings, Tensor proxies) {
    Tensor p = Proxies.unit("ProxyAnchorLoss", layout(), labels, embeddings, proxies);
    int[] y = labels.toArray();
    int classes = p.shape().get(0);
    if (y.length == 0) {
      return Batches.zero(embeddings);
    }
    boolean[] own = new boolean[y.length * classes];
    for (int i = 0; i < y.length; i++) {
      own[i * classes + y[i]] = true;
    }
    BoolTensor mask = BoolTensor.of(own, y.length, classes);
    Tensor c = Proxies.cosines(embeddings, p);
    Tensor pull = summed(c.rsub(margin).mul(alpha), mask);
    Tensor push = summed(c.add(margin).mul(alpha), mask.not());
    return pull.div((double) Arrays.stream(y).distinct().count()).add(push.div(classes));
  }

  /** Σ_k log(1 + Σ_i exp) over the masked elements of each column; an empty sum gives 0. */
  private static Tensor summed(Tensor x, BoolTensor mask) {
    Tensor filled = where(mask, x, Logs.nothing(x));
    Tensor zero = Tensor.zeros(x.dtype(), 1, x.shape().get(1));
    return Movement.concat(0, zero, filled).logsumexp(0).sum();
  }
}
