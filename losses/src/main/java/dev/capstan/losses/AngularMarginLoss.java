package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;

/**
 * Classification by the cosine, the own class's being made smaller first.
 *
 * @param <L> the loss
 */
public interface AngularMarginLoss<L>
    extends ProxyLoss, With.AnyMargin<L>, With.AnyScale<L>, With.AnyReducer<L> {

  /** The formula: the cosines of the own classes as they enter the softmax, [N, 1]. */
  Tensor narrowed(Tensor cosines);

  @Override
  default Layout layout() {
    return Layout.COLUMNS;
  }

  @Override
  default Tensor apply(IntTensor labels, Tensor embeddings, Tensor weights) {
    requireNonNull(weights, "weights");
    Tensor w = Proxies.unit(Checks.name(this), layout(), labels, embeddings, weights);
    Tensor cosines = Proxies.cosines(embeddings, w);
    Tensor own = Proxies.own(cosines, labels);
    Tensor logits = Proxies.replaced(cosines, labels, own, narrowed(own)).mul(scale());
    return Proxies.crossEntropy(logits, labels, embeddings, reducer());
  }
}
