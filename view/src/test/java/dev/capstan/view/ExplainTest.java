package dev.capstan.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.autograd.Tape;
import dev.capstan.autograd.TapeOption;
import dev.capstan.autograd.WalkOption;
import dev.capstan.losses.TripletMarginLoss;
import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The story that a tape tells, in its three forms. */
class ExplainTest {

  @Test
  void aScalarFunctionIsToldInFull() {
    try (Tape tape = new Tape()) {
      Tensor a = tape.watch(Tensor.scalar(2.0), "a");
      Tensor b = tape.watch(Tensor.scalar(-3.0), "b");
      Tensor y = a.mul(b).add(a);
      assertEquals(
          """
          forward
            #0  a = watch = 2
            #1  b = watch = -3
            #2  mul(#0, #1) = -6
            #3  add(#2, #0) = -4

          backward
            it begins with 1 at #3: the target with respect to itself
            #3 add: received 1; differences agree to 0e+00
                #2 receives 1
                #0 receives 1, contribution 1 of 2
            #2 mul: received 1; differences agree to 0e+00
                #0 receives -3, contribution 2 of 2
                #1 receives 2
            #1 b: gradient 2
            #0 a: gradient -2
          """,
          rounded(Explain.of(tape, y).text()));
    }
  }

  /** How well differences agree depends on their rounding; here it is far below what is right. */
  private static String rounded(String text) {
    return text.replaceAll("agree to [1-9]e-1\\d", "agree to 0e+00");
  }

  @Test
  void aFusedLossIsOneLineAndAPlainOneAScore() {
    assertEquals(4, lines());
    assertTrue(lines(TapeOption.PLAIN) > 10, "lines: " + lines(TapeOption.PLAIN));
  }

  private static int lines(TapeOption... options) {
    try (Tape tape = new Tape(options)) {
      Tensor a = tape.watch(Tensor.of(new double[][] {{0.3, 0.7}, {0.5, 0.5}}));
      Tensor p = tape.watch(Tensor.of(new double[][] {{0.4, 0.6}, {0.4, 0.6}}));
      Tensor n = tape.watch(Tensor.of(new double[][] {{0.2, 0.9}, {0.3, 0.7}}));
      Tensor loss = TripletMarginLoss.torch().apply(a, p, n);
      assertEquals(0.8881968, loss.item(), 1e-7 /* as many digits as are printed */);
      return tape.nodes().size();
    }
  }

  @Test
  void whatTheTargetDoesNotReachSaysSo() {
    try (Tape tape = new Tape()) {
      Tensor a = tape.watch(Tensor.scalar(2.0), "a");
      tape.watch(Tensor.scalar(1.0), "idle");
      Tensor y = a.square();
      assertTrue(Explain.of(tape, y).text().contains("#1 idle is not reached: its gradient is 0"));
    }
  }

  @Test
  void theRuleOfAnOperationIsTheOneOfThePageOfOperations() {
    assertTrue(Rules.of("sigmoid").contains("y"), Rules.of("sigmoid"));
    assertEquals("", Rules.of("watch"));
  }

  @Test
  void aPageHoldsItsStoryAndLoadsNothing(@TempDir Path folder) throws IOException {
    SplittableRandom random = new SplittableRandom(7);
    Tensor x = Tensor.generate(DType.FLOAT64, Shape.of(6, 8), i -> random.nextGaussian());
    Explain explained = Explain.of(in -> in.get(0).tanh().softmax(-1).square().sum(), x);
    Path page = folder.resolve("page.html");
    explained.write(page);
    String html = Files.readString(page);
    assertFalse(html.contains("/*STORY*/null"));
    assertTrue(html.contains("\"op\":\"tanh\""));
    assertFalse(html.contains("http://") && !html.contains("http://www.w3.org/2000/svg"));
    assertFalse(html.contains("https://"));
    assertTrue(explained.dot().startsWith("digraph tape {"));
  }

  /** At 0, where differences see a slope of a half, the rule's 0 is one of the slopes there are. */
  @Test
  void aChoiceAtAKinkIsNoDisagreement() {
    String text = Explain.of(in -> in.get(0).relu(), Tensor.of(-1.0, 0.0, 2.0)).text();
    assertTrue(text.contains("at a kink: 1 element"), text);
    assertFalse(text.contains("DISAGREE"), text);
  }

  @Test
  void aPageOpensAtAStepThatIsThere() {
    Explain explained = Explain.of(in -> in.get(0).square(), Tensor.scalar(3.0));
    assertEquals(4, explained.steps());
    assertTrue(explained.html(2).contains("go(m ? +m[1] : 2)"));
    assertEquals(
        "html: there is no step 4, expected 0 to 3",
        assertThrows(IllegalArgumentException.class, () -> explained.html(4)).getMessage());
  }

