package dev.capstan.ops;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The readable form of a tensor: dtype and shape, then the numbers in nested brackets, aligned to
 * one width and printed with as few decimals as all of them need, at most six. Large tensors show
 * the ends of each long axis; very large or very small numbers are printed in powers of ten.
 */
final class TensorText {
  /** Tensors of more elements than this are elided. */
  private static final int SHOWN = 200;

  /** How many entries an elided axis shows at each end. */
  private static final int EDGE = 3;

  private static final int LINE = 96;
  private static final int DECIMALS = 6;

  /** From here on, and below its reciprocal's tenth, numbers are printed in powers of ten. */
  private static final double LARGE = 1e7;

  private final Tensor t;
  private final int[] strides;
  private final StringBuilder out = new StringBuilder();

  /** The longest column of numbers decides how all are printed. */
  private String pattern = "%s";

  private int width;

  private TensorText(Tensor t) {
    this.t = t;
    this.strides = t.shape().strides();
  }

  static String of(Tensor t) {
    if (t.rank() == 0) {
      return t.form() + " " + shortest(t, t.at(0));
    }
    TensorText text = new TensorText(t);
    text.chooseFormat();
    text.out.append(t.form()).append(t.rank() == 1 ? ' ' : '\n');
    int indent = t.rank() == 1 ? text.out.length() : 0;
    text.axis(0, 0, indent);
    return text.out.toString();
  }

  /** The shortest decimal that is this number and no other of its type. */
  private static String shortest(Tensor t, double x) {
    return special(x, t.dtype() == DType.FLOAT32 ? Float.toString((float) x) : Double.toString(x));
  }

  private static String special(double x, String otherwise) {
    return Double.isNaN(x) ? "nan" : Double.isInfinite(x) ? (x > 0 ? "inf" : "-inf") : otherwise;
  }

  private void chooseFormat() {
    List<Double> shown = new ArrayList<>();
    collect(0, 0, shown);
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
    pattern = powers ? "%." + Math.min(DECIMALS, mantissa(shown)) + "e" : "%." + decimals + "f";
    for (double x : shown) {
      width = Math.max(width, number(x).length());
    }
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

  private String number(double x) {
    return special(x, String.format(Locale.ROOT, pattern, x));
  }

  private void collect(int axis, int at, List<Double> shown) {
    if (axis == t.rank()) {
      shown.add(t.at(at));
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
    int n = t.shape().get(axis);
    boolean elided = t.size() > SHOWN && n > 2 * EDGE + 1;
    int[] entries = new int[elided ? 2 * EDGE + 1 : n];
    for (int i = 0; i < entries.length; i++) {
      entries[i] = !elided || i < EDGE ? i : i == EDGE ? -1 : n - entries.length + i;
    }
    return entries;
  }

  private void axis(int axis, int at, int indent) {
    out.append('[');
    int column = indent + 1;
    boolean first = true;
    for (int i : entries(axis)) {
      boolean innermost = axis == t.rank() - 1;
      if (!first) {
        out.append(',');
        boolean wraps = innermost && column + width + 2 > LINE;
        if (!innermost || wraps) {
          out.append("\n".repeat(innermost ? 1 : Math.max(1, t.rank() - 1 - axis)));
          out.append(" ".repeat(indent + 1));
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
        String text = number(t.at(at + i * strides[axis]));
        out.append(" ".repeat(width - text.length())).append(text);
        column += width + 2;
      } else {
        axis(axis + 1, at + i * strides[axis], indent + 1);
      }
    }
    out.append(']');
  }
}
