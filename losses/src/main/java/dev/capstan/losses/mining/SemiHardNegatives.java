package dev.capstan.losses.mining;

import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Comparator;

/**
 * The semi-hard negatives of every ordered positive pair, in TensorFlow Addons' sense.
 *
 * <p>For the pair (i, j) the candidates are the negatives k of i with d_ik &gt; d_ij; the nearest
 * of them is taken, and the farthest negative of i if there are none. The extremes are the masked
 * ones of {@link MaskedExtremes}. Each row's negatives are sorted once and searched for each pair,
 * so time is N² log N and memory N + |P|.
 */
public final class SemiHardNegatives {
  private final Tensor d;
  private final int[] labels;
  private final MaskedExtremes extremes;
  private final Picks positives;
  private final Picks negatives;

  private SemiHardNegatives(Tensor d, int[] labels) {
    this.d = d;
    this.labels = labels;
    this.extremes = new MaskedExtremes(d, 0, Precision.OF_DISTANCES);
    this.positives = new Picks(labels.length);
    this.negatives = new Picks(labels.length);
  }

  /** Mines a batch: d [N, N], of which only the values are read, and N labels. */
  public static SemiHardNegatives of(Tensor d, int[] labels) {
    SemiHardNegatives mined = new SemiHardNegatives(d.detach(), labels);
    for (int i = 0; i < labels.length; i++) {
      mined.mine(i);
    }
    return mined;
  }

  /** The number of ordered positive pairs. */
  public int pairs() {
    return positives.size();
  }

  /** The positive distances of all pairs, [pairs]. */
  public Tensor positives(Tensor distances) {
    return positives.of(distances);
  }

  /** The negative distances of all pairs, [pairs]. */
  public Tensor negatives(Tensor distances) {
    return negatives.of(distances);
  }

  private void mine(int i) {
    int n = labels.length;
    double[] farther = new double[n];
    int[] columns = new int[n];
    int count = 0;
    double top = Double.NEGATIVE_INFINITY;
    boolean finite = true;
    for (int k = 0; k < n; k++) {
      double v = at(i, k);
      top = Math.max(top, v);
      finite &= Double.isFinite(v);
      if (labels[k] != labels[i]) {
        columns[count++] = k;
      }
    }
    sortByDistance(columns, farther, i, count);
    for (int j = 0; j < n; j++) {
      if (j != i && labels[j] == labels[i]) {
        positives.single(i, j);
        int first = finite ? firstAbove(farther, count, at(i, j)) : count;
        if (!finite) {
          // The reference computes (d − max) · mask, which is NaN somewhere in such a row.
          negatives.begin();
          negatives.add(i, j, Double.NaN);
        } else if (first < count) {
          nearest(i, columns, farther, first, count, top);
        } else {
          extremes.max(i, k -> labels[k] != labels[i], negatives);
        }
      }
    }
  }

  /**
   * Sorts the columns by their distance from i, ties by column. A float32 distance and its column
   * fit one long, which orders as both do.
   */
  private void sortByDistance(int[] columns, double[] distances, int i, int count) {
    if (d.dtype() == DType.FLOAT32) {
      long[] keys = new long[count];
      for (int c = 0; c < count; c++) {
        keys[c] = ordered((float) at(i, columns[c])) << 32 | columns[c];
      }
      Arrays.sort(keys);
      for (int c = 0; c < count; c++) {
        columns[c] = (int) keys[c];
      }
    } else {
      int[] sorted =
          Arrays.stream(columns, 0, count)
              .boxed()
              .sorted(Comparator.comparingDouble(k -> at(i, k)))
              .mapToInt(Integer::intValue)
              .toArray();
      System.arraycopy(sorted, 0, columns, 0, count);
    }
    for (int c = 0; c < count; c++) {
      distances[c] = at(i, columns[c]);
    }
  }

  /** The bits of a float as an int that orders as the float does; −0 as 0, as distances compare. */
  private static long ordered(float distance) {
    int bits = Float.floatToIntBits(distance + 0f);
    return bits ^ (bits >> 31 & Integer.MAX_VALUE);
  }

  /** The first position whose distance is above a bound; count if there is none. */
  private static int firstAbove(double[] sorted, int count, double bound) {
    int low = 0;
    int high = count;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] > bound) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  /** The nearest of the candidates from {@code first} on, as masked_min over them. */
  private void nearest(int i, int[] columns, double[] sorted, int first, int count, double top) {
    double least = Precision.OF_DISTANCES.round(sorted[first] - top, d.dtype());
    if (least == 0) {
      // All candidates are the row's largest: they tie with every masked-out column.
      farthestOfRow(i, columns, first, count, top);
      return;
    }
    int end = first + 1;
    while (end < count && Precision.OF_DISTANCES.round(sorted[end] - top, d.dtype()) == least) {
      end++;
    }
    negatives.begin();
    for (int c = first; c < end; c++) {
      negatives.add(i, columns[c], 1.0 / (end - first));
    }
  }

  private void farthestOfRow(int i, int[] columns, int first, int count, double top) {
    int n = labels.length;
    int attaining = 0;
    for (int k = 0; k < n; k++) {
      attaining += at(i, k) == top ? 1 : 0;
    }
    double byMask = 1.0 / n;
    double rest = (1 - byMask * (count - first)) / attaining;
    negatives.begin();
    for (int c = first; c < count; c++) {
      negatives.add(i, columns[c], byMask);
    }
    for (int k = 0; k < n; k++) {
      if (at(i, k) == top) {
        negatives.add(i, k, rest);
      }
    }
  }

  private double at(int i, int k) {
    return d.at(i * labels.length + k);
  }
}
