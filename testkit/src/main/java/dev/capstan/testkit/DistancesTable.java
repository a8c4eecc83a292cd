package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;

import dev.capstan.ops.DType;
import dev.capstan.ops.Distances;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Expansion;
import dev.capstan.ops.option.KeepDims;
import java.util.List;

/** The rows of {@link Distances}. */
final class DistancesTable {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /** Rows that no two of which share a point: x lies above y in every component. */
  private static final Domain ABOVE = apart(1, 2);

  private static final Domain BELOW = apart(-2, -1);

  private DistancesTable() {}

  /** Component k is stretched by k + 1, which keeps the differences of the components apart. */
  private static Domain apart(double low, double high) {
    return Domain.between(low, high)
        .made(
            (numbers, shape) -> {
              double[] out = numbers.clone();
              for (int i = 0; i < out.length; i++) {
                int k = i % shape.get(-1);
                out[i] += k * Math.signum(low) * 2;
              }
              return out;
            });
  }

  static List<OpSpec> rows() {
    return List.of(
        pairwiseDistance(),
        pairwiseDistanceKept(),
        cosineSimilarity(),
        cdist(2),
        cdist(1),
        cdist(3),
        cdist(0.5),
        cdist(INFINITY),
        cdist(0),
        pdist(2),
        pdist(INFINITY),
        squaredDistances(Expansion.DIFFERENCES),
        squaredDistances(Expansion.PRODUCTS),
        cosineSimilarities());
  }

  // --- corresponding vectors ------------------------------------------------------------------

  private static OpSpec pairwiseDistance() {
    double half = Math.sqrt(0.5);
    return OpSpec.of(Distances.class, "pairwiseDistance")
        .function((x, y) -> Distances.pairwiseDistance(x, y, 2, 1e-6))
        .fluent((x, y) -> x.pairwiseDistance(y, 2, 1e-6))
        .domains(ABOVE, BELOW)
        .on(shape(2), shape(2))
        .on(shape(2, 3), shape(2, 3))
        .on(shape(2, 2), shape(2))
        .reference((x, y) -> rowDistances(x, y, 2, 1e-6))
        .kink("coinciding points")
        .pin(
            at(Tensor.of(1.0, 2.0), Tensor.of(1.0, 2.0))
                .gradient(Tensor.of(half, half), Tensor.of(-half, -half))
                .named("coinciding points"))
        .known("torch.nn.functional.pairwise_distance", "")
        .row();
  }

  private static OpSpec pairwiseDistanceKept() {
    return OpSpec.of(Distances.class, "pairwiseDistance")
        .variant("p = 3, eps = 0, axis kept")
        .function((x, y) -> Distances.pairwiseDistance(x, y, 3, 0, KeepDims.YES))
        .domains(ABOVE, BELOW)
        .on(shape(2), shape(2))
        .on(shape(2, 3), shape(2, 3))
        .on(shape(1, 2), shape(2, 2))
        .reference(
            (x, y) -> {
              Values dropped = rowDistances(x, y, 3, 0);
              int[] sizes = java.util.Arrays.copyOf(dropped.shape().toArray(), rank(x, y));
              sizes[sizes.length - 1] = 1;
              return Values.generate(
                  shape(sizes), z -> dropped.at(java.util.Arrays.copyOf(z, z.length - 1)));
            })
        .pin(
            at(Tensor.of(1.0, 2.0), Tensor.of(1.0, 2.0))
                .gives(Tensor.of(0.0))
                .gradient(Tensor.of(0.0, 0.0), Tensor.of(0.0, 0.0)))
        .row();
  }

  private static int rank(Values x, Values y) {
    return Math.max(x.shape().rank(), y.shape().rank());
  }

  private static Values rowDistances(Values x, Values y, double p, double eps) {
    int rank = rank(x, y);
    int[] sizes = new int[rank - 1];
    for (int i = 0; i < sizes.length; i++) {
      int fromEnd = i - rank;
      int a = -fromEnd <= x.shape().rank() ? x.size(fromEnd) : 1;
      int b = -fromEnd <= y.shape().rank() ? y.size(fromEnd) : 1;
      sizes[i] = a == 1 ? b : a;
    }
    return Values.generate(
        shape(sizes),
        z -> {
          double sum = 0;
          for (int k = 0; k < x.size(-1); k++) {
            int[] at = java.util.Arrays.copyOf(z, rank);
            at[rank - 1] = k;
            sum += Math.pow(Math.abs(x.broadcastAt(at) - y.broadcastAt(at) + eps), p);
          }
          return Math.pow(sum, 1 / p);
        });
  }

