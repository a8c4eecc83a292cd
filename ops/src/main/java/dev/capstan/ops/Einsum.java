package dev.capstan.ops;

import dev.capstan.ops.option.Transpose;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sums of products named by letters, as {@code "bij,bjk->bik"}: parsed once, applied often.
 *
 * <p>A letter names an axis; axes with the same letter run together, and letters that the result
 * does not name are summed. A letter twice in one operand takes its diagonal. Without {@code ->}
 * the result has the letters that occur once, in alphabetical order. {@code ...} stands for further
 * leading axes, which broadcast; an axis of size 1 stretches.
 *
 * <p>Plan: each operand is reduced to the letters still needed; then the operands are multiplied
 * from left to right, each time by one {@link LinearAlgebra#matmul}, of which the letters of both
 * that stay are the batch, and the letters of both that go the inner axis; where none go, by {@link
 * Elementwise#mul}. Gradients are those of the parts.
 */
public final class Einsum {
  private final String equation;
  private final List<String> operands;
  private final String result;

  /** Letters of {@code ...}, innermost first; no letter of an equation can be one. */
  private static final String ELLIPSIS = "01234567";

  private Einsum(String equation, List<String> operands, String result) {
    this.equation = equation;
    this.operands = operands;
    this.result = result;
  }

  /**
   * Parses an equation.
   *
   * @throws IllegalArgumentException naming the position of what cannot be read
   */
  public static Einsum of(String equation) {
    int arrow = equation.indexOf("->");
    String left = arrow < 0 ? equation : equation.substring(0, arrow);
    List<String> operands = new ArrayList<>();
    int start = 0;
    for (int comma = left.indexOf(','); comma >= 0; comma = left.indexOf(',', start)) {
      operands.add(letters(equation, start, comma));
      start = comma + 1;
    }
    operands.add(letters(equation, start, left.length()));
    String all = String.join("", operands);
    String result = arrow < 0 ? implicit(all) : letters(equation, arrow + 2, equation.length());
    for (int i = 0; arrow >= 0 && i < result.length(); i++) {
      char c = result.charAt(i);
      if (all.indexOf(c) < 0) {
        throw bad(equation, equation.indexOf(c, arrow + 2), "no operand has this axis");
      }
      if (result.indexOf(c, i + 1) >= 0) {
        throw bad(equation, equation.lastIndexOf(c), "the result names an axis twice");
      }
    }
    return new Einsum(equation, List.copyOf(operands), result);
  }

  /** The letters of one term; {@code ...} becomes one dot. */
  private static String letters(String equation, int from, int to) {
    StringBuilder out = new StringBuilder();
    for (int i = from; i < to; i++) {
      char c = equation.charAt(i);
      if (c == '.') {
        if (!equation.startsWith("...", i) || i + 3 > to || out.indexOf(".") >= 0) {
          throw bad(equation, i, "a dot that is not part of one '...'");
        }
        i += 2;
        out.append('.');
      } else if (c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z') {
        out.append(c);
      } else if (c != ' ') {
        throw bad(equation, i, "unexpected '" + c + "'");
      }
    }
    return out.toString();
  }

  private static String implicit(String all) {
    StringBuilder out = new StringBuilder(all.indexOf('.') >= 0 ? "." : "");
    all.chars()
        .sorted()
        .filter(c -> c != '.' && all.indexOf(c) == all.lastIndexOf(c))
        .forEach(c -> out.append((char) c));
    return out.toString();
  }

  private static IllegalArgumentException bad(String equation, int at, String what) {
    return Called.illegal(
        "einsum: cannot read the equation: got \""
            + Sizes.shown(equation)
            + "\", at position "
            + at
            + ": "
            + what
            + "; expected letters, ',' between operands, '->' before the result");
  }

  /**
   * The sum of products of these operands.
   *
   * @throws ShapeException if their number, ranks or sizes do not fit the equation
   */
  public Tensor apply(Tensor... xs) {
    if (xs.length != operands.size()) {
      throw Called.illegal(
          "einsum: wrong number of operands for \""
              + Sizes.shown(equation)
              + "\": got "
              + xs.length
              + ", expected "
              + operands.size());
    }
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < xs.length; i++) {
      terms.add(new Term(spelled(i, xs[i].shape()), xs[i]));
    }
    String wanted = result.replace(".", widestEllipsis(terms));
    Map<Character, Integer> sizes = sizes(terms);
    terms.replaceAll(t -> t.withoutStretched(sizes).withoutRepeats());
    Term product = terms.get(0);
    for (int i = 0; i < terms.size(); i++) {
      StringBuilder needed = new StringBuilder(wanted);
      terms.subList(i + 1, terms.size()).forEach(t -> needed.append(t.letters));
      if (i > 0) {
        product = product.times(terms.get(i), needed.toString(), sizes);
      }
      product = product.summedTo(needed.toString());
    }
    return product.inOrder(wanted);
  }

  private String spelled(int operand, Shape shape) {
    String letters = operands.get(operand);
    int named = letters.replace(".", "").length();
    int open = shape.rank() - named;
    if (open < 0 || open > 0 && letters.indexOf('.') < 0) {
      throw new ShapeException(
          "einsum: operand "
              + operand
              + " of \""
              + Sizes.shown(equation)
              + "\" has the wrong rank: got shape "
              + shape
              + ", expected "
              + named
              + " axes"
              + (letters.indexOf('.') < 0 ? "" : " or more"));
    }
    return letters.replace(".", ellipsis(open));
  }

  private static String ellipsis(int axes) {
    return new StringBuilder(ELLIPSIS.substring(0, axes)).reverse().toString();
  }

  private static String widestEllipsis(List<Term> terms) {
    int axes = 0;
    for (Term t : terms) {
      axes = Math.max(axes, (int) t.letters.chars().filter(c -> ELLIPSIS.indexOf(c) >= 0).count());
    }
    return ellipsis(axes);
  }

  private Map<Character, Integer> sizes(List<Term> terms) {
    Map<Character, Integer> sizes = new LinkedHashMap<>();
    for (int i = 0; i < terms.size(); i++) {
      Term t = terms.get(i);
      for (int axis = 0; axis < t.letters.length(); axis++) {
        int size = t.x.shape().get(axis);
        int before = sizes.getOrDefault(t.letters.charAt(axis), 1);
        if (before != 1 && size != 1 && before != size) {
          throw new ShapeException(
              "einsum: sizes differ along '"
                  + t.letters.charAt(axis)
                  + "' of \""
                  + Sizes.shown(equation)
                  + "\": got "
                  + size
                  + " in operand "
                  + i
                  + " (shape "
                  + t.x.shape()
                  + "), expected "
                  + before
                  + " as before, or 1");
        }
        sizes.put(t.letters.charAt(axis), before == 1 ? size : before);
      }
    }
    return sizes;
  }

  /** A tensor with a letter for each axis. */
  private record Term(String letters, Tensor x) {

    /** Without the axes of size 1 that another operand stretches: they add nothing. */
    Term withoutStretched(Map<Character, Integer> sizes) {
      StringBuilder kept = new StringBuilder();
      int[] shape = new int[letters.length()];
      for (int axis = 0; axis < letters.length(); axis++) {
        char c = letters.charAt(axis);
        if (x.shape().get(axis) == sizes.getOrDefault(c, 1)) {
          shape[kept.length()] = x.shape().get(axis);
          kept.append(c);
        }
      }
      Shape fewer = Shape.of(Arrays.copyOf(shape, kept.length()));
      return new Term(kept.toString(), Movement.reshape(x, fewer));
    }

    /** The diagonal along letters that occur more than once. */
    Term withoutRepeats() {
      for (int first = 0; first < letters.length(); first++) {
        char c = letters.charAt(first);
        int second = letters.indexOf(c, first + 1);
        if (second >= 0) {
          String others = new StringBuilder(letters).deleteCharAt(second).deleteCharAt(first) + "";
          return new Term(others + c, Diagonals.diagonal(x, 0, first, second)).withoutRepeats();
        }
      }
      return this;
    }

    /** The product with the next term, summed over shared letters that nobody needs. */
    Term times(Term y, String needed, Map<Character, Integer> sizes) {
      Term left = summedTo(needed + y.letters);
      Term right = y.summedTo(needed + letters);
      String shared = keep(left.letters, right.letters, true);
      String batch = keep(shared, needed, true);
      String inner = keep(shared, needed, false);
      String rows = keep(left.letters, shared, false);
      String columns = keep(right.letters, shared, false);
      Tensor product =
          inner.isEmpty()
              ? Elementwise.mul(
                  left.matrix(batch, rows, "", Transpose.NO, sizes),
                  right.matrix(batch, "", columns, Transpose.NO, sizes))
              : summedProduct(left, right, batch, rows, inner, columns, sizes);
      String all = batch + rows + columns;
      int[] shape = new int[all.length()];
      for (int i = 0; i < shape.length; i++) {
        shape[i] = sizes.getOrDefault(all.charAt(i), 1);
      }
      return new Term(all, Movement.reshape(product, Shape.of(shape)));
    }

    private static Tensor summedProduct(
        Term left,
        Term right,
        String batch,
        String rows,
        String inner,
        String columns,
        Map<Character, Integer> sizes) {
      Transpose flipLeft = flag(left.letters, batch + inner + rows);
      Transpose flipRight = flag(right.letters, batch + columns + inner);
      return LinearAlgebra.matmul(
          left.matrix(batch, rows, inner, flipLeft, sizes),
          flipLeft,
          right.matrix(batch, inner, columns, flipRight, sizes),
          flipRight);
    }

    private static Transpose flag(String letters, String transposed) {
      return letters.equals(transposed) ? Transpose.YES : Transpose.NO;
    }

    /** A stack of matrices; one that lies there transposed is left so. */
    private Tensor matrix(
        String batch, String rows, String columns, Transpose lies, Map<Character, Integer> sizes) {
      String first = lies == Transpose.NO ? rows : columns;
      String second = lies == Transpose.NO ? columns : rows;
      return Movement.reshape(
          inOrder(batch + first + second),
          Shape.of(count(batch, sizes), count(first, sizes), count(second, sizes)));
    }

    Term summedTo(String needed) {
      int[] axes = new int[letters.length()];
      int count = 0;
      for (int axis = 0; axis < axes.length; axis++) {
        if (needed.indexOf(letters.charAt(axis)) < 0) {
          axes[count++] = axis;
        }
      }
      return count == 0
          ? this
          : new Term(keep(letters, needed, true), Reductions.sum(x, Arrays.copyOf(axes, count)));
    }

    Tensor inOrder(String order) {
      if (order.equals(letters)) {
        return x;
      }
      int[] axes = new int[order.length()];
      for (int i = 0; i < axes.length; i++) {
        axes[i] = letters.indexOf(order.charAt(i));
      }
      return Movement.permute(x, axes);
    }

    private static int count(String letters, Map<Character, Integer> sizes) {
      int[] counted = new int[letters.length()];
      Arrays.setAll(counted, i -> sizes.getOrDefault(letters.charAt(i), 1));
      return Sizes.times("einsum", counted);
    }

    /** The letters that are (or are not) among others, in their order. */
    private static String keep(String letters, String others, boolean among) {
      StringBuilder out = new StringBuilder();
      letters
          .chars()
          .filter(c -> others.indexOf(c) >= 0 == among)
          .forEach(c -> out.append((char) c));
      return out.toString();
    }
  }

  /** The equation as it was given. */
  @Override
  public String toString() {
    return equation;
  }
}