  @Test
  void aConstantAndAClosedTapeAreRefused() {
    Tape tape = new Tape();
    Tensor y = tape.watch(Tensor.scalar(2.0)).square();
    assertEquals(
        "explain: the target is a constant, nothing watched leads to it; compute it from values that"
            + " watch(...) returned",
        assertThrows(IllegalArgumentException.class, () -> Explain.of(tape, Tensor.scalar(1.0)))
            .getMessage());
    tape.close();
    assertThrows(IllegalStateException.class, () -> Explain.of(tape, y));
  }

  @Test
  void whatIsWatchedIsToldOfALongTapeToo() {
    try (Tape tape = new Tape()) {
      Tensor y = tape.watch(Tensor.scalar(0.5), "first");
      for (int i = 0; i < 20_001; i++) {
        y = y.mul(1.0);
        if (i == 9_999) {
          tape.watch(y, "half-way");
        }
      }
      Explain explained = Explain.of(tape, y);
      String text = explained.text();
      assertTrue(text.contains("  … 8000 lines are left out …\n"), "before the middle");
      assertTrue(text.contains("  … 8001 lines are left out …\n"), "behind it");
      assertTrue(text.contains("#10000  half-way = mul(#9999, 1) = 0.5"), "the middle");
      String html = explained.html();
      assertTrue(html.contains("\"left\":16001"), "on the page");
      assertTrue(html.length() < 2_000_000, () -> "characters: " + html.length());
    }
  }

  /** A scope is a paragraph, in words and in the graph; a fused operation taken apart is one. */
  @Test
  void partsArePutUnderTheirNames() {
    try (Tape tape = new Tape(TapeOption.PLAIN)) {
      Tensor x = tape.watch(Tensor.scalar(2.0), "x");
      Tensor y;
      try (Tape.Scope net = tape.scope("net")) {
        try (Tape.Scope layer = tape.scope("0")) {
          y = x.square();
          assertEquals(net, layer.outer());
        }
        y = y.exp();
      }
      Explain explained = Explain.of(tape, y);
      assertTrue(
          explained
              .text()
              .startsWith(
                  """
                  forward
                    #0  x = watch = 2
                    net:
                      0:
                        #1  square(#0) = 4
                      #2  exp(#1) = 54.598
                  """),
          explained.text());
      assertTrue(
          explained.dot().contains("  subgraph cluster0 {\n    label=\"net\";\n    n2 [label"),
          explained.dot());
    }
  }

  /** Of a gradient's own gradient the first walk leaves lines that nothing needs any more. */
  @Test
  void whatARuleRecordedInVainIsNotUsed() {
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(Tensor.scalar(0.5), "x");
      Tensor w = tape.watch(Tensor.scalar(3.0), "w");
      Tensor y = x.mul(w).square();
      Tensor slope = tape.gradients(y, WalkOption.CREATE_GRAPH).of(w);
      String text = Explain.of(tape, slope).text();
      assertTrue(
          text.contains(
              "mul is not used: the rule of #2 recorded it for a gradient that the target is not"
                  + " made of"),
          text);
      assertTrue(text.contains("#3 square is not reached: the target is not made of it"), text);
    }
  }

  @Test
  void aNaNOfTheForwardPassIsFollowedBothWays() {
    Explain explained =
        Explain.of(x -> x.get(0).sub(1.0).log().sum().mul(2.0), Tensor.of(0.5, 3.0));
    assertTrue(
        explained
            .text()
            .endsWith(
                """

                where a NaN or an infinity came from
                  #2 log is the first value that is nan, at [0], of #1.
                  The way there: #0 x, #1 sub, #2 log.
                  It goes on to #3 sum, #4 mul.
                """),
        explained.text());
  }

  @Test
  void zeroTimesInfinityIsSaid() {
    String text =
        Explain.of(x -> x.get(0).square().sum().sqrt().mul(0.0), Tensor.of(0.0, 0.0)).text();
    assertTrue(
        text.contains(
            "#3 sqrt hands #2 sum the first gradient that is nan; it had received 0, and its slope"
                + " is infinite: 0 × ∞."),
        text);
  }

  @Test
  void aFiniteStoryHasNoTrouble() {
    Tensor masked = Tensor.of(Double.NEGATIVE_INFINITY, 0.0);
    String text =
        Explain.of(x -> x.get(0).add(masked).softmax(-1).sum(), Tensor.of(1.0, 2.0)).text();
    assertFalse(text.contains("came from"), text);
  }

  @Test
  void aLongTapeIsToldFromBothEnds() {
    try (Tape tape = new Tape()) {
      Tensor y = tape.watch(Tensor.scalar(0.5));
      for (int i = 0; i < 20_001; i++) {
        y = y.mul(1.0);
      }
      String text = Explain.of(tape, y).text();
      assertTrue(text.contains("… 16002 lines are left out …"), text.substring(0, 200));
    }
  }
}
