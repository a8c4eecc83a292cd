package dev.capstan.losses;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Config;
import dev.capstan.losses.config.Keyed;
import dev.capstan.ops.RowTotal;
import dev.capstan.ops.Tensor;
import org.jspecify.annotations.Nullable;

/** How the losses of the single elements become the result. */
public enum Reduction implements Keyed {
  /** Every element's loss. */
  NONE,
  /** Their sum divided by their number; each loss says if something else divides. */
  MEAN,
  /** Their sum. */
  SUM,
  /** Their sum divided by the size of the first axis. */
  BATCH_MEAN;

  /**
   * What PyTorch makes of the deprecated arguments {@code size_average} and {@code reduce}: if
   * either is given it overrides {@code reduction}, and what is not given counts as true.
   *
   * @return NONE if reduce is false, else SUM if size_average is false, else MEAN; {@code
   *     reduction} if both are null
   */
  public static Reduction fromDeprecated(
      @Nullable Boolean sizeAverage, @Nullable Boolean reduce, Reduction reduction) {
    requireNonNull(reduction, "reduction");
    if (sizeAverage == null && reduce == null) {
      return reduction;
    }
    if (reduce != null && !reduce) {
      return NONE;
    }
    return sizeAverage == null || sizeAverage ? MEAN : SUM;
  }

  /** Reduces; the mean of nothing is NaN, or 0 if safe. */
  Tensor of(Tensor losses, Variant variant) {
    boolean rows = this == BATCH_MEAN && losses.rank() > 0;
    return over(losses, rows ? losses.shape().get(0) : losses.size(), variant);
  }

  /** Reduces; a mean divides by the given number, and 0 by 0 is NaN, or 0 if safe. */
  Tensor over(Tensor losses, double divisor, Variant variant) {
    return total(divisor, variant).of(losses);
  }

  /** What a fused loss is told: the total that {@link #over} makes. */
  RowTotal total(double divisor, Variant variant) {
    if (this == NONE) {
      return RowTotal.rows();
    }
    boolean plainSum = this == SUM || divisor == 0 && variant == Variant.SAFE;
    return plainSum ? RowTotal.sum() : RowTotal.sumOver(divisor);
  }

  /** The reduction under a key, or what PyTorch's deprecated pair of keys says instead. */
  static Reduction read(Config config, String key, Reduction otherwise) {
    Reduction named =
        switch (config.text(key, otherwise.key())) {
          case "none" -> NONE;
          case "mean", "elementwise_mean" -> MEAN;
          case "sum" -> SUM;
          default -> throw config.refuse(key, "none, mean or sum");
        };
    return fromDeprecated(config.flagOrNull("size_average"), config.flagOrNull("reduce"), named);
  }

  @Override
  public String key() {
    return switch (this) {
      case NONE -> "none";
      case MEAN -> "mean";
      case SUM -> "sum";
      case BATCH_MEAN -> "batchmean";
    };
  }
}
