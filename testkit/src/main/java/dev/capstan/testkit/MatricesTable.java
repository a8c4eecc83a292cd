package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;

import dev.capstan.ops.DType;
import dev.capstan.ops.Decompositions;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Matrices;
import dev.capstan.ops.Matrices.Kind;
import dev.capstan.ops.Movement;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Transpose;
import java.util.Arrays;
import java.util.List;

/** The rows of {@link Matrices} and {@link Decompositions}. */
final class MatricesTable {
  /** Far enough from singular that no difference step comes near it. */
  private static final Domain REGULAR = Naive.diagonal(-0.5, 0.5, 2, 1);

  /** Values far apart, and no element so near to 0 that its own rounding is a large part of it. */
  private static final Domain APART = Naive.diagonal(0.1, 0.4, 2, 2);

  private static final String CONDITION =
      "the float32 rules multiply inverses and factors that are rounded themselves";

  private MatricesTable() {}

  static List<OpSpec> rows() {
    return List.of(
        inverse(),
        solve(Transpose.NO),
        solve(Transpose.YES),
        solveForVector(),
        det(),
        logDet(),
        trace(),
        frobenius(),
        nuclear(),
        two(),
        one(),
        infinity(),
        cholesky(),
        tallQr(),
        wideQr(),
        symmetricEigen(),
        svd(),
        singularValuesOfWide());
  }

  private static OpSpec.Builder square(OpSpec.Builder row) {
    return row.domain(REGULAR)
        .grows("n n n")
        .on(shape(1, 1))
        .on(shape(2, 2))
        .on(shape(3, 3))
        .on(shape(2, 2, 2))
        .ulps(32, CONDITION);
  }

  private static OpSpec inverse() {
    return square(OpSpec.of(Matrices.class, "inverse"))
        .function(x -> Matrices.inverse(x))
        .fluent(x -> x.inverse())
        .reference(x -> Naive.each(x, x.size(-1), x.size(-1), Naive::inverse))
        .known("torch.linalg.inv", "jax.numpy.linalg.inv")
        .error(
            ShapeException.class,
            "inverse: not square matrices: got shape [2, 3], expected […, n, n]",
            () -> Matrices.inverse(zeros(2, 3)))
        .error(
            IllegalArgumentException.class,
            "inverse: a matrix is singular: got one with determinant 0 at position 0 of the "
                + "stack, expected regular matrices; add a small multiple of eye(n)",
            () -> Matrices.inverse(zeros(2, 2)))
        .row();
  }

  private static OpSpec solve(Transpose flip) {
    return OpSpec.of(Matrices.class, "solve")
        .variant(flip == Transpose.NO ? "" : "transposed")
        .function((a, b) -> Matrices.solve(a, flip, b))
        .fluent((a, b) -> flip == Transpose.NO ? a.solve(b) : Matrices.solve(a, flip, b))
        .domains(REGULAR, Domain.real())
        .grows("n n n, n n n")
        .on(shape(1, 1), shape(1, 1))
        .on(shape(2, 2), shape(2, 3))
        .on(shape(2, 2), shape(2, 2, 1))
        .on(shape(2, 2, 2), shape(2, 1))
        .reference(
            (a, b) -> {
              int stack =
                  Math.max(a.size() / a.size(-1) / a.size(-1), b.size() / b.size(-1) / b.size(-2));
              boolean stacked = a.shape().rank() + b.shape().rank() > 4;
              int n = b.size(-2);
              int k = b.size(-1);
              return Values.generate(
                  stacked ? shape(stack, n, k) : shape(n, k),
                  z -> {
                    double[][] x = Naive.matrix(a, a.shape().rank() == 3 ? z[0] : 0);
                    double[][] read = flip == Transpose.NO ? x : Naive.transposed(x);
                    double[][] sides = Naive.matrix(b, b.shape().rank() == 3 ? z[0] : 0);
                    double[][] solution = Naive.product(Naive.inverse(read), sides);
                    return solution[z[z.length - 2]][z[z.length - 1]];
                  });
            })
        .ulps(32, CONDITION)
        .known("torch.linalg.solve", "jax.numpy.linalg.solve")
        .error(
            ShapeException.class,
            "solve: right-hand sides do not fit: got a [2, 2] and b [3, 1], "
                + "expected […, n, n] and […, n, k]",
            () -> Matrices.solve(zeros(2, 2), flip, zeros(3, 1)))
        .error(
            IllegalArgumentException.class,
            "solve: a matrix is singular: got one with determinant 0 at position 0 of the "
                + "stack, expected regular matrices; add a small multiple of eye(n)",
            () -> Matrices.solve(zeros(2, 2), flip, zeros(2, 1)))
        .row();
  }

