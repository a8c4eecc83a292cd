package dev.capstan.autograd;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.function.IntFunction;

/**
 * How a tape, a node and gradients are printed: a line a node, aligned, and never more than a
 * screen. A print does not throw, whatever has become of the values.
 */
final class Listing {
  /** The lines of a screen; the middle of a longer listing is left out. */
  private static final int LINES = 40;

  /** How many lines a longer one shows at each end. */
  private static final int EDGE = (LINES - 2) / 2;

  /** How many elements of a value, and how many inputs of an operation, are shown. */
  private static final int FEW = 4;

  /** Digits that are shown; a whole number keeps all of its own. */
  private static final int DIGITS = 5;

  /** From here on, and below {@link #SMALL}, numbers are printed in powers of ten. */
  private static final double LARGE = 1e7;

  private static final double SMALL = 1e-4;

  private Listing() {}

  /** A tape under its title: number, call, name and value of each node in columns. */
  static String of(String title, List<Node<?>> nodes) {
    int number = 0;
    int call = 0;
    int label = 0;
    for (int i = 0; i < nodes.size(); i++) {
      if (shown(i, nodes.size())) {
        number = Math.max(number, number(nodes.get(i)).length());
        call = Math.max(call, call(nodes.get(i)).length());
        label = Math.max(label, label(nodes.get(i)).length());
      }
    }
    String columns = "  %-" + number + "s  %-" + call + "s  %" + Math.max(1, label) + "s%s%s";
    return screen(title, nodes.size(), i -> line(columns, nodes.get(i)));
  }

  private static String line(String columns, Node<?> node) {
    return String.format(
        columns, number(node), call(node), label(node), value(node.value()), trail(node));
  }

  /** One node, without alignment. */
  static String line(Node<?> node) {
    if (node.closed()) {
      return number(node) + " (its tape is closed)";
    }
    String label = node.label() == null ? "= " : label(node);
    return number(node) + " " + call(node) + " " + label + value(node.value()) + trail(node);
  }

  /** So many lines under a title; the middle of many is left out. */
  static String screen(String title, int lines, IntFunction<String> line) {
    StringBuilder text = new StringBuilder(title);
    int left = 0;
    for (int i = 0; i < lines; i++) {
      if (shown(i, lines)) {
        text.append(left > 0 ? "\n  … " + left + " more …" : "").append('\n').append(line.apply(i));
        left = 0;
      } else {
        left++;
      }
    }
    return text.toString();
  }

  private static boolean shown(int line, int lines) {
    return lines < LINES || line < EDGE || line >= lines - EDGE;
  }

  static String number(Node<?> node) {
    return "#" + node.index();
  }

  private static String label(Node<?> node) {
    return node.label() == null ? "" : node.label() + " = ";
  }

  /** The operation on its inputs; a constant stands for itself. */
  private static <V extends Traced<V>> String call(Node<V> node) {
    V[] inputs = node.inputArray();
    if (inputs == null) {
      return node.op();
    }
    StringJoiner call = new StringJoiner(", ", node.op() + "(", ")");
    for (V in : Arrays.asList(inputs).subList(0, Math.min(inputs.length, FEW))) {
      Node<V> made = in.node();
      boolean number = made == null && in.form().axes().length == 0;
      call.add(made != null ? number(made) : number ? value(in) : in.form().toString());
    }
    return inputs.length > FEW
        ? call.add("… " + (inputs.length - FEW) + " more").toString()
        : call.toString();
  }

  /** A number alone; of anything larger the form and the first elements. */
  static String value(Traced<?> value) {
    Form form = value.form();
    boolean alone = form.axes().length == 0;
    StringJoiner text = new StringJoiner(", ", alone ? "" : form + " ", "");
    try {
      for (int i = 0; i < Math.min(form.size(), FEW); i++) {
        text.add(number(value.at(i)));
      }
    } catch (IllegalStateException e) {
      return form + " (its memory has been given back)";
    }
    return form.size() > FEW ? text.add("…").toString() : text.toString().stripTrailing();
  }

  private static String trail(Node<?> node) {
    Node<?> origin = node.origin();
    String by = origin == null ? "" : "  by the rule of " + number(origin);
    String part = node.scope() == null ? "" : "  in " + node.scope().path();
    return by + part + (node.callSite() == null ? "" : "  at " + node.callSite());
  }

  /** Five digits, no zeros behind the last of them. */
  static String number(double x) {
    double size = Math.abs(x);
    if (Double.isNaN(x) || Double.isInfinite(x) || x == 0) {
      return Double.isNaN(x) ? "nan" : x == 0 ? "0" : x > 0 ? "inf" : "-inf";
    }
    if (size >= LARGE || size < SMALL) {
      String power = String.format(Locale.ROOT, "%." + (DIGITS - 1) + "e", x);
      int e = power.indexOf('e');
      return plain(new BigDecimal(power.substring(0, e))) + power.substring(e);
    }
    int before = (int) Math.floor(Math.log10(size)) + 1;
    return plain(
        BigDecimal.valueOf(x).setScale(Math.max(0, DIGITS - before), RoundingMode.HALF_EVEN));
  }

  private static String plain(BigDecimal x) {
    return x.signum() == 0 ? "0" : x.stripTrailingZeros().toPlainString();
  }

  /** The name given to a node, or else its operation's. */
  static String name(Node<?> node) {
    String label = node.label();
    return label == null ? node.op() : label;
  }
}
