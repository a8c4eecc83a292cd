package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;

import dev.capstan.autograd.Node;
import dev.capstan.ops.internal.RowKernels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The fused form of {@link Distances#tripletExcess}: a joint backward pass, and its plain twin. */
final class TripletExcess {
  private TripletExcess() {}

  static Tensor of(Tensor a, Tensor p, Tensor n, double margin, double eps) {
    return op("tripletExcess", a, p, n)
        .valueOfAll(in -> value(in[0], in[1], in[2], margin, eps))
        .joint((g, y) -> gradients(a, p, n, margin, eps, g))
        .twin(in -> plain(in[0], in[1], in[2], margin, eps))
        .branch(() -> zeros(a, p, eps) * 31 + zeros(a, n, eps))
        .record();
  }

  /** The plain form. */
  static Tensor plain(Tensor a, Tensor p, Tensor n, double margin, double eps) {
    return Elementwise.sub(
        Elementwise.add(Distances.pairwiseDistance(a, p, 2, eps), margin),
        Distances.pairwiseDistance(a, n, 2, eps));
  }

  private static Tensor value(Tensor a, Tensor p, Tensor n, double margin, double eps) {
    int[] sizes = a.shape().toArray();
    Tensor out = Tensor.blank(Shape.of(Arrays.copyOf(sizes, sizes.length - 1)), a);
    RowKernels.of(a.dtype().width()).excess(triple(a, p, n, margin, eps), out.data());
    return out;
  }

  private static @Nullable Tensor[] gradients(
      Tensor a, Tensor p, Tensor n, double margin, double eps, Tensor g) {
    @Nullable Tensor[] to = {room(a, g), room(p, g), room(n, g)};
    RowKernels.of(a.dtype().width())
        .excessBackward(
            triple(a, p, n, margin, eps), g.data(), data(to[0]), data(to[1]), data(to[2]));
    return to;
  }

  /** Where a gradient goes, in g's memory; null for a constant, which needs none. */
  private static @Nullable Tensor room(Tensor x, Tensor g) {
    Node<Tensor> node = x.node();
    return node == null ? null : Tensor.blank(x.shape(), g);
  }

  private static @Nullable Object data(@Nullable Tensor x) {
    return x == null ? null : x.data();
  }

  private static RowKernels.Triple<Object> triple(
      Tensor a, Tensor p, Tensor n, double margin, double eps) {
    int columns = a.shape().get(-1);
    return new RowKernels.Triple<>(
        a.data(), p.data(), n.data(), margin, eps, a.size() / columns, columns);
  }

  /** Which distances are 0: the kinks. */
  private static long zeros(Tensor x, Tensor y, double eps) {
    Tensor d = Distances.pairwiseDistance(x.detach(), y.detach(), 2, eps);
    return Branches.of(d, v -> v == 0 ? 0 : 1);
  }
}
