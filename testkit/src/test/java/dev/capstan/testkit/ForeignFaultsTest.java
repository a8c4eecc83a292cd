package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.capstan.autograd.check.Blame;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.mutation.FaultyOp;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Faulty operations that the class path offers as services, ours among them ({@link PlantedFaults})
 * and whoever else's: each must be caught, and the right operation blamed.
 */
final class ForeignFaultsTest {
  private static final long SEED = 20260101;

  @Test
  void theClassPathOffersThePlantedFaults() {
    assertEquals(
        5, FaultyOp.all().stream().filter(f -> f instanceof PlantedFaults.Planted).count());
  }

  @TestFactory
  Stream<DynamicTest> everyFaultIsCaughtAndBlamed() {
    return FaultyOp.all().stream()
        .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> requireBlame(fault)));
  }

  private static void requireBlame(FaultyOp fault) {
    GradReport report =
        GradCheck.<Tensor>ofAll(fault::apply)
            .at(fault.inputs(new Random(SEED)))
            .order(fault.order())
            .named(fault.name())
            .check();
    assertFalse(report.ok(), () -> fault.name() + " escaped");
    Blame blame = report.decisive().blame();
    assertNotNull(blame, report::toString);
    assertEquals(fault.culprit(), blame.op(), report::toString);
  }
}
