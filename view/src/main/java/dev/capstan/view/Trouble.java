package dev.capstan.view;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Traced;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a NaN came from, or an infinity if there is no NaN: the first line that made one out of
 * what was none, back to what is watched.
 *
 * @param sentences what is to be said
 * @param lines the way, from what is watched to the line and on to where it shows
 */
record Trouble(List<String> sentences, Set<Integer> lines) {
  /** So many lines of a way are named at each of its ends. */
  private static final int NAMED = 4;

  /** The trouble of a target, the last of the lines; null if all is finite. */
  static <V extends Traced<V>> @Nullable Trouble of(List<Node<V>> nodes, Gradients<V> gradients) {
    for (DoublePredicate bad : List.<DoublePredicate>of(Double::isNaN, Trouble::notFinite)) {
      if (shows(nodes, gradients, bad)) {
        return new Search<>(nodes, gradients, bad).find();
      }
    }
    return null;
  }

  private static boolean notFinite(double x) {
    return !Double.isFinite(x);
  }

  private static <V extends Traced<V>> boolean shows(
      List<Node<V>> nodes, Gradients<V> gradients, DoublePredicate bad) {
    if (first(nodes.get(nodes.size() - 1).value(), bad) >= 0) {
      return true;
    }
    for (Node<V> node : nodes) {
      if (node.inputs().isEmpty() && first(gradients.of(node.value()), bad) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** The first element that is bad, −1 for none. */
  private static int first(Traced<?> value, DoublePredicate bad) {
    int size = value.form().size();
    for (int i = 0; i < size; i++) {
      if (bad.test(value.at(i))) {
        return i;
      }
    }
    return -1;
  }

  /** The search itself. */
  private record Search<V extends Traced<V>>(
      List<Node<V>> nodes, Gradients<V> gradients, DoublePredicate bad) {

    @Nullable Trouble find() {
      for (Node<V> node : nodes) {
        if (gradients.reached(node.value())
            && first(node.value(), bad) >= 0
            && node.inputs().stream().noneMatch(in -> onTape(in) && first(in, bad) >= 0)) {
          return made(node);
        }
      }
      for (int i = nodes.size() - 1; i >= 0; i--) {
        Trouble found = handedOn(nodes.get(i));
        if (found != null) {
          return found;
        }
      }
      return null;
    }

    private static boolean onTape(Traced<?> value) {
      return value.node() != null;
    }

    private Trouble made(Node<V> node) {
      int element = first(node.value(), bad);
      List<String> says = new ArrayList<>();
      String what = Words.number(node.value().at(element));
      says.add(
          title(node)
              + " is the first value that is "
              + what
              + at(node.value(), element)
              + (node.inputs().isEmpty() ? ": it came in so" : of(node, element))
              + ".");
      Deque<Node<V>> before = before(node);
      Set<Integer> lines = indices(before);
      sayWay(says, before);
      List<Node<V>> after = after(node, n -> first(n.value(), bad) >= 0);
      lines.addAll(indices(after));
      if (!after.isEmpty()) {
        says.add("It goes on to " + named(after) + ".");
      }
      return new Trouble(says, lines);
    }

    private @Nullable Trouble handedOn(Node<V> node) {
      V value = node.value();
      if (node.inputs().isEmpty() || !gradients.reached(value)) {
        return null;
      }
      V g = gradients.of(value);
      List<@Nullable V> shares = first(g, bad) >= 0 ? List.of() : node.vjp(g);
      for (int k = 0; k < shares.size(); k++) {
        V share = shares.get(k);
        int element = share == null ? -1 : first(share, bad);
        if (share != null && element >= 0) {
          return handed(node, k, g, share, element);
        }
      }
      return null;
    }

    private Trouble handed(Node<V> node, int input, V g, V share, int element) {
      Node<V> to = Objects.requireNonNull(node.inputs().get(input).node());
      List<String> says = new ArrayList<>();
      says.add(
          title(node)
              + " hands "
              + title(to)
              + " the first gradient that is "
              + Words.number(share.at(element))
              + at(share, element)
              + arrived(node, input, g, share, element)
              + ".");
      says.add("There " + title(to) + " is " + Words.number(to.value().at(element)) + ".");
      Deque<Node<V>> before = before(node);
      Set<Integer> lines = indices(before);
      sayWay(says, before);
      List<Node<V>> leaves =
          nodes.stream()
              .filter(n -> n.inputs().isEmpty())
              .filter(n -> first(gradients.of(n.value()), bad) >= 0)
              .toList();
      lines.addAll(indices(leaves));
      if (!leaves.isEmpty()) {
        says.add("So it shows in the gradient of " + named(leaves) + ".");
      }
      return new Trouble(says, lines);
    }

    /** What came to the rule, and whether it was the 0 of "0 × ∞". */
    private String arrived(Node<V> node, int input, V g, V share, int element) {
      boolean same = g.form().size() == share.form().size();
      if (!same && g.form().size() != 1) {
        return "";
      }
      double received = g.at(same ? element : 0);
      String text = "; it had received " + Words.number(received);
      V slope = received != 0 ? null : node.vjp(g.like(i -> 1)).get(input);
      return slope != null && Double.isInfinite(slope.at(element))
          ? text + ", and its slope is infinite: 0 × ∞"
          : text;
    }

    private static <V extends Traced<V>> String of(Node<V> node, int element) {
      List<String> each = new ArrayList<>();
      for (V in : node.inputs()) {
        Node<V> made = in.node();
        String name = made == null ? "a constant" : "#" + made.index();
        int size = in.form().size();
        int at = size == node.value().form().size() ? element : 0;
        each.add(size == 0 || (at == 0 && size > 1) ? name : name + " = " + number(in, at));
      }
      return ", of " + String.join(" and ", each);
    }

    private static String number(Traced<?> value, int at) {
      return Words.number(value.at(at));
    }

    private void sayWay(List<String> says, Deque<Node<V>> before) {
      if (before.size() > 1) {
        says.add("The way there: " + named(List.copyOf(before)) + ".");
      }
    }

    /**
     * From what is watched to a line: by inputs that are bad, or else by the first recorded one.
     */
    private Deque<Node<V>> before(Node<V> node) {
      Deque<Node<V>> way = new ArrayDeque<>();
      Node<V> at = node;
      while (at != null) {
        way.addFirst(at);
        at = before(at.inputs());
      }
      return way;
    }

    private @Nullable Node<V> before(List<V> inputs) {
      Node<V> found = null;
      for (V in : inputs) {
        Node<V> made = in.node();
        if (made != null && (found == null || first(in, Trouble::notFinite) >= 0)) {
          found = made;
        }
      }
      return found;
    }

    /** The lines behind one, each of which has an input among those before. */
    private List<Node<V>> after(Node<V> node, java.util.function.Predicate<Node<V>> also) {
      Set<Integer> reached = new LinkedHashSet<>(List.of(node.index()));
      List<Node<V>> way = new ArrayList<>();
      for (Node<V> next : nodes.subList(node.index() + 1, nodes.size())) {
        boolean follows =
            next.inputs().stream()
                .map(Traced::node)
                .anyMatch(in -> in != null && reached.contains(in.index()));
        if (follows && also.test(next)) {
          reached.add(next.index());
          way.add(next);
        }
      }
      return way;
    }

    private static <V extends Traced<V>> Set<Integer> indices(Iterable<Node<V>> way) {
      Set<Integer> lines = new LinkedHashSet<>();
      way.forEach(node -> lines.add(node.index()));
      return lines;
    }

    private static <V extends Traced<V>> String named(List<Node<V>> way) {
      if (way.size() <= 2 * NAMED) {
        return way.stream().map(Search::title).collect(Collectors.joining(", "));
      }
      return named(way.subList(0, NAMED))
          + ", … "
          + (way.size() - 2 * NAMED)
          + " more …, "
          + named(way.subList(way.size() - NAMED, way.size()));
    }

    private static String title(Node<?> node) {
      String label = node.label();
      return "#" + node.index() + " " + (label == null ? node.op() : label);
    }

    /** Where in a value an element is; nothing for a scalar. */
    private static String at(Traced<?> value, int element) {
      int[] axes = value.form().axes();
      if (axes.length == 0) {
        return "";
      }
      int[] place = new int[axes.length];
      int rest = element;
      for (int a = axes.length - 1; a >= 0; a--) {
        place[a] = rest % axes[a];
        rest /= axes[a];
      }
      return ", at " + java.util.Arrays.toString(place);
    }
  }
}
