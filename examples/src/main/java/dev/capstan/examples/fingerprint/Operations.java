package dev.capstan.examples.fingerprint;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.OpSpec;
import dev.capstan.testkit.OpTable;
import dev.capstan.testkit.Samples;
import java.util.List;
import java.util.SplittableRandom;

/** Every operation of the op table, value and gradients, in both dtypes. */
final class Operations {
  private static final long SEED = 11;

  private Operations() {}

  static List<Row> each() {
    return OpTable.rows().stream()
        .map(op -> new Row(op.toString(), bits -> add(op, bits)))
        .toList();
  }

  static Row together() {
    List<OpSpec> ops = OpTable.rows();
    return new Row(
        "operations (" + ops.size() + ")",
        bits -> {
          for (OpSpec op : ops) {
            add(op, bits);
          }
        });
  }

  private static void add(OpSpec op, Bits bits) {
    List<Tensor> wide = Samples.of(op, Samples.largest(op), new SplittableRandom(SEED));
    for (DType dtype : DType.values()) {
      if (op.dtypes().contains(dtype)) {
        add(op, wide.stream().map(x -> x.to(dtype)).toList(), bits);
      }
    }
  }

  private static void add(OpSpec op, List<Tensor> at, Bits bits) {
    if (!op.differentiable()) {
      bits.add(op.apply(at));
      return;
    }
    try (Tape tape = new Tape()) {
      List<Tensor> inputs = at.stream().map(tape::watch).toList();
      Tensor y = op.apply(inputs);
      bits.add(y);
      Tensor cotangent = Kernels.random(y.dtype(), SEED, y.shape().toArray());
      Gradients<Tensor> gradients = tape.gradients(y, cotangent);
      inputs.forEach(x -> bits.add(gradients.of(x)));
    }
  }
}
