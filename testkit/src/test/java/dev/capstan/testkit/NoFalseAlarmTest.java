package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.autograd.check.Verdict;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * No right gradient is called wrong: random inputs of every operation in the table, and inputs
 * within one step of a kink wherever it has one.
 */
@DisabledIfSystemProperty(
    named = "capstan.kernels",
    matches = "vector",
    disabledReason = "the check does not depend on the kernels")
final class NoFalseAlarmTest {
  private static final int SMOOTH = 8_000;
  private static final int AT_A_KINK = 600;

  /** Inputs are tried near kinks until enough of them have an element whose verdict is a kink. */
  private static final int MOST_TRIES = 4_000;

  /** The step of the check for |x| ≤ 1; at larger |x| it is longer, so this is within it. */
  private static final double STEP = Math.cbrt(Math.ulp(1.0));

  private final SplittableRandom random = new SplittableRandom(20260101);

  @Test
  void rightGradientsAreNeverCalledWrong() {
    List<OpSpec> rows = OpTable.rows().stream().filter(OpSpec::differentiable).toList();
    List<OpSpec> kinked = rows.stream().filter(NoFalseAlarmTest::hasKinks).toList();
    List<String> alarms = new ArrayList<>();
    Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
    for (int i = 0; i < SMOOTH; i++) {
      OpSpec row = rows.get(i % rows.size());
      run(row, Samples.of(row, shapes(row), random), alarms, counts);
    }
    int near = 0;
    int atAKink = 0;
    while (atAKink < AT_A_KINK && near < MOST_TRIES) {
      OpSpec row = kinked.get(near++ % kinked.size());
      atAKink += run(row, nearAKink(row), alarms, counts) ? 1 : 0;
    }
    System.out.println(
        "false alarms: "
            + alarms.size()
            + " in "
            + (SMOOTH + near)
            + " right cases, "
            + atAKink
            + " of them within one step of a kink; elements: "
            + counts.get(Verdict.RIGHT)
            + " right, "
            + counts.get(Verdict.AT_A_KINK)
            + " at a kink, "
            + counts.get(Verdict.NUMERIC_UNRELIABLE)
            + " unreliable, "
            + counts.get(Verdict.NOT_REACHED)
            + " not reached");
    assertEquals(List.of(), alarms);
    assertEquals(AT_A_KINK, atAKink);
  }

  /** Checks one case; whether an element of it lies at a kink. */
  private static boolean run(
      OpSpec row, List<Tensor> at, List<String> alarms, Map<Verdict, Long> counts) {
    GradReport report = GradCheck.<Tensor>ofAll(row::apply).at(at).named(row.toString()).check();
    for (Verdict verdict : Verdict.values()) {
      counts.merge(verdict, report.count(verdict), Long::sum);
    }
    if (wrong(report)) {
      alarms.add(report + at.toString());
    }
    return report.count(Verdict.AT_A_KINK) > 0;
  }

  /** Called wrong, as opposed to not judged. */
  private static boolean wrong(GradReport report) {
    return report.count(Verdict.WRONG) > 0
        || report.count(Verdict.NONDETERMINISTIC) > 0
        || report.decisive().failure() != null;
  }

  private List<Shape> shapes(OpSpec row) {
    return row.shapes().get(random.nextInt(row.shapes().size()));
  }

  // --- near kinks -----------------------------------------------------------------------------

  private static boolean hasKinks(OpSpec row) {
    int inputs = row.shapes().get(0).size();
    boolean kinks = row.distinct();
    for (int k = 0; k < inputs; k++) {
      kinks |= !row.domain(k).kinks().isEmpty();
    }
    return kinks;
  }

  /** One element is put on a kink, or at most a step away from it, on either side. */
  private List<Tensor> nearAKink(OpSpec row) {
    List<Shape> shapes = Samples.largest(row);
    List<Tensor> at = new ArrayList<>(Samples.of(row, shapes, random));
    int k = input(row, at);
    Tensor x = at.get(k);
    List<Double> kinks = row.domain(k).kinks();
    double distance = random.nextInt(3) == 0 ? 0 : random.nextDouble(-1, 1) * STEP;
    int element = random.nextInt(x.size());
    int other = (element + 1 + random.nextInt(Math.max(1, x.size() - 1))) % x.size();
    double kink = kinks.isEmpty() ? x.at(other) : kinks.get(random.nextInt(kinks.size()));
    at.set(k, x.like(i -> i == element ? kink + distance : x.at(i)));
    return at;
  }

  private int input(OpSpec row, List<Tensor> at) {
    List<Integer> candidates = new ArrayList<>();
    for (int k = 0; k < at.size(); k++) {
      boolean kinks = row.distinct() || !row.domain(k).kinks().isEmpty();
      if (kinks && at.get(k).size() > 0) {
        candidates.add(k);
      }
    }
    return candidates.get(random.nextInt(candidates.size()));
  }
}
