package dev.capstan.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.losses.Losses;
import dev.capstan.nn.NeuralModule;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.fuzz.NullFuzzer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For null, a public method throws a NullPointerException that names the parameter. */
final class NullTest {
  private static final List<String> ROOMS =
      List.of("autograd", "ops", "ops.option", "ops.transforms");

  @Test
  void nullIsRefusedByTheParametersName(@TempDir Path scratch) {
    NullFuzzer.NullSummary summary =
        NullFuzzer.of(
                List.of(Tape.class, Tensor.class, Losses.class, NeuralModule.class),
                call -> ROOMS.contains(room(call.getDeclaringClass())),
                scratch)
            .run();
    assertEquals(List.of(), summary.findings());
    assertTrue(summary.tried() > 4 * summary.untried(), summary.untried() + " untried");
  }

  private static String room(Class<?> type) {
    return type.getPackageName().replace("dev.capstan.", "");
  }
}
