package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.numbers;
import static dev.capstan.testkit.OpSpec.shape;
import static dev.capstan.testkit.Pin.at;

import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.DType;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Slice;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.List;

/** The rows of {@link Indexing}. */
final class IndexingTable {
  private IndexingTable() {}

  static List<OpSpec> rows() {
    return List.of(
        gather(),
        takeAlongAxis(),
        scatterAdd(),
        indexSelect(),
        select(),
        slice(),
        sliceWithStep(),
        sliceByWords(),
        embedding(),
        maskedSelect(),
        maskedFill(),
        nonZero());
  }

  private static Tensor zeros(int... sizes) {
    return Tensor.zeros(DType.FLOAT64, sizes);
  }

  // --- an index for each element --------------------------------------------------------------

  /** Indices along axis 0 for a matrix: one row more, and one column fewer, than x has. */
  private static IntTensor rowsOf(Shape x) {
    return Runs.indices(x.get(0), x.get(0) + 1, x.get(1) - 1);
  }

  private static OpSpec gather() {
    return OpSpec.of(Indexing.class, "gather")
        .function(x -> Indexing.gather(x, 0, rowsOf(x.shape())))
        .fluent(x -> x.gather(0, rowsOf(x.shape())))
        .grows("n n")
        .on(shape(1, 2))
        .on(shape(3, 2))
        .on(shape(2, 4))
        .reference(
            x -> {
              IntTensor index = rowsOf(x.shape());
              return Values.generate(
                  index.shape(), i -> x.at(index.at(i[0] * (x.size(1) - 1) + i[1]), i[1]));
            })
        .known("torch.gather", "jax.numpy.take_along_axis")
        .error(
            IndexOutOfBoundsException.class,
            "gather: index 7 out of range for axis 0 of size 5, at [3, 0]",
            () -> Indexing.gather(zeros(5, 1), 0, IntTensor.of(new int[] {0, 1, 4, 7}, 4, 1)))
        .error(
            ShapeException.class,
            "gather: the index does not fit: got [4] for shape [5, 1], expected the same rank and"
                + " no larger size on any axis but 0",
            () -> Indexing.gather(zeros(5, 1), 0, IntTensor.of(0, 1, 2, 3)))
        .row();
  }

  private static OpSpec takeAlongAxis() {
    return OpSpec.of(Indexing.class, "takeAlongAxis")
        .function(x -> Indexing.takeAlongAxis(x, 1, oneMore(x.shape().get(1), 1)))
        .fluent(x -> x.takeAlongAxis(1, oneMore(x.shape().get(1), 1)))
        .grows("n n")
        .on(shape(1, 1))
        .on(shape(3, 2))
        .on(shape(2, 4))
        .reference(
            x -> {
              IntTensor index = oneMore(x.size(1), 1);
              return Values.generate(
                  shape(x.size(0), index.size()), i -> x.at(i[0], index.at(i[1])));
            })
        .known("torch.take_along_dim", "jax.numpy.take_along_axis")
        .error(
            ShapeException.class,
            "takeAlongAxis: the ranks differ: got [1] for shape [5, 1]",
            () -> Indexing.takeAlongAxis(zeros(5, 1), 0, IntTensor.of(0)))
        .error(
            IndexOutOfBoundsException.class,
            "takeAlongAxis: index -1 out of range for axis 0 of size 5, at [0]",
            () -> Indexing.takeAlongAxis(zeros(5), 0, IntTensor.of(-1)))
        .row();
  }

  private static OpSpec scatterAdd() {
    return OpSpec.of(Indexing.class, "scatterAdd")
        .function((x, y) -> Indexing.scatterAdd(x, 0, index(x, y), y))
        .fluent((x, y) -> x.scatterAdd(0, index(x, y), y))
        .grows("n n, n n")
        .on(shape(1, 2), shape(3, 1))
        .on(shape(3, 2), shape(2, 2))
        .on(shape(2, 2), shape(4, 2))
        .reference(
            (x, y) -> {
              IntTensor index = Runs.indices(x.size(0), y.size(0), y.size(1));
              return Values.generate(
                  x.shape(),
                  i -> {
                    double sum = x.at(i);
                    for (int k = 0; k < y.size(0) && i[1] < y.size(1); k++) {
                      sum += index.at(k * y.size(1) + i[1]) == i[0] ? y.at(k, i[1]) : 0;
                    }
                    return sum;
                  });
            })
        .known("torch.scatter_add", "jax.numpy.ndarray.at[].add")
        .error(
            ShapeException.class,
            "scatterAdd: values and index differ in shape: got [2] and [1]",
            () -> Indexing.scatterAdd(zeros(5), 0, IntTensor.of(0), zeros(2)))
        .row();
  }

