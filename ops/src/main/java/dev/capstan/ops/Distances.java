package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.Elementary;
import dev.capstan.ops.option.Expansion;
import dev.capstan.ops.option.KeepDims;
import dev.capstan.ops.option.Transpose;
import java.util.Arrays;
import java.util.function.BinaryOperator;

/**
 * Distances between vectors: of two batches row by row, or of all pairs of rows.
 *
 * <p>All pairs are compared without forming a tensor of rows × rows × components; see {@link
 * PairSums} for the loops and their derivatives. At distance 0, where no derivative exists, it is 0
 * for every p, so that identical points never give a NaN.
 */
public final class Distances {
  private Distances() {}

  /**
   * The distances of corresponding vectors.
   *
   * <p>{@code ‖x − y + eps‖ₚ} over the last axis; eps is added to every component of the signed
   * difference, so the function is not symmetric and its derivative at x = y is not 0 unless eps
   * is. Shapes: x and y broadcast; the last axis is dropped, or kept with size 1. Any real p and
   * ±∞. Gradient as {@link Reductions#norm}: 0 at the zero vector.
   */
  public static Tensor pairwiseDistance(
      Tensor x, Tensor y, double p, double eps, KeepDims keepDims) {
    requireNonNull(keepDims, "keepDims");
    Tensor difference = Elementwise.add(Elementwise.sub(x, y), eps);
    return Reductions.norm(difference, p, keepDims, -1);
  }

  /** As {@link #pairwiseDistance(Tensor, Tensor, double, double, KeepDims)}, axis dropped. */
  public static Tensor pairwiseDistance(Tensor x, Tensor y, double p, double eps) {
    return pairwiseDistance(x, y, p, eps, KeepDims.NO);
  }

  /** The Euclidean distances with eps = 1e-6, axis dropped. */
  public static Tensor pairwiseDistance(Tensor x, Tensor y) {
    return pairwiseDistance(x, y, 2, 1e-6);
  }

  /**
   * The cosines of the angles between corresponding vectors.
   *
   * <p>{@code x·y / (max(|x|, eps) max(|y|, eps))} along an axis, which is dropped. Shapes: x and y
   * broadcast. Gradient: a zero vector has length eps, so its cosine is 0 and its gradient {@code y
   * / (eps |y|)}.
   */
  public static Tensor cosineSimilarity(Tensor x, Tensor y, int axis, double eps) {
    Shape both = Shape.broadcast("cosineSimilarity", x.shape(), y.shape());
    int at = both.axis("cosineSimilarity", axis);
    Tensor left = LinearAlgebra.normalize(Movement.broadcastTo(x, both), 2, at, eps);
    Tensor right = LinearAlgebra.normalize(Movement.broadcastTo(y, both), 2, at, eps);
    return bounded(Reductions.sum(Elementwise.mul(left, right), at));
  }

  /** What rounding puts beyond ±1 brought back to it; the gradient passes as it is. */
  private static Tensor bounded(Tensor cosines) {
    return Ops.unary("cosine", cosines, Elementary.CLAMP.with(-1, 1), g -> g);
  }

  /** As {@link #cosineSimilarity(Tensor, Tensor, int, double)} with eps = 1e-8. */
  public static Tensor cosineSimilarity(Tensor x, Tensor y, int axis) {
    return cosineSimilarity(x, y, axis, 1e-8);
  }

  /**
   * The distances of all pairs of rows.
   *
   * <p>{@code z[…, i, j] = ‖x[…, i, :] − y[…, j, :]‖ₚ} for p ≥ 0 or ∞; p = 0 counts the components
   * that differ and has gradient 0. Shapes: {@code x: […, m, d]}, {@code y: […, n, d]}, returns
   * {@code […, m, n]}; leading axes broadcast. Gradient: 0 at distance 0; for p = 1 sign(0) = 0;
   * for p = ∞ every component that attains the maximum gets the whole share (PyTorch's cdist).
   *
   * @throws IllegalArgumentException if p is negative or NaN
   * @throws ShapeException if a rank is below 2 or the last sizes differ
   */
  public static Tensor cdist(Tensor x, Tensor y, double p) {
    if (!(p >= 0)) {
      throw Called.illegal(
          "cdist: no distance has this p: got " + p + ", expected p of 0 or more, or infinity");
    }
    return allPairs("cdist", x, y, (a, b) -> distances(a, b, p));
  }

