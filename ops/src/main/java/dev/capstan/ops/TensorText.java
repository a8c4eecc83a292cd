package dev.capstan.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The readable form of a tensor: type and shape, then the elements in nested brackets, aligned to
 * one width. Numbers have as few decimals as all of them need, at most six; very large or very
 * small ones are printed in powers of ten. Large tensors show the ends of each long axis, and of
 * the outer ones fewer and fewer, until all fits a screen.
 */
final class TensorText {
  /** Tensors of more elements than this are elided. */
  private static final int SHOWN = 200;

  /** How many entries an elided axis shows at each end, if the screen has room for them. */
  private static final int EDGE = 3;

  private static final int LINES = 40;
  private static final int LINE = 96;
  private static final int DECIMALS = 6;

  /** From here on, and below its reciprocal's tenth, numbers are printed in powers of ten. */
  private static final double LARGE = 1e7;

  /** The edge of an axis that is shown as a whole. */
  private static final int WHOLE = Integer.MAX_VALUE / 2 - 1;

  private final String form;
  private final Shape shape;
  private final int[] strides;

  /** How many entries each axis shows at each end; at 0 its first one stands for all. */
  private final int[] edges;

  private final StringBuilder out = new StringBuilder();

  /** The longest element decides how wide all are. */
  private int width;

  private TensorText(String form, Shape shape) {
    this.form = form;
    this.shape = shape;
    this.strides = shape.strides();
    this.edges = new int[shape.rank()];
    boolean large = shape.size() > SHOWN || Arrays.stream(shape.toArray()).max().orElse(0) > SHOWN;
    Arrays.fill(edges, large ? EDGE : WHOLE);
  }

  static String of(Tensor t) {
    if (t.rank() == 0) {
      return t.form() + " " + shortest(t, t.at(0));
    }
    return new TensorText(t.form().toString(), t.shape())
        .fitting(
            shown -> {
              String pattern = pattern(shown.stream().map(t::at).toList());
              return at -> number(pattern, t.at(at));
            });
  }

  static String of(IntTensor t) {
    return new TensorText("int " + t.shape(), t.shape())
        .fitting(shown -> at -> Integer.toString(t.at(at)));
  }

  static String of(BoolTensor t) {
    return new TensorText("bool " + t.shape(), t.shape())
        .fitting(shown -> at -> Boolean.toString(t.at(at)));
  }

  /** How the elements at flat indices are printed may depend on which of them are shown. */
  private interface Format {
    IntFunction<String> of(List<Integer> shown);
  }

  private String fitting(Format format) {
    while (true) {
      if (lines(0) <= LINES) {
        String text = draw(format);
        if (text.lines().count() <= LINES) {
          return text;
        }
      }
      showLess();
    }
  }

  /** The lines from an axis on, if none is broken. */
  private int lines(int axis) {
    if (axis >= shape.rank() - 1) {
      return 1;
    }
    int[] entries = entries(axis);
    int gaps = (int) Arrays.stream(entries).filter(i -> i < 0).count();
    return (entries.length - gaps) * lines(axis + 1)
        + gaps
        + Math.max(0, entries.length - 1) * (linesBetween(axis) - 1);
  }

  /** Blocks are set apart, the more the further out. */
  private int linesBetween(int axis) {
    return Math.max(1, shape.rank() - 1 - axis);
  }

  /** At first the ends of every axis, then one entry less of the outermost that shows the most. */
  private void showLess() {
    int most = edges.length - 1;
    for (int axis = edges.length - 2; axis >= 0; axis--) {
      most = edges[axis] > 0 && edges[axis] >= edges[most] || edges[most] == 0 ? axis : most;
    }
    if (edges[0] == WHOLE) {
      Arrays.fill(edges, EDGE);
    } else {
      edges[most]--;
    }
  }

