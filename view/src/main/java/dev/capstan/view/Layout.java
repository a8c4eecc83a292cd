package dev.capstan.view;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * A small graph drawn in layers from top to bottom.
 *
 * <p>A box stands one layer below the lowest of those it is made of; what is made of nothing stands
 * just above its first use. An arrow over several layers gets a bend in each. The order within a
 * layer comes from sweeps down and up that put each box at the median of its neighbours (Sugiyama,
 * Tagawa and Toda 1981; Gansner et al. 1993), of which the one with the fewest crossings is kept;
 * places come from moving each towards its neighbours' mean as far as those beside it allow.
 */
final class Layout {
  static final int WIDTH = 150;
  static final int HEIGHT = 46;
  private static final int GAP = 18;
  private static final int BEND = 14;
  private static final int DROP = 34;
  private static final int SWEEPS = 8;

  /**
   * A drawing.
   *
   * @param x the left edge of each box
   * @param y the upper edge
   * @param arrows for each edge the points that it passes
   */
  record Drawing(int width, int height, int[] x, int[] y, List<int[]> arrows) {}

  private final int boxes;
  private final List<int[]> edges;

  /** For each box, and each bend behind them: its layer, what is above and below it. */
  private final List<Integer> layer = new ArrayList<>();

  private final List<List<Integer>> above = new ArrayList<>();
  private final List<List<Integer>> below = new ArrayList<>();
  private final List<List<Integer>> layers = new ArrayList<>();
  private final List<List<Integer>> ways = new ArrayList<>();

  private Layout(int boxes, List<int[]> edges) {
    this.boxes = boxes;
    this.edges = edges;
  }

  /** Draws boxes of which each edge {from, to} has from smaller than to. */
  static Drawing of(int boxes, List<int[]> edges) {
    return new Layout(boxes, edges).drawn();
  }

  private Drawing drawn() {
    settleLayers();
    bendArrows();
    settleOrder();
    double[] middle = places();
    int[] x = new int[boxes];
    int[] y = new int[boxes];
    int width = 0;
    for (int i = 0; i < boxes; i++) {
      x[i] = (int) Math.round(middle[i]) - WIDTH / 2;
      y[i] = layer.get(i) * (HEIGHT + DROP);
      width = Math.max(width, x[i] + WIDTH);
    }
    List<int[]> arrows = new ArrayList<>();
    for (List<Integer> way : ways) {
      int[] points = new int[2 * way.size()];
      for (int p = 0; p < way.size(); p++) {
        int top = layer.get(way.get(p)) * (HEIGHT + DROP);
        points[2 * p] = (int) Math.round(middle[way.get(p)]);
        points[2 * p + 1] = p == 0 ? top + HEIGHT : p < way.size() - 1 ? top + HEIGHT / 2 : top;
        width = Math.max(width, points[2 * p]);
      }
      arrows.add(points);
    }
    return new Drawing(width, layers.size() * (HEIGHT + DROP) - DROP, x, y, arrows);
  }

  private void settleLayers() {
    int[] at = new int[boxes];
    boolean[] made = new boolean[boxes];
    int[] use = new int[boxes];
    Arrays.fill(use, Integer.MAX_VALUE);
    List<int[]> byEnd = new ArrayList<>(edges);
    byEnd.sort(Comparator.comparingInt((int[] e) -> e[1]));
    for (int[] edge : byEnd) {
      at[edge[1]] = Math.max(at[edge[1]], at[edge[0]] + 1);
      made[edge[1]] = true;
    }
    for (int[] edge : edges) {
      use[edge[0]] = Math.min(use[edge[0]], at[edge[1]]);
    }
    for (int i = 0; i < boxes; i++) {
      boolean late = !made[i] && use[i] < Integer.MAX_VALUE;
      add(late ? use[i] - 1 : at[i]);
    }
  }

  private int add(int at) {
    while (layers.size() <= at) {
      layers.add(new ArrayList<>());
    }
    layer.add(at);
    above.add(new ArrayList<>());
    below.add(new ArrayList<>());
    layers.get(at).add(layer.size() - 1);
    return layer.size() - 1;
  }

  private void bendArrows() {
    for (int[] edge : edges) {
      List<Integer> way = new ArrayList<>(List.of(edge[0]));
      for (int l = layer.get(edge[0]) + 1; l < layer.get(edge[1]); l++) {
        way.add(add(l));
      }
      way.add(edge[1]);
      for (int p = 1; p < way.size(); p++) {
        below.get(way.get(p - 1)).add(way.get(p));
        above.get(way.get(p)).add(way.get(p - 1));
      }
      ways.add(way);
    }
  }

