package dev.capstan.ops;

import static dev.capstan.ops.Ops.number;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.Elementary;
import dev.capstan.ops.internal.ElementaryPair;
import dev.capstan.ops.internal.Strided;
import java.util.function.DoublePredicate;

/**
 * Masks made by looking at elements. Two tensors broadcast against each other; a Java number takes
 * the tensor's dtype first, so that {@code 0.1f == 0.1} holds. A comparison with NaN is false, and
 * {@code ne} is true. Masks carry no gradient.
 */
public final class Comparisons {
  private Comparisons() {}

  /** A relation between two numbers. */
  interface Relation {
    boolean holds(double x, double y);
  }

  /** x = y. */
  public static BoolTensor eq(Tensor x, Tensor y) {
    return compare("eq", x, y, ElementaryPair.EQUAL);
  }

  /** x = c. */
  public static BoolTensor eq(Tensor x, double c) {
    requireNonNull(x, "x");
    return eq(x, number(c, x));
  }

  /** x ≠ y. */
  public static BoolTensor ne(Tensor x, Tensor y) {
    return compare("ne", x, y, ElementaryPair.UNEQUAL);
  }

  /** x ≠ c. */
  public static BoolTensor ne(Tensor x, double c) {
    requireNonNull(x, "x");
    return ne(x, number(c, x));
  }

  /** x &lt; y. */
  public static BoolTensor lt(Tensor x, Tensor y) {
    return compare("lt", x, y, ElementaryPair.BELOW);
  }

  /** x &lt; c. */
  public static BoolTensor lt(Tensor x, double c) {
    requireNonNull(x, "x");
    return lt(x, number(c, x));
  }

  /** x ≤ y. */
  public static BoolTensor le(Tensor x, Tensor y) {
    return compare("le", x, y, ElementaryPair.AT_MOST);
  }

  /** x ≤ c. */
  public static BoolTensor le(Tensor x, double c) {
    requireNonNull(x, "x");
    return le(x, number(c, x));
  }

  /** x &gt; y. */
  public static BoolTensor gt(Tensor x, Tensor y) {
    return compare("gt", x, y, ElementaryPair.ABOVE);
  }

  /** x &gt; c. */
  public static BoolTensor gt(Tensor x, double c) {
    requireNonNull(x, "x");
    return gt(x, number(c, x));
  }

  /** x ≥ y. */
  public static BoolTensor ge(Tensor x, Tensor y) {
    return compare("ge", x, y, ElementaryPair.AT_LEAST);
  }

  /** x ≥ c. */
  public static BoolTensor ge(Tensor x, double c) {
    requireNonNull(x, "x");
    return ge(x, number(c, x));
  }

  /** Where x is NaN. */
  public static BoolTensor isNaN(Tensor x) {
    return holds(x, Elementary.UNDEFINED);
  }

  /** Where x is neither NaN nor infinite. */
  public static BoolTensor isFinite(Tensor x) {
    return holds(x, Elementary.FINITE);
  }

  /** Where x is +∞ or −∞. */
  public static BoolTensor isInfinite(Tensor x) {
    return holds(x, Elementary.ENDLESS);
  }

  private static BoolTensor compare(String op, Tensor x, Tensor y, ElementaryPair relation) {
    Ops.requireSameDType(op, x, y);
    Shape shape = Shape.broadcast(op, x.shape(), y.shape());
    Strided loop = Ops.loop(x.shape(), y.shape(), shape);
    return BoolTensor.wrap(
        shape, x.kernels().holds(relation, x.data(), y.data(), shape.size(), loop));
  }

  private static BoolTensor holds(Tensor x, Elementary property) {
    return BoolTensor.wrap(x.shape(), x.kernels().holds(property, x.data()));
  }

  /** Where a property holds. */
  static BoolTensor where(Tensor x, DoublePredicate property) {
    boolean[] out = new boolean[x.size()];
    for (int i = 0; i < out.length; i++) {
      out[i] = property.test(x.at(i));
    }
    return BoolTensor.wrap(x.shape(), out);
  }

  /** Where a relation holds between two tensors that broadcast. */
  static BoolTensor where(String op, Tensor x, Tensor y, Relation relation) {
    Ops.requireSameDType(op, x, y);
    return where(Ops.zip(op, x, y, (a, b) -> relation.holds(a, b) ? 1 : 0), holds -> holds != 0);
  }
}
