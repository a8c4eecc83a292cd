package dev.capstan.ops.internal;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The search for semi-hard negatives, row by row.
 *
 * <p>The m distances to a row's positives, sorted, cut the line into m + 1 slots. Each negative
 * falls into one slot, of which the two smallest are kept; merged from the far end, slot q + 1 then
 * holds the two smallest negatives above the positive at place q. So a row of n costs n log m
 * steps, whatever the number of its positives. Two are kept to see ties: where the second is as far
 * below the row's maximum as the first, in this width, all that are so share the pick.
 */
class DoubleSemiHard {
  final double[] d;
  final BatchKernels.Classes classes;
  private final double margin;
  private final double each;
  private final double @Nullable [] slopes;
  final int n;

  private int positives;

  /** The positive distances of the row, ascending; then, by slot, the two smallest negatives. */
  private final double[] bounds;

  private final double[] first;
  private final double[] second;
  private final int[] nearest;

  /** Columns that share a pick, some of them twice, and their parts of it. */
  private final int[] columns;

  private final double[] parts;
  private int sharing;

  /** The largest distance of the row. */
  double top;

  /** What {@link #seek} found: the least negative above the positive, +∞ if there is none. */
  double least;

  /** Where it stands, and whether no other is as far below the top. */
  int column;

  boolean alone;

  private /*wide*/ double sum;

  DoubleSemiHard(
      double[] d,
      BatchKernels.Classes classes,
      double margin,
      double each,
      double @Nullable [] slopes) {
    this.d = d;
    this.classes = classes;
    this.margin = margin;
    this.each = each;
    this.slopes = slopes;
    this.n = classes.labels().length;
    int most = 0;
    for (int[] members : classes.members()) {
      most = Math.max(most, members.length);
    }
    this.bounds = new double[most];
    this.first = new double[most + 1];
    this.second = new double[most + 1];
    this.nearest = new int[most + 1];
    this.columns = new int[2 * n];
    this.parts = new double[2 * n];
  }

  /*wide*/ double run() {
    for (int i = 0; i < n; i++) {
      int[] members = classes.members()[classes.labels()[i]];
      if (members.length > 1) {
        row(i, members);
      }
    }
    return sum;
  }

  private void row(int i, int[] members) {
    boolean finite = prepare(i, members);
    for (int j : members) {
      if (j == i) {
        continue;
      }
      if (finite) {
        pair(i, j);
      } else {
        // The reference computes (d − max) · mask, which is NaN somewhere in such a row.
        sum = Double.NaN;
        add(i * n + j, Double.NaN);
      }
    }
  }

  /** Looks at a row once, before its pairs are sought; whether all its distances are finite. */
  boolean prepare(int i, int[] members) {
    int m = 0;
    for (int j : members) {
      if (j != i) {
        bounds[m++] = d[i * n + j];
      }
    }
    Arrays.sort(bounds, 0, m);
    boolean finite = scan(i, m);
    merge(m);
    positives = m;
    return finite;
  }

  /** Drops the negatives into their slots; whether all distances of the row are finite. */
  private boolean scan(int i, int m) {
    Arrays.fill(first, 0, m + 1, Double.POSITIVE_INFINITY);
    Arrays.fill(second, 0, m + 1, Double.POSITIVE_INFINITY);
    int[] labels = classes.labels();
    int label = labels[i];
    double most = Double.NEGATIVE_INFINITY;
    double zero = 0;
    for (int k = 0; k < n; k++) {
      double v = d[i * n + k];
      most = Math.max(most, v);
      zero += v * 0;
      if (labels[k] != label) {
        int slot = below(v, m);
        if (v < second[slot]) {
          boolean least = v < first[slot];
          second[slot] = least ? first[slot] : v;
          first[slot] = least ? v : first[slot];
          nearest[slot] = least ? k : nearest[slot];
        }
      }
    }
    top = most;
    return zero == 0;
  }

  /** How many of the positives' distances are below a distance. */
  private int below(double v, int m) {
    int low = 0;
    int size = m;
    while (size > 1) {
      int half = size >>> 1;
      low = bounds[low + half - 1] < v ? low + half : low;
      size -= half;
    }
    return bounds[low] < v ? low + 1 : low;
  }

  /** Lets every slot hold the two smallest of itself and all slots after it. */
  private void merge(int m) {
    for (int slot = m - 1; slot > 0; slot--) {
      if (first[slot + 1] < first[slot]) {
        second[slot] = Math.min(first[slot], second[slot + 1]);
        first[slot] = first[slot + 1];
        nearest[slot] = nearest[slot + 1];
      } else {
        second[slot] = Math.min(second[slot], first[slot + 1]);
      }
    }
  }

