package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;

import dev.capstan.ops.internal.HingeKernels;
import dev.capstan.ops.internal.HingeKernels.Triple;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The fused form of {@link Hinges#tripletMargin}, and its plain twin. */
final class TripletHinge {
  private final Tensor a;
  private final Tensor p;
  private final Tensor n;
  private final double margin;
  private final double eps;
  private final RowTotal total;

  /** The distances of every row, to the positive and to the negative: what backward needs. */
  private @Nullable Object lengths;

  TripletHinge(Tensor a, Tensor p, Tensor n, double margin, double eps, RowTotal total) {
    this.a = a;
    this.p = p;
    this.n = n;
    this.margin = margin;
    this.eps = eps;
    this.total = total;
  }

  Tensor record() {
    return op("tripletMargin", a, p, n)
        .valueOfAll(this::value)
        .joint((g, y) -> gradients(g))
        .twin(in -> plain(in[0], in[1], in[2], margin, eps, total))
        .branch(this::branch)
        .record();
  }

  /** The plain form. */
  static Tensor plain(Tensor a, Tensor p, Tensor n, double margin, double eps, RowTotal total) {
    Tensor near = Distances.pairwiseDistance(a, p, 2, eps);
    Tensor far = Distances.pairwiseDistance(a, n, 2, eps);
    return total.of(Elementwise.relu(Elementwise.sub(Elementwise.add(near, margin), far)));
  }

  private Tensor value(Tensor[] in) {
    Triple<Object> triple = triple(in[0], in[1], in[2]);
    Object found = a.kernels().allocate(2 * triple.rows());
    Tensor losses = Tensor.blank(rowShape(), a);
    kernels().triplet(triple, found, losses.data());
    if (lengths == null) {
      lengths = found; // the first call is the recorded one; later ones are replays
    }
    return total.of(losses);
  }

  private @Nullable Tensor[] gradients(Tensor g) {
    @Nullable Tensor[] to = {Ops.room(a, g), Ops.room(p, g), Ops.room(n, g)};
    kernels()
        .tripletSlopes(
            triple(a, p, n),
            lengths(),
            total.shares(g).data(),
            Ops.data(to[0]),
            Ops.data(to[1]),
            Ops.data(to[2]));
    return to;
  }

  private Object lengths() {
    if (lengths == null) {
      throw new IllegalStateException("tripletMargin: no value before its gradient");
    }
    return lengths;
  }

  /** Which hinges are closed and which distances are 0. */
  private long branch() {
    long hash = 1;
    for (Tensor y : new Tensor[] {p, n}) {
      Tensor d = Distances.pairwiseDistance(a.constant(), y.constant(), 2, eps);
      hash = 31 * hash + Branches.of(d, v -> v == 0 ? 0 : 1);
    }
    Tensor losses = plain(a.constant(), p.constant(), n.constant(), margin, eps, RowTotal.rows());
    return 31 * hash + Branches.of(losses, v -> v == 0 ? 0 : 1);
  }

  private HingeKernels<Object> kernels() {
    return HingeKernels.of(a.dtype().width());
  }

  private Shape rowShape() {
    int[] sizes = a.shape().toArray();
    return Shape.of(Arrays.copyOf(sizes, sizes.length - 1));
  }

  private Triple<Object> triple(Tensor x, Tensor y, Tensor z) {
    int columns = a.shape().get(-1);
    int rows = a.size() / columns;
    return new Triple<>(x.data(), y.data(), z.data(), margin, eps, rows, columns);
  }
}
