package dev.capstan.losses.reduction;

/**
 * An open interval of losses. NaN belongs to every interval: a fault of the model stays visible.
 */
public record Range(double low, double high) {
  /** Every loss. */
  public static final Range ALL = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** The losses above 0. */
  public static final Range POSITIVE = new Range(0, Double.POSITIVE_INFINITY);

  /** Whether a loss lies inside. */
  public boolean contains(double loss) {
    boolean outside =
        loss <= low && low != Double.NEGATIVE_INFINITY
            || loss >= high && high != Double.POSITIVE_INFINITY;
    return !outside;
  }
}
