package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;

import dev.capstan.ops.DType;
import dev.capstan.ops.KeepDims;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.List;

/** The rows of {@link Reductions}. */
final class ReductionsTable {
  private ReductionsTable() {}

  static List<OpSpec> rows() {
    return List.of(sum(), sumOfLast(), sumKeepingDims());
  }

  private static OpSpec sum() {
    return OpSpec.of(Reductions.class, "sum")
        .function(x -> Reductions.sum(x))
        .fluent(x -> x.sum())
        .onEveryRank()
        .reference(x -> Values.scalar(Arrays.stream(x.toArray()).sum()))
        .known("torch.sum", "jax.numpy.sum")
        .error(
            ShapeException.class,
            "sum: no such axis: got 2 for shape [2, 3], expected -2 to 1",
            () -> Reductions.sum(Tensor.zeros(DType.FLOAT64, 2, 3), 2))
        .row();
  }

  private static OpSpec sumOfLast() {
    return OpSpec.of(Reductions.class, "sum")
        .variant("last axis")
        .function(x -> Reductions.sum(x, -1))
        .fluent(x -> x.sum(-1))
        .on(shape(3))
        .on(shape(2, 3))
        .on(shape(2, 2, 2))
        .reference(
            x ->
                Values.generate(
                    shape(Arrays.copyOf(x.shape().toArray(), x.shape().rank() - 1)),
                    i -> {
                      double sum = 0;
                      for (int k = 0; k < x.size(-1); k++) {
                        int[] at = Arrays.copyOf(i, i.length + 1);
                        at[i.length] = k;
                        sum += x.at(at);
                      }
                      return sum;
                    }))
        .row();
  }

  private static OpSpec sumKeepingDims() {
    return OpSpec.of(Reductions.class, "sum")
        .variant("axes 0 and 2 kept")
        .function(x -> Reductions.sum(x, KeepDims.YES, 0, 2))
        .on(shape(1, 2, 2))
        .on(shape(2, 2, 3))
        .on(shape(2, 0, 3))
        .reference(
            x ->
                Values.generate(
                    shape(1, x.size(1), 1),
                    i -> {
                      double sum = 0;
                      for (int a = 0; a < x.size(0); a++) {
                        for (int c = 0; c < x.size(2); c++) {
                          sum += x.at(a, i[1], c);
                        }
                      }
                      return sum;
                    }))
        .row();
  }
}