  private static OpSpec cosineSimilarity() {
    return OpSpec.of(Distances.class, "cosineSimilarity")
        .function((x, y) -> Distances.cosineSimilarity(x, y, -1))
        .fluent((x, y) -> x.cosineSimilarity(y, -1))
        .domains(Domain.positive(), Domain.positive())
        .on(shape(2), shape(2))
        .on(shape(2, 3), shape(2, 3))
        .on(shape(2, 2), shape(2))
        .reference(
            (x, y) -> {
              int[] sizes = x.shape().rank() == 1 ? new int[0] : new int[] {x.size(0)};
              return Values.generate(
                  shape(sizes),
                  z -> {
                    int row = sizes.length == 0 ? 0 : z[0];
                    return cosine(x, row, y, y.shape().rank() == 1 ? 0 : row);
                  });
            })
        .kink("the zero vector")
        .pin(
            at(Tensor.of(0.0, 0.0), Tensor.of(0.0, 2.0))
                .gives(0)
                .gradient(Tensor.of(0.0, 1e8), Tensor.of(0.0, 0.0))
                .named("the zero vector"))
        .known("torch.nn.functional.cosine_similarity", "")
        .row();
  }

  /** The cosine of two rows. */
  private static double cosine(Values x, int i, Values y, int j) {
    int d = x.size(-1);
    double xy = 0;
    double xx = 0;
    double yy = 0;
    for (int k = 0; k < d; k++) {
      double a = x.flat(i * d + k);
      double b = y.flat(j * d + k);
      xy += a * b;
      xx += a * a;
      yy += b * b;
    }
    return xy / Math.sqrt(xx * yy);
  }

  // --- all pairs ------------------------------------------------------------------------------

  private static OpSpec cdist(double p) {
    return OpSpec.of(Distances.class, "cdist")
        .variant("p = " + p)
        .function((x, y) -> Distances.cdist(x, y, p))
        .fluent((x, y) -> x.cdist(y, p))
        .domains(ABOVE, BELOW)
        .grows("n 64, n 64 -> n n")
        .on(shape(1, 2), shape(1, 2))
        .on(shape(2, 2), shape(3, 2))
        .on(shape(2, 1, 2), shape(2, 2))
        .on(shape(2, 0), shape(1, 0))
        .on(shape(0, 2), shape(2, 2))
        .reference((x, y) -> allDistances(x, y, p))
        .kink("coinciding points")
        .pin(
            at(rows(1, 2), rows(1, 2))
                .gives(rows(0))
                .gradient(rows(0, 0), rows(0, 0))
                .curvature(rows(0, 0), rows(0, 0))
                .named("coinciding points"))
        .known("torch.cdist", "")
        .error(
            IllegalArgumentException.class,
            "cdist: no distance has this p: got -1.0, expected p of 0 or more, or infinity",
            () -> Distances.cdist(rows(1), rows(1), -1))
        .error(
            ShapeException.class,
            "cdist: rows of different length: got shapes [1, 2] and [1, 3], "
                + "expected […, m, d] and […, n, d]",
            () -> Distances.cdist(rows(1, 2), rows(1, 2, 3), p))
        .error(
            ShapeException.class,
            "cdist: not matrices of rows: got shapes [2] and [1, 2], "
                + "expected […, m, d] and […, n, d]",
            () -> Distances.cdist(Tensor.of(1.0, 2.0), rows(1, 2), p))
        .row();
  }

  private static Values allDistances(Values x, Values y, double p) {
    int d = x.size(-1);
    int m = x.size(-2);
    int n = y.size(-2);
    boolean stacked = x.shape().rank() == 3;
    return Values.generate(
        stacked ? shape(x.size(0), m, n) : shape(m, n),
        z -> {
          int i = (stacked ? z[0] * m + z[1] : z[0]) * d;
          int j = z[z.length - 1] * d;
          return distance(x, i, y, j, d, p);
        });
  }

