package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.numbers;
import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;

import dev.capstan.ops.DTypeException;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Sorting;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Order;
import dev.capstan.ops.option.Side;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of {@link Sorting}. */
final class SortingTable {
  private static final double NAN = Double.NaN;

  private SortingTable() {}

  static List<OpSpec> rows() {
    return List.of(
        sort(),
        sortDescending(),
        argsort(),
        topK(),
        argTopK(),
        median(),
        medianOfAll(),
        argMedian(),
        kthValue(),
        argKthValue(),
        quantile(),
        unique(),
        searchSorted());
  }

  private static double[] ascending(double[] run) {
    double[] out = run.clone();
    Arrays.sort(out);
    return out;
  }

  private static double[] descending(double[] run) {
    double[] up = ascending(run);
    return IntStream.range(0, up.length).mapToDouble(i -> up[up.length - 1 - i]).toArray();
  }

  /** The place of each element of {@code sorted}, all different, in a run. */
  private static double[] places(double[] run, double[] sorted) {
    return Arrays.stream(sorted).map(a -> place(run, a)).toArray();
  }

  private static double place(double[] run, double wanted) {
    return IntStream.range(0, run.length).filter(i -> run[i] == wanted).findFirst().orElseThrow();
  }

  private static OpSpec.Builder row(String method) {
    return OpSpec.of(Sorting.class, method)
        .distinct()
        .on(shape(3))
        .on(shape(2, 4))
        .on(shape(2, 1, 3))
        .on(shape(3, 3));
  }

  // --- sorting --------------------------------------------------------------------------------

