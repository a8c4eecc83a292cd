package dev.capstan.examples.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.data.Encoder;
import dev.capstan.losses.Losses;
import dev.capstan.nn.NeuralModule;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.OpTable;
import dev.capstan.testkit.fuzz.NullFuzzer;
import dev.capstan.text.SentenceEncoder;
import dev.capstan.view.Explain;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** For null, a public method throws a NullPointerException that names the parameter. */
final class NullTest {
  private static final List<Class<?>> MODULES =
      List.of(
          Tape.class,
          Tensor.class,
          OpTable.class,
          Losses.class,
          NeuralModule.class,
          Encoder.class,
          SentenceEncoder.class,
          Explain.class);

  @Test
  void nullIsRefusedByTheParametersName(@TempDir Path scratch) {
    NullFuzzer.NullSummary summary = NullFuzzer.of(MODULES, call -> true, scratch).run();
    assertEquals(List.of(), summary.findings());
    assertTrue(summary.tried() > 6 * summary.untried(), summary.untried() + " untried");
  }
}
