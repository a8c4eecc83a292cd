package dev.capstan.autograd;

import java.util.List;

/** The checks behind {@link TapeOption#CHECK_FINITE}. */
final class Finite {
  private Finite() {}

  static <V extends Traced<V>> void checkWatched(Node<V> leaf) {
    int bad = firstNonFinite(leaf.value());
    if (bad >= 0) {
      throw new NonFiniteException(
          "watch: the value is not finite before any operation: element "
              + bad
              + " of "
              + leaf.value().form()
              + " is "
              + leaf.value().at(bad)
              + (leaf.label() == null ? "" : " ('" + leaf.label() + "')")
              + "; look at where the data come from");
    }
  }

  static <V extends Traced<V>> void checkValue(Node<V> node) {
    int bad = firstNonFinite(node.value());
    if (bad < 0) {
      return;
    }
    throw new NonFiniteException(
        node.op()
            + ": the first value that is not finite: element "
            + bad
            + " of "
            + node.value().form()
            + " is "
            + node.value().at(bad)
            + ", called at "
            + node.callSite()
            + inputs(node.inputs(), bad));
  }

  static <V extends Traced<V>> void checkRule(Node<V> node, int input, V g, V share) {
    int bad = firstNonFinite(share);
    if (bad < 0 || firstNonFinite(g) >= 0) {
      return;
    }
    throw new NonFiniteException(
        "gradient of "
            + node.op()
            + " to input "
            + input
            + ": the first gradient that is not finite: element "
            + bad
            + " of "
            + share.form()
            + " is "
            + share.at(bad)
            + ", operation called at "
            + node.callSite()
            + inputs(node.inputs(), bad));
  }

  private static <V extends Traced<V>> String inputs(List<V> inputs, int element) {
    StringBuilder text = new StringBuilder();
    for (int k = 0; k < inputs.size(); k++) {
      V in = inputs.get(k);
      text.append("; input ").append(k).append(": ").append(in.form());
      int bad = firstNonFinite(in);
      if (bad >= 0) {
        text.append(", a constant already not finite: element ")
            .append(bad)
            .append(" is ")
            .append(in.at(bad));
      } else if (in.form().size() == 1) {
        text.append(", value ").append(in.at(0));
      } else if (element < in.form().size()) {
        text.append(", element ").append(element).append(" is ").append(in.at(element));
      }
    }
    return text.toString();
  }

  static <V extends Traced<V>> int firstNonFinite(V value) {
    int n = value.form().size();
    for (int i = 0; i < n; i++) {
      if (!Double.isFinite(value.at(i))) {
        return i;
      }
    }
    return -1;
  }
}
