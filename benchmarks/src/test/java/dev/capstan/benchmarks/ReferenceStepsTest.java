package dev.capstan.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.losses.TripletMarginLoss;
import dev.capstan.losses.TripletSemiHardLoss;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import org.junit.jupiter.api.Test;

/**
 * What a reference step records and allocates, which unlike its time is the same on every machine.
 * A bound counts the arrays that the step cannot do without, and {@link #SMALL} for nodes, shapes
 * and closures.
 */
class ReferenceStepsTest {
  private static final long ROWS_OF_128 = 4096L * 128 * 4;

  /** Some dozens of nodes of some hundred bytes, and the columns of 4,096 distances. */
  private static final long SMALL = 256 << 10;

  /** A node with its primitive, two closures, two tensors of one element and an adjoint. */
  private static final long BYTES_AN_OPERATION = 640;

  private static long allocated(String name) {
    return Contest.allocated(CapstanTasks.prepare(Workload.named(name, "FLOAT32")));
  }

  private static void requireAtMost(long bound, String name) {
    long bytes = allocated(name);
    assertTrue(bytes <= bound, name + ": " + bytes + " bytes a run, expected at most " + bound);
  }

  private static Tensor[] watched(Tape tape, String name, int n) {
    Tensor[] x = LossTask.rows(Workload.named(name, "FLOAT32"), n);
    for (int i = 0; i < n; i++) {
      x[i] = tape.watch(x[i]);
    }
    return x;
  }

  @Test
  void theTripletLossIsFourNodesBehindItsInputs() {
    try (Tape tape = new Tape()) {
      Tensor[] x = watched(tape, "TRIPLET 100×128", 3);
      TripletMarginLoss.torch().apply(x[0], x[1], x[2]);
      assertEquals(3 + 4, tape.statistics().nodes());
    }
  }

  @Test
  void theTripletLossByHandIsOneNodeAnOperation() {
    try (Tape tape = new Tape()) {
      Tensor[] x = watched(tape, "TRIPLET_BY_HAND 100×128", 3);
      LossTask.byHand(x[0], x[1], x[2]);
      assertEquals(3 + 8, tape.statistics().nodes());
    }
  }

  @Test
  void theSemiHardLossHoldsTwoMatricesOfDistances() {
    try (Tape tape = new Tape()) {
      Workload w = Workload.named("SEMI_HARD 128×64", "FLOAT32");
      Tensor x = watched(tape, "SEMI_HARD 128×64", 1)[0];
      TripletSemiHardLoss.tensorflowAddons().apply(IntTensor.of(w.labels(128)), x);
      long views = 2;
      long matrices = 2 + views;
      long pairs = 128 * 7;
      assertTrue(tape.statistics().elements() <= matrices * 128 * 128 + 128 * 64 + 16 * pairs);
    }
  }

  @Test
  void theTripletLossAllocatesItsThreeGradients() {
    requireAtMost(3 * ROWS_OF_128 + SMALL, "TRIPLET 4096×128");
  }

  @Test
  void theTripletLossByHandAllocatesTwoDifferencesFourAdjointsAndNoMore() {
    requireAtMost(6 * ROWS_OF_128 + SMALL, "TRIPLET_BY_HAND 4096×128");
  }

  @Test
  void anOperationOnOneElementCostsLessThanAFixedNumberOfBytes() {
    requireAtMost(1000 * BYTES_AN_OPERATION, "SCALAR_CHAIN 1000");
  }
}