  private static OpSpec solveForVector() {
    return OpSpec.of(Matrices.class, "solve")
        .variant("vector")
        .function((a, b) -> Matrices.solve(a, b))
        .domains(REGULAR, Domain.real())
        .grows("n n, n")
        .on(shape(1, 1), shape(1))
        .on(shape(2, 2), shape(2))
        .on(shape(3, 3), shape(3))
        .reference(
            (a, b) ->
                Values.generate(
                    b.shape(),
                    z -> {
                      double[] row = Naive.inverse(Naive.matrix(a, 0))[z[0]];
                      double sum = 0;
                      for (int k = 0; k < row.length; k++) {
                        sum += row[k] * b.flat(k);
                      }
                      return sum;
                    }))
        .ulps(32, CONDITION)
        .row();
  }

  private static OpSpec det() {
    return square(OpSpec.of(Matrices.class, "det"))
        .grows("n 8 8")
        .function(x -> Matrices.det(x))
        .fluent(x -> x.det())
        .on(shape(0, 0))
        .reference(x -> Naive.number(x, Naive::determinant))
        .kink("a singular matrix")
        .pin(
            at(Tensor.of(new double[][] {{1, 2}, {2, 4}}))
                .gives(0)
                .gradient(Tensor.of(new double[][] {{4, -2}, {-2, 1}}))
                .curvature(Tensor.of(new double[][] {{1, -1}, {-1, 1}}))
                .named("a singular matrix"))
        .known("torch.linalg.det", "jax.numpy.linalg.det")
        .error(
            ShapeException.class,
            "det: not square matrices: got shape [2], expected […, n, n]",
            () -> Matrices.det(zeros(2)))
        .row();
  }

  private static OpSpec logDet() {
    return square(OpSpec.of(Matrices.class, "logDet"))
        .function(x -> Matrices.logDet(x))
        .fluent(x -> x.logDet())
        .reference(x -> Naive.number(x, m -> Math.log(Naive.determinant(m))))
        .pin(at(Tensor.of(new double[][] {{0, 1}, {1, 0}})).gives(Double.NaN))
        .pin(at(Tensor.of(new double[][] {{0, 1}, {-1, 0}})).gives(0))
        .known("torch.logdet", "")
        .error(
            ShapeException.class,
            "logDet: not square matrices: got shape [2, 3], expected […, n, n]",
            () -> Matrices.logDet(zeros(2, 3)))
        .row();
  }

  private static OpSpec trace() {
    return OpSpec.of(Matrices.class, "trace")
        .function(x -> Matrices.trace(x))
        .fluent(x -> x.trace())
        .on(shape(1, 1))
        .on(shape(2, 3))
        .on(shape(3, 2))
        .on(shape(2, 2, 2))
        .reference(
            x ->
                Naive.number(
                    x,
                    m -> {
                      double sum = 0;
                      for (int i = 0; i < Math.min(m.length, m[0].length); i++) {
                        sum += m[i][i];
                      }
                      return sum;
                    }))
        .known("torch.trace", "jax.numpy.trace")
        .error(
            ShapeException.class,
            "trace: not a matrix: got shape [2], expected […, m, n]",
            () -> Matrices.trace(zeros(2)))
        .row();
  }

  // --- norms ----------------------------------------------------------------------------------

  private static OpSpec.Builder norm(Kind kind) {
    return OpSpec.of(Matrices.class, "matrixNorm")
        .variant(kind.toString())
        .function(x -> Matrices.matrixNorm(x, kind))
        .fluent(x -> x.matrixNorm(kind))
        .domain(Naive.diagonal(0.1, 0.5, 4, -1))
        .on(shape(2, 2))
        .on(shape(3, 2))
        .on(shape(2, 3))
        .on(shape(2, 2, 2))
        .ulps(32, CONDITION)
        .known("torch.linalg.matrix_norm", "jax.numpy.linalg.matrix_norm");
  }

  private static OpSpec frobenius() {
    return norm(Kind.FROBENIUS)
        .reference(x -> Naive.number(x, m -> Math.sqrt(Arrays.stream(sums(m, e -> e * e)).sum())))
        .kink("the zero matrix")
        .pin(zeroMatrix())
        .row();
  }

  private static Pin zeroMatrix() {
    return at(zeros(2, 2)).gives(0).gradient(zeros(2, 2)).named("the zero matrix");
  }

