package dev.capstan.ops;

import static dev.capstan.ops.Ops.op;

import dev.capstan.ops.internal.HingeKernels;
import dev.capstan.ops.internal.HingeKernels.Logits;
import org.jspecify.annotations.Nullable;

/** The fused form of {@link Hinges#multiMargin}, and its plain twin. */
final class MultiMargin {
  private static final String NAME = "multiMargin";

  private final Tensor x;
  private final IntTensor target;
  private final @Nullable Tensor weight;
  private final int p;
  private final double margin;
  private final RowTotal total;

  /** Checks the arguments. */
  MultiMargin(
      Tensor x, IntTensor target, @Nullable Tensor weight, int p, double margin, RowTotal total) {
    this.x = x;
    this.target = target;
    this.weight = weight == null ? null : weight.constant();
    this.p = p;
    this.margin = margin;
    this.total = total;
    boolean rows = x.rank() == 2 && x.shape().get(1) > 0;
    if (!rows || !target.shape().equals(Shape.of(x.shape().get(0)))) {
      throw new ShapeException(
          NAME
              + ": shapes do not fit: got logits "
              + x.shape()
              + " and targets "
              + target.shape()
              + ", expected [N, C] and [N] with at least one class");
    }
    if (p != 1 && p != 2) {
      throw Called.illegal(NAME + ": no such power: got " + p + ", expected 1 or 2");
    }
    requireClasses();
    if (weight != null) {
      requireWeight(weight);
    }
  }

  private void requireClasses() {
    int classes = x.shape().get(1);
    for (int r = 0; r < target.size(); r++) {
      if (target.at(r) < 0 || target.at(r) >= classes) {
        throw Called.illegal(
            NAME
                + ": target out of range: got "
                + target.at(r)
                + " in row "
                + r
                + ", expected 0 to "
                + (classes - 1));
      }
    }
  }

  private void requireWeight(Tensor given) {
    Ops.requireSameDType(NAME, x, given);
    if (!given.shape().equals(Shape.of(x.shape().get(1)))) {
      throw new ShapeException(
          NAME
              + ": weights do not fit: got shape "
              + given.shape()
              + " for logits "
              + x.shape()
              + ", expected one weight a class");
    }
  }

  Tensor record() {
    return op(NAME, x)
        .value(this::value)
        .joint((g, y) -> new Tensor[] {gradient(g)})
        .twin(in -> plain(in[0]))
        .branch(() -> Branches.of(active(x.constant()).to(x.dtype()), v -> v))
        .record();
  }

  /** The plain form. */
  private Tensor plain(Tensor logits) {
    int rows = target.size();
    Tensor hinge = Elementwise.where(active(logits), excess(logits), 0);
    Tensor sums = Reductions.sum(p == 1 ? hinge : Elementwise.square(hinge), 1);
    Tensor weights =
        weight == null ? Tensor.ones(x.dtype(), rows) : Indexing.gather(weight, 0, target);
    return total.of(Elementwise.div(Elementwise.mul(sums, weights), x.shape().get(1)));
  }

  /** margin − x_y + x_i. */
  private Tensor excess(Tensor logits) {
    Tensor own = Indexing.gather(logits, 1, target.reshape(target.size(), 1));
    return Elementwise.add(Elementwise.rsub(own, margin), logits);
  }

  /** NaN is not greater than 0: such a term is dropped here, before it can spoil a gradient. */
  private BoolTensor active(Tensor logits) {
    Tensor z = excess(logits.constant());
    int classes = x.shape().get(1);
    boolean[] active = new boolean[z.size()];
    for (int i = 0; i < active.length; i++) {
      active[i] = z.at(i) > 0 && i % classes != target.at(i / classes);
    }
    return BoolTensor.of(active, z.shape().toArray());
  }

  private Tensor value(Tensor logits) {
    Tensor losses = Tensor.blank(Shape.of(target.size()), x);
    kernels().multiMargin(rows(logits), losses.data());
    return total.of(losses);
  }

  private Tensor gradient(Tensor g) {
    Tensor to = Tensor.blank(x.shape(), g);
    kernels().multiMarginSlopes(rows(x), total.shares(g).data(), to.data());
    return to;
  }

  private HingeKernels<Object> kernels() {
    return HingeKernels.of(x.dtype().width());
  }

  private Logits<Object> rows(Tensor logits) {
    return new Logits<>(
        logits.data(),
        target.data(),
        weight == null ? null : weight.data(),
        margin,
        p,
        target.size(),
        x.shape().get(1));
  }
}
