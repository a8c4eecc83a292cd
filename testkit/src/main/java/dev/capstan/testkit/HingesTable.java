package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;

import dev.capstan.ops.DTypeException;
import dev.capstan.ops.Hinges;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.RowTotal;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.List;

/** The rows of {@link Hinges}. */
final class HingesTable {
  private static final double NAN = Double.NaN;

  private HingesTable() {}

  static List<OpSpec> rows() {
    return List.of(
        tripletMargin(0x1p-20, RowTotal.rows(), "every row"),
        tripletMargin(0, RowTotal.sumOver(3), "a third of the sum, eps = 0"),
        multiMargin(1, RowTotal.rows(), "p = 1"),
        multiMargin(2, RowTotal.sum(), "p = 2, sum"),
        weighted());
  }

  /** Positives are farther than negatives, so that every hinge is open. */
  private static OpSpec tripletMargin(double eps, RowTotal total, String variant) {
    Tensor none = Tensor.of(0, 0);
    return OpSpec.of(Hinges.class, "tripletMargin")
        .variant(variant)
        .function((a, p, n) -> Hinges.tripletMargin(a, p, n, 0.5, eps, total))
        .domains(Domain.between(4, 5), Domain.between(-5, -4), Domain.between(0, 1))
        .on(shape(2), shape(2), shape(2))
        .on(shape(2, 3), shape(2, 3), shape(2, 3))
        .on(shape(2, 2), shape(2), shape(2, 2))
        .reference((a, p, n) -> totalled(triplets(a, p, n, eps), total))
        .kink("coinciding points")
        .pin(
            at(none, Tensor.of(eps, eps), Tensor.of(eps, eps))
                .gives(total instanceof RowTotal.Sum ? 0.5 / 3 : 0.5)
                .gradient(none, none, none)
                .named("coinciding points"))
        .kink("a hinge at 0")
        .pin(
            at(none, Tensor.of(eps, eps), Tensor.of(eps + 0.5, eps))
                .gives(0)
                .gradient(none, none, none)
                .named("a hinge at 0"))
        .error(
            ShapeException.class,
            "tripletMargin: shapes [2] and [3] do not broadcast (axis 0: 2 vs 3); "
                + "sizes must be equal or 1, counted from the last axis",
            () -> Hinges.tripletMargin(none, Tensor.of(1, 2, 3), none, 1, 0, RowTotal.sum()))
        .known("torch.nn.functional.triplet_margin_loss", "")
        .row();
  }

  private static Values triplets(Values a, Values p, Values n, double eps) {
    int d = a.size(-1);
    int rows = a.shape().size() / d;
    double[] out = new double[rows];
    for (int r = 0; r < rows; r++) {
      double near = 0;
      double far = 0;
      for (int k = 0; k < d; k++) {
        int own = r * d + k;
        near += Math.pow(a.flat(own) - p.flat(own % p.shape().size()) + eps, 2);
        far += Math.pow(a.flat(own) - n.flat(own) + eps, 2);
      }
      out[r] = Math.max(0.5 + Math.sqrt(near) - Math.sqrt(far), 0);
    }
    return a.shape().rank() == 1
        ? Values.generate(shape(), z -> out[0])
        : Values.generate(shape(rows), z -> out[z[0]]);
  }

  private static Values totalled(Values rows, RowTotal total) {
    if (!(total instanceof RowTotal.Sum sum)) {
      return rows;
    }
    double all = 0;
    for (double each : rows.toArray()) {
      all += each;
    }
    double value = all / sum.divisor();
    return Values.generate(shape(), z -> value);
  }

  // --- many classes ---------------------------------------------------------------------------

  /** Logits within 1 of each other under a margin of 4: every hinge is open. */
  private static OpSpec.Builder logits() {
    return OpSpec.of(Hinges.class, "multiMargin")
        .domain(Domain.between(-0.5, 0.5))
        .on(shape(1, 2))
        .on(shape(2, 3))
        .on(shape(3, 1))
        .on(shape(0, 2))
        .known("torch.nn.functional.multi_margin_loss", "");
  }

  private static OpSpec multiMargin(int p, RowTotal total, String variant) {
    boolean summed = total instanceof RowTotal.Sum;
    return logits()
        .variant(variant)
        .function(x -> Hinges.multiMargin(x, targets(x.shape().get(0), x), p, 4, total))
        .reference(x -> totalled(multiMargins(x, Tensor.of(1, 1, 1), p), total))
        .kink("a hinge at 0")
        .pin(
            at(row(4, 0))
                .gives(summed ? Tensor.scalar(0.0) : Tensor.of(0.0))
                .gradient(row(0, 0))
                .named("a hinge at 0"))
        .pin(
            at(row(0, NAN, 0))
                .gives(summed ? Tensor.scalar(16.0 / 3) : Tensor.of(4.0 / 3))
                .gradient(p == 1 ? row(-1.0 / 3, 0, 1.0 / 3) : row(-8.0 / 3, 0, 8.0 / 3)))
        .error(
            ShapeException.class,
            "multiMargin: shapes do not fit: got logits [1, 2] and targets [2], "
                + "expected [N, C] and [N] with at least one class",
            () -> Hinges.multiMargin(row(1, 2), IntTensor.of(0, 1), p, 1, total))
        .error(
            IllegalArgumentException.class,
            "multiMargin: target out of range: got 2 in row 0, expected 0 to 1",
            () -> Hinges.multiMargin(row(1, 2), IntTensor.of(2), p, 1, total))
        .error(
            IllegalArgumentException.class,
            "multiMargin: no such power: got 3, expected 1 or 2",
            () -> Hinges.multiMargin(row(1, 2), IntTensor.of(0), 3, 1, total))
        .row();
  }

  private static OpSpec weighted() {
    Tensor weights = Tensor.of(0.5, 2, -1);
    return logits()
        .variant("weighted")
        .function(
            x -> {
              int classes = x.shape().get(1);
              Tensor w = Tensor.generate(x.dtype(), shape(classes), k -> weights.at(k % 3));
              IntTensor y = targets(x.shape().get(0), x);
              return Hinges.multiMargin(x, y, w, 2, 4, RowTotal.rows());
            })
        .reference(x -> multiMargins(x, weights, 2))
        .error(
            DTypeException.class,
            "multiMargin: dtypes differ: got float64 [1, 2] and float32 [2], expected one dtype; "
                + "convert one of them with to(FLOAT64)",
            () ->
                Hinges.multiMargin(
                    row(1, 2), IntTensor.of(0), Tensor.of(1f, 1f), 1, 1, RowTotal.rows()))
        .error(
            ShapeException.class,
            "multiMargin: weights do not fit: got shape [3] for logits [1, 2], "
                + "expected one weight a class",
            () -> Hinges.multiMargin(row(1, 2), IntTensor.of(0), weights, 1, 1, RowTotal.rows()))
        .row();
  }

  /** Row r should have class r. */
  private static IntTensor targets(int rows, Tensor x) {
    return Runs.counted(rows, x.shape().get(1));
  }

  private static Values multiMargins(Values x, Tensor weights, int p) {
    int classes = x.size(1);
    return Values.generate(
        shape(x.size(0)),
        z -> {
          int y = z[0] % classes;
          double sum = 0;
          for (int i = 0; i < classes; i++) {
            double excess = 4 - x.at(z[0], y) + x.at(z[0], i);
            sum += i != y && excess > 0 ? Math.pow(excess, p) : 0;
          }
          return sum * weights.at(y) / classes;
        });
  }

  /** A matrix of one row. */
  private static Tensor row(double... row) {
    return Tensor.of(new double[][] {row});
  }
}
