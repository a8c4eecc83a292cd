package dev.capstan.examples.conformance;

import dev.capstan.ops.Diagonals;
import dev.capstan.ops.Indexing;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Rearrangement;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.fixtures.Call;
import java.util.ArrayList;
import java.util.List;

/** Operations that choose or move elements. */
final class IndexCases {
  private IndexCases() {}

  static OpTable table() {
    return new OpTable().with(indices()).with(movements()).with(joins());
  }

  private static Tensor x(Call call) {
    return call.tensor("x");
  }

  private static int dim(Call call) {
    return call.integer("dim");
  }

  private static OpTable indices() {
    return new OpTable()
        .op("gather", c -> Indexing.gather(x(c), dim(c), c.ints("index")))
        .op("index_select", c -> Indexing.indexSelect(x(c), dim(c), c.ints("index")))
        .op("scatter_add", c -> Indexing.scatterAdd(x(c), dim(c), c.ints("index"), c.tensor("y")))
        .op("embedding", c -> Indexing.embedding(c.tensor("weight"), c.ints("index")))
        .op("masked_select", c -> Indexing.maskedSelect(x(c), c.mask("mask")))
        .op("masked_fill", c -> Indexing.maskedFill(x(c), c.mask("mask"), c.real("value")))
        .op("diagonal", c -> Diagonals.diagonal(x(c)))
        .op("triu", c -> Diagonals.triu(x(c), c.integer("diagonal", 0)))
        .op("tril", c -> Diagonals.tril(x(c), c.integer("diagonal", 0)))
        .op("select", c -> Indexing.select(x(c), dim(c), c.integer("index")))
        .op("slice", IndexCases::slice);
  }

  private static Tensor slice(Call call) {
    return Indexing.slice(
        x(call), dim(call), call.integer("start"), call.integer("stop"), call.integer("step", 1));
  }

  private static OpTable movements() {
    return new OpTable()
        .op("permute", c -> Movement.permute(x(c), c.integers("dims")))
        .op("transpose", c -> Movement.transpose(x(c), c.integer("dim0"), c.integer("dim1")))
        .op("reshape", c -> Movement.reshape(x(c), c.integers("shape")))
        .op("expand", c -> Movement.expand(x(c), c.integers("shape")))
        .op("squeeze_unsqueeze", c -> Movement.unsqueeze(Movement.squeeze(x(c), 1), 0))
        .op("flip", c -> Rearrangement.flip(x(c), c.integers("dims")))
        .op("roll", c -> Rearrangement.roll(x(c), c.integer("shift"), dim(c)))
        .op("repeat", c -> Rearrangement.tile(x(c), c.integers("repeats")))
        .op("pad", IndexCases::pad)
        .op(
            "unfold",
            c -> Rearrangement.unfold(x(c), dim(c), c.integer("size"), c.integer("step")));
  }

  /** Pairs of widths, from the last axis forwards. */
  private static Tensor pad(Call call) {
    int[] widths = call.integers("pad");
    Tensor padded = x(call);
    for (int i = 0; i + 1 < widths.length; i += 2) {
      padded =
          Rearrangement.pad(padded, -1 - i / 2, widths[i], widths[i + 1], call.real("value", 0));
    }
    return padded;
  }

  private static OpTable joins() {
    return new OpTable()
        .op("cat", c -> Movement.concat(operands(c), dim(c)))
        .op("stack", c -> Movement.stack(operands(c), dim(c)))
        .op("split_second", c -> Rearrangement.split(x(c), c.integer("size"), dim(c)).get(1));
  }

  /** x, y and z, as many as there are. */
  static List<Tensor> operands(Call call) {
    List<Tensor> all = new ArrayList<>();
    for (String name : List.of("x", "y", "z")) {
      if (call.hasInput(name)) {
        all.add(call.tensor(name));
      }
    }
    return all;
  }
}
