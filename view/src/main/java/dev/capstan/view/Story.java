package dev.capstan.view;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.WalkOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * All that a tape has to say of one target: its lines in the order of recording, and what each
 * hands to its inputs when the target is differentiated.
 *
 * @param target the number of the target's line
 * @param lines up to the target; of a long tape the first and the last
 * @param left how many lines between them are left out
 */
record Story(int target, List<Line> lines, int left) {
  /** More lines than a page can show without waiting. */
  private static final int MOST = 20_000;

  private static final int EDGE = 2_000;

  /** A value that is longer is told by its extremes alone. */
  static final int FEW = 16;

  /** So many elements can be looked at by differences without anyone waiting. */
  private static final int CHECKED = 64;

  /**
   * A line.
   *
   * @param share what the target's gradient hands to each input; null where an input is a constant
   * @param origin the line whose rule recorded this one, −1 for the user's own code
   * @param agreement what differences say of the rule
   */
  record Line(
      int index,
      String name,
      String op,
      List<Input> inputs,
      Numbers value,
      @Nullable Numbers gradient,
      List<@Nullable Numbers> share,
      String site,
      int origin,
      Agreement agreement) {

    boolean leaf() {
      return inputs.isEmpty();
    }
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

  /** An input: a line's number, or −1 and a constant. */
  record Input(int line, Numbers value) {
    boolean constant() {
      return line < 0;
    }
  }

  /**
   * Numbers as they are shown.
   *
   * @param elements all of them, if they are few
   */
  record Numbers(String form, int[] axes, int size, double[] elements, double least, double most) {
    static Numbers of(Traced<?> value) {
      int size = value.form().size();
      double least = Double.POSITIVE_INFINITY;
      double most = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < size; i++) {
        least = Math.min(least, value.at(i));
        most = Math.max(most, value.at(i));
      }
      double[] elements = new double[size <= MAP ? size : 0];
      Arrays.setAll(elements, value::at);
      return new Numbers(value.form().toString(), value.form().axes(), size, elements, least, most);
    }
  }

  /** A matrix up to this size is drawn as a map. */
  private static final int MAP = 64 * 64;

  static <V extends Traced<V>> Story of(Tape tape, V target) {
    Node<V> end = target.node();
    if (end == null) {
      throw new IllegalArgumentException(
          "explain: the target is a constant, nothing watched leads to it; compute it from values"
              + " that watch(...) returned");
    }
    V seed = target.like(i -> 1);
    Gradients<V> gradients = tape.gradients(target, seed, WalkOption.KEEP_ALL);
    List<Line> lines = new ArrayList<>();
    List<Node<?>> nodes = tape.nodes();
    int count = end.index() + 1;
    for (int i = 0; i < count; i++) {
      if (count <= MOST || i < EDGE || i >= count - EDGE) {
        lines.add(line(Story.<V>as(nodes.get(i)), gradients));
      }
    }
    return new Story(end.index(), lines, count - lines.size());
  }

  /** All lines that a target was computed from hold values of the target's type. */
  @SuppressWarnings("unchecked")
  private static <V extends Traced<V>> Node<V> as(Node<?> node) {
    return (Node<V>) node;
  }

  private static <V extends Traced<V>> Line line(Node<V> node, Gradients<V> gradients) {
    boolean reached = gradients.reached(node.value());
    V g = reached ? gradients.of(node.value()) : null;
    List<@Nullable V> shares = g == null || node.inputs().isEmpty() ? List.of() : node.vjp(g);
    List<@Nullable Numbers> shown = new ArrayList<>();
    for (V share : shares) {
      shown.add(share == null ? null : Numbers.of(share));
    }
    List<Input> inputs = new ArrayList<>();
    for (V in : node.inputs()) {
      Node<V> made = in.node();
      boolean here = made != null && made.tape() == node.tape();
      inputs.add(new Input(here && made != null ? made.index() : -1, Numbers.of(in)));
    }
    Node<?> origin = node.origin();
    String site = node.callSite();
    String label = node.label();
    return new Line(
        node.index(),
        label == null ? "" : label,
        node.op(),
        inputs,
        Numbers.of(node.value()),
        g == null ? null : Numbers.of(g),
        shown,
        site == null ? "" : site,
        origin == null ? -1 : origin.index(),
        g == null ? Agreement.UNSEEN : agreement(node, g, shares));
  }

  /** Slopes on either side of a kink differ by far more than a step's curvature does. */
  private static final double BEND = 1e-2;

  private static <V extends Traced<V>> Agreement agreement(
      Node<V> node, V g, List<@Nullable V> shares) {
    double worst = 0;
    double largest = 0;
    int looked = 0;
    int kinks = 0;
    for (int k = 0; k < shares.size(); k++) {
      V share = shares.get(k);
      if (share == null || share.form().size() * (long) g.form().size() > CHECKED * CHECKED) {
        continue;
      }
      for (int i = 0; i < share.form().size() && looked < CHECKED; i++, looked++) {
        Slopes slopes = slopes(node, g, k, i);
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

  private static <V extends Traced<V>> Slopes slopes(Node<V> node, V g, int input, int element) {
    V x = node.inputs().get(input);
    double step = Math.cbrt(x.form().epsilon()) * Math.max(1, Math.abs(x.at(element)));
    double above = along(node, g, input, element, step);
    double here = along(node, g, input, element, 0);
    double below = along(node, g, input, element, -step);
    double up = moved(x, element, step).at(element) - x.at(element);
    double down = x.at(element) - moved(x, element, -step).at(element);
    return new Slopes((here - below) / down, (above - here) / up, (above - below) / (up + down));
  }

  private static <V extends Traced<V>> double along(
      Node<V> node, V g, int input, int element, double step) {
    List<V> at = new ArrayList<>(node.inputs());
    at.set(input, moved(at.get(input), element, step));
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

  /** How many contributions a line's gradient is the sum of. */
  int contributions(int line) {
    return (int)
        lines.stream()
            .flatMap(
                from ->
                    IntStream.range(0, from.share().size())
                        .filter(
                            k -> from.share().get(k) != null && from.inputs().get(k).line() == line)
                        .boxed())
            .count();
  }
}
