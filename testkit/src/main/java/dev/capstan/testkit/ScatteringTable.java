package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Scattering;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Combine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The rows of {@link Scattering}. */
final class ScatteringTable {
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  private ScatteringTable() {}

  static List<OpSpec> rows() {
    return List.of(
        scatter(Combine.ADD, all -> all.stream().mapToDouble(a -> a).sum()).row(),
        scatter(Combine.MEAN, all -> all.stream().mapToDouble(a -> a).average().orElseThrow())
            .row(),
        scatter(Combine.MAX, all -> all.stream().mapToDouble(a -> a).max().orElseThrow())
            .distinct()
            .pin(
                at(Tensor.of(2, 0), Tensor.of(2, 1, 0, 2))
                    .gives(Tensor.of(2, 2))
                    .gradient(Tensor.of(0.5, 0), Tensor.of(0.5, 0, 0, 1)))
            .pin(
                at(Tensor.of(2, 0), Tensor.of(NAN, 1, 2, 3))
                    .gives(Tensor.of(NAN, 3))
                    .gradient(Tensor.of(NAN, 0), Tensor.of(NAN, 0, NAN, 1)))
            .row(),
        scatter(Combine.MIN, all -> all.stream().mapToDouble(a -> a).min().orElseThrow())
            .distinct()
            .pin(
                at(Tensor.of(2, 0), Tensor.of(2, 0, 3, 0))
                    .gives(Tensor.of(2, 0))
                    .gradient(Tensor.of(0.5, 1 / 3.0), Tensor.of(0.5, 1 / 3.0, 0, 1 / 3.0)))
            .row(),
        indexAdd(),
        segment("segmentSum", 3, rows -> rows.stream().mapToDouble(a -> a).sum())
            .function(x -> Scattering.segmentSum(x, segments(x), 3))
            .fluent(x -> x.segmentSum(segments(x), 3))
            .known("torch.zeros().index_add", "jax.ops.segment_sum")
            .error(
                ShapeException.class,
                "segmentSum: the segments do not fit: got shape [1] for [2], expected one for each"
                    + " row",
                () -> Scattering.segmentSum(Tensor.of(1, 2), IntTensor.of(0), 1))
            .error(
                IndexOutOfBoundsException.class,
                "segmentSum: index 1 out of range for axis 0 of size 1, at [1]",
                () -> Scattering.segmentSum(Tensor.of(1, 2), IntTensor.of(0, 1), 1))
            .row(),
        picked("segmentSum", "picked", rows -> rows.stream().mapToDouble(a -> a).sum())
            .function(x -> Scattering.segmentSum(x, index(x), picks(x), 3))
            .fluent(x -> x.segmentSum(index(x), picks(x), 3))
            .known("torch.nn.functional.embedding_bag(sum)", "")
            .error(
                ShapeException.class,
                "segmentSum: the segments do not fit: got shape [1] for an index [2], expected one"
                    + " for each picked row",
                () ->
                    Scattering.segmentSum(Tensor.of(1, 2), IntTensor.of(0, 1), IntTensor.of(0), 1))
            .error(
                IndexOutOfBoundsException.class,
                "segmentSum: index 2 out of range for axis 0 of size 2, at [1]",
                () ->
                    Scattering.segmentSum(
                        Tensor.of(1, 2), IntTensor.of(0, 2), IntTensor.of(0, 0), 1))
            .row(),
        weighted(),
        picked(
                "segmentMean",
                "picked",
                rows -> rows.stream().mapToDouble(a -> a).average().orElse(0))
            .function(x -> Scattering.segmentMean(x, index(x), picks(x), 3))
            .fluent(x -> x.segmentMean(index(x), picks(x), 3))
            .known("torch.nn.functional.embedding_bag(mean)", "")
            .row(),
        segment("segmentMean", 3, rows -> rows.stream().mapToDouble(a -> a).average().orElse(0))
            .function(x -> Scattering.segmentMean(x, segments(x), 3))
            .fluent(x -> x.segmentMean(segments(x), 3))
            .known("torch.scatter_reduce(mean)", "")
            .row(),
        segment("segmentMax", 2, rows -> rows.stream().mapToDouble(a -> a).max().orElse(-INFINITY))
            .function(x -> Scattering.segmentMax(x, segments(x), 2))
            .fluent(x -> x.segmentMax(segments(x), 2))
            .distinct()
            .known("torch.scatter_reduce(amax)", "jax.ops.segment_max")
            .pin(
                at(Tensor.of(5, 2, 5, 7))
                    .gives(Tensor.of(5, 7))
                    .gradient(Tensor.of(0.5, 0, 0.5, 1)))
            .pin(at(Tensor.of(1, 3, 2)).gives(Tensor.of(3, -INFINITY)).gradient(Tensor.of(0, 1, 0)))
            .pin(
                at(Tensor.of(-INFINITY))
                    .gives(Tensor.of(-INFINITY, -INFINITY))
                    .gradient(Tensor.of(1)))
            .pin(
                at(Tensor.of(-INFINITY, -INFINITY))
                    .gives(Tensor.of(-INFINITY, -INFINITY))
                    .gradient(Tensor.of(0.5, 0.5)))
            .pin(
                at(Tensor.of(5, 5, -INFINITY, -INFINITY))
                    .gives(Tensor.of(5, -INFINITY))
                    .gradient(Tensor.of(0.5, 0.5, 0, 1)))
            .row());
  }

