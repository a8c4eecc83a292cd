package dev.capstan.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.DType;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class WorkloadTest {

  @Test
  void everyWorkloadIsFoundByItsName() {
    for (DType dtype : DType.values()) {
      for (Workload w : Workload.all(dtype)) {
        assertEquals(w, Workload.named(w.name(), dtype));
      }
    }
    assertThrows(
        IllegalArgumentException.class, () -> Workload.named("TRIPLET 1×1", DType.FLOAT32));
  }

  /** So that a contestant in another language can be checked against them. */
  @Test
  void numbersAreThoseOfASplittableRandomRoundedToFloats() {
    Workload w = Workload.named("ADD 1000", DType.FLOAT64);
    double[] numbers = w.numbers(0, 3);
    assertArrayEquals(numbers, Arrays.copyOf(w.numbers(0, 1000), 3));
    for (double x : w.numbers(1, 1000)) {
      assertEquals((float) x, x);
      assertTrue(Math.abs(x) <= 1);
    }
  }

  @Test
  void aBatchOfALookUpMentionsSomeRowsTwice() {
    Workload w = Workload.named("LOOKUP_STEP 100000×64×256", DType.FLOAT32);
    for (int batch = 0; batch < Workload.BATCHES; batch++) {
      int[] rows = w.rows(batch);
      assertTrue(Arrays.stream(rows).allMatch(r -> r >= 0 && r < 100_000));
      assertTrue(Arrays.stream(rows).distinct().count() < rows.length);
    }
  }

  @Test
  void trafficCountsEachArrayOnceAndOnlyBeyondTheCache() {
    assertEquals(0, Workload.named("ADD 1000", DType.FLOAT32).traffic());
    assertEquals(12e6, Workload.named("ADD 1000000", DType.FLOAT32).traffic());
    assertEquals(24e6, Workload.named("ADD 1000000", DType.FLOAT64).traffic());
    assertEquals(4e6, Workload.named("SUM 1000000", DType.FLOAT32).traffic());
    assertEquals(8e6, Workload.named("SOFTMAX 10000×100", DType.FLOAT32).traffic());
  }

  @Test
  void eachSettingHasItsOwnTargets() {
    Workload step = Workload.named("TRAINING_STEP 784×256×64×128", DType.FLOAT32);
    Workload add = Workload.named("ADD 1000", DType.FLOAT32);
    assertEquals(OptionalDouble.of(1.8), Setting.VECTOR.target(step));
    assertEquals(OptionalDouble.of(1.2), Setting.AVX2.target(step));
    assertEquals(OptionalDouble.of(1), Setting.SCALAR.target(step));
    assertEquals(OptionalDouble.of(1.4), Setting.THREADS.target(step));
    assertEquals(OptionalDouble.empty(), Setting.AVX2.target(add));
    assertTrue(Setting.SCALAR.includes(add));
  }

  @Test
  void twoThreadsAreSetAgainstOneWhereTheyShouldPay() {
    List<String> names =
        Workload.all(DType.FLOAT32).stream()
            .filter(Setting.THREADS::includes)
            .map(Workload::name)
            .toList();
    assertEquals(
        List.of(
            "TRAINING_STEP 64×128×32×64",
            "TRAINING_STEP 784×256×64×128",
            "MATMUL 1024",
            "MATMUL_AT 1024",
            "MATMUL_BT 1024"),
        names);
  }

  @Test
  void aNetworkIsSetAgainstPyTorchAndComposedCodeAgainstCompiled() {
    Workload encoder = Workload.named("ENCODER 6×384×12×1536×1×16", DType.FLOAT32);
    assertEquals(OptionalDouble.of(1), Setting.VECTOR.target(encoder, "pytorch"));
    assertEquals(OptionalDouble.empty(), Setting.VECTOR.target(encoder, "libtorch"));
    assertEquals(OptionalDouble.empty(), Setting.SCALAR.target(encoder, "pytorch"));
    Workload chain = Workload.named("SCALAR_CHAIN 1000", DType.FLOAT32);
    assertEquals(OptionalDouble.of(0.3), Setting.VECTOR.target(chain, "jax"));
    assertEquals(OptionalDouble.of(150), Setting.VECTOR.target(chain, "libtorch"));
    assertEquals(OptionalDouble.empty(), Setting.VECTOR.target(chain, "pytorch"));
  }

  /** Of sizes that a test can afford: each finds its way to a task that gives finite numbers. */
  @Test
  void networksGiveTheirLossOrVectorsAndGradients() {
    requireNumbers(2 * 8 * 32, Kind.ENCODER, 2, 32, 4, 64, 2, 8);
    requireNumbers(1 + 32 * 32 + 32 * 64, Kind.ENCODER_STEP, 2, 32, 4, 64, 2, 8);
    int products = 4 * (32 * 32 + 32) + 64 * 32 + 64 + 32 * 64 + 32;
    requireNumbers(1 + 2 * 8 * 32 + products + 4 * 32, Kind.TRANSFORMER, 32, 4, 64, 2, 8);
    int windows = 2 * 25 + 2 + 3 * 2 * 25 + 3;
    requireNumbers(1 + windows + 5 * 3 * 16 + 5, Kind.CONV_STEP, 28, 2, 3, 5, 4);
    requireNumbers(1 + 5 * 8 + 5, Kind.BAG_STEP, 50, 8, 5, 4, 6);
  }

  private static void requireNumbers(int n, Kind kind, Integer... sizes) {
    Workload w = new Workload(kind, List.of(sizes), DType.FLOAT32, false, 1);
    double[] outcome = CapstanTasks.prepare(w).outcome();
    assertEquals(n, outcome.length, w.name());
    assertTrue(Arrays.stream(outcome).allMatch(Double::isFinite), w.name());
  }
}
