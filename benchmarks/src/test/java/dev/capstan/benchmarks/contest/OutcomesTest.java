package dev.capstan.benchmarks.contest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.capstan.benchmarks.workload.Workload;
import dev.capstan.ops.DType;
import org.junit.jupiter.api.Test;

class OutcomesTest {
  private static final Workload ADD = Workload.named("ADD 1000", DType.FLOAT32);

  private static String refusal(double[] ours, double[] theirs) {
    return String.valueOf(
        assertThrows(
                IllegalStateException.class, () -> Outcomes.requireSame(ADD, "peer", ours, theirs))
            .getMessage());
  }

  @Test
  void roundingIsNoDifference() {
    Outcomes.requireSame(ADD, "peer", new double[] {1, 2}, new double[] {1 + 1e-6, 2});
  }

  @Test
  void anotherNumberIsNamedByItsPlace() {
    assertEquals(
        "add 1000: element 1: peer has 2.1, we 2.0",
        refusal(new double[] {1, 2}, new double[] {1, 2.1}));
  }

  @Test
  void notANumberNeverPasses() {
    assertEquals(
        "add 1000: element 0: peer has NaN, we 1.0",
        refusal(new double[] {1}, new double[] {Double.NaN}));
  }

  @Test
  void anotherAmountIsNamed() {
    assertEquals(
        "add 1000: peer computes 1 numbers, we 2", refusal(new double[] {1, 2}, new double[] {1}));
  }
}