  private static IntTensor index(Tensor x, Tensor y) {
    return Runs.indices(x.shape().get(0), y.shape().toArray());
  }

  /** One index more than there are, in a shape of these sizes and that one. */
  private static IntTensor oneMore(int limit, int... outer) {
    int[] shape = Arrays.copyOf(outer, outer.length + 1);
    shape[outer.length] = limit + 1;
    return Runs.indices(limit, shape);
  }

  // --- one index for a whole slice ------------------------------------------------------------

  private static OpSpec indexSelect() {
    return OpSpec.of(Indexing.class, "indexSelect")
        .function(x -> Indexing.indexSelect(x, -1, oneMore(x.shape().get(-1))))
        .fluent(x -> x.indexSelect(-1, oneMore(x.shape().get(-1))))
        .grows("n n")
        .on(shape(1))
        .on(shape(4))
        .on(shape(2, 3))
        .on(shape(0, 2))
        .reference(
            x ->
                Runs.each(
                    x,
                    -1,
                    x.size(-1) + 1,
                    run ->
                        Arrays.stream(oneMore(run.length).toArray())
                            .mapToDouble(i -> run[i])
                            .toArray()))
        .known("torch.index_select", "jax.numpy.take")
        .error(
            ShapeException.class,
            "indexSelect: the index is no vector: got shape [1, 1], expected rank 1",
            () -> Indexing.indexSelect(zeros(5), 0, IntTensor.of(new int[] {0}, 1, 1)))
        .error(
            IndexOutOfBoundsException.class,
            "indexSelect: index 5 out of range for axis 0 of size 5, at [1]",
            () -> Indexing.indexSelect(zeros(5), 0, IntTensor.of(0, 5)))
        .row();
  }

  private static OpSpec select() {
    return OpSpec.of(Indexing.class, "select")
        .function(x -> Indexing.select(x, 0, -1))
        .fluent(x -> x.select(0, -1))
        .on(shape(1))
        .on(shape(3))
        .on(shape(2, 3))
        .reference(x -> Runs.fold(x, 0, run -> run[run.length - 1]))
        .known("torch.select", "jax.numpy.ndarray[i]")
        .error(
            IndexOutOfBoundsException.class,
            "select: index -3 out of range for axis 0 of size 2",
            () -> Indexing.select(zeros(2), 0, -3))
        .row();
  }

