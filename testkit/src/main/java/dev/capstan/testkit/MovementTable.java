package dev.capstan.testkit;

import static dev.capstan.testkit.OpSpec.shape;

import dev.capstan.ops.DType;
import dev.capstan.ops.DTypeException;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.List;

/** The rows of {@link Movement}. */
final class MovementTable {
  private MovementTable() {}

  static List<OpSpec> rows() {
    return List.of(
        reshape(),
        flatten(),
        flattenSome(),
        squeeze(),
        unsqueeze(),
        broadcastTo(),
        expand(),
        sumTo(),
        transpose(),
        swapAxes(),
        moveAxis(),
        permute(),
        concat(),
        concatOfList(),
        stack());
  }

  private static Tensor zeros(int... sizes) {
    return Tensor.zeros(DType.FLOAT64, sizes);
  }

  /** The same elements in another shape. */
  private static Values in(Values x, int... sizes) {
    int[] at = {0};
    return Values.generate(shape(sizes), i -> x.flat(at[0]++));
  }

  // --- shape alone ----------------------------------------------------------------------------

  private static OpSpec reshape() {
    return OpSpec.of(Movement.class, "reshape")
        .function(x -> Movement.reshape(x, 2, -1))
        .fluent(x -> x.reshape(2, -1))
        .on(shape(2))
        .on(shape(3, 2))
        .on(shape(2, 1, 2))
        .on(shape(0, 3))
        .reference(x -> in(x, 2, x.size() / 2))
        .known("torch.reshape", "jax.numpy.reshape")
        .error(
            ShapeException.class,
            "reshape: shape [3] has 3 elements, got [2, -1]; the sizes must multiply to 3",
            () -> Movement.reshape(zeros(3), 2, -1))
        .row();
  }

  private static OpSpec flatten() {
    return OpSpec.of(Movement.class, "flatten")
        .function(x -> Movement.flatten(x))
        .fluent(x -> x.flatten())
        .onEveryRank()
        .reference(x -> in(x, x.size()))
        .known("torch.flatten", "jax.numpy.ravel")
        .row();
  }

  private static OpSpec flattenSome() {
    return OpSpec.of(Movement.class, "flatten")
        .variant("some axes")
        .function(x -> Movement.flatten(x, 1, -1))
        .fluent(x -> x.flatten(1, -1))
        .on(shape(2, 2))
        .on(shape(2, 1, 3))
        .on(shape(1, 2, 2, 2))
        .reference(x -> in(x, x.size(0), x.size() / x.size(0)))
        .error(
            ShapeException.class,
            "flatten: the first axis stands behind the last: got 1 and 0 for shape [2, 3]",
            () -> Movement.flatten(zeros(2, 3), 1, 0))
        .row();
  }

  private static OpSpec squeeze() {
    return OpSpec.of(Movement.class, "squeeze")
        .function(x -> Movement.squeeze(x, 0))
        .fluent(x -> x.squeeze(0))
        .on(shape(1))
        .on(shape(1, 3))
        .on(shape(1, 2, 1))
        .reference(x -> in(x, Arrays.copyOfRange(x.shape().toArray(), 1, x.shape().rank())))
        .known("torch.squeeze", "jax.numpy.squeeze")
        .error(
            ShapeException.class,
            "squeeze: axis 1 has size 2 in shape [1, 2], expected 1",
            () -> Movement.squeeze(zeros(1, 2), 1))
        .row();
  }

  private static OpSpec unsqueeze() {
    return OpSpec.of(Movement.class, "unsqueeze")
        .function(x -> Movement.unsqueeze(x, -1))
        .fluent(x -> x.unsqueeze(-1))
        .onEveryRank()
        .reference(
            x -> {
              int[] sizes = Arrays.copyOf(x.shape().toArray(), x.shape().rank() + 1);
              sizes[x.shape().rank()] = 1;
              return in(x, sizes);
            })
        .known("torch.unsqueeze", "jax.numpy.expand_dims")
        .error(
            ShapeException.class,
            "unsqueeze: no such axis: got 2 for shape [3], expected -2 to 1",
            () -> Movement.unsqueeze(zeros(3), 2))
        .row();
  }

