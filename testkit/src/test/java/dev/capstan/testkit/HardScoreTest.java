package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.testkit.mutation.HardScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * Every rule spoilt once more, at points where differences have a hard time.
 *
 * <p>docs/mutation-score-hard.md must be what is measured; {@code -Dcapstan.docs=write} writes it.
 */
@DisabledIfSystemProperty(
    named = "capstan.kernels",
    matches = "vector",
    disabledReason = "the check does not depend on the kernels")
final class HardScoreTest {
  /** One missed in so many is allowed, as in every hard family. */
  private static final int ONE_IN = 500;

  private static final long SEED = 20260101;

  private static final Path PAGE = Path.of("../docs/mutation-score-hard.md");

  @Test
  void mutantsAreNotCalledRightNorRightFunctionsWrong() throws IOException {
    HardScore score = new HardScore();
    for (OpSpec row : OpTable.rows()) {
      if (row.differentiable()) {
        score.add(HardPoints.of(row, new SplittableRandom(SEED)));
      }
    }
    String missed = String.join("\n- ", score.missed());
    String text =
        "# Mutation score at hard points\n\n"
            + "Printed by `HardScoreTest`: the mutants of [mutation-score.md](mutation-score.md),"
            + " each at one of these points\nin turn: inputs of 1e-12 or 1e6 times their size, a"
            + " nanometre from a kink or from a tie, a million added\nto the value. A mutant counts"
            + " if it changes the gradient by more than a millionth of its largest element\nthere;"
            + " where differences cannot tell, the check says so and does not pass. Of the right"
            + " functions at\nthese "
            + score.points()
            + " points "
            + score.alarms().size()
            + " are called wrong.\n\n"
            + score.toMarkdown()
            + (missed.isEmpty() ? "" : "\nMissed:\n\n- " + missed + "\n");
    if ("write".equals(System.getProperty("capstan.docs"))) {
      Files.writeString(PAGE, text);
    }
    String alarms = String.join("\n", score.alarms());
    assertTrue(ONE_IN * score.alarms().size() <= score.points(), alarms);
    assertTrue(ONE_IN * score.missed().size() <= score.shown(), missed);
    assertEquals(
        Files.readString(PAGE),
        text,
        "docs/mutation-score-hard.md is not what is measured; run this test with"
            + " -Dcapstan.docs=write");
  }
}