  private static OpSpec slice() {
    return OpSpec.of(Indexing.class, "slice")
        .function(x -> Indexing.slice(x, 1, 1, 3))
        .fluent(x -> x.slice(1, 1, 3))
        .on(shape(1, 3))
        .on(shape(2, 4))
        .on(shape(2, 5, 1))
        .reference(x -> Runs.each(x, 1, 2, run -> Arrays.copyOfRange(run, 1, 3)))
        .known("torch.narrow", "jax.lax.slice_in_dim")
        .error(
            ShapeException.class,
            "slice: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Indexing.slice(zeros(2), 1, 0, 1))
        .row();
  }

  private static OpSpec sliceWithStep() {
    return OpSpec.of(Indexing.class, "slice")
        .variant("with a step")
        .function(x -> Indexing.slice(x, 0, -3, 9, 2))
        .fluent(x -> x.slice(0, -3, 9, 2))
        .on(shape(3))
        .on(shape(4))
        .on(shape(5, 2))
        .reference(
            x -> Runs.each(x, 0, 2, run -> new double[] {run[run.length - 3], run[run.length - 1]}))
        .error(
            IllegalArgumentException.class,
            "slice: the step is not positive: got 0, expected 1 or more; use flip(axis)",
            () -> Indexing.slice(zeros(2), 0, 0, 1, 0))
        .row();
  }

  private static OpSpec sliceByWords() {
    Slice[] words = {
      Slice.every(-1), Slice.ellipsis(), Slice.newAxis(), Slice.pick(IntTensor.of(1, 0, 1))
    };
    return OpSpec.of(Indexing.class, "slice")
        .variant("by words")
        .function(x -> Indexing.slice(x, words))
        .fluent(x -> x.slice(words))
        .on(shape(1, 1, 2))
        .on(shape(2, 2, 2))
        .on(shape(3, 1, 3))
        .reference(
            x ->
                Values.generate(
                    shape(x.size(0), x.size(1), 1, 3),
                    i -> x.at(x.size(0) - 1 - i[0], i[1], i[3] == 1 ? 0 : 1)))
        .known("torch.Tensor[...]", "jax.numpy.ndarray[...]")
        .error(
            ShapeException.class,
            "slice: got 2 slices and 0 ellipses for shape [2], expected at most 1 and 1",
            () -> Indexing.slice(zeros(2), Slice.at(0), Slice.all()))
        .row();
  }

  private static OpSpec embedding() {
    return OpSpec.of(Indexing.class, "embedding")
        .function(table -> Indexing.embedding(table, ids(table.shape())))
        .fluent(table -> table.embedding(ids(table.shape())))
        .grows("n n")
        .on(shape(1, 1))
        .on(shape(3, 2))
        .on(shape(5, 1))
        .reference(
            table -> {
              IntTensor ids = ids(table.shape());
              return Values.generate(
                  shape(2, table.size(0), table.size(1)),
                  i -> table.at(ids.at(table.size(0) * i[0] + i[1]), i[2]));
            })
        .known("torch.nn.functional.embedding", "jax.numpy.take")
        .error(
            ShapeException.class,
            "embedding: the table is no matrix: got shape [2], expected [N, D]",
            () -> Indexing.embedding(zeros(2), IntTensor.of(0)))
        .error(
            IndexOutOfBoundsException.class,
            "embedding: index 2 out of range for axis 0 of size 2, at [1]",
            () -> Indexing.embedding(zeros(2, 3), IntTensor.of(0, 2)))
        .row();
  }

  /** Two lines of as many ids as the table has rows. */
  private static IntTensor ids(Shape table) {
    return Runs.indices(table.get(0), 2, table.get(0));
  }

  // --- masks ----------------------------------------------------------------------------------

  private static final BoolTensor MASK = BoolTensor.of(true, false, true);

  private static OpSpec maskedSelect() {
    return OpSpec.of(Indexing.class, "maskedSelect")
        .function(x -> Indexing.maskedSelect(x, MASK))
        .fluent(x -> x.maskedSelect(MASK))
        .grows("n n 3")
        .on(shape(3))
        .on(shape(2, 3))
        .on(shape(2, 2, 3))
        .on(shape(0, 3))
        .reference(
            x -> Values.generate(shape(x.size() / 3 * 2), i -> x.flat(i[0] / 2 * 3 + i[0] % 2 * 2)))
        .known("torch.masked_select", "jax.numpy.ndarray[mask]")
        .error(
            ShapeException.class,
            "maskedSelect: the mask does not stretch to x: got [3] for []",
            () -> Indexing.maskedSelect(Tensor.scalar(1.0), MASK))
        .row();
  }

  private static OpSpec maskedFill() {
    return OpSpec.of(Indexing.class, "maskedFill")
        .function(x -> Indexing.maskedFill(x, MASK, 7))
        .fluent(x -> x.maskedFill(MASK, 7))
        .grows("n n 3")
        .on(shape(3))
        .on(shape(2, 3))
        .on(shape(1, 2, 3))
        .reference(x -> Values.generate(x.shape(), i -> i[i.length - 1] == 1 ? x.at(i) : 7))
        .known("torch.masked_fill", "jax.numpy.where")
        .pin(at(Tensor.of(Double.NaN, 2, 3)).gives(Tensor.of(7, 2, 7)).gradient(Tensor.of(0, 1, 0)))
        .error(
            ShapeException.class,
            "maskedFill: the mask does not stretch to x: got [3] for [1]",
            () -> Indexing.maskedFill(zeros(1), MASK, 0))
        .row();
  }

  private static OpSpec nonZero() {
    return OpSpec.of(Indexing.class, "nonZero")
        .function(x -> numbers(Indexing.nonZero(x), x))
        .fluent(x -> numbers(x.nonZero(), x))
        .noGradient()
        .domain(Domain.positive())
        .on(shape(3))
        .on(shape(2, 2))
        .on(shape(0, 2))
        .reference(
            x ->
                Values.generate(
                    shape(x.size(), x.shape().rank()),
                    i ->
                        x.shape().rank() == 1
                            ? i[0]
                            : i[1] == 0 ? i[0] / x.size(1) : i[0] % x.size(1)))
        .known("torch.nonzero", "jax.numpy.argwhere")
        .pin(at(Tensor.of(0, 2, Double.NaN, -0.0)).gives(Tensor.of(new double[] {1, 2}, 2, 1)))
        .row();
  }
}
