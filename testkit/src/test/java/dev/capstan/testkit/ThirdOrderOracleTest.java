package dev.capstan.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.autograd.Transforms;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Compositions of scalar operations against Commons Math's {@code DerivativeStructure}, which
 * carries Taylor coefficients forward and shares no idea with a tape: value and derivatives to
 * third order.
 */
final class ThirdOrderOracleTest {
  private static final int COMPOSITIONS = 200;
  private static final int DEPTH = 5;
  private static final int ORDER = 3;

  /**
   * A third derivative of five composed functions is a sum of some hundred products of up to
   * fifteen factors, each rounded: 2000 roundings of the largest number that Faà di Bruno's formula
   * forms on the way (see {@link #scale}).
   */
  private static final double ROUNDINGS = 2000;

  /** An operation here and there. */
  private record Step(
      String name, UnaryOperator<Tensor> ours, UnaryOperator<DerivativeStructure> theirs) {}

  private record Join(
      String name, BinaryOperator<Tensor> ours, BinaryOperator<DerivativeStructure> theirs) {}

  private static final List<Step> STEPS =
      List.of(
          new Step("neg", x -> Elementwise.neg(x), x -> x.negate()),
          new Step("square", x -> Elementwise.square(x), x -> x.multiply(x)),
          new Step("tanh", x -> Elementwise.tanh(x), x -> x.tanh()),
          new Step(
              "sigmoid", x -> Elementwise.sigmoid(x), x -> x.negate().exp().add(1).reciprocal()),
          new Step("softplus", x -> Elementwise.softplus(x), x -> x.exp().add(1).log()),
          new Step("exp(tanh)", x -> Elementwise.exp(Elementwise.tanh(x)), x -> x.tanh().exp()),
          new Step(
              "log(x²+1)",
              x -> Elementwise.log(Elementwise.add(Elementwise.square(x), 1)),
              x -> x.multiply(x).add(1).log()),
          new Step(
              "sqrt(x²+1)",
              x -> Elementwise.sqrt(Elementwise.add(Elementwise.square(x), 1)),
              x -> x.multiply(x).add(1).sqrt()));

  private static final List<Join> JOINS =
      List.of(
          new Join("add", (x, y) -> Elementwise.add(x, y), DerivativeStructure::add),
          new Join("sub", (x, y) -> Elementwise.sub(x, y), DerivativeStructure::subtract),
          new Join("mul", (x, y) -> Elementwise.mul(x, y), (x, y) -> x.multiply(y)),
          new Join(
              "div",
              (x, y) -> Elementwise.div(x, Elementwise.add(Elementwise.square(y), 1)),
              (x, y) -> x.divide(y.multiply(y).add(1))));

  /** A composition drawn from a seed: each line applies a step, or joins two earlier lines. */
  private record Composition(long seed, int depth) {

    List<String> names() {
      List<String> names = new ArrayList<>();
      run(new SplittableRandom(seed), 0, (a, step) -> a, (a, b, join) -> a, names);
      return names;
    }

    Tensor ours(Tensor x) {
      return run(
          new SplittableRandom(seed),
          x,
          (a, step) -> step.ours().apply(a),
          (a, b, join) -> join.ours().apply(a, b),
          new ArrayList<>());
    }

    DerivativeStructure theirs(double x) {
      return run(
          new SplittableRandom(seed),
          new DerivativeStructure(1, ORDER, 0, x),
          (a, step) -> step.theirs().apply(a),
          (a, b, join) -> join.theirs().apply(a, b),
          new ArrayList<>());
    }

    private interface Unary<T> {
      T apply(T a, Step step);
    }

    private interface Binary<T> {
      T apply(T a, T b, Join join);
    }

    private <T> T run(
        SplittableRandom random, T x, Unary<T> unary, Binary<T> binary, List<String> names) {
      List<T> lines = new ArrayList<>(List.of(x));
      for (int i = 0; i < depth; i++) {
        T last = lines.get(i);
        if (random.nextInt(3) < 2) {
          Step step = STEPS.get(random.nextInt(STEPS.size()));
          names.add(step.name());
          lines.add(unary.apply(last, step));
        } else {
          Join join = JOINS.get(random.nextInt(JOINS.size()));
          int other = random.nextInt(i + 1);
          names.add(join.name() + " with line " + other);
          lines.add(binary.apply(last, lines.get(other), join));
        }
      }
      return lines.get(depth);
    }
  }

  @TestFactory
  Stream<DynamicTest> derivativesToThirdOrder() {
    return IntStream.range(0, COMPOSITIONS)
        .mapToObj(seed -> new Composition(seed, DEPTH))
        .map(c -> DynamicTest.dynamicTest(c.names().toString(), () -> compare(c)));
  }

  private static void compare(Composition composition) {
    double x = 2 * new SplittableRandom(~composition.seed()).nextDouble() - 1;
    DerivativeStructure expected = composition.theirs(x);
    double bound = ROUNDINGS * Math.ulp(1.0) * scale(composition, x);
    UnaryOperator<Tensor> f = composition::ours;
    for (int order = 0; order <= ORDER; order++) {
      assertEquals(
          expected.getPartialDerivative(order),
          f.apply(Tensor.scalar(x)).item(),
          bound,
          "order " + order + " of " + composition.names() + " at " + x);
      f = Transforms.grad(f);
    }
  }

  /**
   * The largest of 1, y, y′³, y′·y″ and y‴ over all lines y: what outer slopes are multiplied by.
   */
  private static double scale(Composition composition, double x) {
    double largest = 1;
    for (int depth = 1; depth <= DEPTH; depth++) {
      DerivativeStructure y = new Composition(composition.seed(), depth).theirs(x);
      double first = Math.abs(y.getPartialDerivative(1));
      double second = Math.abs(y.getPartialDerivative(2));
      double third = Math.abs(y.getPartialDerivative(3));
      double here = Math.max(Math.max(first * first * first, first * second), third);
      largest = Math.max(largest, Math.max(here, Math.abs(y.getValue())));
    }
    return largest;
  }
}