  private static OpSpec nuclear() {
    return norm(Kind.NUCLEAR)
        .reference(x -> Naive.number(x, m -> Arrays.stream(singularValues(m)).sum()))
        .kink("the zero matrix")
        .pin(zeroMatrix())
        .row();
  }

  private static OpSpec two() {
    return norm(Kind.TWO)
        .reference(x -> Naive.number(x, m -> singularValues(m)[0]))
        .kink("equal singular values")
        .pin(
            at(Tensor.eye(DType.FLOAT64, 2))
                .gives(1)
                .gradient(Elementwise.mul(Tensor.eye(DType.FLOAT64, 2), 0.5))
                .named("equal singular values"))
        .row();
  }

  private static OpSpec one() {
    return norm(Kind.ONE)
        .reference(
            x ->
                Naive.number(
                    x,
                    m -> Arrays.stream(sums(Naive.transposed(m), Math::abs)).max().orElseThrow()))
        .kink("equal columns")
        .pin(
            at(Tensor.of(new double[][] {{1, 2}, {-2, 1}}))
                .gives(3)
                .gradient(Tensor.of(new double[][] {{0.5, 0.5}, {-0.5, 0.5}}))
                .named("equal columns"))
        .row();
  }

  private static OpSpec infinity() {
    return norm(Kind.INFINITY)
        .reference(x -> Naive.number(x, m -> Arrays.stream(sums(m, Math::abs)).max().orElseThrow()))
        .kink("equal rows")
        .pin(
            at(Tensor.of(new double[][] {{1, 2}, {-2, 1}}))
                .gives(3)
                .gradient(Tensor.of(new double[][] {{0.5, 0.5}, {-0.5, 0.5}}))
                .named("equal rows"))
        .error(
            ShapeException.class,
            "matrixNorm: not a matrix: got shape [2], expected […, m, n]",
            () -> Matrices.matrixNorm(zeros(2), Kind.INFINITY))
        .row();
  }

  private static double[] sums(double[][] m, java.util.function.DoubleUnaryOperator f) {
    return Arrays.stream(m).mapToDouble(row -> Arrays.stream(row).map(f).sum()).toArray();
  }

  private static double[] singularValues(double[][] m) {
    double[][] tall = m.length < m[0].length ? Naive.transposed(m) : m;
    return Naive.packedSvd(tall)[tall.length];
  }

  // --- factors --------------------------------------------------------------------------------

  private static OpSpec cholesky() {
    return square(OpSpec.of(Decompositions.class, "cholesky"))
        .function(x -> Decompositions.cholesky(x))
        .fluent(x -> x.cholesky())
        .reference(
            x ->
                Naive.each(
                    x,
                    x.size(-1),
                    x.size(-1),
                    m -> {
                      double[][] s = Naive.symmetric(m);
                      int n = s.length;
                      double[][] l = new double[n][n];
                      for (int j = 0; j < n; j++) {
                        for (int i = j; i < n; i++) {
                          l[i][j] = s[i][j] / Math.sqrt(s[j][j]);
                        }
                        for (int i = j + 1; i < n; i++) {
                          for (int k = j + 1; k < n; k++) {
                            s[i][k] -= l[i][j] * l[k][j];
                          }
                        }
                      }
                      return l;
                    }))
        .known("torch.linalg.cholesky", "jax.numpy.linalg.cholesky")
        .error(
            IllegalArgumentException.class,
            "cholesky: a matrix is not positive definite: got one whose leading minor of order 2 "
                + "is not positive, at position 0 of the stack; add a small multiple of eye(n)",
            () -> Decompositions.cholesky(Tensor.of(new double[][] {{1, 2}, {2, 1}})))
        .row();
  }

  private static OpSpec tallQr() {
    return OpSpec.of(Decompositions.class, "qr")
        .function(x -> packed(Decompositions.qr(x)))
        .fluent(x -> packed(x.qr()))
        .domain(REGULAR)
        .grows("n n n")
        .on(shape(1, 1))
        .on(shape(2, 2))
        .on(shape(3, 2))
        .on(shape(2, 2, 1))
        .reference(x -> Naive.each(x, x.size(-2) + x.size(-1), x.size(-1), Naive::packedQr))
        .ulps(32, CONDITION)
        .known("torch.linalg.qr", "jax.numpy.linalg.qr")
        .error(
            ShapeException.class,
            "qr: not a matrix: got shape [2], expected […, m, n]",
            () -> Decompositions.qr(zeros(2)))
        .row();
  }

