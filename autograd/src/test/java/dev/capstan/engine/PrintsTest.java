package dev.capstan.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.WalkOption;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What a tape, a node and gradients look like when they are printed. */
final class PrintsTest {

  private static String below(Object printed) {
    String text = printed.toString();
    return text.substring(text.indexOf('\n') + 1);
  }

  @Test
  void aTapeIsAListOfCallsAndValues() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(2), "x");
      Scalar y = tape.watch(Scalar.of(3));
      tape.watch(x.times(y).plus(Scalar.of(-0.125)), "total");
      assertEquals(
          """
          tape
            #0  watch                 x = 2
            #1  watch                     3
            #2  times(#0, #1)             6
            #3  plus(#2, -0.125)  total = 5.875""",
          "tape\n" + below(tape));
    }
  }

  @Test
  void whatARuleRecordedNamesIt() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(2));
      tape.gradients(x.times(x), WalkOption.CREATE_GRAPH);
      List<Node<?>> nodes = tape.nodes();
      assertEquals(
          "#" + (nodes.size() - 1) + " plus(#2, #3) = 4  by the rule of #1",
          nodes.get(nodes.size() - 1).toString());
    }
  }

  @Test
  void noTapeIsLongerThanAScreen() {
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(1));
      for (int i = 0; i < 38; i++) {
        x = x.times(x);
      }
      assertEquals(40, tape.toString().lines().count());
      for (int i = 0; i < 1000; i++) {
        x = x.times(x);
      }
      List<String> lines = tape.toString().lines().toList();
      assertEquals(40, lines.size());
      assertEquals("  … 1001 more …", lines.get(20));
      assertEquals("  #1038  times(#1037, #1037)   1", lines.get(39));
    }
  }

  @Test
  void numbersHaveFiveDigitsUnlessTheyAreWhole() {
    try (Tape tape = new Tape()) {
      double[] values = {
        1234567,
        -12345.678,
        0.909297,
        9.99996,
        3.14159e-5,
        -1e7,
        6.02214e23,
        0,
        -0.0,
        1e-320,
        Double.NaN,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY
      };
      for (double value : values) {
        tape.watch(Scalar.of(value));
      }
      assertEquals(
          List.of(
              "1234567",
              "-12346",
              "0.9093",
              "10",
              "3.1416e-05",
              "-1e+07",
              "6.0221e+23",
              "0",
              "0",
              "1e-320",
              "nan",
              "inf",
              "-inf"),
          below(tape).lines().map(line -> line.substring(line.lastIndexOf(' ') + 1)).toList());
    }
  }

  @Test
  void gradientsNameWhatIsWatchedAndWhatIsNotReached() {
    Gradients<Scalar> g;
    try (Tape tape = new Tape()) {
      Scalar x = tape.watch(Scalar.of(2), "x");
      Scalar y = tape.watch(Scalar.of(3));
      tape.watch(Scalar.of(4), "unused");
      g = tape.gradients(x.times(y).times(y));
      assertEquals(
          """
          gradients of #4 times(#3, #1) = 18
            #0 x: 9
            #1 watch: 12
            #2 unused: 0, not reached""",
          g.toString());
    }
    assertEquals(
        """
        gradients of #4
          #0: 9
          #1: 12""",
        g.toString());
  }

  @Test
  void whatHasOutlivedItsTapeSaysSo() {
    Tape tape = new Tape();
    Scalar y = tape.watch(Scalar.of(2)).sin();
    tape.close();
    assertEquals("#1 (its tape is closed)", Objects.requireNonNull(y.node()).toString());
    assertEquals(1, tape.toString().lines().count());
  }
}
