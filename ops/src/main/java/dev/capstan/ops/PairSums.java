package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;

import dev.capstan.ops.internal.PairKernels;
import dev.capstan.ops.internal.PairKernels.Pairs;
import dev.capstan.ops.internal.PairKernels.Term;

/**
 * Differentiable contractions with the tensor K[b, i, j, k] = f(x[b, i, k] − y[b, j, k]), which is
 * never formed, so that memory grows with rows × rows and not with rows × rows × components.
 *
 * <p>Take Φ(w, u, v, x, y) = Σ w[i, j] u[i, k] v[j, k] K[i, j, k]. It is linear in w, u and v, and
 * the three operations here are its partial derivatives: {@link #dots} by w, {@link #left} by u,
 * {@link #right} by v. The derivative of each of them by any input is again one of the three, for
 * another f at most, so two rows of rules serve every order.
 *
 * @param d the rows' distances if f needs them, else any tensor
 */
record PairSums(PairTerm f, Tensor x, Tensor y, Tensor d) {

  static PairSums of(PairTerm f, Tensor x, Tensor y) {
    return new PairSums(f, x, y, x);
  }

  /** ∂Φ/∂w: [b, i, j] = Σₖ u[b, i, k] v[b, j, k] K. */
  Tensor dots(Tensor u, Tensor v) {
    return op("pairDots", u, v, x, y)
        .valueOfAll(in -> run(Face.DOTS, in[0], in[1], in[2], in[3]))
        .vjp(w -> left(w, v))
        .vjp(w -> right(w, u))
        .vjp(w -> byX(w, u, v))
        .vjp(w -> byY(w, u, v))
        .branch(this::branch)
        .record();
  }

  /** ∂Φ/∂u: [b, i, k] = Σⱼ w[b, i, j] v[b, j, k] K. */
  Tensor left(Tensor w, Tensor v) {
    return op("pairSumsLeft", w, v, x, y)
        .valueOfAll(in -> run(Face.LEFT, in[0], in[1], in[2], in[3]))
        .vjp(u -> dots(u, v))
        .vjp(u -> right(w, u))
        .vjp(u -> byX(w, u, v))
        .vjp(u -> byY(w, u, v))
        .branch(this::branch)
        .record();
  }

  /** ∂Φ/∂v: [b, j, k] = Σᵢ w[b, i, j] u[b, i, k] K. */
  Tensor right(Tensor w, Tensor u) {
    return op("pairSumsRight", w, u, x, y)
        .valueOfAll(in -> run(Face.RIGHT, in[0], in[1], in[2], in[3]))
        .vjp(v -> dots(u, v))
        .vjp(v -> left(w, v))
        .vjp(v -> byX(w, u, v))
        .vjp(v -> byY(w, u, v))
        .branch(this::branch)
        .record();
  }

  /** ∂Φ/∂x. */
  private Tensor byX(Tensor w, Tensor u, Tensor v) {
    return f.slope() == 0
        ? x.like(i -> 0)
        : Elementwise.mul(Elementwise.mul(u, derivative().left(w, v)), f.slope());
  }

  /** ∂Φ/∂y. */
  private Tensor byY(Tensor w, Tensor u, Tensor v) {
    return f.slope() == 0
        ? y.like(i -> 0)
        : Elementwise.mul(Elementwise.mul(v, derivative().right(w, u)), -f.slope());
  }

  private PairSums derivative() {
    return new PairSums(f.derivative(), x, y, d);
  }

  /** Which side of 0, or of the largest, every difference lies on; 0 for an f without kinks. */
  long branch() {
    if (f.smooth()) {
      return 0;
    }
    int n = y.shape().get(1);
    int c = x.shape().get(2);
    long hash = 1;
    for (int i = 0; i < x.size(); i++) {
      int row = i / Math.max(c, 1);
      int first = row / x.shape().get(1) * n;
      for (int j = 0; j < n; j++) {
        double v = x.at(i) - y.at((first + j) * c + i % c);
        hash = 31 * hash + f.piece(v, f.usesDistance() ? d.at(row * n + j) : 0);
      }
    }
    return hash;
  }

  private enum Face {
    DOTS,
    LEFT,
    RIGHT
  }

  private Tensor run(Face face, Tensor first, Tensor second, Tensor x, Tensor y) {
    int batches = x.shape().get(0);
    int m = x.shape().get(1);
    int n = y.shape().get(1);
    int c = x.shape().get(2);
    Shape shape = face == Face.LEFT ? x.shape() : face == Face.RIGHT ? y.shape() : grid(x, y);
    Object out = x.kernels().allocate(shape.size());
    PairKernels<Object> kernels = PairKernels.of(x.dtype().width());
    Term<Object> term = new Term<>(f, d.data(), f.usesDistance());
    boolean plain = allOne(second) && (face != Face.DOTS || allOne(first));
    int q = !plain ? 0 : face == Face.DOTS ? f.asPower() : f.asSlope();
    for (int b = 0; b < batches; b++) {
      var pairs = new Pairs<>(x.data(), y.data(), b, m, n, c);
      if (q > 0 && face == Face.DOTS) {
        kernels.powers(pairs, q, out);
      } else if (q > 0) {
        kernels.slopes(pairs, q, first.data(), face == Face.LEFT, out);
      } else {
        switch (face) {
          case DOTS -> kernels.dots(pairs, term, first.data(), second.data(), out);
          case LEFT -> kernels.sumsLeft(pairs, term, first.data(), second.data(), out);
          case RIGHT -> kernels.sumsRight(pairs, term, first.data(), second.data(), out);
        }
      }
    }
    return Tensor.wrap(shape, out);
  }

  private static boolean allOne(Tensor x) {
    for (int i = 0; i < x.size(); i++) {
      if (x.at(i) != 1) {
        return false;
      }
    }
    return true;
  }

  /** The largest |x − y| of every pair of rows: a value without rules. */
  static Tensor largest(Tensor x, Tensor y) {
    Shape shape = grid(x, y);
    Object out = x.kernels().allocate(shape.size());
    for (int b = 0; b < shape.get(0); b++) {
      int c = x.shape().get(2);
      var pairs = new Pairs<>(x.data(), y.data(), b, shape.get(1), shape.get(2), c);
      PairKernels.of(x.dtype().width()).largest(pairs, out);
    }
    return Tensor.wrap(shape, out);
  }

  private static Shape grid(Tensor x, Tensor y) {
    return Shape.of(x.shape().get(0), x.shape().get(1), y.shape().get(1));
  }
}
