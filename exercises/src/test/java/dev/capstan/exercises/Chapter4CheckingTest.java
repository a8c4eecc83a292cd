package dev.capstan.exercises;

import static dev.capstan.exercises.Claims.close;
import static dev.capstan.exercises.Claims.number;
import static org.junit.jupiter.api.Assertions.fail;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.autograd.check.GradReport;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

@Chapter(
    value = 4,
    title = "checking a gradient, and when differences lie",
    answers = Chapter4Checking.class)
final class Chapter4CheckingTest {

  @Exercise(
      value = "4.1",
      asks = "the central difference",
      hint = "Two values of f. How far apart are the places where they are taken?")
  void central() {
    double got = Chapter4Checking.central(x -> x * x * x, 2, 0.5);
    if (close(24.5, got)) {
      fail("twice too large: the two points are 2h apart");
    }
    if (close((2.5 * 2.5 * 2.5 - 8) / 0.5, got) || close((8 - 1.5 * 1.5 * 1.5) / 0.5, got)) {
      fail("that is the slope from x to one side; a central difference looks to both");
    }
    if (close(-12.25, got)) {
      fail("the sign is wrong: right minus left");
    }
    Claims.near("x³ at 2 with h = 0.5", 12.25, got);
    Claims.near(
        "7x + 1 at -3 with h = 0.25", 7, Chapter4Checking.central(x -> 7 * x + 1, -3, 0.25));
  }

  @Exercise(
      value = "4.2",
      asks = "a step that is neither too large nor too small",
      hint =
          "Print the error for 1e-1, 1e-2, … 1e-12, and look where it turns. The chapter has such a"
              + " table.")
  void goodStep() {
    double h = Chapter4Checking.goodStep();
    Claims.that(h > 0, "a step is above 0, got " + h);
    double slope = (Math.exp(1 + h) - Math.exp(1 - h)) / (2 * h);
    double error = Math.abs(slope / Math.E - 1);
    if (error > 1e-9) {
      fail(
          "with a step of %s the error is %.0e: the step is too %s"
              .formatted(
                  h,
                  error,
                  h > 1e-6
                      ? "large, what the Taylor series ignores shows (h²/6)"
                      : "small, rounding is divided by 2h"));
    }
  }

  /** A function, its derivative, and a place. */
  private record Case(String name, DoubleUnaryOperator f, DoubleUnaryOperator slope, double x) {}

  private static final List<Case> CASES =
      List.of(
          new Case("sin x at 0.3", Math::sin, Math::cos, 0.3),
          new Case("x² at 3", x -> x * x, x -> 2 * x, 3),
          new Case("exp x at 20 (a large one)", Math::exp, Math::exp, 20),
          new Case(
              "1e-6 sin x at 1 (a small one)", x -> 1e-6 * Math.sin(x), x -> 1e-6 * Math.cos(x), 1),
          new Case("x³ at -50", x -> x * x * x, x -> 3 * x * x, -50),
          new Case("exp x at -30 (a tiny one)", Math::exp, Math::exp, -30),
          new Case("cos x at 0 (a slope of 0)", Math::cos, x -> -Math.sin(x), 0));

  private record Fault(String name, DoubleUnaryOperator spoil) {}

  private static final List<Fault> FAULTS =
      List.of(
          new Fault("its sign turned round", d -> -d),
          new Fault("doubled", d -> 2 * d),
          new Fault("replaced by 0", d -> 0),
          new Fault("too large by a thousandth", d -> 1.001 * d));

  @Exercise(
      value = "4.3",
      asks = "a checker of your own",
      hint =
          "Compare with a central difference, but with what tolerance? A derivative of 1e8 may be off"
              + " by 1, one of 1e-6 may not be off by 1e-8. And where it is 0, the difference is"
              + " not quite.")
  void agrees() {
    for (Case each : CASES) {
      if (!Chapter4Checking.agrees(each.f(), each.slope(), each.x())) {
        double h = 1e-5;
        double up = each.f().applyAsDouble(each.x() + h);
        double down = each.f().applyAsDouble(each.x() - h);
        fail(
            "a false alarm: the derivative of %s is right: it is %s, and differences are off by %s"
                .formatted(
                    each.name(),
                    number(each.slope().applyAsDouble(each.x())),
                    number(
                        Math.abs((up - down) / (2 * h) - each.slope().applyAsDouble(each.x())))));
      }
    }
    for (Case each : CASES) {
      double right = each.slope().applyAsDouble(each.x());
      for (Fault fault : FAULTS) {
        double wrong = fault.spoil().applyAsDouble(right);
        if (right != 0 && Chapter4Checking.agrees(each.f(), x -> wrong, each.x())) {
          fail(
              "missed: the derivative of %s, %s: it says %s in place of %s"
                  .formatted(each.name(), fault.name(), number(wrong), number(right)));
        }
      }
    }
  }

  @Exercise(
      value = "4.4",
      asks = "which operation has a wrong rule",
      hint =
          "The first sentence of the report says what is wrong, in which operation, and in which line it"
              + " was called. The whole gradient is wrong everywhere; one rule is to blame.")
  void culprit() {
    String got = Chapter4Checking.culprit();
    GradReport report =
        GradCheck.of((Tensor x) -> Chapter4Checking.suspects(x)).at(Tensor.of(0.3, -1.2)).check();
    String op = Objects.requireNonNull(report.decisive().blame()).op();
    Claims.that(
        got.equals(op),
        "the rule of '" + got + "' is right; exercises/check 4.4 shows the report\n\n" + report);
  }
}
