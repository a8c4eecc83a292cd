package dev.capstan.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.losses.Losses;
import dev.capstan.nn.NeuralModule;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.fuzz.ApiFuzzer;
import dev.capstan.testkit.fuzz.FuzzSummary;
import java.lang.reflect.Executable;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Every public method with arguments drawn at random.
 *
 * <p>{@code -Dcapstan.fuzz.calls=3000000} makes more calls than the few of a build, and {@code
 * -Dcapstan.fuzz.first} begins at another; both with {@code -Dcapstan.fuzz.only=nn} call the
 * methods of one module. A finding is made again by its number and one call.
 */
final class FuzzTest {
  private static final List<Class<?>> MODULES =
      List.of(Tape.class, Tensor.class, Losses.class, NeuralModule.class);

  private static ApiFuzzer fuzzer(String... packages) {
    return ApiFuzzer.of(MODULES.toArray(new Class<?>[0]))
        .withoutCalls(call -> leftOut(call) || !lies(call, packages));
  }

  /** {@code traced} puts a value under a node that did not make it: its slope is not its own. */
  private static boolean leftOut(Executable call) {
    return call.getName().equals("traced");
  }

  private static boolean lies(Executable call, String... packages) {
    String name = call.getDeclaringClass().getPackageName();
    return List.of(packages).stream().anyMatch(p -> name.equals("dev.capstan." + p));
  }

  @Test
  void engineAndOperationsGiveNothingRawAndNothingWrong() {
    FuzzSummary summary = run(fuzzer("autograd", "ops", "ops.option", "ops.transforms"), 4_000);
    assertEquals(List.of(), summary.findings());
    assertTrue(summary.reached() > 0.8 * summary.methods(), summary.toString());
    assertTrue(summary.slopes() > 0, summary.toString());
  }

  private static FuzzSummary run(ApiFuzzer fuzzer, long calls) {
    FuzzSummary summary =
        fuzzer.run(
            Long.getLong("capstan.fuzz.first", 0), Long.getLong("capstan.fuzz.calls", calls));
    System.getLogger(FuzzTest.class.getName()).log(System.Logger.Level.INFO, summary::toString);
    return summary;
  }
}