  // --- scatter --------------------------------------------------------------------------------

  /** Positions 0, 1, 0, 1, … of an axis of two. */
  private static IntTensor alternating(Tensor y) {
    return Runs.repeated(y.shape(), 0, 1);
  }

  private static OpSpec.Builder scatter(Combine how, ToDoubleFunction<List<Double>> combination) {
    return OpSpec.of(Scattering.class, "scatter")
        .variant(how.name())
        .function((x, y) -> Scattering.scatter(x, 0, alternating(y), y, how))
        .fluent((x, y) -> x.scatter(0, alternating(y), y, how))
        .on(shape(2), shape(1))
        .on(shape(2), shape(4))
        .on(shape(3), shape(5))
        .reference(
            (x, y) ->
                Values.generate(
                    x.shape(),
                    i -> {
                      List<Double> all = new ArrayList<>(List.of(x.at(i)));
                      for (int k = 0; k < y.size(); k++) {
                        if (k % 2 == i[0]) {
                          all.add(y.at(k));
                        }
                      }
                      return combination.applyAsDouble(all);
                    }))
        .known("torch.scatter_reduce", "jax.numpy.ndarray.at[]")
        .error(
            ShapeException.class,
            "scatter: values and index differ in shape: got [2] and [1]",
            () -> Scattering.scatter(Tensor.of(1, 2), 0, IntTensor.of(0), Tensor.of(1, 2), how))
        .error(
            IndexOutOfBoundsException.class,
            "scatter: index 2 out of range for axis 0 of size 2, at [0]",
            () ->
                Scattering.scatter(
                    Tensor.of(1, 2), 0, IntTensor.of(2), Tensor.of(new double[] {1}), how));
  }

  private static OpSpec indexAdd() {
    return OpSpec.of(Scattering.class, "indexAdd")
        .function((x, y) -> Scattering.indexAdd(x, 0, rowIndices(x, y), y))
        .fluent((x, y) -> x.indexAdd(0, rowIndices(x, y), y))
        .grows("n n, n n")
        .on(shape(1, 2), shape(2, 2))
        .on(shape(3, 1), shape(4, 1))
        .on(shape(2, 2), shape(0, 2))
        .reference(
            (x, y) -> {
              IntTensor index = Runs.indices(x.size(0), y.size(0));
              return Values.generate(
                  x.shape(),
                  i -> {
                    double sum = x.at(i);
                    for (int k = 0; k < y.size(0); k++) {
                      sum += index.at(k) == i[0] ? y.at(k, i[1]) : 0;
                    }
                    return sum;
                  });
            })
        .known("torch.index_add", "jax.numpy.ndarray.at[].add")
        .error(
            ShapeException.class,
            "indexAdd: the values do not fit: got shape [2], expected [1]",
            () -> Scattering.indexAdd(Tensor.of(1, 2), 0, IntTensor.of(0), Tensor.of(1, 2)))
        .row();
  }

  private static IntTensor rowIndices(Tensor x, Tensor y) {
    return Runs.indices(x.shape().get(0), y.shape().get(0));
  }