  /**
   * Powers that leave the dtype's range cost digits of all pairs but those near 1: then each pair
   * is brought there by itself, which takes a tensor of all differences. Where that would be too
   * large one power of two is to bring all pairs there.
   */
  private static Tensor distances(Tensor x, Tensor y, double p) {
    Tensor z = near(x, y, p);
    boolean powers = p > 1 && p < Double.POSITIVE_INFINITY;
    if (!powers || keepDigits(z, x, y, p)) {
      return z;
    }
    if (Sizes.product(z.shape().get(0), z.shape().get(1), z.shape().get(2), x.shape().get(2))
        <= Sizes.SMALL) {
      return normsOfDifferences(x, y, p);
    }
    double most = Math.max(Magnitudes.largest(x), Magnitudes.largest(y));
    double power = Scaling.power(most, x.dtype());
    Tensor scaled = near(Elementwise.mul(x, power), Elementwise.mul(y, power), p);
    return Elementwise.mul(scaled, 1 / power);
  }

  /** Whether each distance lies where its p-th power does no harm, or is that of equal rows. */
  private static boolean keepDigits(Tensor z, Tensor x, Tensor y, double p) {
    Scaling.Range range = Scaling.Range.ofPowers(x.dtype(), p);
    int m = x.shape().get(1);
    int n = y.shape().get(1);
    for (int i = 0; i < z.size(); i++) {
      if (!range.holds(z.at(i))
          && !(z.at(i) == 0 && sameRows(x, i / n, y, i / n / m * n + i % n))) {
        return false;
      }
    }
    return true;
  }

  private static boolean sameRows(Tensor x, int row, Tensor y, int other) {
    int c = x.shape().get(2);
    for (int k = 0; k < c; k++) {
      if (x.at(row * c + k) != y.at(other * c + k)) {
        return false;
      }
    }
    return true;
  }

  private static Tensor normsOfDifferences(Tensor x, Tensor y, double p) {
    int b = x.shape().get(0);
    int m = x.shape().get(1);
    int n = y.shape().get(1);
    int c = x.shape().get(2);
    Tensor rows = Movement.reshape(x, Shape.of(b, m, 1, c));
    Tensor columns = Movement.reshape(y, Shape.of(b, 1, n, c));
    return Reductions.norm(Elementwise.sub(rows, columns), p, -1);
  }

  /** As {@link #cdist(Tensor, Tensor, double)} with p = 2. */
  public static Tensor cdist(Tensor x, Tensor y) {
    return cdist(x, y, 2);
  }

  /**
   * The squared Euclidean distances of all pairs of rows.
   *
   * <p>{@code z[…, i, j] = Σₖ (x[…, i, k] − y[…, j, k])²}. Shapes as {@link #cdist(Tensor, Tensor,
   * double)}. The form PRODUCTS is clipped at 0 from below, with gradient 0 where it is.
   */
  public static Tensor squaredDistances(Tensor x, Tensor y, Expansion form) {
    requireNonNull(form, "form");
    return allPairs(
        "squaredDistances",
        x,
        y,
        (a, b) ->
            form == Expansion.DIFFERENCES ? powers(a, b, 2) : Elementwise.relu(expanded(a, b)));
  }

  /** As {@link #squaredDistances(Tensor, Tensor, Expansion)} by differences. */
  public static Tensor squaredDistances(Tensor x, Tensor y) {
    return squaredDistances(x, y, Expansion.DIFFERENCES);
  }

  /**
   * The cosines of all pairs of rows: {@code cosineSimilarity} of x[…, i, :] and y[…, j, :].
   *
   * <p>Shapes as {@link #cdist(Tensor, Tensor, double)}; 1 minus it is the cosine distance.
   */
  public static Tensor cosineSimilarities(Tensor x, Tensor y, double eps) {
    requireRows("cosineSimilarities", x, y);
    return bounded(
        LinearAlgebra.matmul(
            LinearAlgebra.normalize(x, 2, -1, eps),
            Transpose.NO,
            LinearAlgebra.normalize(y, 2, -1, eps),
            Transpose.YES));
  }

