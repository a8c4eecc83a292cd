package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import dev.capstan.testkit.mutation.MutationScore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * The gradient check bites: every rule of every operation in the table is spoilt in every way, and
 * each mutant must be caught, 95 in 100 of them blamed on the right rule.
 *
 * <p>docs/mutation-score.md must be what is measured; {@code -Dcapstan.docs=write} writes it.
 */
@DisabledIfSystemProperty(
    named = "capstan.kernels",
    matches = "vector",
    disabledReason = "the check does not depend on the kernels")
final class MutationScoreTest {
  private static final double BLAMED_RIGHTLY = 0.95;

  /** At one of so many random points a fault must show; most do at the first. */
  private static final int POINTS = 60;

  private static final long SEED = 20260101;

  private static final Path PAGE = Path.of("../docs/mutation-score.md");

  @Test
  void everyMutantIsCaught() throws IOException {
    MutationScore score = new MutationScore();
    int operations = 0;
    for (OpSpec row : OpTable.rows()) {
      if (row.differentiable()) {
        operations++;
        score.add(row.toString(), row::apply, points(row));
      }
    }
    MutationScore.Count total = score.total();
    String summary =
        String.format(
            "mutation score: %d rows of the op table, %d rules, %d mutants, of which %d equivalent;"
                + " caught %d of %d, blamed rightly %d",
            operations,
            score.rules(),
            total.faulty() + total.equivalent(),
            total.equivalent(),
            total.caught(),
            total.faulty(),
            total.blamed());
    System.out.println(summary);
    assertEquals(List.of(), score.escaped());
    assertTrue(
        total.blamed() >= BLAMED_RIGHTLY * total.faulty(),
        () -> String.join("\n", score.misblamed()));
    publish(summary, score);
  }

  private static List<List<Tensor>> points(OpSpec row) {
    SplittableRandom random = new SplittableRandom(SEED);
    List<Shape> shapes = Samples.largest(row);
    List<List<Tensor>> points = new ArrayList<>();
    for (int k = 0; k < POINTS; k++) {
      points.add(Samples.of(row, shapes, random));
    }
    return points;
  }

  private static void publish(String summary, MutationScore score) throws IOException {
    String text =
        "# Mutation score of the gradient check\n\n"
            + "Printed by `MutationScoreTest`: every rule of every operation in the op table, made"
            + " wrong in every\nway that applies, and checked.\n\n"
            + summary
            + ".\n\n"
            + score.toMarkdown()
            + "\n## Equivalent mutants\n\nProved to be no faults, by the argument in `Equivalence`:\n\n- "
            + String.join("\n- ", score.equivalent())
            + "\n";
    if ("write".equals(System.getProperty("capstan.docs"))) {
      Files.writeString(PAGE, text);
    }
    assertEquals(
        Files.readString(PAGE),
        text,
        "docs/mutation-score.md is not what is measured; run this test with -Dcapstan.docs=write");
  }
}
