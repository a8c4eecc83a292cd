package dev.capstan.nn.layer;

import dev.capstan.ops.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A layer's weight turned to {@code [in, out]}, for single rows. A row times Wᵀ is a chain of fused
 * multiply-adds for each output, and chains lie beside each other in memory, as vectors want them,
 * only where the weight lies input by input; turning it for one row costs more than the product. So
 * it is turned once, when the same weight is met for the second time, and kept: as much memory
 * again as the weight takes.
 */
final class ByInput {
  /**
   * Up to so many inputs a product is one chain, to which the bias is added, in whichever way the
   * weight lies; longer ones are several, and {@code linear} begins them with the bias.
   */
  static final int MOST_INPUTS = 256;

  private @Nullable Tensor seen;
  private @Nullable Tensor turned;

  /** Whether the map of these operands is that of one row of constants. */
  static boolean serves(Tensor x, Tensor weight, Tensor bias) {
    return x.rank() == 2
        && x.shape().get(0) == 1
        && weight.shape().get(1) <= MOST_INPUTS
        && x.node() == null
        && weight.node() == null
        && bias.node() == null;
  }

  /** Wᵀ; null when the weight is met for the first time. */
  @Nullable Tensor of(Tensor weight) {
    if (weight != seen) {
      seen = weight;
      turned = null;
    } else if (turned == null) {
      turned = weight.transpose(0, 1);
    }
    return turned;
  }
}
