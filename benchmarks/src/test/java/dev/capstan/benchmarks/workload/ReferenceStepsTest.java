package dev.capstan.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.capstan.autograd.Tape;
import dev.capstan.losses.MultiMarginLoss;
import dev.capstan.losses.TripletMarginLoss;
import dev.capstan.losses.TripletSemiHardLoss;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What a reference step records and allocates, which unlike its time is the same on every machine.
 * A bound counts the arrays that the step cannot do without, and {@link #SMALL} for nodes, shapes
 * and closures.
 */
class ReferenceStepsTest {
  /** Nodes behind the inputs; exact, and to be lowered when a loss gets by with fewer. */
  private static final int TRIPLET_NODES = 1;

  private static final int TRIPLET_BY_HAND_NODES = 8;
  private static final int MULTI_MARGIN_NODES = 1;

  /** Arrays that a run allocates, of the size named beside them. */
  private static final int TRIPLET_ARRAYS = 3;

  private static final int TRIPLET_BY_HAND_ARRAYS = 6;
  private static final int MULTI_MARGIN_ARRAYS = 1;
  private static final int SOFTMAX_ARRAYS = 1;
  private static final int LAYER_NORM_ARRAYS = 1;

  /** Sums and factors of products; weights, activations and gradients are in recycled memory. */
  private static final int STEP_ARRAYS = 1;

  private static final long ROWS_OF_128 = 4096L * 128 * 4;
  private static final long ROWS_OF_1000 = 4096L * 1000 * 4;
  private static final long MILLION = 1_000_000L * 4;
  private static final long LOOKED_UP = 256L * 64 * 4;
  private static final long WEIGHTS = (784L * 256 + 256 * 64) * 4;

  /** Some dozens of nodes of some hundred bytes, and the columns of 4,096 distances. */
  private static final long SMALL = 256 << 10;

  /** A node with its inputs, a tensor before and after recording, and two shares of a gradient. */
  private static final long BYTES_AN_OPERATION = 360;

  private static long allocated(String name) {
    return Allocation.of(CapstanTasks.prepare(Workload.named(name, DType.FLOAT32)));
  }

  /** On scalar kernels: code on the Vector API boxes its vectors until it is compiled. */
  private static void requireAtMost(long bound, String name) {
    assumeFalse("vector".equals(System.getProperty("capstan.kernels")), "vectors may be boxed");
    long bytes = allocated(name);
    assertTrue(bytes <= bound, name + ": " + bytes + " bytes a run, expected at most " + bound);
  }

  private static Tensor[] watched(Tape tape, String name, int n) {
    Tensor[] x = LossTask.rows(Workload.named(name, DType.FLOAT32), n);
    for (int i = 0; i < n; i++) {
      x[i] = tape.watch(x[i]);
    }
    return x;
  }

  @Test
  void theTripletLossIsAFewNodesBehindItsInputs() {
    try (Tape tape = new Tape()) {
      Tensor[] x = watched(tape, "TRIPLET 100×128", 3);
      TripletMarginLoss.torch().apply(x[0], x[1], x[2]);
      assertEquals(3 + TRIPLET_NODES, tape.statistics().nodes());
    }
  }

  @Test
  void theTripletLossByHandIsOneNodeAnOperation() {
    try (Tape tape = new Tape()) {
      Tensor[] x = watched(tape, "TRIPLET_BY_HAND 100×128", 3);
      LossTask.byHand(x[0], x[1], x[2]);
      assertEquals(3 + TRIPLET_BY_HAND_NODES, tape.statistics().nodes());
    }
  }

  @Test
  void theSemiHardLossHoldsTwoMatricesOfDistances() {
    try (Tape tape = new Tape()) {
      Workload w = Workload.named("SEMI_HARD 128×64", DType.FLOAT32);
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
    requireAtMost(TRIPLET_ARRAYS * ROWS_OF_128 + SMALL, "TRIPLET 4096×128");
  }

  @Test
  void theTripletLossByHandAllocatesTwoDifferencesFourAdjointsAndNoMore() {
    requireAtMost(TRIPLET_BY_HAND_ARRAYS * ROWS_OF_128 + SMALL, "TRIPLET_BY_HAND 4096×128");
  }

  @Test
  void theMultiMarginLossIsAFewNodesBehindItsInput() {
    try (Tape tape = new Tape()) {
      Tensor x = watched(tape, "MULTI_MARGIN 128×10", 1)[0];
      MultiMarginLoss.torch().apply(x, IntTensor.of(Workload.targets(128, 10)));
      assertEquals(1 + MULTI_MARGIN_NODES, tape.statistics().nodes());
    }
  }

  @Test
  void theMultiMarginLossAllocatesAFixedNumberOfMatrices() {
    requireAtMost(MULTI_MARGIN_ARRAYS * ROWS_OF_1000 + SMALL, "MULTI_MARGIN 4096×1000");
  }

  @Test
  void aLookUpStepAllocatesLessThanTheRowsThatItTouches() {
    requireAtMost(LOOKED_UP, "LOOKUP_STEP 100000×64×256");
  }

  @Test
  void aTrainingStepAllocatesAFixedNumberOfItsWeights() {
    requireAtMost(STEP_ARRAYS * WEIGHTS + SMALL, "TRAINING_STEP 784×256×64×128");
  }

  @Test
  void aStepOnItsInputsAllocatesNoArray() {
    requireAtMost(SMALL, "TRIPLET_STEP 4096×128");
  }

  @Test
  void aPassAllocatesItsResultAlone() {
    for (String name : List.of("ADD", "EXP", "TANH")) {
      requireAtMost(4 * 1000 + BYTES_AN_OPERATION, name + " 1000");
      requireAtMost(MILLION + BYTES_AN_OPERATION, name + " 1000000");
    }
  }

  @Test
  void aPassInRecycledMemoryAllocatesNoArray() {
    for (String name : List.of("ADD", "EXP", "TANH")) {
      requireAtMost(BYTES_AN_OPERATION, name + " 1000000 recycled");
    }
    requireAtMost(SMALL, "SOFTMAX 10000×100 recycled");
    requireAtMost(SMALL, "LAYER_NORM 10000×100 recycled");
  }

  @Test
  void aFunctionOfRowsAllocatesAFixedNumberOfArrays() {
    requireAtMost(SOFTMAX_ARRAYS * MILLION + SMALL, "SOFTMAX 10000×100");
    requireAtMost(LAYER_NORM_ARRAYS * MILLION + SMALL, "LAYER_NORM 10000×100");
  }

  @Test
  void anOperationOnOneElementCostsLessThanAFixedNumberOfBytes() {
    requireAtMost(1000 * BYTES_AN_OPERATION, "SCALAR_CHAIN 1000");
  }
}
