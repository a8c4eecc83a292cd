package dev.capstan.losses;

import dev.capstan.autograd.Primitive;
import dev.capstan.losses.mining.Triplets;
import dev.capstan.losses.reduction.Range;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Differentiable sums over triplets (a, p, n) that are visited and never listed, so that memory
 * grows with the matrix of distances and not with the number of triplets: one node for each sum.
 *
 * <p>Let ℓ_t(X) be a linear form of a few elements of a matrix for each triplet t, such as X[a, p]
 * − X[a, n], and f a function with derivatives f⁽ᵏ⁾. Take
 *
 * <pre>
 * Φₖ(G; X; V₁ … Vₘ) = Σ_t G[a, p] f⁽ᵏ⁾(ℓ_t(X) − shift[a, p]) Πⱼ ℓ_t(Vⱼ).
 * </pre>
 *
 * <p>Φ is linear in G and in each V. The two operations are its partial derivatives: {@link #sums}
 * by G, {@link #slope} by one V. The derivative of each by any input is again one of the two, the
 * derivative by X raising k by one, so a row of rules serves every order. The loss itself is {@code
 * sums} with k = 0 and no V.
 *
 * @param rows of G
 * @param columns of G and X
 * @param offset the row of X at which the distances of the columns among each other begin
 * @param range terms outside it count as 0
 * @param shift a constant: [rows, columns], or one number
 */
record TripletSums(
    Triplets triplets,
    Form form,
    Term term,
    int rows,
    int columns,
    int offset,
    Range range,
    Tensor shift) {

  /** The linear form. */
  enum Form {
    /** X[a, p] − X[a, n]. */
    DIFFERENCE,
    /** X[a, p] − min(X[a, n], X[p, n]), half of each where both are equal. */
    SWAPPED,
    /** X[a, n] + X[p, n]. */
    SUM
  }

  /** Σ_n f over the triplets of each pair: [rows, columns]. */
  Tensor of(Tensor x) {
    return sums(0, x);
  }

  /** How many terms of each anchor lie in the range. */
  long[] counts(Tensor x) {
    long[] counts = new long[rows];
    Reader at = new Reader(x.detach());
    DoubleUnaryOperator f = term.derivative(0);
    triplets.forEach(
        (a, p, n) -> counts[a] += range.contains(f.applyAsDouble(at.argument(a, p, n))) ? 1 : 0);
    return counts;
  }

  /** ∂Φ/∂G. */
  private Tensor sums(int order, Tensor x, Tensor... v) {
    Primitive<Tensor> op =
        Primitive.of("tripletSums", with(v, x))
            .valueOfAll(in -> run(order, in[0], null, from(in, 1), Shape.of(rows, columns)))
            .vjp(g -> slope(order + 1, x, g, v))
            .branch(() -> branch(x));
    for (int j = 0; j < v.length; j++) {
      int slot = j;
      op.vjp(g -> slope(order, x, g, without(v, slot)));
    }
    return op.record();
  }

  /** ∂Φ/∂V for one V, the others being given: the shape of X. */
  private Tensor slope(int order, Tensor x, Tensor g, Tensor... v) {
    Primitive<Tensor> op =
        Primitive.of("tripletSlope", with(v, x, g))
            .valueOfAll(in -> run(order, in[0], in[1], from(in, 2), x.shape()))
            .vjp(u -> slope(order + 1, x, g, with(v, u)))
            .vjp(u -> sums(order, x, with(v, u)))
            .branch(() -> branch(x));
    for (int j = 0; j < v.length; j++) {
      int slot = j;
      op.vjp(u -> slope(order, x, g, with(without(v, slot), u)));
    }
    return op.record();
  }

  private Tensor run(int order, Tensor x, @Nullable Tensor g, Tensor[] v, Shape shape) {
    double[] out = new double[shape.size()];
    Reader at = new Reader(x);
    DoubleUnaryOperator value = term.derivative(0);
    DoubleUnaryOperator f = term.derivative(order);
    boolean everything = range.equals(Range.ALL);
    triplets.forEach(
        (a, p, n) -> {
          double z = at.argument(a, p, n);
          boolean in = everything || range.contains(value.applyAsDouble(z));
          double w = in ? f.applyAsDouble(z) : 0;
          for (int j = 0; j < v.length && w != 0; j++) {
            w *= at.form(v[j], a, p, n);
          }
          int pair = a * columns + p;
          if (g == null) {
            out[pair] += w;
          } else if (w != 0) {
            at.spread(out, w * g.at(pair), a, p, n);
          }
        });
    return Tensor.generate(x.dtype(), shape, i -> out[i]);
  }

  /** Which side of the hinge, and of the swap, each triplet is on. */
  private long branch(Tensor x) {
    if (!term.kinked() && form != Form.SWAPPED) {
      return 0;
    }
    Reader at = new Reader(x.detach());
    long[] hash = {1};
    triplets.forEach(
        (a, p, n) -> {
          int side = term.kinked() ? (int) Math.signum(at.argument(a, p, n)) : 0;
          hash[0] = 31 * hash[0] + 7L * side + (long) (2 * at.ownShare(a, p, n));
        });
    return hash[0];
  }

  /** The linear form of one matrix, whose values decide the swap. */
  private final class Reader {
    private final Tensor x;

    Reader(Tensor x) {
      this.x = x;
    }

    double argument(int a, int p, int n) {
      return form(x, a, p, n) - shift.at(shift.size() == 1 ? 0 : a * columns + p);
    }

    double form(Tensor v, int a, int p, int n) {
      double own = v.at(a * columns + n);
      if (form == Form.SUM) {
        return own + v.at((offset + p) * columns + n);
      }
      double far = own;
      if (form == Form.SWAPPED) {
        double share = ownShare(a, p, n);
        double other = share == 1 ? 0 : v.at((offset + p) * columns + n);
        far = (share == 0 ? 0 : share * own) + (1 - share) * other;
      }
      return v.at(a * columns + p) - far;
    }

    /** The part of the anchor's own distance in the minimum. */
    double ownShare(int a, int p, int n) {
      if (form != Form.SWAPPED) {
        return 1;
      }
      double own = x.at(a * columns + n);
      double other = x.at((offset + p) * columns + n);
      return own == other ? 0.5 : other < own ? 0 : 1;
    }

    void spread(double[] out, double w, int a, int p, int n) {
      if (form == Form.SUM) {
        out[a * columns + n] += w;
        out[(offset + p) * columns + n] += w;
        return;
      }
      double share = ownShare(a, p, n);
      out[a * columns + p] += w;
      out[a * columns + n] -= share * w;
      if (share != 1) {
        out[(offset + p) * columns + n] -= (1 - share) * w;
      }
    }
  }

  private static Tensor[] with(Tensor[] v, Tensor... others) {
    Tensor[] all = Arrays.copyOf(others, others.length + v.length);
    System.arraycopy(v, 0, all, others.length, v.length);
    return all;
  }

  private static Tensor[] without(Tensor[] v, int slot) {
    Tensor[] rest = new Tensor[v.length - 1];
    for (int j = 0; j < rest.length; j++) {
      rest[j] = v[j < slot ? j : j + 1];
    }
    return rest;
  }

  private static Tensor[] from(Tensor[] in, int first) {
    return Arrays.copyOfRange(in, first, in.length);
  }
}