  // --- segments -------------------------------------------------------------------------------

  /** Each fourth row in segment 1, the others in 0, none in 2. */
  private static IntTensor segments(Tensor x) {
    return segments(x.shape().get(0));
  }

  private static IntTensor segments(int rows) {
    return Runs.repeated(shape(rows), 0, 0, 0, 1);
  }

  private static int segment(int row) {
    return row % 4 == 3 ? 1 : 0;
  }

  private static OpSpec.Builder segment(
      String method, int count, ToDoubleFunction<List<Double>> combination) {
    return OpSpec.of(Scattering.class, method)
        .on(shape(4))
        .on(shape(4, 1))
        .on(shape(5, 2))
        .reference(
            x -> {
              int[] sizes = x.shape().toArray();
              sizes[0] = count;
              return Values.generate(
                  shape(sizes),
                  i -> {
                    List<Double> rows = new ArrayList<>();
                    for (int k = 0; k < x.size(0); k++) {
                      int[] at = i.clone();
                      at[0] = k;
                      if (segment(k) == i[0]) {
                        rows.add(x.at(at));
                      }
                    }
                    return combination.applyAsDouble(rows);
                  });
            });
  }

  // --- segments of picked rows ----------------------------------------------------------------

  /** Two rows more than x has, some of them again. */
  private static IntTensor index(Tensor x) {
    return Runs.indices(x.shape().get(0), x.shape().get(0) + 2);
  }

  /** As {@link #segments}, of the picked rows. */
  private static IntTensor picks(Tensor x) {
    return segments(x.shape().get(0) + 2);
  }

  private static OpSpec.Builder picked(
      String method, String variant, ToDoubleFunction<List<Double>> combination) {
    return OpSpec.of(Scattering.class, method)
        .variant(variant)
        .on(shape(4))
        .on(shape(4, 1))
        .on(shape(3, 2))
        .reference(
            x -> {
              IntTensor index = Runs.indices(x.size(0), x.size(0) + 2);
              return Values.generate(
                  rowsOf(x, 3),
                  i -> {
                    List<Double> rows = new ArrayList<>();
                    for (int k = 0; k < index.size(); k++) {
                      if (segment(k) == i[0]) {
                        rows.add(x.at(row(i, index.at(k))));
                      }
                    }
                    return combination.applyAsDouble(rows);
                  });
            });
  }

  private static OpSpec weighted() {
    return OpSpec.of(Scattering.class, "segmentSum")
        .variant("picked, weighted")
        .function((x, w) -> Scattering.segmentSum(x, pickedBy(x, w), w, segments(w), 3))
        .fluent((x, w) -> x.segmentSum(pickedBy(x, w), w, segments(w), 3))
        .on(shape(4), shape(6))
        .on(shape(3, 2), shape(5))
        .on(shape(2, 1, 2), shape(0))
        .reference(
            (x, w) -> {
              IntTensor index = Runs.indices(x.size(0), w.size(0));
              return Values.generate(
                  rowsOf(x, 3),
                  i -> {
                    double sum = 0;
                    for (int k = 0; k < index.size(); k++) {
                      sum += segment(k) == i[0] ? w.at(k) * x.at(row(i, index.at(k))) : 0;
                    }
                    return sum;
                  });
            })
        .known("torch.nn.functional.embedding_bag(per_sample_weights)", "")
        .error(
            ShapeException.class,
            "segmentSum: the weights do not fit: got shape [1] for 2 picked rows, expected one for"
                + " each",
            () ->
                Scattering.segmentSum(
                    Tensor.of(1, 2),
                    IntTensor.of(0, 1),
                    Tensor.of(new double[] {1}),
                    IntTensor.of(0, 0),
                    1))
        .row();
  }

  private static IntTensor pickedBy(Tensor x, Tensor w) {
    return Runs.indices(x.shape().get(0), w.shape().get(0));
  }

  private static Shape rowsOf(Values x, int count) {
    int[] sizes = x.shape().toArray();
    sizes[0] = count;
    return shape(sizes);
  }

  private static int[] row(int[] at, int row) {
    int[] moved = at.clone();
    moved[0] = row;
    return moved;
  }
}
