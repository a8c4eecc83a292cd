package dev.capstan.examples.conformance;

import static dev.capstan.examples.conformance.OpTable.keepDims;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Magnitudes;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Scans;
import dev.capstan.ops.Sorting;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.KeepDims;
import dev.capstan.ops.option.Order;
import dev.capstan.testkit.fixtures.Call;

/** Sums, extremes, norms, scans and sorts. */
final class ReductionCases {
  private ReductionCases() {}

  static OpTable table() {
    return new OpTable().with(folds()).with(chosen()).with(scans());
  }

  private static Tensor x(Call call) {
    return call.tensor("x");
  }

  private static int dim(Call call) {
    return call.integer("dim");
  }

  private static int[] dims(Call call) {
    return call.integers("dim");
  }

  private static OpTable folds() {
    return new OpTable()
        .op("sum", c -> Reductions.sum(x(c), keepDims(c), dims(c)))
        .op("sum_empty", c -> Reductions.sum(x(c), keepDims(c), dims(c)))
        .op("mean", c -> Reductions.mean(x(c), keepDims(c), dims(c)))
        .op("mean_empty", c -> Reductions.mean(x(c), keepDims(c), dims(c)))
        .op("prod", c -> Reductions.prod(x(c), keepDims(c), dims(c)))
        .op("var", c -> Reductions.var(x(c), c.real("correction", 1), keepDims(c), dims(c)))
        .op("std", c -> Reductions.std(x(c), c.real("correction", 1), keepDims(c), dims(c)))
        .op("amax", c -> Reductions.amax(x(c), keepDims(c), dims(c)))
        .op("amin", c -> Reductions.amin(x(c), keepDims(c), dims(c)))
        .op("max_all", c -> Reductions.max(x(c)))
        .op("min_all", c -> Reductions.min(x(c)))
        .op("norm", c -> norm(x(c), c.real("p", 2), keepDims(c), dims(c)))
        .op("logsumexp", c -> Reductions.logsumexp(x(c), keepDims(c), dims(c)))
        .op("softmax", c -> Reductions.softmax(x(c), dims(c)))
        .op("log_softmax", c -> Reductions.logSoftmax(x(c), dims(c)));
  }

  private static OpTable chosen() {
    return new OpTable()
        .indexed(
            "max_dim",
            c -> Reductions.max(x(c), keepDims(c), dim(c)),
            c -> kept(c, Reductions.argmax(x(c), dim(c))))
        .indexed(
            "min_dim",
            c -> Reductions.min(x(c), keepDims(c), dim(c)),
            c -> kept(c, Reductions.argmin(x(c), dim(c))))
        .indexed(
            "median_dim",
            c -> kept(c, Sorting.median(x(c), dim(c))),
            c -> kept(c, Sorting.argMedian(x(c), dim(c))))
        .indexed(
            "kthvalue",
            c -> kept(c, Sorting.kthValue(x(c), c.integer("k"), dim(c))),
            c -> kept(c, Sorting.argKthValue(x(c), c.integer("k"), dim(c))))
        .indexed(
            "sort",
            c -> Sorting.sort(x(c), dim(c), order(c)),
            c -> Sorting.argsort(x(c), dim(c), order(c)))
        .indexed(
            "topk",
            c -> Sorting.topK(x(c), c.integer("k"), dim(c), largest(c)),
            c -> Sorting.argTopK(x(c), c.integer("k"), dim(c), largest(c)));
  }

  private static OpTable scans() {
    return new OpTable()
        .op("cumsum", c -> Scans.cumsum(x(c), dim(c)))
        .op("cumprod", c -> Scans.cumprod(x(c), dim(c)))
        .op("logcumsumexp", c -> Scans.logcumsumexp(x(c), dim(c)));
  }

  private static Order order(Call call) {
    return call.flag("descending") ? Order.DESCENDING : Order.ASCENDING;
  }

  private static Order largest(Call call) {
    return call.has("largest") && !call.flag("largest") ? Order.ASCENDING : Order.DESCENDING;
  }

  private static Tensor kept(Call call, Tensor dropped) {
    return keepDims(call) == KeepDims.YES ? Movement.reshape(dropped, keptSizes(call)) : dropped;
  }

  private static IntTensor kept(Call call, IntTensor dropped) {
    return keepDims(call) == KeepDims.YES ? dropped.reshape(keptSizes(call)) : dropped;
  }

  private static int[] keptSizes(Call call) {
    int[] sizes = x(call).shape().toArray();
    sizes[x(call).shape().axis("dim", dim(call))] = 1;
    return sizes;
  }

  /**
   * The norm as PyTorch has it: it squares without a guard, so that what is too large to be squared
   * has norm infinity and gradient 0 there. {@link Reductions#norm} is right at such sizes.
   */
  private static Tensor norm(Tensor x, double p, KeepDims keepDims, int... dims) {
    Tensor squares = x.square().sum(keepDims, dims);
    boolean overflows = p == 2 && Magnitudes.finite(x) && !Magnitudes.finite(squares);
    return overflows ? squares.sqrt() : Reductions.norm(x, p, keepDims, dims);
  }
}
