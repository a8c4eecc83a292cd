package dev.capstan.losses.mining;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Tensor;
import java.util.Arrays;

/**
 * The semi-hard negatives of every ordered positive pair, in TensorFlow Addons' sense.
 *
 * <p>For the pair (i, j) the candidates are the negatives k of i with d_ik &gt; d_ij; the nearest
 * of them is taken, and the farthest negative of i if there are none. The extremes are the masked
 * ones of {@link MaskedExtremes}. A row is read once into plain numbers and searched for each pair;
 * memory is N + |P|.
 */
public final class SemiHardNegatives {
  /** With more positives than this, sorting a row's negatives costs less than scanning them. */
  private static final int WORTH_SORTING = 16;

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
    Labels.requireSquare("SemiHardNegatives", d, labels);
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
    requireNonNull(distances, "distances");
    return positives.of(distances);
  }

  /** The negative distances of all pairs, [pairs]. */
  public Tensor negatives(Tensor distances) {
    requireNonNull(distances, "distances");
    return negatives.of(distances);
  }

  private void mine(int i) {
    Row row = new Row(i);
    int partners = 0;
    for (int j = 0; j < labels.length; j++) {
      partners += j != i && labels[j] == labels[i] ? 1 : 0;
    }
    if (partners > WORTH_SORTING) {
      row.sort();
    }
    for (int j = 0; j < labels.length; j++) {
      if (j != i && labels[j] == labels[i]) {
        positives.single(i, j);
        mine(row, j);
      }
    }
  }

  private void mine(Row row, int j) {
    if (!row.finite) {
      // The reference computes (d − max) · mask, which is NaN somewhere in such a row.
      negatives.begin();
      negatives.add(row.i, j, Double.NaN);
      return;
    }
    double nearest = row.leastAbove(row.distances[j]);
    if (nearest == Double.POSITIVE_INFINITY) {
      extremes.max(row.i, k -> labels[k] != labels[row.i], negatives);
    } else {
      nearest(row, row.distances[j], nearest);
    }
  }

  /** The distances from one sample, as plain numbers. */
  private final class Row {
    final int i;
    final double[] distances = new double[labels.length];
    final double top;
    final boolean finite;

    /** The distances of negatives, +∞ for others; ascending once {@link #sort} was called. */
    private final double[] away = new double[labels.length];

    /** Whose distances they are then. */
    private int[] columns = {};

    Row(int i) {
      this.i = i;
      double most = Double.NEGATIVE_INFINITY;
      boolean allFinite = true;
      for (int k = 0; k < distances.length; k++) {
        double v = d.at(i * distances.length + k);
        distances[k] = v;
        most = Math.max(most, v);
        allFinite &= Double.isFinite(v);
        away[k] = labels[k] != labels[i] ? v : Double.POSITIVE_INFINITY;
      }
      this.top = most;
      this.finite = allFinite;
    }

    void sort() {
      double[] ascending = away.clone();
      Arrays.sort(ascending);
      int[] taken = new int[away.length];
      columns = new int[away.length];
      for (int k = 0; k < away.length; k++) {
        int first = firstNotBelow(ascending, away[k]);
        columns[first + taken[first]++] = k;
      }
      System.arraycopy(ascending, 0, away, 0, away.length);
    }

    private boolean sorted() {
      return columns.length > 0;
    }

    /** The least distance of a negative that is above a bound; +∞ if there is none. */
    double leastAbove(double bound) {
      double least = Double.POSITIVE_INFINITY;
      if (sorted()) {
        int first = firstNotBelow(away, Math.nextUp(bound));
        return first < away.length ? away[first] : least;
      }
      for (double v : away) {
        least = v > bound && v < least ? v : least;
      }
      return least;
    }

    /** The negatives above a bound whose distance below the top rounds to a number. */
    int[] tied(double bound, double belowTop) {
      // What rounds to the number is less than a float's last place away from it.
      double most = top + belowTop + Math.ulp((float) belowTop);
      int[] found = new int[1];
      int count = 0;
      int from = sorted() ? firstNotBelow(away, Math.nextUp(bound)) : 0;
      for (int c = from; c < away.length && !(sorted() && away[c] > most); c++) {
        if (away[c] <= most && away[c] > bound && belowTop(away[c]) == belowTop) {
          found = count == found.length ? Arrays.copyOf(found, 2 * count) : found;
          found[count++] = sorted() ? columns[c] : c;
        }
      }
      return count == found.length ? found : Arrays.copyOf(found, count);
    }

    double belowTop(double v) {
      return Precision.OF_DISTANCES.round(v - top, d.dtype());
    }

    /** Whether k is a negative whose distance is above a bound. */
    boolean candidate(int k, double bound) {
      return labels[k] != labels[i] && distances[k] > bound;
    }
  }

  /** The first position whose number is not below a bound; the length if there is none. */
  private static int firstNotBelow(double[] ascending, double bound) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < bound) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The candidates that tie for the nearest, as masked_min over all candidates has them. */
  private void nearest(Row row, double bound, double distance) {
    double least = row.belowTop(distance);
    if (least == 0) {
      // All candidates are the row's largest: they tie with every masked-out column.
      farthestOfRow(row, bound);
      return;
    }
    int[] tied = row.tied(bound, least);
    negatives.begin();
    for (int k : tied) {
      negatives.add(row.i, k, 1.0 / tied.length);
    }
  }

  private void farthestOfRow(Row row, double bound) {
    int n = labels.length;
    int attaining = 0;
    int candidates = 0;
    for (int k = 0; k < n; k++) {
      attaining += row.distances[k] == row.top ? 1 : 0;
      candidates += row.candidate(k, bound) ? 1 : 0;
    }
    double byMask = 1.0 / n;
    double rest = (1 - byMask * candidates) / attaining;
    negatives.begin();
    for (int k = 0; k < n; k++) {
      if (row.candidate(k, bound)) {
        negatives.add(row.i, k, byMask);
      }
    }
    for (int k = 0; k < n; k++) {
      if (row.distances[k] == row.top) {
        negatives.add(row.i, k, rest);
      }
    }
  }
}
