package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;

import dev.capstan.ops.Diagonals;
import dev.capstan.ops.Rearrangement;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.PadMode;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** The rows of {@link Rearrangement} and {@link Diagonals}. */
final class RearrangementTable {
  private RearrangementTable() {}

  static List<OpSpec> rows() {
    return List.of(
        flip(),
        roll(),
        repeat(),
        tile(),
        split(),
        splitBySizes(),
        chunk(),
        unstack(),
        unfold(),
        pad(),
        padWithNumber(),
        padReflect(),
        padReplicate(),
        diagonal(),
        diag(),
        diagOfMatrix(),
        tril(),
        triu());
  }

  private static final Tensor TWO = Tensor.of(1, 2);

  /** A run made of another's elements. */
  private static double[] picked(double[] run, int length, IntUnaryOperator from) {
    double[] out = new double[length];
    Arrays.setAll(out, i -> run[from.applyAsInt(i)]);
    return out;
  }

  // --- turning and repeating ------------------------------------------------------------------

  private static OpSpec flip() {
    return OpSpec.of(Rearrangement.class, "flip")
        .function(x -> Rearrangement.flip(x, 0))
        .fluent(x -> x.flip(0))
        .on(shape(1))
        .on(shape(4))
        .on(shape(3, 2))
        .reference(
            x -> {
              int n = x.size(0);
              return Runs.each(x, 0, n, run -> picked(run, n, i -> n - 1 - i));
            })
        .known("torch.flip", "jax.numpy.flip")
        .error(
            ShapeException.class,
            "flip: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Rearrangement.flip(TWO, 1))
        .row();
  }

  private static OpSpec roll() {
    return OpSpec.of(Rearrangement.class, "roll")
        .function(x -> Rearrangement.roll(x, -2, -1))
        .fluent(x -> x.roll(-2, -1))
        .on(shape(1))
        .on(shape(5))
        .on(shape(2, 3))
        .on(shape(2, 0))
        .reference(
            x -> {
              int n = x.size(-1);
              return Runs.each(x, -1, n, run -> picked(run, n, i -> (i + 2) % n));
            })
        .known("torch.roll", "jax.numpy.roll")
        .error(
            ShapeException.class,
            "roll: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Rearrangement.roll(TWO, 1, 1))
        .row();
  }

  private static OpSpec repeat() {
    return OpSpec.of(Rearrangement.class, "repeat")
        .function(x -> Rearrangement.repeat(x, 2, 0))
        .fluent(x -> x.repeat(2, 0))
        .on(shape(1))
        .on(shape(3))
        .on(shape(2, 2))
        .reference(
            x -> Runs.each(x, 0, 2 * x.size(0), run -> picked(run, 2 * run.length, i -> i / 2)))
        .known("torch.repeat_interleave", "jax.numpy.repeat")
        .error(
            IllegalArgumentException.class,
            "repeat: the number of repetitions is negative: got -1, expected 0 or more",
            () -> Rearrangement.repeat(TWO, -1, 0))
        .row();
  }

  private static OpSpec tile() {
    return OpSpec.of(Rearrangement.class, "tile")
        .function(x -> Rearrangement.tile(x, 2, 3))
        .fluent(x -> x.tile(2, 3))
        .grows("n -> 2 3 n")
        .on(shape())
        .on(shape(2))
        .on(shape(2, 1))
        .reference(
            x -> {
              int rank = x.shape().rank();
              int rows = rank < 2 ? 1 : x.size(0);
              int columns = rank < 1 ? 1 : x.size(-1);
              return Values.generate(
                  shape(2 * rows, 3 * columns),
                  i -> x.flat(i[0] % rows * columns + i[1] % columns));
            })
        .known("torch.tile, torch.Tensor.repeat", "jax.numpy.tile")
        .error(
            IllegalArgumentException.class,
            "tile: the number of repetitions is negative: got -1, expected 0 or more",
            () -> Rearrangement.tile(TWO, -1))
        .row();
  }

  // --- cutting --------------------------------------------------------------------------------

  private static Values range(Values x, int axis, int start, int stop) {
    return Runs.each(x, axis, stop - start, run -> Arrays.copyOfRange(run, start, stop));
  }

  private static OpSpec split() {
    return OpSpec.of(Rearrangement.class, "split")
        .function(x -> Rearrangement.split(x, 2, -1).get(1))
        .fluent(x -> x.split(2, -1).get(1))
        .on(shape(3))
        .on(shape(4))
        .on(shape(2, 5))
        .reference(x -> range(x, -1, 2, Math.min(4, x.size(-1))))
        .known("torch.split", "jax.numpy.split")
        .error(
            IllegalArgumentException.class,
            "split: the size is not positive: got 0, expected 1 or more",
            () -> Rearrangement.split(TWO, 0, 0))
        .row();
  }

  private static OpSpec splitBySizes() {
    return OpSpec.of(Rearrangement.class, "split")
        .variant("by sizes")
        .function(x -> Rearrangement.split(x, new int[] {1, 2}, 0).get(1))
        .fluent(x -> x.split(new int[] {1, 2}, 0).get(1))
        .grows("3 n n")
        .on(shape(3))
        .on(shape(3, 2))
        .on(shape(3, 1, 2))
        .reference(x -> range(x, 0, 1, 3))
        .error(
            IllegalArgumentException.class,
            "split: the sizes do not fit axis 0: got [1, 2], expected sizes that add up to 2",
            () -> Rearrangement.split(TWO, new int[] {1, 2}, 0))
        .row();
  }

  private static OpSpec chunk() {
    return OpSpec.of(Rearrangement.class, "chunk")
        .function(x -> Rearrangement.chunk(x, 2, 0).get(1))
        .fluent(x -> x.chunk(2, 0).get(1))
        .on(shape(2))
        .on(shape(5))
        .on(shape(3, 2))
        .reference(x -> range(x, 0, (x.size(0) + 1) / 2, x.size(0)))
        .known("torch.chunk", "jax.numpy.array_split")
        .error(
            IllegalArgumentException.class,
            "chunk: the number of parts is not positive: got 0, expected 1 or more",
            () -> Rearrangement.chunk(TWO, 0, 0))
        .row();
  }

  private static OpSpec unstack() {
    return OpSpec.of(Rearrangement.class, "unstack")
        .function(x -> Rearrangement.unstack(x, -1).get(1))
        .fluent(x -> x.unstack(-1).get(1))
        .on(shape(2))
        .on(shape(2, 3))
        .on(shape(1, 2, 2))
        .reference(x -> Runs.fold(x, -1, run -> run[1]))
        .known("torch.unbind", "jax.numpy.unstack")
        .error(
            ShapeException.class,
            "unstack: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Rearrangement.unstack(TWO, 1))
        .row();
  }

  private static OpSpec unfold() {
    return OpSpec.of(Rearrangement.class, "unfold")
        .function(x -> Rearrangement.unfold(x, 0, 3, 2))
        .fluent(x -> x.unfold(0, 3, 2))
        .on(shape(3))
        .on(shape(6))
        .on(shape(5, 2))
        .reference(
            x -> {
              int[] sizes = Arrays.copyOf(x.shape().toArray(), x.shape().rank() + 1);
              sizes[0] = (x.size(0) - 3) / 2 + 1;
              sizes[x.shape().rank()] = 3;
              return Values.generate(
                  shape(sizes),
                  i -> {
                    int[] at = Arrays.copyOf(i, i.length - 1);
                    at[0] = 2 * i[0] + i[i.length - 1];
                    return x.at(at);
                  });
            })
        .known("torch.Tensor.unfold", "")
        .error(
            ShapeException.class,
            "unfold: the window does not fit axis 0: got size 3 for 2",
            () -> Rearrangement.unfold(TWO, 0, 3, 1))
        .error(
            IllegalArgumentException.class,
            "unfold: size or step is not positive: got 1 and 0, expected 1 or more",
            () -> Rearrangement.unfold(TWO, 0, 1, 0))
        .row();
  }

  // --- padding --------------------------------------------------------------------------------

  private static double[] between(double[] run, int before, int after, double value) {
    double[] out = new double[before + run.length + after];
    Arrays.fill(out, value);
    System.arraycopy(run, 0, out, before, run.length);
    return out;
  }

  private static OpSpec pad() {
    return OpSpec.of(Rearrangement.class, "pad")
        .function(x -> Rearrangement.pad(x, 0, 1, 2))
        .fluent(x -> x.pad(0, 1, 2))
        .on(shape(1))
        .on(shape(3))
        .on(shape(2, 2))
        .on(shape(0))
        .reference(x -> Runs.each(x, 0, x.size(0) + 3, run -> between(run, 1, 2, 0)))
        .known("torch.nn.functional.pad", "jax.numpy.pad")
        .error(
            IllegalArgumentException.class,
            "pad: the widths do not fit: got -1 and 0, expected 0 or more",
            () -> Rearrangement.pad(TWO, 0, -1, 0))
        .row();
  }

  private static OpSpec padWithNumber() {
    return OpSpec.of(Rearrangement.class, "pad")
        .variant("with a number")
        .function(x -> Rearrangement.pad(x, -1, 2, 0, 7))
        .fluent(x -> x.pad(-1, 2, 0, 7.0))
        .on(shape(1))
        .on(shape(2, 2))
        .on(shape(2, 0))
        .reference(x -> Runs.each(x, -1, x.size(-1) + 2, run -> between(run, 2, 0, 7)))
        .row();
  }

  private static OpSpec padReflect() {
    return OpSpec.of(Rearrangement.class, "pad")
        .variant("reflect")
        .function(x -> Rearrangement.pad(x, -1, 2, 1, PadMode.REFLECT))
        .fluent(x -> x.pad(-1, 2, 1, PadMode.REFLECT))
        .on(shape(3))
        .on(shape(2, 3))
        .on(shape(1, 4))
        .reference(
            x -> {
              int n = x.size(-1);
              return Runs.each(
                  x,
                  -1,
                  n + 3,
                  run -> picked(run, n + 3, i -> i < 2 ? 2 - i : i == n + 2 ? n - 2 : i - 2));
            })
        .error(
            IllegalArgumentException.class,
            "pad: the widths do not fit: got 2 and 0, expected 0 to 1",
            () -> Rearrangement.pad(TWO, 0, 2, 0, PadMode.REFLECT))
        .row();
  }

  private static OpSpec padReplicate() {
    return OpSpec.of(Rearrangement.class, "pad")
        .variant("replicate")
        .function(x -> Rearrangement.pad(x, 0, 1, 3, PadMode.REPLICATE))
        .fluent(x -> x.pad(0, 1, 3, PadMode.REPLICATE))
        .on(shape(1))
        .on(shape(3))
        .on(shape(2, 2))
        .reference(
            x -> {
              int n = x.size(0);
              return Runs.each(
                  x, 0, n + 4, run -> picked(run, n + 4, i -> Math.max(0, Math.min(n - 1, i - 1))));
            })
        .error(
            IllegalArgumentException.class,
            "pad: the widths do not fit: got 1 and 0, expected 0 to 0",
            () -> Rearrangement.pad(Tensor.of(new double[0]), 0, 1, 0, PadMode.REPLICATE))
        .row();
  }

  // --- diagonals ------------------------------------------------------------------------------

  private static OpSpec diagonal() {
    return OpSpec.of(Diagonals.class, "diagonal")
        .function(x -> Diagonals.diagonal(x, 1, 0, -1))
        .fluent(x -> x.diagonal(1, 0, -1))
        .on(shape(2, 2))
        .on(shape(2, 4))
        .on(shape(2, 2, 3))
        .reference(
            x -> {
              int n = Math.min(x.size(0), x.size(-1) - 1);
              return x.shape().rank() == 2
                  ? Values.generate(shape(n), i -> x.at(i[0], i[0] + 1))
                  : Values.generate(shape(x.size(1), n), i -> x.at(i[1], i[0], i[1] + 1));
            })
        .known("torch.diagonal", "jax.numpy.diagonal")
        .error(
            ShapeException.class,
            "diagonal: both axes are the same: got 0 and -2 for [2, 3]",
            () -> Diagonals.diagonal(TWO.reshape(2, 1).expand(2, 3), 0, 0, -2))
        .row();
  }

  private static OpSpec diag() {
    return OpSpec.of(Diagonals.class, "diag")
        .function(x -> Diagonals.diag(x, -1))
        .fluent(x -> x.diag(-1))
        .grows("n -> n n")
        .on(shape(1))
        .on(shape(3))
        .on(shape(0))
        .reference(
            x ->
                Values.generate(
                    shape(x.size() + 1, x.size() + 1), i -> i[0] == i[1] + 1 ? x.at(i[1]) : 0))
        .known("torch.diag", "jax.numpy.diag")
        .error(
            ShapeException.class,
            "diag: got shape [], expected a vector or a matrix; see diagonal",
            () -> Diagonals.diag(Tensor.scalar(1.0)))
        .row();
  }

  private static OpSpec diagOfMatrix() {
    return OpSpec.of(Diagonals.class, "diag")
        .variant("of a matrix")
        .function(x -> Diagonals.diag(x))
        .fluent(x -> x.diag())
        .on(shape(1, 1))
        .on(shape(2, 3))
        .on(shape(3, 2))
        .reference(
            x -> Values.generate(shape(Math.min(x.size(0), x.size(1))), i -> x.at(i[0], i[0])))
        .row();
  }

  private static OpSpec tril() {
    return OpSpec.of(Diagonals.class, "tril")
        .function(x -> Diagonals.tril(x, -1))
        .fluent(x -> x.tril(-1))
        .on(shape(1, 2))
        .on(shape(3, 2))
        .on(shape(2, 2, 2))
        .reference(
            x -> Values.generate(x.shape(), i -> i[i.length - 1] < i[i.length - 2] ? x.at(i) : 0))
        .known("torch.tril", "jax.numpy.tril")
        .error(
            ShapeException.class,
            "tril: got shape [2], expected a matrix or a batch of matrices",
            () -> Diagonals.tril(TWO))
        .row();
  }

  private static OpSpec triu() {
    return OpSpec.of(Diagonals.class, "triu")
        .function(x -> Diagonals.triu(x, 1))
        .fluent(x -> x.triu(1))
        .on(shape(2, 1))
        .on(shape(3, 3))
        .on(shape(2, 2, 2))
        .reference(
            x -> Values.generate(x.shape(), i -> i[i.length - 1] > i[i.length - 2] ? x.at(i) : 0))
        .known("torch.triu", "jax.numpy.triu")
        .error(
            ShapeException.class,
            "triu: got shape [2], expected a matrix or a batch of matrices",
            () -> Diagonals.triu(TWO))
        .row();
  }
}
