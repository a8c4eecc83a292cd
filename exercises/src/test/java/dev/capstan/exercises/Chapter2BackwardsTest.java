package dev.capstan.exercises;

import static dev.capstan.exercises.Claims.close;
import static dev.capstan.exercises.Claims.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.fail;

import dev.capstan.exercises.Chapter2Backwards.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

@Chapter(value = 2, title = "why backwards", answers = Chapter2Backwards.class)
final class Chapter2BackwardsTest {
  private static final Line VARIABLE = new Line(List.of(), List.of());

  /** x = 2, y = 3, x · y, sin x, and the sum: the tape of the lesson, its slopes rounded. */
  private static final List<Line> LESSON =
      List.of(
          VARIABLE,
          VARIABLE,
          new Line(List.of(0, 1), List.of(3.0, 2.0)),
          new Line(List.of(0), List.of(-0.4)),
          new Line(List.of(2, 3), List.of(1.0, 1.0)));

  @Exercise(
      value = "2.1",
      asks = "forwards: how each line changes with one variable",
      hint =
          "The variable changes with itself by 1, the other variables by 0. Any other line changes by"
              + " what its inputs do, each times the line's slope in it.")
  void forward() {
    double[] got = Chapter2Backwards.forward(LESSON, 0);
    assertEquals(5, got.length, "a number for each line");
    if (got[0] != 1) {
      fail("line 0 is the variable: it changes with itself by 1, not by " + number(got[0]));
    }
    if (close(0, got[2]) || close(-0.4, got[4])) {
      fail("lines 2 and 4 have two inputs each; what comes from the first of them is lost");
    }
    for (List<Line> tape : tapes()) {
      for (int variable = 0; variable < 3; variable++) {
        double[] forward = Chapter2Backwards.forward(tape, variable);
        for (int i = 0; i < tape.size(); i++) {
          double expected = path(tape, variable, i);
          if (!close(expected, forward[i])) {
            fail(difference("line " + i + " changes with line " + variable, expected, forward[i]));
          }
        }
      }
    }
  }

  @Exercise(
      value = "2.2",
      asks = "backwards: how the last line changes with each line",
      hint =
          "An array of zeros, and 1 in the last place. Then a loop from the last line up, which gives"
              + " each input a share of what the line has. Do not take away what is there already.")
  void backward() {
    double[] got = Chapter2Backwards.backward(LESSON);
    assertEquals(5, got.length, "a number for each line");
    if (got[4] != 1) {
      fail("the last line changes with itself by 1, not by " + number(got[4]));
    }
    if (close(3, got[0]) || close(-0.4, got[0])) {
      fail(
          "line 0 is used twice, by line 2 and by line 3: %s is what one of them hands it; what it"
                  .formatted(number(got[0]))
              + " receives adds up to 2.6");
    }
    for (List<Line> tape : tapes()) {
      double[] backward = Chapter2Backwards.backward(tape);
      for (int i = tape.size() - 1; i >= 0; i--) {
        double expected = path(tape, i, tape.size() - 1);
        if (!close(expected, backward[i])) {
          fail(difference("the last line changes with line " + i, expected, backward[i]));
        }
      }
    }
    eachLineOnce();
  }

  /** Two to the power of 40 paths; whoever follows each does not arrive. */
  private static void eachLineOnce() {
    List<Line> doublings = new ArrayList<>(List.of(VARIABLE));
    for (int i = 0; i < 40; i++) {
      doublings.add(new Line(List.of(i, i), List.of(1.0, 1.0)));
    }
    double[] gradients =
        assertTimeoutPreemptively(
            Duration.ofSeconds(5), // 40 lines take microseconds, 2^40 paths an hour
            () -> Chapter2Backwards.backward(doublings),
            "forty lines, each the double of the one before: right so far, but too slow. Does it follow"
                + " each path? There are 2^40; a line hands on once what it received");
    Claims.near("forty times a value added to itself", Math.pow(2, 40), gradients[0]);
  }

  @Exercise(
      value = "2.3",
      asks = "the cost of going forward from each input",
      hint = "Count the runs, then the elements of all matrices.")
  void forwardCost() {
    cost(true);
  }

  @Exercise(
      value = "2.4",
      asks = "the cost of going back from each result",
      hint = "The matrices are the same. How many runs are there now?")
  void backwardCost() {
    cost(false);
  }

  private static void cost(boolean forward) {
    int[] widths = {1000, 100, 10};
    long run = 101_000;
    long got =
        forward ? Chapter2Backwards.forwardCost(widths) : Chapter2Backwards.backwardCost(widths);
    if (got == run) {
      fail(run + " is what one run costs");
    }
    if (got == (forward ? 10 : 1000) * run) {
      fail("that is the cost in the other direction");
    }
    assertEquals((forward ? 1000 : 10) * run, got, "widths 1000, 100, 10");
    int[] wide = {1 << 17, 1 << 17};
    assertEquals(
        1L << 51,
        forward ? Chapter2Backwards.forwardCost(wide) : Chapter2Backwards.backwardCost(wide),
        "widths 131072, 131072: too much for an int?");
  }

  private static String difference(String what, double expected, double got) {
    String sign = close(-expected, got) ? ": the sign is wrong" : "";
    return what + " by " + number(expected) + ", you say " + number(got) + sign;
  }

  /** The sum over all paths from one line to another of the product of slopes: slow, and plain. */
  private static double path(List<Line> tape, int from, int to) {
    if (from == to) {
      return 1;
    }
    double sum = 0;
    Line line = tape.get(to);
    for (int k = 0; k < line.inputs().size(); k++) {
      sum += line.slopes().get(k) * path(tape, from, line.inputs().get(k));
    }
    return sum;
  }

  private static List<List<Line>> tapes() {
    SplittableRandom random = new SplittableRandom(5);
    List<List<Line>> tapes = new ArrayList<>();
    for (int t = 0; t < 20; t++) {
      List<Line> tape = new ArrayList<>(List.of(VARIABLE, VARIABLE, VARIABLE));
      for (int i = 3; i < 12; i++) {
        List<Integer> inputs = List.of(random.nextInt(i), random.nextInt(i));
        tape.add(new Line(inputs, List.of(random.nextInt(9) / 2.0 - 2, random.nextInt(5) / 2.0)));
      }
      tapes.add(tape);
    }
    return tapes;
  }
}