  // --- broadcasting ---------------------------------------------------------------------------

  private static OpSpec broadcastTo() {
    return OpSpec.of(Movement.class, "broadcastTo")
        .function(x -> Movement.broadcastTo(x, 2, 3, columns(x)))
        .fluent(x -> x.broadcastTo(2, 3, columns(x)))
        .grows("2 1 n -> 2 3 n")
        .on(shape())
        .on(shape(3, 1))
        .on(shape(2, 1, 2))
        .reference(x -> Values.generate(shape(2, 3, 2), x::broadcastAt))
        .known("torch.broadcast_to", "jax.numpy.broadcast_to")
        .error(
            ShapeException.class,
            "broadcastTo: [2] does not stretch to [1]",
            () -> Movement.broadcastTo(zeros(2), 1))
        .row();
  }

  /** Two, or as many as x has. */
  private static int columns(Tensor x) {
    return x.shape().rank() == 0 ? 2 : Math.max(2, x.shape().get(-1));
  }

  private static OpSpec expand() {
    return OpSpec.of(Movement.class, "expand")
        .function(x -> Movement.expand(x, 2, -1, 3))
        .fluent(x -> x.expand(2, -1, 3))
        .grows("1 n 1 -> 2 n 3")
        .on(shape(1, 1))
        .on(shape(2, 3))
        .on(shape(1, 2, 1))
        .reference(x -> Values.generate(shape(2, x.size(-2), 3), x::broadcastAt))
        .known("torch.Tensor.expand", "jax.numpy.broadcast_to")
        .error(
            ShapeException.class,
            "expand: -1 stands for a new axis: got [-1, 2] for shape [2]; give the sizes of new"
                + " axes",
            () -> Movement.expand(zeros(2), -1, 2))
        .row();
  }

  private static OpSpec sumTo() {
    Shape target = shape(2, 1);
    return OpSpec.of(Movement.class, "sumTo")
        .function(x -> Movement.sumTo(x, target))
        .fluent(x -> x.sumTo(target))
        .grows("n 2 n")
        .on(shape(2, 1))
        .on(shape(2, 3))
        .on(shape(2, 2, 2))
        .reference(
            x ->
                Values.generate(
                    target,
                    i -> {
                      double sum = 0;
                      int rows = x.size() / x.size(-1);
                      for (int row = i[0]; row < rows; row += 2) {
                        for (int k = 0; k < x.size(-1); k++) {
                          sum += x.flat(row * x.size(-1) + k);
                        }
                      }
                      return sum;
                    }))
        .known("torch.Tensor.sum_to_size", "")
        .error(
            ShapeException.class,
            "sumTo: [2, 1] does not stretch to [1, 1]",
            () -> Movement.sumTo(zeros(1, 1), target))
        .row();
  }

  // --- order of axes --------------------------------------------------------------------------

  private static Values turned(Values x) {
    return Values.generate(shape(x.size(1), x.size(0)), i -> x.at(i[1], i[0]));
  }

  private static OpSpec.Builder turn(String method) {
    return OpSpec.of(Movement.class, method)
        .on(shape(1, 2))
        .on(shape(2, 3))
        .on(shape(0, 2))
        .reference(x -> turned(x));
  }

  private static OpSpec transpose() {
    return turn("transpose")
        .function(x -> Movement.transpose(x, 0, -1))
        .fluent(x -> x.transpose(0, -1))
        .known("torch.transpose", "jax.numpy.swapaxes")
        .error(
            ShapeException.class,
            "transpose: no such axis: got 1 for shape [2], expected -1 to 0",
            () -> Movement.transpose(zeros(2), 0, 1))
        .row();
  }

  private static OpSpec swapAxes() {
    return turn("swapAxes")
        .function(x -> Movement.swapAxes(x, 1, 0))
        .fluent(x -> x.swapAxes(1, 0))
        .known("torch.swapaxes", "jax.numpy.swapaxes")
        .row();
  }

