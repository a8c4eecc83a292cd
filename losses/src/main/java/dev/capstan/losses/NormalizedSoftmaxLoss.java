package dev.capstan.losses;

import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Normalised softmax: classification by the cosine with each class's weight.
 *
 * <p>Cross entropy of {@code cos(x_i, w_k) / temperature}, reduced by the mean.
 *
 * <p>Shapes: {@code labels: [N]}, {@code embeddings: [N, D]}, {@code W: [D, K]}, returns a scalar.
 *
 * <p>Source: Zhai and Wu, BMVC 2019, as in pytorch-metric-learning 2.9.
 */
public record NormalizedSoftmaxLoss(double temperature, Reducer reducer) implements ProxyLoss {
  static final String NAME = "normalized_softmax_loss";

  public NormalizedSoftmaxLoss {
    Checks.positive("NormalizedSoftmaxLoss", "temperature", temperature);
  }

  /** Temperature 0.05. */
  public NormalizedSoftmaxLoss() {
    this(0.05, new Reducer.Mean());
  }

  public NormalizedSoftmaxLoss withTemperature(double value) {
    return new NormalizedSoftmaxLoss(value, reducer);
  }

  public NormalizedSoftmaxLoss withReducer(Reducer value) {
    return new NormalizedSoftmaxLoss(temperature, value);
  }

  @Override
  public Layout layout() {
    return Layout.COLUMNS;
  }

  @Override
  public Tensor apply(IntTensor labels, Tensor embeddings, Tensor weights) {
    Tensor w = Proxies.unit("NormalizedSoftmaxLoss", layout(), labels, embeddings, weights);
    Tensor logits = Elementwise.div(Proxies.cosines(embeddings, w), temperature);
    return Proxies.crossEntropy(logits, labels, embeddings, reducer);
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(NAME);
    map.put("temperature", temperature);
    map.put("reducer", reducer.config());
    return map;
  }

  static NormalizedSoftmaxLoss fromConfig(Config config) {
    return new NormalizedSoftmaxLoss(
        config.real("temperature", 0.05), Parts.reducer(config, new Reducer.Mean()));
  }
}
