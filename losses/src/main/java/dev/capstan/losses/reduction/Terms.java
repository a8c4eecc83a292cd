package dev.capstan.losses.reduction;

import dev.capstan.ops.Tensor;

/**
 * The losses of single pairs, triplets or samples, each of which belongs to an anchor. They may be
 * too many to be kept, so a reducer asks for sums and counts.
 */
public interface Terms {

  /** The sum over each anchor's terms that lie in a range, [N]. Differentiable. */
  Tensor sums(Range range);

  /** How many terms of each anchor lie in a range, [N]. */
  long[] counts(Range range);

  /** All terms, in a fixed order. Differentiable. */
  Tensor each();

  /** The label of an anchor. */
  int label(int anchor);

  /** 0 on the tape of the loss's inputs, with gradient 0. */
  Tensor zero();
}