  /** Finds the nearest negative above a positive's distance. */
  void seek(double bound) {
    int slot = below(bound, positives) + 1;
    least = first[slot];
    column = nearest[slot];
    alone = second[slot] - top != least - top;
  }

  private void pair(int i, int j) {
    double bound = d[i * n + j];
    seek(bound);
    double belowTop = least - top;
    if (least < Double.POSITIVE_INFINITY && belowTop != 0 && alone) {
      if (hinge(bound, least)) {
        add(i * n + j, each);
        add(i * n + column, -each);
      }
      return;
    }
    if (least == Double.POSITIVE_INFINITY) {
      shareFarthestNegative(i);
    } else if (belowTop == 0) {
      shareTop(i, bound);
    } else {
      shareTied(i, bound, belowTop);
    }
    spread(i, j, bound);
  }

  /** Adds the term of a pair; whether its slope is 1, as it is at a hinge of 0. */
  private boolean hinge(double near, double far) {
    double excess = near + margin - far;
    sum += Math.max(excess, 0);
    return excess >= 0;
  }

  private void add(int at, double slope) {
    if (slopes != null) {
      slopes[at] += slope;
    }
  }

  /** The term of a pair whose negative is shared. */
  private void spread(int i, int j, double near) {
    double far = 0;
    for (int c = 0; c < sharing; c++) {
      far += d[i * n + columns[c]] * parts[c];
    }
    double slope = hinge(near, far) ? each : 0;
    add(i * n + j, slope);
    for (int c = 0; c < sharing; c++) {
      add(i * n + columns[c], -slope * parts[c]);
    }
  }

  private void share(int column, /*wide*/ double part) {
    columns[sharing] = column;
    parts[sharing++] = /*narrow*/ part;
  }

  private boolean candidate(int i, int k, double bound) {
    return classes.labels()[k] != classes.labels()[i] && d[i * n + k] > bound;
  }

  /** The candidates that are as far below the row's largest distance as the nearest. */
  private void shareTied(int i, double bound, double belowTop) {
    sharing = 0;
    for (int k = 0; k < n; k++) {
      if (candidate(i, k, bound) && d[i * n + k] - top == belowTop) {
        share(k, 0);
      }
    }
    /*wide*/ double part = 1.0 / sharing; // wide
    for (int c = 0; c < sharing; c++) {
      parts[c] = /*narrow*/ part;
    }
  }

  /** All candidates are the row's largest: they tie with every masked-out column. */
  private void shareTop(int i, double bound) {
    int attaining = 0;
    int candidates = 0;
    for (int k = 0; k < n; k++) {
      attaining += d[i * n + k] == top ? 1 : 0;
      candidates += candidate(i, k, bound) ? 1 : 0;
    }
    /*wide*/ double byMask = 1.0 / n; // wide
    /*wide*/ double rest = (1 - byMask * candidates) / attaining; // wide
    sharing = 0;
    for (int k = 0; k < n; k++) {
      if (candidate(i, k, bound)) {
        share(k, byMask);
      }
    }
    for (int k = 0; k < n; k++) {
      if (d[i * n + k] == top) {
        share(k, rest);
      }
    }
  }

  /** masked_max(d, m) = max_k((d_k − lo) m_k) + lo over the negatives, lo being the row's least. */
  private void shareFarthestNegative(int i) {
    double low = Double.POSITIVE_INFINITY;
    int attaining = 0;
    for (int k = 0; k < n; k++) {
      double v = d[i * n + k];
      attaining = v < low ? 1 : attaining + (v == low ? 1 : 0);
      low = Math.min(low, v);
    }
    double most = Double.NEGATIVE_INFINITY;
    int ties = 0;
    int selected = 0;
    boolean nan = false;
    for (int k = 0; k < n; k++) {
      boolean in = classes.labels()[k] != classes.labels()[i];
      double v = (d[i * n + k] - low) * (in ? 1 : 0);
      nan |= Double.isNaN(v);
      ties = v > most ? 1 : ties + (v == most ? 1 : 0);
      selected = v > most ? (in ? 1 : 0) : selected + (v == most && in ? 1 : 0);
      most = v > most ? v : most;
    }
    sharing = 0;
    /*wide*/ double rest = 1 - (double) selected / ties; // wide
    for (int k = 0; k < n; k++) {
      boolean in = classes.labels()[k] != classes.labels()[i];
      /*wide*/ double part = in && d[i * n + k] - low == most ? 1.0 / ties : 0; // wide
      part += d[i * n + k] == low ? rest / attaining : 0;
      part = nan ? Double.NaN : part;
      if (part != 0) {
        share(k, part);
      }
    }
  }
}