  private static double distance(Values x, int i, Values y, int j, int d, double p) {
    double sum = 0;
    double largest = 0;
    for (int k = 0; k < d; k++) {
      double v = Math.abs(x.flat(i + k) - y.flat(j + k));
      largest = Math.max(largest, v);
      sum += p == 0 ? Math.signum(v) : Math.pow(v, p);
    }
    return p == INFINITY ? largest : p == 0 ? sum : Math.pow(sum, 1 / p);
  }

  private static OpSpec pdist(double p) {
    return OpSpec.of(Distances.class, "pdist")
        .variant("p = " + p)
        .function(x -> Distances.pdist(x, p))
        .fluent(x -> x.pdist(p))
        .domain(
            Domain.between(-0.4, 0.4)
                .made(
                    (numbers, shape) -> {
                      double[] out = numbers.clone();
                      for (int i = 0; i < out.length; i++) {
                        int row = i / shape.get(1);
                        out[i] += (row * row + row) * (1 + i % shape.get(1));
                      }
                      return out;
                    }))
        .grows("n 64 -> n n")
        .on(shape(2, 1))
        .on(shape(3, 2))
        .on(shape(4, 2))
        .on(shape(1, 2))
        .reference(
            x -> {
              int n = x.size(0);
              int d = x.size(1);
              double[] out = new double[n * (n - 1) / 2];
              int at = 0;
              for (int i = 0; i < n; i++) {
                for (int j = i + 1; j < n; j++) {
                  out[at++] = distance(x, i * d, x, j * d, d, p);
                }
              }
              return Values.generate(shape(out.length), z -> out[z[0]]);
            })
        .kink("coinciding points")
        .pin(
            at(Tensor.of(new double[][] {{1, 2}, {1, 2}}))
                .gives(Tensor.of(0.0))
                .gradient(Tensor.of(new double[][] {{0, 0}, {0, 0}}))
                .named("coinciding points"))
        .known("torch.nn.functional.pdist", "")
        .error(
            ShapeException.class,
            "pdist: not a matrix: got shape [2], expected [n, d]; reshape it",
            () -> Distances.pdist(Tensor.of(1.0, 2.0), p))
        .row();
  }

  private static OpSpec squaredDistances(Expansion form) {
    return OpSpec.of(Distances.class, "squaredDistances")
        .variant(form.toString())
        .function((x, y) -> Distances.squaredDistances(x, y, form))
        .fluent((x, y) -> x.squaredDistances(y, form))
        .domains(ABOVE, BELOW)
        .grows("n 64, n 64 -> n n")
        .on(shape(1, 2), shape(1, 2))
        .on(shape(2, 2), shape(3, 2))
        .on(shape(2, 1, 2), shape(2, 2))
        .reference(
            (x, y) -> {
              Values d = allDistances(x, y, 2);
              return Values.generate(d.shape(), z -> d.at(z) * d.at(z));
            })
        .ulps(16, "the expanded form subtracts squares that are larger than their difference")
        .pin(at(rows(1, 2), rows(1, 2)).gives(rows(0)).gradient(rows(0, 0), rows(0, 0)))
        .row();
  }

  private static OpSpec cosineSimilarities() {
    return OpSpec.of(Distances.class, "cosineSimilarities")
        .function((x, y) -> Distances.cosineSimilarities(x, y, 1e-8))
        .fluent((x, y) -> x.cosineSimilarities(y, 1e-8))
        .domain(Domain.positive())
        .grows("n 64, n 64 -> n n")
        .on(shape(1, 2), shape(1, 2))
        .on(shape(2, 2), shape(3, 2))
        .on(shape(2, 3), shape(1, 3))
        .reference(
            (x, y) -> Values.generate(shape(x.size(0), y.size(0)), z -> cosine(x, z[0], y, z[1])))
        .kink("the zero vector")
        .pin(
            at(rows(0, 0), rows(0, 2))
                .gives(rows(0))
                .gradient(rows(0, 1e8), rows(0, 0))
                .named("the zero vector"))
        .error(
            ShapeException.class,
            "cosineSimilarities: rows of different length: got shapes [1, 2] and [1, 3], "
                + "expected […, m, d] and […, n, d]",
            () -> Distances.cosineSimilarities(rows(1, 2), rows(1, 2, 3), 1e-8))
        .row();
  }

  /** A matrix of one row. */
  private static Tensor rows(double... row) {
    return Tensor.of(new double[][] {row});
  }

  static Tensor zeros(int... sizes) {
    return Tensor.zeros(DType.FLOAT64, sizes);
  }
}
