package dev.capstan.losses;

import dev.capstan.losses.distance.Rows;
import dev.capstan.losses.mining.EmbeddingBatch;
import dev.capstan.losses.reduction.ListedTerms;
import dev.capstan.losses.reduction.Reducer;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Transpose;

/** What losses over one vector a class share: cosines, and the cross entropy of logits. */
final class Proxies {
  private Proxies() {}

  /** The vectors as rows of length 1, [K, D], all inputs being checked. */
  static Tensor unit(
      String loss, ProxyLoss.Layout layout, IntTensor labels, Tensor embeddings, Tensor proxies) {
    Batches.labels(loss, labels, embeddings);
    int d = embeddings.shape().get(1);
    boolean rows = layout == ProxyLoss.Layout.ROWS;
    if (proxies.rank() != 2 || proxies.shape().get(rows ? 1 : 0) != d) {
      throw new ShapeException(
          ("%s: the classes' vectors do not fit the embeddings: got shape %s for"
                  + " embeddings %s, expected %s")
              .formatted(
                  loss,
                  proxies.shape(),
                  embeddings.shape(),
                  (rows ? "[K, %s]" : "[%s, K]").formatted(d)));
    }
    Checks.classes(loss, labels, proxies.shape().get(rows ? 0 : 1));
    return Rows.NORMALIZED.of(rows ? proxies : proxies.transpose(0, 1));
  }

  /** The cosines of embeddings with unit rows, [N, K]. */
  static Tensor cosines(Tensor embeddings, Tensor unitRows) {
    Tensor u = Rows.NORMALIZED.of(embeddings);
    return u.matmul(Transpose.NO, unitRows, Transpose.YES);
  }

  /** The cosines of the rows with their own classes, [N, 1]. */
  static Tensor own(Tensor cosines, IntTensor labels) {
    return cosines.gather(1, labels.reshape(-1, 1));
  }

  /** Cosines with those of the own classes replaced: [N, K]. */
  static Tensor replaced(Tensor cosines, IntTensor labels, Tensor own, Tensor by) {
    return cosines.scatterAdd(1, labels.reshape(-1, 1), by.sub(own));
  }

  /** Cross entropy of logits [N, K] with labels, reduced. */
  static Tensor crossEntropy(Tensor logits, IntTensor labels, Tensor embeddings, Reducer reducer) {
    Tensor own = own(logits, labels).flatten();
    Tensor losses = logits.logsumexp(1).sub(own);
    return reducer.of(ListedTerms.ofRows(EmbeddingBatch.of(labels, embeddings), losses));
  }
}
