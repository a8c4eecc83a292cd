package dev.capstan.autograd;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The checks behind {@link TapeOption#CHECK_FINITE} and {@link TapeOption#CHECK_NAN}.
 *
 * <p>A NaN is always a finding. An infinity is one where it is made from finite numbers: what came
 * with an infinity (a constant mask of −∞, a logit pushed to −∞ by it) goes on with one because
 * somebody wanted it to.
 */
final class Finite {
  private final boolean infinities;

  /** Looks for infinities too, or for NaN alone. */
  Finite(boolean infinities) {
    this.infinities = infinities;
  }

  <V extends Traced<V>> void checkWatched(Node<V> leaf) {
    int bad = firstBad(leaf.value(), infinities);
    if (bad >= 0) {
      throw new NonFiniteException(
          "watch: the value is "
              + what()
              + " before any operation: element "
              + bad
              + " of "
              + leaf.value().form()
              + " is "
              + leaf.value().at(bad)
              + (leaf.label() == null ? "" : " ('" + leaf.label() + "')")
              + "; look at where the data come from");
    }
  }

  <V extends Traced<V>> void checkValue(Node<V> node) {
    Operation<V> op = node.operation();
    boolean meant = op != null && op.infinitiesMeant() || anyInfinite(node.inputs());
    int bad = firstBad(node.value(), infinities && !meant);
    if (bad < 0) {
      return;
    }
    throw new NonFiniteException(
        node.op()
            + ": the first value that is "
            + what()
            + ": element "
            + bad
            + " of "
            + node.value().form()
            + " is "
            + node.value().at(bad)
            + ", called at "
            + node.callSite()
            + inputs(node, bad)
            + way(node));
  }

  <V extends Traced<V>> void checkRule(Node<V> node, int input, V g, V share) {
    boolean meant =
        anyInfinite(List.of(g)) || anyInfinite(node.inputs()) || anyInfinite(List.of(node.value()));
    int bad = firstBad(share, infinities && !meant);
    if (bad < 0 || firstBad(g, false) >= 0) {
      return;
    }
    throw new NonFiniteException(
        "gradient of "
            + node.op()
            + " to input "
            + input
            + ": the first gradient that is "
            + what()
            + ": element "
            + bad
            + " of "
            + share.form()
            + " is "
            + share.at(bad)
            + ", operation called at "
            + node.callSite()
            + arrived(node, input, g, share, bad)
            + inputs(node, bad)
            + way(node));
  }

  /** What came to the rule, and whether it was the 0 of "0 × ∞". */
  private static <V extends Traced<V>> String arrived(
      Node<V> node, int input, V g, V share, int element) {
    int at = broadcastIndex(g.form().axes(), share.form().axes(), element);
    if (at < 0) {
      return "";
    }
    String received = "; the gradient that arrived there is " + g.at(at);
    if (g.at(at) != 0) {
      return received;
    }
    V slope = node.vjp(g.like(i -> 1)).get(input);
    return slope != null && Double.isInfinite(slope.at(element))
        ? received + " and the slope infinite: 0 × ∞"
        : received;
  }

  /** From the operation's inputs back to what was watched; empty if it is that itself. */
  private static String way(Node<?> from) {
    StringBuilder text = new StringBuilder();
    Node<?> at = before(from);
    for (int step = 0; at != null; at = before(at), step++) {
      boolean last = before(at) == null;
      if (step < STEPS || last) {
        text.append(step == 0 ? "" : step > STEPS ? " ← … ← " : " ← ").append(named(at));
      }
      if (step == 0 && last && at.label() == null) {
        return "";
      }
    }
    return text.length() == 0 ? "" : "; made of " + text;
  }

  /** So many steps of the way are told, and its beginning. */
  private static final int STEPS = 3;

  private static String named(Node<?> node) {
    return Listing.number(node)
        + " "
        + node.op()
        + (node.label() == null ? "" : " '" + node.label() + "'");
  }

  /** The input that is recorded and not finite, or else the first one that is recorded. */
  private static <V extends Traced<V>> @Nullable Node<V> before(Node<V> node) {
    Node<V> first = null;
    for (V in : node.inputs()) {
      Node<V> made = in.node();
      if (made == null || made.tape() != node.tape()) {
        continue;
      }
      if (firstBad(in, true) >= 0) {
        return made;
      }
      first = first == null ? made : first;
    }
    return first;
  }

  private String what() {
    return infinities ? "not finite" : "NaN";
  }

  private static <V extends Traced<V>> String inputs(Node<V> node, int element) {
    List<V> inputs = node.inputs();
    int[] result = node.value().form().axes();
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < inputs.size(); k++) {
      V in = inputs.get(k);
      text.append("; input ").append(k).append(": ").append(in.form());
      int bad = firstBad(in, true);
      if (bad >= 0) {
        text.append(in.node() == null ? ", a constant" : "")
            .append(" already not finite: element ")
            .append(bad)
            .append(" is ")
            .append(in.at(bad));
      } else if (in.form().size() == 1) {
        text.append(", value ").append(in.at(0));
      } else {
        text.append(valueAt(in, result, element));
      }
    }
    return text.toString();
  }

  /** The element that a broadcast takes to the result's; the range of all where there is none. */
  private static <V extends Traced<V>> String valueAt(V in, int[] result, int element) {
    int at = broadcastIndex(in.form().axes(), result, element);
    if (at >= 0) {
      return ", element " + at + " is " + in.at(at);
    }
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < in.form().size(); i++) {
      low = Math.min(low, in.at(i));
      high = Math.max(high, in.at(i));
    }
    return in.form().size() == 0 ? ", empty" : ", values from " + low + " to " + high;
  }

  private static int broadcastIndex(int[] in, int[] result, int element) {
    int at = 0;
    int stride = 1;
    int rest = element;
    for (int a = 1; a <= Math.max(in.length, result.length); a++) {
      int size = a <= in.length ? in[in.length - a] : 1;
      int length = a <= result.length ? result[result.length - a] : 1;
      if (size != length && size != 1) {
        return -1;
      }
      at += size == 1 ? 0 : rest % length * stride;
      stride *= size;
      rest /= length;
    }
    return at;
  }

  private static <V extends Traced<V>> boolean anyInfinite(List<V> values) {
    for (V value : values) {
      int n = value.form().size();
      for (int i = 0; i < n; i++) {
        if (Double.isInfinite(value.at(i))) {
          return true;
        }
      }
    }
    return false;
  }

  /** The first NaN, or infinity if these count; −1 for none. */
  private static <V extends Traced<V>> int firstBad(V value, boolean infinities) {
    int n = value.form().size();
    for (int i = 0; i < n; i++) {
      double v = value.at(i);
      if (infinities ? !Double.isFinite(v) : Double.isNaN(v)) {
        return i;
      }
    }
    return -1;
  }
}