  private void settleOrder() {
    List<List<Integer>> best = copy();
    long fewest = crossings();
    for (int sweep = 0; sweep < SWEEPS && fewest > 0; sweep++) {
      boolean down = sweep % 2 == 0;
      for (int step = 1; step < layers.size(); step++) {
        int l = down ? step : layers.size() - 1 - step;
        sort(layers.get(l), down ? above : below, layers.get(down ? l - 1 : l + 1));
      }
      long crossings = crossings();
      if (crossings < fewest) {
        fewest = crossings;
        best = copy();
      }
    }
    for (int l = 0; l < layers.size(); l++) {
      layers.set(l, best.get(l));
    }
  }

  private List<List<Integer>> copy() {
    List<List<Integer>> copy = new ArrayList<>();
    layers.forEach(each -> copy.add(new ArrayList<>(each)));
    return copy;
  }

  /** A box without neighbours on that side keeps its place among the others. */
  private void sort(List<Integer> row, List<List<Integer>> neighbours, List<Integer> fixed) {
    int[] order = order(fixed);
    double[] median = new double[layer.size()];
    for (int p = 0; p < row.size(); p++) {
      int[] of = neighbours.get(row.get(p)).stream().mapToInt(n -> order[n]).sorted().toArray();
      median[row.get(p)] = of.length == 0 ? p : (of[(of.length - 1) / 2] + of[of.length / 2]) / 2.0;
    }
    row.sort(Comparator.comparingDouble(i -> median[i]));
  }

  private int[] order(List<Integer> row) {
    int[] order = new int[layer.size()];
    for (int p = 0; p < row.size(); p++) {
      order[row.get(p)] = p;
    }
    return order;
  }

  private long crossings() {
    long crossings = 0;
    for (int l = 1; l < layers.size(); l++) {
      int[] order = order(layers.get(l - 1));
      List<Integer> seen = new ArrayList<>();
      for (int i : layers.get(l)) {
        for (int from : above.get(i)) {
          crossings += seen.stream().filter(s -> s > order[from]).count();
        }
        above.get(i).forEach(from -> seen.add(order[from]));
      }
    }
    return crossings;
  }

  /** The middle of each box and bend. */
  private double[] places() {
    double[] x = new double[layer.size()];
    for (List<Integer> row : layers) {
      double at = 0;
      for (int i : row) {
        x[i] = at + width(i) / 2.0;
        at += width(i) + GAP;
      }
    }
    for (int sweep = 0; sweep < 2 * SWEEPS; sweep++) {
      for (int step = 0; step < layers.size(); step++) {
        int l = sweep % 2 == 0 ? step : layers.size() - 1 - step;
        pull(layers.get(l), x);
      }
    }
    double left = Double.POSITIVE_INFINITY;
    for (int i = 0; i < x.length; i++) {
      left = Math.min(left, x[i] - width(i) / 2.0);
    }
    for (int i = 0; i < x.length; i++) {
      x[i] -= left;
    }
    return x;
  }

  private int width(int i) {
    return i < boxes ? WIDTH : BEND;
  }

  /** Each towards the mean of its neighbours; where two want one place they share the way. */
  private void pull(List<Integer> row, double[] x) {
    double[] wish = new double[row.size()];
    for (int p = 0; p < row.size(); p++) {
      int i = row.get(p);
      wish[p] =
          java.util.stream.Stream.concat(above.get(i).stream(), below.get(i).stream())
              .mapToDouble(n -> x[n])
              .average()
              .orElse(x[i]);
    }
    double[] leftmost = wish.clone();
    double[] rightmost = wish.clone();
    for (int p = 1; p < wish.length; p++) {
      leftmost[p] = Math.max(leftmost[p], leftmost[p - 1] + apart(row, p));
    }
    for (int p = wish.length - 2; p >= 0; p--) {
      rightmost[p] = Math.min(rightmost[p], rightmost[p + 1] - apart(row, p + 1));
    }
    for (int p = 0; p < wish.length; p++) {
      x[row.get(p)] = (leftmost[p] + rightmost[p]) / 2;
    }
  }

  private double apart(List<Integer> row, int p) {
    return (width(row.get(p - 1)) + width(row.get(p))) / 2.0 + GAP;
  }
}