  /**
   * The distances of all pairs of different rows of one matrix.
   *
   * <p>{@code ‖x[i, :] − x[j, :]‖ₚ} for i &lt; j, in the order (0, 1), (0, 2), …, (1, 2), ….
   * Shapes: {@code x: [n, d]}, returns {@code [n (n − 1) / 2]}. Otherwise as {@link #cdist(Tensor,
   * Tensor, double)}.
   */
  public static Tensor pdist(Tensor x, double p) {
    if (x.rank() != 2) {
      throw new ShapeException(
          "pdist: not a matrix: got shape " + x.shape() + ", expected [n, d]; reshape it");
    }
    int n = x.shape().get(0);
    Sizes.times("pdist", n, n);
    int[] upper = new int[n * (n - 1) / 2];
    int at = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i + 1; j < n; j++) {
        upper[at++] = i * n + j;
      }
    }
    Tensor all = Movement.reshape(cdist(x, x, p), Shape.of(n * n));
    return Indexing.indexSelect(all, 0, IntTensor.of(upper));
  }

  // --- all pairs ------------------------------------------------------------------------------

  private static Tensor near(Tensor x, Tensor y, double p) {
    if (p == 0) {
      return PairSums.of(PairTerm.count(), x, y).dots(ones(x), ones(y));
    }
    if (p == Double.POSITIVE_INFINITY) {
      return largest(x, y);
    }
    Tensor sums = powers(x, y, p);
    return p == 1 ? sums : root(sums, p);
  }

  /** Σ |x − y|^p. */
  private static Tensor powers(Tensor x, Tensor y, double p) {
    return PairSums.of(PairTerm.power(p), x, y).dots(ones(x), ones(y));
  }

  private static Tensor largest(Tensor x, Tensor y) {
    return op("largestDifference", x, y)
        .value((u, v) -> PairSums.largest(u, v))
        .vjp((g, d) -> new PairSums(PairTerm.largest(), x, y, d).left(g, ones(y)))
        .vjp((g, d) -> Elementwise.neg(new PairSums(PairTerm.largest(), x, y, d).right(g, ones(x))))
        .branch(() -> new PairSums(PairTerm.largest(), x, y, PairSums.largest(x, y)).branch())
        .record();
  }

  /** s^(1/p) whose derivatives of every order are 0 at 0. */
  private static Tensor root(Tensor s, double p) {
    Tensor atZero = Ops.map(s, v -> v == 0 ? 1 : 0);
    return op("root", s)
        .value(v -> Norm.root(v, p))
        .vjp(
            (g, y) ->
                Elementwise.mul(
                    g, Elementwise.div(y, Elementwise.mul(Elementwise.add(s, atZero), p))))
        .branch(() -> Branches.of(s, Elementary.STEP))
        .record();
  }

  /** |x|² + |y|² − 2 x yᵀ. */
  private static Tensor expanded(Tensor x, Tensor y) {
    Tensor xx = Reductions.sum(Elementwise.square(x), KeepDims.YES, 2);
    Tensor yy = Reductions.sum(Elementwise.square(y), KeepDims.YES, 2);
    Tensor row = Movement.reshape(yy, Shape.of(y.shape().get(0), 1, y.shape().get(1)));
    Tensor products = LinearAlgebra.matmul(x, Transpose.NO, y, Transpose.YES);
    return Elementwise.add(Elementwise.add(xx, row), Elementwise.mul(products, -2));
  }

  private static Tensor ones(Tensor like) {
    return like.like(i -> 1);
  }

  /** Broadcasts the leading axes and makes them one; the function sees [b, m, d] and [b, n, d]. */
  private static Tensor allPairs(String name, Tensor x, Tensor y, BinaryOperator<Tensor> f) {
    requireRows(name, x, y);
    Shape batch = Shape.broadcast(name, leading(x), leading(y));
    Tensor z = f.apply(stacked(x, batch), stacked(y, batch));
    return Movement.reshape(z, with(batch, x.shape().get(-2), y.shape().get(-2)));
  }

  private static Tensor stacked(Tensor x, Shape batch) {
    int rows = x.shape().get(-2);
    int components = x.shape().get(-1);
    return Movement.reshape(
        Movement.broadcastTo(x, with(batch, rows, components)),
        Shape.of(batch.size(), rows, components));
  }

  private static Shape leading(Tensor x) {
    return Shape.of(Arrays.copyOf(x.shape().toArray(), x.rank() - 2));
  }

  private static Shape with(Shape batch, int rows, int columns) {
    int[] sizes = Arrays.copyOf(batch.toArray(), batch.rank() + 2);
    sizes[batch.rank()] = rows;
    sizes[batch.rank() + 1] = columns;
    return Shape.of(sizes);
  }

  private static void requireRows(String name, Tensor x, Tensor y) {
    Ops.requireSameDType(name, x, y);
    boolean matrices = x.rank() >= 2 && y.rank() >= 2;
    if (!matrices || x.shape().get(-1) != y.shape().get(-1)) {
      throw new ShapeException(
          name
              + (matrices ? ": rows of different length" : ": not matrices of rows")
              + ": got shapes "
              + x.shape()
              + " and "
              + y.shape()
              + ", expected […, m, d] and […, n, d]");
    }
  }
}
