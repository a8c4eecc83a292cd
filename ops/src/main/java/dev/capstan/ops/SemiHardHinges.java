package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;
import static java.util.Objects.requireNonNull;

import dev.capstan.ops.internal.BatchKernels;
import dev.capstan.ops.internal.BatchKernels.Classes;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The mean of semi-hard triplet hinges over a labelled batch, fused: mining, terms and slopes in
 * one pass over the distances. No operation of its own, but the fast form of a loss that names its
 * plain form, which says what is computed and is differentiated when a graph is wanted.
 *
 * <p>{@code Σ max(margin + d_ij − e_ij, 0) / P} over the P ordered pairs of different samples of
 * one label; e_ij is the nearest distance of a negative above d_ij, else the farthest negative's.
 */
public final class SemiHardHinges {
  private final Classes classes;
  private final double margin;

  /** Of N labels; the margin is added to every positive distance. */
  public SemiHardHinges(int[] labels, double margin) {
    this.classes = classes(labels);
    this.margin = margin;
  }

  private static Classes classes(int[] labels) {
    int[] distinct = labels.clone();
    Arrays.sort(distinct);
    int count = 0;
    for (int k = 0; k < distinct.length; k++) {
      if (k == 0 || distinct[k] != distinct[k - 1]) {
        distinct[count++] = distinct[k];
      }
    }
    int[] dense = new int[labels.length];
    int[] sizes = new int[count];
    for (int i = 0; i < dense.length; i++) {
      dense[i] = Arrays.binarySearch(distinct, 0, count, labels[i]);
      sizes[dense[i]]++;
    }
    int[][] members = new int[count][];
    int pairs = 0;
    for (int c = 0; c < count; c++) {
      members[c] = new int[sizes[c]];
      pairs += sizes[c] * (sizes[c] - 1);
    }
    for (int i = dense.length - 1; i >= 0; i--) {
      members[dense[i]][--sizes[dense[i]]] = i;
    }
    return new Classes(dense, members, pairs);
  }

  /** P, the number of ordered positive pairs. */
  public int pairs() {
    return classes.pairs();
  }

  /**
   * The mean over all pairs, a scalar; there must be one.
   *
   * @param d [N, N], row i holding the distances from sample i
   * @param plain the same function of d, in recorded operations
   * @throws ShapeException if d is not as many rows and columns as there are labels
   * @throws IllegalStateException if no two labels are equal
   */
  public Tensor mean(Tensor d, UnaryOperator<Tensor> plain) {
    requireNonNull(plain, "plain");
    int n = classes.labels().length;
    if (!d.shape().equals(Shape.of(n, n))) {
      throw new ShapeException(
          "semiHardHinges: the distances do not fit the labels: got shape "
              + d.shape()
              + ", expected ["
              + n
              + ", "
              + n
              + "]");
    }
    if (pairs() == 0) {
      throw new IllegalStateException("semiHardHinges: no two labels are equal: no mean of pairs");
    }
    Run run = new Run(d);
    return op("semiHardHinges", d)
        .value(run::value)
        .joint((g, y) -> new Tensor[] {run.gradient(g)})
        .twin(in -> plain.apply(in[0]))
        .branch(() -> Branches.of(slopes(d, 1), v -> v))
        .record();
  }

  private Tensor slopes(Tensor d, double each) {
    Tensor slopes = Tensor.zeros(d.dtype(), d.shape());
    kernels(d).semiHard(d.data(), classes, margin, each, slopes.data());
    return slopes;
  }

  private static BatchKernels<Object> kernels(Tensor d) {
    return BatchKernels.of(d.dtype().width());
  }

  /** One recorded use: the slopes are found with the value, where they will be wanted. */
  private final class Run {
    private final Tensor d;
    private final boolean recorded;
    private @Nullable Tensor slopes;

    Run(Tensor d) {
      this.d = d;
      this.recorded = d.recording();
    }

    Tensor value(Tensor at) {
      boolean first = recorded && slopes == null;
      Tensor found = first ? Tensor.zeros(d.dtype(), d.shape()) : null;
      double sum =
          kernels(d)
              .semiHard(
                  at.data(), classes, margin, 1.0 / pairs(), found == null ? null : found.data());
      if (first) {
        slopes = found;
      }
      return Elementwise.div(Ops.number(sum, d), pairs());
    }

    Tensor gradient(Tensor g) {
      Tensor each = slopes == null ? slopes(d.constant(), 1.0 / pairs()) : slopes;
      return g.at(0) == 1 ? each : Elementwise.mul(each, g);
    }
  }
}
