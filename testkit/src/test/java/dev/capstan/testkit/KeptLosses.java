package dev.capstan.testkit;

import dev.capstan.autograd.Tape;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Keeps the losses of many closed tapes; run in a small heap by {@link TapeOnTensorsTest}. */
final class KeptLosses {
  private static final int LOSSES = 100_000;

  private KeptLosses() {}

  public static void main(String[] args) {
    Tensor data = Tensor.ones(DType.FLOAT64, 1000);
    List<Tensor> kept = new ArrayList<>();
    for (int i = 0; i < LOSSES; i++) {
      try (Tape tape = new Tape()) {
        Tensor x = tape.watch(data);
        Tensor loss = x.square().sum();
        tape.gradients(loss);
        kept.add(loss);
      }
    }
    double sum = kept.stream().mapToDouble(Tensor::item).sum();
    if (sum != 1000.0 * LOSSES) {
      throw new AssertionError("sum " + sum);
    }
  }
}
