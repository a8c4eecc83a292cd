package dev.capstan.ops.internal;

import org.jspecify.annotations.Nullable;

/**
 * Attention matrix by matrix: the weights of one lie in the second-level cache until all that needs
 * them is done, where a stack of them would go to memory and back at every step. What is computed,
 * and in which order, is what the single operations compute.
 *
 * @param <A> {@code float[]} or {@code double[]}
 */
public interface AttentionKernels<A> {

  /** On the kernels in use for elements of a width. */
  @SuppressWarnings("unchecked") // arrays of this width are of just this type
  static AttentionKernels<Object> of(Width width) {
    return (AttentionKernels<Object>)
        (AttentionKernels<?>)
            (width == Width.SINGLE
                ? new FloatAttentionKernels(Provider.floats().elements(), Provider.floats().lines())
                : new DoubleAttentionKernels(
                    Provider.doubles().elements(), Provider.doubles().lines()));
  }

  /**
   * So many matrices of queries [m, d], keys [n, d] and values [n, e], one after the other.
   *
   * @param hidden which pairs are not seen; null if all are
   */
  record Stack(int count, int m, int n, int d, int e, @Nullable Hidden hidden) {
    long work() {
      return (long) count * m * n * (d + e);
    }
  }

  /**
   * What a mask does not show, {@code shown[starts[i] + row · down + column · across]} being that
   * of matrix i.
   */
  record Hidden(boolean[] shown, int[] starts, int down, int across) {}

  /** out = softmax(q kᵀ / √d) v of each; every query sees a key. */
  void forward(Stack s, A q, A k, A v, A out);

  /** The gradients of Σ g · out, where they are wanted; the weights are computed again. */
  void backward(Stack s, A q, A k, A v, A g, @Nullable A toQ, @Nullable A toK, @Nullable A toV);
}