  private static OpSpec sort() {
    return row("sort")
        .function(x -> Sorting.sort(x, 0))
        .fluent(x -> x.sort(0))
        .reference(x -> Runs.each(x, 0, x.size(0), SortingTable::ascending))
        .known("torch.sort", "jax.numpy.sort")
        .pin(at(Tensor.of(2, NAN, -1)).gives(Tensor.of(-1, 2, NAN)))
        .pin(at(Tensor.of(3, 1, 3)).gives(Tensor.of(1, 3, 3)).gradient(Tensor.of(1, 1, 1)))
        .error(
            ShapeException.class,
            "sort: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Sorting.sort(Tensor.of(1, 2), 1))
        .row();
  }

  private static OpSpec sortDescending() {
    return row("sort")
        .variant("descending")
        .function(x -> Sorting.sort(x, -1, Order.DESCENDING))
        .fluent(x -> x.sort(-1, Order.DESCENDING))
        .reference(x -> Runs.each(x, -1, x.size(-1), SortingTable::descending))
        .pin(at(Tensor.of(2, NAN, 2)).gives(Tensor.of(NAN, 2, 2)))
        .row();
  }

  private static OpSpec argsort() {
    return row("argsort")
        .function(x -> numbers(Sorting.argsort(x, -1), x))
        .fluent(x -> numbers(x.argsort(-1), x))
        .noGradient()
        .reference(x -> Runs.each(x, -1, x.size(-1), run -> places(run, ascending(run))))
        .known("torch.argsort", "jax.numpy.argsort")
        .pin(at(Tensor.of(3, 1, 3, 1)).gives(Tensor.of(1, 3, 0, 2)))
        .error(
            ShapeException.class,
            "argsort: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Sorting.argsort(Tensor.of(1, 2), 1))
        .row();
  }

  private static OpSpec topK() {
    return row("topK")
        .function(x -> Sorting.topK(x, 1, -1))
        .fluent(x -> x.topK(1, -1))
        .reference(x -> Runs.each(x, -1, 1, SortingTable::descending))
        .known("torch.topk().values", "jax.lax.top_k")
        .pin(at(Tensor.of(2, 3, 3)).gives(Tensor.of(new double[] {3})).gradient(Tensor.of(0, 1, 0)))
        .error(
            IllegalArgumentException.class,
            "topK: k does not fit axis 0: got 3, expected 0 to 2",
            () -> Sorting.topK(Tensor.of(1, 2), 3, 0))
        .row();
  }

  private static OpSpec argTopK() {
    return row("argTopK")
        .function(x -> numbers(Sorting.argTopK(x, 2, -1, Order.ASCENDING), x))
        .fluent(x -> numbers(x.argTopK(2, -1, Order.ASCENDING), x))
        .noGradient()
        .reference(x -> Runs.each(x, -1, 2, run -> places(run, ascending(run))))
        .known("torch.topk().indices", "jax.lax.top_k")
        .pin(at(Tensor.of(2, 1, 1)).gives(Tensor.of(1, 2)))
        .error(
            IllegalArgumentException.class,
            "argTopK: k does not fit axis 0: got -1, expected 0 to 2",
            () -> Sorting.argTopK(Tensor.of(1, 2), -1, 0))
        .row();
  }

  // --- order statistics -----------------------------------------------------------------------

  private static double middle(double[] run) {
    return ascending(run)[(run.length - 1) / 2];
  }

  private static OpSpec median() {
    return row("median")
        .function(x -> Sorting.median(x, -1))
        .fluent(x -> x.median(-1))
        .reference(x -> Runs.fold(x, -1, SortingTable::middle))
        .known("torch.median(dim).values", "")
        .pin(at(Tensor.of(2, 2, 1, 2)).gives(2).gradient(Tensor.of(1, 0, 0, 0)))
        .pin(at(Tensor.of(1, NAN, NAN)).gives(NAN).gradient(Tensor.of(0, 1, 0)))
        .error(
            ShapeException.class,
            "median: nothing to choose from: got shape [0], expected at least one element along"
                + " the reduced axes",
            () -> Sorting.median(Tensor.of(new double[0])))
        .row();
  }

  private static OpSpec medianOfAll() {
    return OpSpec.of(Sorting.class, "median")
        .variant("of all")
        .function(x -> Sorting.median(x))
        .fluent(x -> x.median())
        .distinct()
        .on(shape())
        .on(shape(4))
        .on(shape(3, 2))
        .reference(x -> Values.scalar(middle(x.toArray())))
        .known("torch.median", "")
        .pin(at(Tensor.of(3, 3)).gives(3).gradient(Tensor.of(1, 0)))
        .row();
  }

  private static OpSpec argMedian() {
    return row("argMedian")
        .function(x -> numbers(Sorting.argMedian(x, -1), x))
        .fluent(x -> numbers(x.argMedian(-1), x))
        .noGradient()
        .reference(x -> Runs.fold(x, -1, run -> place(run, middle(run))))
        .known("torch.median(dim).indices", "")
        .pin(at(Tensor.of(1, 3, 3)).gives(1))
        .error(
            ShapeException.class,
            "argMedian: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Sorting.argMedian(Tensor.of(1, 2), 1))
        .row();
  }

  private static OpSpec kthValue() {
    return row("kthValue")
        .function(x -> Sorting.kthValue(x, 2, -1))
        .fluent(x -> x.kthValue(2, -1))
        .reference(x -> Runs.fold(x, -1, run -> ascending(run)[1]))
        .known("torch.kthvalue().values", "")
        .pin(at(Tensor.of(1, 1, 0)).gives(1).gradient(Tensor.of(1, 0, 0)))
        .error(
            IllegalArgumentException.class,
            "kthValue: k does not fit axis 0: got 0, expected 1 to 2",
            () -> Sorting.kthValue(Tensor.of(1, 2), 0, 0))
        .row();
  }

  private static OpSpec argKthValue() {
    return row("argKthValue")
        .function(x -> numbers(Sorting.argKthValue(x, 1, -1), x))
        .fluent(x -> numbers(x.argKthValue(1, -1), x))
        .noGradient()
        .reference(x -> Runs.fold(x, -1, run -> place(run, ascending(run)[0])))
        .known("torch.kthvalue().indices", "")
        .pin(at(Tensor.of(1, 0, 0)).gives(1))
        .error(
            IllegalArgumentException.class,
            "argKthValue: k does not fit axis 0: got 3, expected 1 to 2",
            () -> Sorting.argKthValue(Tensor.of(1, 2), 3, 0))
        .row();
  }

  private static OpSpec quantile() {
    return row("quantile")
        .function(x -> Sorting.quantile(x, 0.7, -1))
        .fluent(x -> x.quantile(0.7, -1))
        .reference(
            x ->
                Runs.fold(
                    x,
                    -1,
                    run -> {
                      double[] sorted = ascending(run);
                      double place = 0.7 * (run.length - 1);
                      int low = (int) Math.floor(place);
                      double above = sorted[Math.min(low + 1, run.length - 1)];
                      return sorted[low] + (place - low) * (above - sorted[low]);
                    }))
        .known("torch.quantile", "jax.numpy.quantile")
        .pin(at(Tensor.of(2, 2)).gives(2))
        .pin(at(Tensor.of(1, NAN, 2)).gives(NAN))
        .error(
            IllegalArgumentException.class,
            "quantile: q is no probability: got 1.5, expected 0 to 1",
            () -> Sorting.quantile(Tensor.of(1, 2), 1.5, 0))
        .row();
  }

  // --- sets -----------------------------------------------------------------------------------

  private static OpSpec unique() {
    return row("unique")
        .function(x -> Sorting.unique(x))
        .fluent(x -> x.unique())
        .reference(x -> Values.of(Tensor.of(ascending(x.toArray()))))
        .known("torch.unique", "jax.numpy.unique")
        .pin(at(Tensor.of(3, 1, 3, 1)).gives(Tensor.of(1, 3)).gradient(Tensor.of(1, 1, 0, 0)))
        .row();
  }

  private static OpSpec searchSorted() {
    return OpSpec.of(Sorting.class, "searchSorted")
        .function((s, v) -> numbers(Sorting.searchSorted(s, v, Side.LEFT), v))
        .fluent((s, v) -> numbers(s.searchSorted(v, Side.LEFT), v))
        .noGradient()
        .distinct()
        .domains(Domain.real().made((numbers, shape) -> ascending(numbers)), Domain.real())
        .on(shape(1), shape())
        .on(shape(3), shape(2))
        .on(shape(4), shape(2, 2))
        .on(shape(0), shape(1))
        .referenceOfList(
            xs ->
                Values.generate(
                    xs.get(1).shape(),
                    i ->
                        Arrays.stream(xs.get(0).toArray())
                            .filter(a -> a < xs.get(1).at(i))
                            .count()))
        .known("torch.searchsorted", "jax.numpy.searchsorted")
        .pin(at(Tensor.of(1, 2, 2, 3), Tensor.of(2, NAN)).gives(Tensor.of(1, 4)))
        .error(
            ShapeException.class,
            "searchSorted: the sorted tensor is no vector: got shape [1, 2], expected rank 1",
            () -> Sorting.searchSorted(Tensor.of(new double[][] {{1, 2}}), Tensor.of(1), Side.LEFT))
        .error(
            DTypeException.class,
            "searchSorted: dtypes differ: got float64 [1] and float32 [1], expected one dtype;"
                + " convert one of them with to(FLOAT64)",
            () -> Sorting.searchSorted(Tensor.of(1), Tensor.of(1f), Side.LEFT))
        .row();
  }
}
