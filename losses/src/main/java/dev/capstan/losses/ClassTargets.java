package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;

import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;

/**
 * The negative log-likelihood of class targets: what cross entropy and NLL share. The axis of the
 * classes is axis 1, or axis 0 of a vector.
 */
final class ClassTargets {
  private final Tensor logs;
  private final int axis;
  private final Shape shape;
  private final IntTensor classes;
  private final Tensor weights;
  private final BoolTensor counted;
  private final Variant variant;

  /** Checks the shapes and the targets; an ignored target has weight 0. */
  ClassTargets(
      String loss, Tensor logs, IntTensor target, Tensor weight, int ignored, Variant variant) {
    this.variant = variant;
    this.logs = logs;
    this.axis = axis(loss, logs);
    this.shape = requireShape(loss, logs, target, axis);
    int count = logs.shape().get(axis);
    Checks.classWeights(loss, weight, logs, count);
    int[] known = new int[target.size()];
    double[] factors = new double[known.length];
    boolean[] counts = new boolean[known.length];
    for (int i = 0; i < known.length; i++) {
      if (target.at(i) != ignored) {
        Checks.classInRange(loss, i, target.at(i), count);
        known[i] = target.at(i);
        counts[i] = true;
        factors[i] = weight.at(target.at(i));
      }
    }
    this.classes = IntTensor.of(known, kept());
    DType dtype = logs.dtype();
    this.counted = BoolTensor.of(counts, shape.toArray());
    this.weights = Tensor.generate(dtype, shape, i -> factors[i]);
  }

  /** A weight of 1 for every class. */
  static Tensor ones(String loss, Tensor input) {
    return Tensor.ones(input.dtype(), input.shape().get(axis(loss, input)));
  }

  static int axis(String loss, Tensor x) {
    if (x.rank() == 0) {
      throw new ShapeException(
          loss + ": input has no axis of classes: got a scalar, expected [C], [N, C] or [N, C, …]");
    }
    return x.rank() == 1 ? 0 : 1;
  }

  private static Shape requireShape(String loss, Tensor logs, IntTensor target, int axis) {
    int[] sizes = logs.shape().toArray();
    int[] expected = new int[sizes.length - 1];
    System.arraycopy(sizes, 0, expected, 0, axis);
    System.arraycopy(sizes, axis + 1, expected, axis, expected.length - axis);
    Shape shape = Shape.of(expected);
    if (!target.shape().equals(shape)) {
      throw new ShapeException(
          "%s: target does not fit the input: got shape %s for input %s, expected %s"
              .formatted(loss, target.shape(), logs.shape(), shape));
    }
    return shape;
  }

  private int[] kept() {
    int[] sizes = logs.shape().toArray();
    sizes[axis] = 1;
    return sizes;
  }

  /** The input with 0 in place of what is ignored, so that nothing of it reaches a softmax. */
  static Tensor seen(Tensor input, IntTensor target, int axis, int ignored) {
    boolean[] counts = new boolean[target.size()];
    int seen = 0;
    for (int i = 0; i < counts.length; i++) {
      counts[i] = target.at(i) != ignored;
      seen += counts[i] ? 1 : 0;
    }
    int[] sizes = input.shape().toArray();
    boolean fits = (long) counts.length * sizes[axis] == input.size();
    sizes[axis] = 1;
    return seen == counts.length || !fits ? input : where(BoolTensor.of(counts, sizes), input, 0);
  }

  /** −w_y log p_y, 0 where ignored. */
  Tensor losses() {
    Tensor own = logs.gather(axis, classes).reshape(shape.toArray());
    Tensor seen = where(counted, own, 0);
    return variant.times(weights, seen).neg();
  }

  /** −Σ_c w_c log p_c, 0 where ignored. */
  Tensor losses(Tensor weight) {
    int[] sizes = new int[logs.rank()];
    Arrays.fill(sizes, 1);
    sizes[axis] = -1;
    Tensor all = variant.times(weight.stopGradient().reshape(sizes), logs);
    Tensor sum = all.sum(axis);
    return where(counted, sum, 0).neg();
  }

  /** Σ w_y over the targets that are not ignored. */
  double weightSum() {
    return weights.sum().item();
  }
}
