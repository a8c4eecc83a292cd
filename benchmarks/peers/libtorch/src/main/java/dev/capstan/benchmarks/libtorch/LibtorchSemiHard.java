package dev.capstan.benchmarks.libtorch;

import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * TensorFlow Addons' semi-hard loss in libtorch's operations. The original compares every sample
 * with every pair of samples, which for a batch of 1,024 is a billion elements; here only the rows
 * of positive pairs are compared, found once from the labels, and the tape sees gathers alone.
 */
final class LibtorchSemiHard {
  private static final Scalar ZERO = new Scalar(0.0);
  private static final Scalar ONE = new Scalar(1.0);
  private static final Scalar TWO = new Scalar(2.0);
  private static final Scalar LEAST = new Scalar(-1.0);
  private static final Scalar FAR = new Scalar(1e30);

  private final Tensor anchors;
  private final Tensor positives;

  /** [P, N]: whether a sample is a negative of a pair's anchor. */
  private final Tensor negatives;

  private final Tensor diagonal;

  LibtorchSemiHard(int[] labels) {
    Tensor y = Libtorch.integers(labels);
    Tensor same = y.unsqueeze(1).eq(y.unsqueeze(0));
    diagonal = torch.eye(labels.length).to(torch.ScalarType.Bool);
    Tensor pairs = same.logical_and(diagonal.logical_not()).nonzero();
    anchors = pairs.select(1, 0).contiguous();
    positives = pairs.select(1, 1).contiguous();
    negatives = same.logical_not().index_select(0, anchors);
  }

  Tensor apply(Tensor x) {
    Tensor d = distances(x);
    Tensor flat = d.reshape(-1);
    Tensor row = anchors.mul(new Scalar(d.size(0)));
    Tensor near = flat.index_select(0, row.add(positives));
    Tensor far = flat.index_select(0, row.add(chosen(d.detach(), near.detach())));
    Tensor hinge = near.sub(far).add(ONE).clamp_min(ZERO);
    return hinge.mean();
  }

  /** The nearest negative farther than the positive; the farthest negative if there is none. */
  @SuppressWarnings("try") // the guard is there for what it does when it is opened and closed
  private Tensor chosen(Tensor d, Tensor near) {
    try (NoGradGuard guard = new NoGradGuard()) {
      Tensor rows = d.index_select(0, anchors);
      Tensor farther = negatives.logical_and(rows.gt(near.unsqueeze(1)));
      Tensor nearest = rows.masked_fill(farther.logical_not(), FAR).argmin(columns(), false);
      Tensor farthest = rows.masked_fill(negatives.logical_not(), LEAST).argmax(columns(), false);
      return torch.where(farther.any(1), nearest, farthest);
    }
  }

  private static LongOptional columns() {
    return new LongOptional(1);
  }

  private Tensor distances(Tensor x) {
    Tensor squares = x.mul(x).sum(1);
    Tensor products = torch.matmul(x, x.t()).mul(TWO);
    Tensor s = squares.unsqueeze(1).add(squares.unsqueeze(0)).sub(products).clamp_min(ZERO);
    Tensor zero = s.le(ZERO).logical_or(diagonal);
    return s.masked_fill(zero, ONE).sqrt().masked_fill(zero, ZERO);
  }
}
