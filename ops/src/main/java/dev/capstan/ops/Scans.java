package dev.capstan.ops;

import static dev.capstan.ops.Elementwise.add;
import static dev.capstan.ops.Elementwise.exp;
import static dev.capstan.ops.Elementwise.mul;
import static dev.capstan.ops.Elementwise.sub;
import static dev.capstan.ops.Ops.op;

import dev.capstan.ops.internal.ProductKernels;
import dev.capstan.ops.internal.ProductKernels.Running;
import dev.capstan.ops.option.KeepDims;
import java.util.function.BinaryOperator;

/**
 * Running reductions along an axis: element i of the result folds elements 0 to i.
 *
 * <p>Products and exponential sums have no rule that is both short and right at zeros to every
 * order. They are differentiated through a twin, the same scan written as log₂ n steps in which
 * each element meets the one 1, 2, 4, … places before it (Hillis and Steele, 1986): a composition
 * of plain multiplications, which no zero disturbs.
 */
public final class Scans {
  private Scans() {}

  /**
   * Running sums along an axis.
   *
   * <p>y_i = x_0 + … + x_i; same shape as x. Gradient: the sum of g from i to the end. Accumulated
   * in double for both dtypes.
   *
   * @throws ShapeException if the axis does not exist
   */
  public static Tensor cumsum(Tensor x, int axis) {
    return cumsum(x, x.shape().axis("cumsum", axis), 1);
  }

  private static Tensor cumsum(Tensor x, int axis, int direction) {
    return op("cumsum", x)
        .value(v -> scanned(v, axis, direction > 0, Running.SUM))
        .vjp(g -> cumsum(g, axis, -direction))
        .record();
  }

  /**
   * Running products along an axis.
   *
   * <p>y_i = x_0 · … · x_i; same shape as x. Gradient: for each element the sum over i of g_i times
   * the product of the other elements, so also right where elements are 0, to every order.
   *
   * @throws ShapeException if the axis does not exist
   */
  public static Tensor cumprod(Tensor x, int axis) {
    int at = x.shape().axis("cumprod", axis);
    return op("cumprod", x)
        .value(v -> scanned(v, at, true, Running.PRODUCT))
        .joint((g, y) -> new Tensor[] {cumprodBack(x, g, at)})
        .twin(in -> doubling(in[0], at, (a, b) -> mul(a, b)))
        .record();
  }

  private static Tensor cumprodBack(Tensor x, Tensor g, int axis) {
    Tensor out = Tensor.blank(x.shape(), g);
    int n = x.shape().get(axis);
    int outer = Picks.outer(x.shape(), axis);
    int inner = Picks.inner(x.shape(), axis);
    ProductKernels.of(x.dtype().width())
        .runningBack(x.data(), g.data(), outer, n, inner, out.data());
    return out;
  }

