package dev.capstan.exercises;

import static dev.capstan.exercises.Claims.close;
import static dev.capstan.exercises.Claims.number;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Node;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.Transforms;
import dev.capstan.autograd.WalkOption;
import dev.capstan.exercises.Chapter1Derivative.Num;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;

@Chapter(value = 1, title = "a derivative by hand and by tape", answers = Chapter1Derivative.class)
final class Chapter1DerivativeTest {

  @Exercise(
      value = "1.1",
      asks = "the derivative of x³ · sin x, by hand",
      hint = "The rule for u · v: each factor in turn changes while the other stays.")
  void byHand() {
    double x = 0.7;
    double got = Chapter1Derivative.byHand(x);
    double first = 3 * x * x * Math.sin(x);
    double second = x * x * x * Math.cos(x);
    if (close(3 * x * x * Math.cos(x), got)) {
      fail("3x² · cos x is the product of the two derivatives; that is not the product rule");
    }
    if (close(first, got) || close(second, got)) {
      fail("one of two terms is missing: x³ changes, and sin x changes");
    }
    if (close(first - second, got) || close(second - first, got)) {
      fail("both terms are there, but one has the wrong sign");
    }
    Claims.near("at 0.7", first + second, got);
    Claims.near("at -2", 12 * Math.sin(-2) - 8 * Math.cos(-2), Chapter1Derivative.byHand(-2));
  }

  @Exercise(
      value = "1.2",
      asks = "the rules of a product",
      hint = "If x grows by a little, x · y grows by y times as much. g says what that is worth.")
  void times() {
    List<Num> shares =
        Transforms.vjp(xs -> xs.get(0).times(xs.get(1)), List.of(Num.of(1.3), Num.of(-0.4)))
            .vjp()
            .apply(Num.of(1));
    if (close(1.3, shares.get(0).value()) && close(-0.4, shares.get(1).value())) {
      fail("the two rules are exchanged");
    }
    Claims.rightToSecondOrder("x y", xs -> xs.get(0).times(xs.get(1)), Num.of(1.3), Num.of(-0.4));
  }

  @Exercise(
      value = "1.3",
      asks = "the rule of the exponential function",
      hint = "The function is its own slope, and its value is at hand.")
  void exp() {
    Claims.rightToSecondOrder("x", xs -> xs.get(0).exp(), Num.of(0.6));
  }

  @Exercise(
      value = "1.4",
      asks = "the rules of a quotient",
      hint =
          "x / y is x · (1/y), and the slope of 1/y is −1/y². times, over and negative of Num are"
              + " all you need.")
  void over() {
    Claims.rightToSecondOrder("x y", xs -> xs.get(0).over(xs.get(1)), Num.of(1.3), Num.of(-0.4));
  }

  @Exercise(
      value = "1.5",
      asks = "the gradient of each line of a tape, with pencil and paper",
      hint =
          "Begin with 1 in the last line and go up. A line that is used twice receives twice, and"
              + " hands on the sum. The page of the example 'product' shows it step by step.")
  void gradientOfEachLine() {
    double[] got = Chapter1Derivative.gradientOfEachLine();
    assertEquals(5, got.length, "a number for each of the five lines");
    try (Tape tape = new Tape()) {
      Tensor x = tape.watch(Tensor.scalar(2.0));
      Tensor y = tape.watch(Tensor.scalar(3.0));
      Tensor once = x.mul(y);
      Tensor z = x.mul(once).add(once);
      var gradients = tape.gradients(z, WalkOption.KEEP_ALL);
      for (int line = 4; line >= 0; line--) {
        Tensor value = (Tensor) tape.nodes().get(line).value();
        line(line, gradients.of(value).item(), got[line], received(line, tape, gradients));
      }
    }
  }

  private record Share(int from, double size) {
    @Override
    public String toString() {
      return number(size) + " from #" + from;
    }
  }

  @SuppressWarnings("unchecked") // all of this tape's values are tensors
  private static List<Share> received(int line, Tape tape, Gradients<Tensor> gradients) {
    List<Share> shares = new ArrayList<>();
    for (Node<?> each : tape.nodes()) {
      Node<Tensor> node = (Node<Tensor>) each;
      for (int k = 0; k < node.inputs().size(); k++) {
        if (node.inputs().get(k).node().index() == line) {
          Tensor g = gradients.of(node.value());
          shares.add(new Share(node.index(), node.vjp(g).get(k).item()));
        }
      }
    }
    return shares;
  }

  private static void line(int line, double expected, double got, List<Share> shares) {
    if (close(expected, got)) {
      return;
    }
    for (Share share : shares) {
      if (shares.size() > 1 && close(share.size(), got)) {
        fail(
            "line #%d: %s is one of %d contributions, the one from #%d; it is used more than once"
                .formatted(line, number(got), shares.size(), share.from()));
      }
    }
    fail(
        "line #%d: you say %s, which it is not; the lines below it are right. It is used in %s"
            .formatted(
                line,
                number(got),
                shares.isEmpty()
                    ? "no line: how does z change with z?"
                    : shares.stream().map(s -> "#" + s.from()).toList()));
  }
}
