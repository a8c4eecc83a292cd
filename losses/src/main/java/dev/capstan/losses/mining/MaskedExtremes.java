package dev.capstan.losses.mining;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.function.IntPredicate;

/**
 * The masked extremes of TensorFlow's triplet losses, row by row, as {@link Picks}.
 *
 * <p>Both systems select by arithmetic rather than by index:
 *
 * <pre>
 * masked_max(d, m) = max_k((d_k − lo) m_k) + lo,   lo = min(d) − shift
 * masked_min(d, m) = min_k((d_k − hi) m_k) + hi,   hi = max(d) + shift
 * </pre>
 *
 * <p>with minima and maxima over the whole row whose gradient ties split evenly. What follows from
 * it, and is reproduced here from values alone: with one selected entry, that entry gets the whole
 * gradient. With an empty mask the result is lo (hi), and the row's smallest (largest) entries
 * share the gradient. With shift 0, a selected entry that equals the row's extreme ties with all
 * masked-out columns. A row in which the arithmetic meets a NaN gives NaN, with NaN for the
 * gradients of the whole row.
 */
public final class MaskedExtremes {
  private final Tensor d;
  private final int columns;
  private final double shift;
  private final Precision precision;

  /**
   * Prepares the extremes of a matrix of distances.
   *
   * @param d [N, M]; only its values are read
   * @param shift how far lo and hi lie outside the row
   */
  public MaskedExtremes(Tensor d, double shift, Precision precision) {
    requireNonNull(precision, "precision");
    if (d.rank() != 2) {
      throw new ShapeException(
          "MaskedExtremes: no matrix of distances: got shape %s, expected [N, M]"
              .formatted(d.shape()));
    }
    this.d = d.detach();
    this.columns = d.shape().get(1);
    this.shift = shift;
    this.precision = precision;
  }

  /** Appends the masked maximum of a row as the next query; returns its value. */
  public double max(int row, IntPredicate mask, Picks into) {
    return extreme(row, mask, 1, into);
  }

  /** Appends the masked minimum of a row as the next query; returns its value. */
  public double min(int row, IntPredicate mask, Picks into) {
    return -extreme(row, mask, -1, into);
  }

  /** The maximum of sign · d, and the weights of the extreme of d. */
  private double extreme(int row, IntPredicate mask, int sign, Picks into) {
    if (row < 0 || row >= d.shape().get(0)) {
      throw new IndexOutOfBoundsException(
          "maskedExtremes: got row " + row + ", expected one of " + d.shape().get(0) + ", from 0");
    }
    into.begin();
    double least = Double.POSITIVE_INFINITY;
    int attaining = 0;
    boolean nan = columns == 0;
    for (int k = 0; k < columns; k++) {
      double v = sign * d.at(row * columns + k);
      nan |= Double.isNaN(v);
      attaining = v < least ? 1 : attaining + (v == least ? 1 : 0);
      least = Math.min(least, v);
    }
    double low = round(least - shift);
    double top = Double.NEGATIVE_INFINITY;
    int ties = 0;
    int selected = 0;
    for (int k = 0; k < columns; k++) {
      boolean in = mask.test(k);
      double v = lifted(row, k, sign, low, in);
      nan |= Double.isNaN(v);
      boolean higher = v > top;
      boolean level = v == top;
      ties = higher ? 1 : ties + (level ? 1 : 0);
      selected = higher ? (in ? 1 : 0) : selected + (level && in ? 1 : 0);
      top = higher ? v : top;
    }
    if (nan) {
      poison(row, into);
      return Double.NaN;
    }
    double rest = 1 - (double) selected / ties;
    for (int k = 0; k < columns; k++) {
      boolean in = mask.test(k);
      double w = in && lifted(row, k, sign, low, true) == top ? 1.0 / ties : 0;
      w += sign * d.at(row * columns + k) == least ? rest / attaining : 0;
      if (w != 0) {
        into.add(row, k, w);
      }
    }
    into.add(-sign * rest * shift);
    return round(top + low);
  }

  private double lifted(int row, int k, int sign, double low, boolean in) {
    return round(sign * d.at(row * columns + k) - low) * (in ? 1 : 0);
  }

  private double round(double value) {
    return precision.round(value, d.dtype());
  }

  private void poison(int row, Picks into) {
    for (int k = 0; k < columns; k++) {
      into.add(row, k, Double.NaN);
    }
    into.add(Double.NaN);
  }
}
