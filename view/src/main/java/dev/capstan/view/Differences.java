package dev.capstan.view;

import dev.capstan.autograd.Node;
import dev.capstan.autograd.Traced;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A rule beside differences, and what its shares are made of: both by asking the line itself, so
 * that they hold for operations that nobody here knows.
 */
final class Differences {
  /** So many elements of a line can be looked at without anyone waiting. */
  private static final int CHECKED = 64;

  /** So many of a line of which there are thousands. */
  private static final int CHECKED_OF_MANY = 4;

  private static final int MANY_LINES = 1_000;

  /** Slopes on either side of a kink differ by far more than a step's curvature does. */
  private static final double BEND = 1e-2;

  private final int lines;

  /** For a tape of so many lines. */
  Differences(int lines) {
    this.lines = lines;
  }

  /**
   * A rule beside differences.
   *
   * @param error the largest distance, relative to the largest slope; NaN if nothing was looked at
   * @param kinks at how many elements the slopes on either side differ; there a rule may say
   *     anything between them
   */
  record Agreement(double error, int kinks) {
    static final Agreement UNSEEN = new Agreement(Double.NaN, 0);
  }

  <V extends Traced<V>> Agreement agreement(Node<V> node, V g, List<@Nullable V> shares) {
    int most = lines > MANY_LINES ? CHECKED_OF_MANY : CHECKED;
    double worst = 0;
    double largest = 0;
    int looked = 0;
    int kinks = 0;
    for (int k = 0; k < shares.size(); k++) {
      V share = shares.get(k);
      if (share == null || share.form().size() * (long) g.form().size() > CHECKED * CHECKED) {
        continue;
      }
      double here = along(node, g, node.inputs());
      for (int i = 0; i < share.form().size() && looked < most; i++, looked++) {
        Slopes slopes = slopes(node, g, here, k, i);
        kinks += slopes.bent() ? 1 : 0;
        worst = Math.max(worst, slopes.distance(share.at(i)));
        largest = Math.max(largest, Math.max(slopes.size(), Math.abs(share.at(i))));
      }
    }
    return looked == 0
        ? Agreement.UNSEEN
        : new Agreement(worst / Math.max(largest, Double.MIN_NORMAL), kinks);
  }

  /** The slopes below and above a point, and between the two sides. */
  private record Slopes(double left, double right, double central) {
    double size() {
      return Math.max(Math.abs(left), Math.abs(right));
    }

    boolean bent() {
      return Math.abs(right - left) > BEND * size();
    }

    double distance(double claimed) {
      boolean between = Math.min(left, right) <= claimed && claimed <= Math.max(left, right);
      return bent() && between ? 0 : Math.abs(central - claimed);
    }
  }

  private static <V extends Traced<V>> Slopes slopes(
      Node<V> node, V g, double here, int input, int element) {
    V x = node.inputs().get(input);
    double step = Math.cbrt(x.form().epsilon()) * Math.max(1, Math.abs(x.at(element)));
    V higher = moved(x, element, step);
    V lower = moved(x, element, -step);
    double above = along(node, g, with(node, input, higher));
    double below = along(node, g, with(node, input, lower));
    double up = higher.at(element) - x.at(element);
    double down = x.at(element) - lower.at(element);
    return new Slopes((here - below) / down, (above - here) / up, (above - below) / (up + down));
  }

  private static <V extends Traced<V>> List<V> with(Node<V> node, int input, V moved) {
    List<V> at = new ArrayList<>(node.inputs());
    at.set(input, moved);
    return at;
  }

  private static <V extends Traced<V>> double along(Node<V> node, V g, List<V> at) {
    V y = node.replay(at);
    double sum = 0;
    for (int j = 0; j < y.form().size(); j++) {
      sum += g.at(j) * y.at(j);
    }
    return sum;
  }

  private static <V extends Traced<V>> V moved(V x, int element, double step) {
    return x.like(j -> x.at(j) + (j == element ? step : 0));
  }

  /**
   * Which cells of the gradient go into each cell of each share: a rule is linear in the gradient,
   * so it is asked with one cell at a time.
   */
  <V extends Traced<V>> List<int @Nullable [][]> feeds(
      Node<V> node, V g, List<@Nullable V> shares) {
    int cells = g.form().size();
    List<int @Nullable [][]> all = new ArrayList<>(Collections.nCopies(shares.size(), null));
    if (lines > MANY_LINES || cells > CHECKED || shares.stream().noneMatch(s -> small(s))) {
      return all;
    }
    List<List<List<Integer>>> found = new ArrayList<>();
    for (V share : shares) {
      int size = small(share) && share != null ? share.form().size() : 0;
      found.add(IntStream.range(0, size).<List<Integer>>mapToObj(i -> new ArrayList<>()).toList());
    }
    for (int j = 0; j < cells; j++) {
      int cell = j;
      List<@Nullable V> parts = node.vjp(g.like(i -> i == cell ? 1 : 0));
      for (int k = 0; k < found.size(); k++) {
        V part = parts.get(k);
        for (int i = 0; part != null && i < found.get(k).size(); i++) {
          if (part.at(i) != 0) {
            found.get(k).get(i).add(cell);
          }
        }
      }
    }
    for (int k = 0; k < found.size(); k++) {
      int[][] feeds =
          found.get(k).stream()
              .map(each -> each.stream().mapToInt(Integer::intValue).toArray())
              .toArray(int[][]::new);
      all.set(k, feeds.length == 0 || itself(feeds) ? null : feeds);
    }
    return all;
  }

  /** More than one cell, and not so many that nobody could look at them. */
  private static <V extends Traced<V>> boolean small(@Nullable V share) {
    return share != null && share.form().size() <= CHECKED;
  }

  private static boolean itself(int[][] feeds) {
    for (int i = 0; i < feeds.length; i++) {
      if (feeds[i].length > 1 || (feeds[i].length == 1 && feeds[i][0] != i)) {
        return false;
      }
    }
    return true;
  }
}