  private String draw(Format format) {
    List<Integer> shown = new ArrayList<>();
    collect(0, 0, shown);
    IntFunction<String> element = format.of(shown);
    width = shown.stream().mapToInt(at -> element.apply(at).length()).max().orElse(0);
    out.setLength(0);
    out.append(form).append(shape.rank() <= 1 ? ' ' : '\n');
    axis(0, 0, shape.rank() == 1 ? out.length() : 0, element);
    return out.toString();
  }

  /** The shortest decimal that is this number and no other of its type. */
  private static String shortest(Tensor t, double x) {
    return special(x, t.dtype() == DType.FLOAT32 ? Float.toString((float) x) : Double.toString(x));
  }

  private static String special(double x, String otherwise) {
    return Double.isNaN(x) ? "nan" : Double.isInfinite(x) ? (x > 0 ? "inf" : "-inf") : otherwise;
  }

  /** A format with the decimals that all need. */
  private static String pattern(List<Double> shown) {
    double largest = 0;
    double smallest = Double.POSITIVE_INFINITY;
    int decimals = 1;
    for (double x : shown) {
      double size = Math.abs(x);
      if (size > 0 && size < Double.POSITIVE_INFINITY) {
        largest = Math.max(largest, size);
        smallest = Math.min(smallest, size);
        decimals = Math.max(decimals, decimals(x));
      }
    }
    boolean powers = largest >= LARGE || smallest < 10 / LARGE || largest / smallest >= LARGE;
    return powers ? "%." + Math.min(DECIMALS, mantissa(shown)) + "e" : "%." + decimals + "f";
  }

  /** How many decimals, at most six, show the number as exactly as six do. */
  private static int decimals(double x) {
    String six = String.format(Locale.ROOT, "%." + DECIMALS + "f", x);
    int end = six.length();
    while (six.charAt(end - 1) == '0') {
      end--;
    }
    return end - 1 - six.indexOf('.');
  }

  private static int mantissa(List<Double> shown) {
    int needed = 1;
    for (double x : shown) {
      if (x != 0 && Double.isFinite(x)) {
        String digits = String.format(Locale.ROOT, "%." + DECIMALS + "e", x);
        needed =
            Math.max(
                needed, decimals(Double.parseDouble(digits.substring(0, digits.indexOf('e')))));
      }
    }
    return needed;
  }

  private static String number(String pattern, double x) {
    return special(x, String.format(Locale.ROOT, pattern, x));
  }

  private void collect(int axis, int at, List<Integer> shown) {
    if (axis == shape.rank()) {
      shown.add(at);
      return;
    }
    for (int i : entries(axis)) {
      if (i >= 0) {
        collect(axis + 1, at + i * strides[axis], shown);
      }
    }
  }

  /** The indices to show along an axis, −1 for the gap. */
  private int[] entries(int axis) {
    int n = shape.get(axis);
    int edge = edges[axis];
    if (n <= 2 * edge + 1) {
      return IntStream.range(0, n).toArray();
    }
    if (edge == 0) {
      return new int[] {0, -1};
    }
    return IntStream.rangeClosed(0, 2 * edge)
        .map(i -> i < edge ? i : i == edge ? -1 : n - 2 * edge - 1 + i)
        .toArray();
  }

  private void axis(int axis, int at, int indent, IntFunction<String> element) {
    if (axis == shape.rank()) {
      out.append(element.apply(at));
      return;
    }
    out.append('[');
    int column = indent + 1;
    boolean first = true;
    boolean innermost = axis == shape.rank() - 1;
    for (int i : entries(axis)) {
      if (!first) {
        out.append(',');
        if (!innermost || column + width + 2 > LINE) {
          out.append("\n".repeat(linesBetween(axis))).append(" ".repeat(indent + 1));
          column = indent + 1;
        } else {
          out.append(' ');
        }
      }
      first = false;
      if (i < 0) {
        out.append("...");
        column += 5;
      } else if (innermost) {
        String text = element.apply(at + i * strides[axis]);
        out.append(" ".repeat(width - text.length())).append(text);
        column += width + 2;
      } else {
        axis(axis + 1, at + i * strides[axis], indent + 1, element);
      }
    }
    out.append(']');
  }
}
