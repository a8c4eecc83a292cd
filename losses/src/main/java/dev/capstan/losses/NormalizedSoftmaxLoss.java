package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;

/**
 * Normalised softmax: classification by the cosine with each class's weight.
 *
 * <p>Cross entropy of {@code cos(x_i, w_k) / temperature}, reduced by the mean.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, {@code W: [D, K]}, returns a scalar.
 *
 * <p>Source: Zhai and Wu, BMVC 2019, as in pytorch-metric-learning 2.9.
 */
@Named(value = "normalized_softmax_loss", system = "pml")
public record NormalizedSoftmaxLoss(double temperature, Reducer reducer)
    implements ProxyLoss,
        With.AnyTemperature<NormalizedSoftmaxLoss>,
        With.AnyReducer<NormalizedSoftmaxLoss> {
  /** Checks the parameters. */
  public NormalizedSoftmaxLoss {
    requireNonNull(reducer, "reducer");
    Checks.positive("NormalizedSoftmaxLoss", "temperature", temperature);
  }

  /** Temperature 0.05. */
  public NormalizedSoftmaxLoss() {
    this(0.05, new Reducer.Mean());
  }

  @Override
  public Layout layout() {
    return Layout.COLUMNS;
  }

  @Override
  public Tensor apply(IntTensor labels, Tensor embeddings, Tensor weights) {
    requireNonNull(weights, "weights");
    Tensor w = Proxies.unit("NormalizedSoftmaxLoss", layout(), labels, embeddings, weights);
    Tensor logits = Proxies.cosines(embeddings, w).div(temperature);
    return Proxies.crossEntropy(logits, labels, embeddings, reducer);
  }
}
