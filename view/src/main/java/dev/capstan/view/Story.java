package dev.capstan.view;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.Traced;
import dev.capstan.autograd.WalkOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a tape has to say of one target: its lines in the order of recording, and what each
 * hands to its inputs when the target is differentiated.
 *
 * @param target the number of the target's line
 * @param lines up to the target; of a long tape the first, the last, and what is watched
 * @param left how many lines are left out
 * @param parts what {@link Tape#scope} named, outer ones first
 * @param brief whether longer values are told by their extremes to keep the page small
 * @param trouble where a NaN came from, if there is one
 * @param contributions how many each line's gradient is the sum of
 */
record Story(
    int target,
    List<Line> lines,
    int left,
    List<Part> parts,
    boolean brief,
    @Nullable Trouble trouble,
    Map<Integer, Integer> contributions) {
  /** More lines than a page can show without waiting. */
  static final int MOST = 20_000;

  /** So many lines of a longer tape are shown from each end. */
  private static final int EDGE = 2_000;

  /** So many watched lines in between. */
  private static final int WATCHED = 1_000;

  /** From here on every value is told by its extremes alone, unless it is short. */
  private static final int MANY = 5_000;

  /** So many elements all maps of a page have together: some three megabytes. */
  private static final int ELEMENTS = 300_000;

  /**
   * A line.
   *
   * @param share what the target's gradient hands to each input; null where an input is a constant
   * @param feeds for each share the cells of the gradient that are summed into each of its cells;
   *     null where nobody looked, or where they are the cell's own
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
      List<int @Nullable [][]> feeds,
      Made made,
      Differences.Agreement agreement) {

    boolean leaf() {
      return inputs.isEmpty();
    }
  }

  /**
   * Where a line was recorded.
   *
   * @param site the line of the formula, in a loss or the user's own; empty if unknown
   * @param caller the line of user's code
   * @param origin the line whose rule recorded this one, −1 for the user's own code
   * @param part the innermost part, −1 outside of all
   */
  record Made(String site, String caller, int origin, int part) {}

  /**
   * A part of the computation that has a name.
   *
   * @param outer the part that it is a part of, −1 for none
   */
  record Part(String name, int outer) {}

  /** An input: a line's number, or −1 and a constant. */
  record Input(int line, Numbers value) {
    boolean constant() {
      return line < 0;
    }
  }

  /** How many contributions a line's gradient is the sum of. */
  int contributions(int line) {
    return contributions.getOrDefault(line, 0);
  }

  static <V extends Traced<V>> Story of(Tape tape, V target) {
    Node<V> end = target.node();
    if (end == null) {
      throw new IllegalArgumentException(
          "explain: the target is a constant, nothing watched leads to it; compute it from values"
              + " that watch(...) returned");
    }
    V seed = target.like(i -> 1);
    Gradients<V> gradients = tape.gradients(target, seed, WalkOption.KEEP_ALL);
    List<Node<V>> nodes = new ArrayList<>();
    for (Node<?> node : tape.nodes().subList(0, end.index() + 1)) {
      nodes.add(as(node));
    }
    return new Telling<>(nodes, gradients).story();
  }

  /** All lines that a target was computed from hold values of the target's type. */
  @SuppressWarnings("unchecked")
  private static <V extends Traced<V>> Node<V> as(Node<?> node) {
    return (Node<V>) node;
  }

  /** What is at hand while a story is made. */
  private static final class Telling<V extends Traced<V>> {
    private final List<Node<V>> nodes;
    private final Gradients<V> gradients;
    private final Differences differences;
    private final Map<Tape.Scope, Integer> numbers = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private int elements;
    private boolean brief;

    Telling(List<Node<V>> nodes, Gradients<V> gradients) {
      this.nodes = nodes;
      this.gradients = gradients;
      differences = new Differences(nodes.size());
      elements = nodes.size() > MANY ? 0 : ELEMENTS;
    }

    Story story() {
      List<Line> lines = new ArrayList<>();
      int count = nodes.size();
      int watched = WATCHED;
      for (int i = 0; i < count; i++) {
        boolean shown = count <= MOST || i < EDGE || i >= count - EDGE;
        if (shown || (nodes.get(i).watched() && watched-- > 0)) {
          lines.add(line(nodes.get(i)));
        }
      }
      Map<Integer, Integer> contributions = new HashMap<>();
      for (Line line : lines) {
        for (int k = 0; k < line.share().size(); k++) {
          if (line.share().get(k) != null) {
            contributions.merge(line.inputs().get(k).line(), 1, Integer::sum);
          }
        }
      }
      return new Story(
          count - 1,
          lines,
          count - lines.size(),
          List.copyOf(parts),
          brief,
          Trouble.of(nodes, gradients),
          contributions);
    }

    private Line line(Node<V> node) {
      boolean reached = gradients.reached(node.value());
      V g = reached ? gradients.of(node.value()) : null;
      List<@Nullable V> shares = g == null || node.inputs().isEmpty() ? List.of() : node.vjp(g);
      List<@Nullable Numbers> shown = new ArrayList<>();
      for (V share : shares) {
        shown.add(share == null ? null : numbers(share));
      }
      List<Input> inputs = new ArrayList<>();
      for (V in : node.inputs()) {
        Node<V> made = in.node();
        boolean here = made != null && made.tape() == node.tape();
        inputs.add(new Input(here && made != null ? made.index() : -1, numbers(in)));
      }
      String label = node.label();
      return new Line(
          node.index(),
          label == null ? "" : label,
          node.op(),
          inputs,
          numbers(node.value()),
          g == null ? null : numbers(g),
          shown,
          g == null ? List.of() : differences.feeds(node, g, shares),
          made(node),
          g == null ? Differences.Agreement.UNSEEN : differences.agreement(node, g, shares));
    }

    private Made made(Node<V> node) {
      Node<?> origin = node.origin();
      String site = node.formulaSite();
      String caller = node.callSite();
      return new Made(
          site == null ? "" : site,
          caller == null ? "" : caller,
          origin == null ? -1 : origin.index(),
          part(node.scope()));
    }

    private int part(Tape.@Nullable Scope scope) {
      if (scope == null) {
        return -1;
      }
      Integer known = numbers.get(scope);
      if (known != null) {
        return known;
      }
      int outer = part(scope.outer());
      parts.add(new Part(scope.name(), outer));
      numbers.put(scope, parts.size() - 1);
      return parts.size() - 1;
    }

    private Numbers numbers(V value) {
      Numbers numbers = Numbers.of(value, elements);
      int shown = numbers.elements().length;
      elements -= shown <= Numbers.FEW ? 0 : shown;
      brief |= shown == 0 && numbers.size() > 0 && numbers.size() <= Numbers.MAP;
      return numbers;
    }
  }
}