  private static Tensor packed(Decompositions.Qr factors) {
    return Movement.concat(-2, factors.q(), factors.r());
  }

  private static OpSpec wideQr() {
    return OpSpec.of(Decompositions.class, "qr")
        .variant("wide")
        .function(x -> Decompositions.qr(x).r())
        .domain(REGULAR)
        .grows("n 8 n")
        .on(shape(1, 2))
        .on(shape(2, 3))
        .on(shape(2, 4))
        .reference(
            x -> {
              int m = x.size(0);
              double[][] all = Naive.matrix(x, 0);
              double[][] first = new double[m][];
              for (int i = 0; i < m; i++) {
                first[i] = Arrays.copyOf(all[i], m);
              }
              double[][] q = Arrays.copyOf(Naive.packedQr(first), m);
              double[][] r = Naive.product(Naive.transposed(q), all);
              return Values.generate(x.shape(), z -> z[0] > z[1] ? 0 : r[z[0]][z[1]]);
            })
        .ulps(32, CONDITION)
        .row();
  }

  private static OpSpec symmetricEigen() {
    return OpSpec.of(Decompositions.class, "symmetricEigen")
        .function(x -> packed(Decompositions.symmetricEigen(x)))
        .fluent(x -> packed(x.symmetricEigen()))
        .domain(APART)
        .grows("n n n")
        .on(shape(1, 1))
        .on(shape(2, 2))
        .on(shape(3, 3))
        .on(shape(2, 2, 2))
        .reference(x -> Naive.each(x, x.size(-1) + 1, x.size(-1), Naive::packedEigen))
        .ulps(64, CONDITION)
        .known("torch.linalg.eigh", "jax.numpy.linalg.eigh")
        .error(
            IllegalArgumentException.class,
            "symmetricEigen: equal eigenvalues: the derivative of their vectors does not exist: "
                + "got a gradient of size 1.0 into them, expected 0; "
                + "use a function of the values alone, or perturb the matrix",
            () ->
                Clauses.gradients(
                    xs -> Decompositions.symmetricEigen(xs.get(0)).vectors(),
                    List.of(Tensor.eye(DType.FLOAT64, 2)),
                    Tensor.of(new double[][] {{0, 1}, {0, 0}})))
        .row();
  }

  private static Tensor packed(Decompositions.Eigen factors) {
    return Movement.concat(-2, Movement.unsqueeze(factors.values(), -2), factors.vectors());
  }

  private static OpSpec svd() {
    return OpSpec.of(Decompositions.class, "svd")
        .function(x -> packed(Decompositions.svd(x)))
        .fluent(x -> packed(x.svd()))
        .domain(APART)
        .grows("n n n")
        .on(shape(1, 1))
        .on(shape(2, 2))
        .on(shape(3, 2))
        .on(shape(2, 2, 2))
        .reference(x -> Naive.each(x, x.size(-2) + 1 + x.size(-1), x.size(-1), Naive::packedSvd))
        .ulps(64, CONDITION)
        .known("torch.linalg.svd", "jax.numpy.linalg.svd")
        .error(
            IllegalArgumentException.class,
            "svd: equal singular values: the derivative of their vectors does not exist: "
                + "got a gradient of size 1.0 into them, expected 0; "
                + "use a function of the values alone, or perturb the matrix",
            () ->
                Clauses.gradients(
                    xs -> Decompositions.svd(xs.get(0)).u(),
                    List.of(Tensor.eye(DType.FLOAT64, 2)),
                    Tensor.of(new double[][] {{0, 1}, {0, 0}})))
        .row();
  }

  private static Tensor packed(Decompositions.Svd factors) {
    return Movement.concat(-2, factors.u(), Movement.unsqueeze(factors.s(), -2), factors.v());
  }

  private static OpSpec singularValuesOfWide() {
    return OpSpec.of(Decompositions.class, "svd")
        .variant("singular values of a wide matrix")
        .function(x -> Decompositions.svd(x).s())
        .domain(APART)
        .grows("n 8 n")
        .on(shape(1, 2))
        .on(shape(2, 3))
        .on(shape(2, 4))
        .reference(
            x -> {
              double[] s = singularValues(Naive.matrix(x, 0));
              return Values.generate(shape(s.length), z -> s[z[0]]);
            })
        .ulps(64, CONDITION)
        .row();
  }

  private static Tensor zeros(int... sizes) {
    return Tensor.zeros(DType.FLOAT64, sizes);
  }
}