  /** The gradient of a product over axes, in one pass. */
  static Tensor productBack(Tensor x, Tensor g, ReducedAxes r) {
    if (r.last()) {
      Tensor out = Tensor.blank(x.shape(), g);
      ProductKernels.of(x.dtype().width())
          .productBack(x.data(), g.data(), r.kept().size(), r.count(), 1, out.data());
      return out;
    }
    int[] order = r.reducedLast();
    Tensor rows = Movement.permuted(x, order);
    Tensor out = Tensor.blank(rows.shape(), g);
    ProductKernels.of(x.dtype().width())
        .productBack(rows.data(), g.data(), r.kept().size(), r.count(), 1, out.data());
    int[] back = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      back[order[i]] = i;
    }
    return Movement.permuted(out, back);
  }

  /**
   * Running logarithms of sums of exponentials along an axis, without overflow.
   *
   * <p>y_i = log(exp x_0 + … + exp x_i); same shape as x. Gradient: the sum over i of g_i e^(x −
   * y_i); NaN where a run begins with two −∞ or more. Accumulated in double for both dtypes, by the
   * series of {@code exp} and {@code log1p}.
   *
   * @throws ShapeException if the axis does not exist
   */
  public static Tensor logcumsumexp(Tensor x, int axis) {
    int at = x.shape().axis("logcumsumexp", axis);
    return op("logcumsumexp", x)
        .value(v -> scanned(v, at, true, Running.LOG_SUM))
        .joint((g, y) -> new Tensor[] {logSumsBack(x, y, g, at)})
        .twin(in -> doubling(in[0], at, Scans::logAddExp))
        .record();
  }

  private static Tensor logSumsBack(Tensor x, Tensor y, Tensor g, int axis) {
    Tensor out = Tensor.blank(x.shape(), g);
    int n = x.shape().get(axis);
    int outer = Picks.outer(x.shape(), axis);
    int inner = Picks.inner(x.shape(), axis);
    ProductKernels.of(x.dtype().width())
        .logSumsBack(x.data(), y.data(), g.data(), outer, n, inner, out.data());
    return out;
  }

  private static Tensor logAddExp(Tensor x, Tensor y) {
    return op("logAddExp", x, y)
        .value((u, v) -> Ops.zip(u, v, u.shape(), ProductKernels::logAddExp))
        .vjp((g, z) -> mul(g, exp(sub(x, z))))
        .vjp((g, z) -> mul(g, exp(sub(y, z))))
        .record();
  }

  /**
   * Running maxima along an axis.
   *
   * <p>y_i = max(x_0, …, x_i); same shape as x. Gradient: g_i at the first element that attains the
   * maximum, as {@link Reductions#max(Tensor, int)}, accumulated in double for both dtypes. From
   * the first NaN on, all is NaN.
   *
   * @throws ShapeException if the axis does not exist
   */
  public static Tensor cummax(Tensor x, int axis) {
    return extremes("cummax", x, x.shape().axis("cummax", axis), Running.MAX);
  }

  /**
   * Running minima along an axis.
   *
   * <p>y_i = min(x_0, …, x_i); same shape as x. Gradient: g_i at the first element that attains the
   * minimum, as {@link Reductions#min(Tensor, int)}, accumulated in double for both dtypes. From
   * the first NaN on, all is NaN.
   *
   * @throws ShapeException if the axis does not exist
   */
  public static Tensor cummin(Tensor x, int axis) {
    return extremes("cummin", x, x.shape().axis("cummin", axis), Running.MIN);
  }

  private static Tensor extremes(String name, Tensor x, int axis, Running fold) {
    return op(name, x)
        .value(v -> scanned(v, axis, true, fold))
        .vjp(
            (g, y) ->
                g.recording()
                    ? Picks.put(name, g, owners(x, axis, fold), x.shape())
                    : extremesBack(y, g, axis))
        .branch(() -> Branches.of(owners(x, axis, fold)))
        .record();
  }

  private static Tensor extremesBack(Tensor y, Tensor g, int axis) {
    Tensor out = Tensor.blank(y.shape(), g);
    int n = y.shape().get(axis);
    int outer = Picks.outer(y.shape(), axis);
    int inner = Picks.inner(y.shape(), axis);
    ProductKernels.of(y.dtype().width())
        .extremesBack(y.data(), g.data(), outer, n, inner, out.data());
    return out;
  }

  /** For each element the flat index of the largest or smallest so far. */
  private static int[] owners(Tensor x, int axis, Running fold) {
    int sign = fold == Running.MAX ? 1 : -1;
    int inner = Picks.inner(x.shape(), axis);
    int[] best = new int[x.size()];
    for (int i = 0; i < best.length; i++) {
      best[i] = i;
      if (i / inner % x.shape().get(axis) > 0) {
        double before = x.at(best[i - inner]);
        double here = x.at(i);
        boolean better = Double.isNaN(here) || sign * here > sign * before;
        best[i] = Double.isNaN(before) || !better ? best[i - inner] : i;
      }
    }
    return best;
  }

  /** The product over axes as a tree of multiplications: what differentiates {@code prod}. */
  static Tensor productTree(Tensor x, ReducedAxes r, KeepDims keepDims) {
    Tensor rows = Movement.permute(x, r.reducedLast());
    Tensor y = Movement.reshape(rows, Shape.of(r.kept().size(), r.count()));
    if (r.count() == 0) {
      return Movement.reshape(add(Reductions.sum(y, 1), 1), r.result(keepDims));
    }
    for (int n = r.count(); n > 1; n = n - n / 2) {
      int half = n / 2;
      Tensor pairs = mul(Indexing.slice(y, 1, 0, half), Indexing.slice(y, 1, half, 2 * half));
      y = 2 * half == n ? pairs : Movement.concat(1, pairs, Indexing.slice(y, 1, 2 * half, n));
    }
    return Movement.reshape(y, r.result(keepDims));
  }

  private static Tensor doubling(Tensor x, int axis, BinaryOperator<Tensor> fold) {
    int n = x.shape().get(axis);
    Tensor y = x;
    for (int step = 1; step < n; step *= 2) {
      Tensor behind = Indexing.slice(y, axis, step, n);
      Tensor before = Indexing.slice(y, axis, 0, n - step);
      y = Movement.concat(axis, Indexing.slice(y, axis, 0, step), fold.apply(before, behind));
    }
    return y;
  }

  /** The value of a scan, towards the end or, if not forward, towards the beginning. */
  private static Tensor scanned(Tensor x, int axis, boolean forward, Running fold) {
    Tensor out = Tensor.blank(x.shape(), x);
    int n = x.shape().get(axis);
    int outer = Picks.outer(x.shape(), axis);
    int inner = Picks.inner(x.shape(), axis);
    ProductKernels.of(x.dtype().width())
        .running(fold, forward, x.data(), outer, n, inner, out.data());
    return out;
  }
}