  private static OpSpec moveAxis() {
    return OpSpec.of(Movement.class, "moveAxis")
        .function(x -> Movement.moveAxis(x, 0, 2))
        .fluent(x -> x.moveAxis(0, 2))
        .on(shape(1, 2, 3))
        .on(shape(3, 1, 2))
        .on(shape(2, 3, 2))
        .reference(
            x ->
                Values.generate(
                    shape(x.size(1), x.size(2), x.size(0)), i -> x.at(i[2], i[0], i[1])))
        .known("torch.movedim", "jax.numpy.moveaxis")
        .error(
            ShapeException.class,
            "moveAxis: no such axis: got 2 for shape [2, 2], expected -2 to 1",
            () -> Movement.moveAxis(zeros(2, 2), 0, 2))
        .row();
  }

  private static OpSpec permute() {
    return OpSpec.of(Movement.class, "permute")
        .function(x -> Movement.permute(x, 2, 0, -2))
        .fluent(x -> x.permute(2, 0, -2))
        .on(shape(1, 2, 3))
        .on(shape(3, 1, 2))
        .on(shape(2, 3, 2))
        .reference(
            x ->
                Values.generate(
                    shape(x.size(2), x.size(0), x.size(1)), i -> x.at(i[1], i[2], i[0])))
        .known("torch.permute", "jax.numpy.transpose")
        .error(
            ShapeException.class,
            "permute: got the order [0, 0] for shape [2, 3], expected each of its 2 axes once",
            () -> Movement.permute(zeros(2, 3), 0, 0))
        .row();
  }

  // --- joining --------------------------------------------------------------------------------

  private static OpSpec.Builder join(String variant) {
    return OpSpec.of(Movement.class, "concat")
        .variant(variant)
        .on(shape(1, 1), shape(1, 2))
        .on(shape(2, 2), shape(2, 1))
        .on(shape(2, 0), shape(2, 1))
        .reference(
            (x, y) ->
                Values.generate(
                    shape(x.size(0), x.size(1) + y.size(1)),
                    i -> i[1] < x.size(1) ? x.at(i) : y.at(i[0], i[1] - x.size(1))));
  }

  private static OpSpec concat() {
    return join("of two")
        .function((x, y) -> Movement.concat(-1, x, y))
        .known("torch.cat", "jax.numpy.concatenate")
        .error(
            ShapeException.class,
            "concat: tensor 1 does not fit the first along axis 0: got [2, 2] and [2, 3], expected"
                + " equal sizes on all other axes",
            () -> Movement.concat(0, zeros(2, 3), zeros(2, 2)))
        .error(
            ShapeException.class,
            "concat: got no tensor, expected at least one",
            () -> Movement.concat(0))
        .error(
            DTypeException.class,
            "concat: dtypes differ: got float64 [1] and float32 [1], expected one dtype; convert"
                + " one of them with to(FLOAT64)",
            () -> Movement.concat(0, zeros(1), Tensor.of(1f)))
        .row();
  }

  private static OpSpec concatOfList() {
    return join("of a list").functionOfList(xs -> Movement.concat(xs, 1)).row();
  }

  private static OpSpec stack() {
    return OpSpec.of(Movement.class, "stack")
        .functionOfList(xs -> Movement.stack(xs, 1))
        .on(shape(1), shape(1))
        .on(shape(2), shape(2), shape(2))
        .on(shape(2, 2), shape(2, 2))
        .referenceOfList(
            xs -> {
              int[] first = xs.get(0).shape().toArray();
              int[] sizes = new int[first.length + 1];
              sizes[0] = first[0];
              sizes[1] = xs.size();
              System.arraycopy(first, 1, sizes, 2, first.length - 1);
              return Values.generate(
                  shape(sizes),
                  i -> {
                    int[] at = new int[first.length];
                    at[0] = i[0];
                    System.arraycopy(i, 2, at, 1, first.length - 1);
                    return xs.get(i[1]).at(at);
                  });
            })
        .known("torch.stack", "jax.numpy.stack")
        .error(
            ShapeException.class,
            "stack: shapes differ: got [3] for tensor 1, expected [2] as for the first",
            () -> Movement.stack(0, zeros(2), zeros(3)))
        .row();
  }
}
