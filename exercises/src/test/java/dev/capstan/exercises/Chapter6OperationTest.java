package dev.capstan.exercises;

import static org.junit.jupiter.api.Assertions.fail;

import dev.capstan.autograd.Transforms;
import dev.capstan.autograd.check.GradCheck;
import dev.capstan.ops.Tensor;
import java.util.Arrays;

@Chapter(value = 6, title = "your own operation", answers = Chapter6Operation.class)
final class Chapter6OperationTest {
  private static final Tensor X = Tensor.of(new double[][] {{1.0, -2.0, 0.5}, {0.25, 3.0, -1.5}});

  @Exercise(
      value = "6.1",
      asks = "the rule of x · σ(x)",
      hint = "A product: x changes, and σ(x) changes. y is x · σ(x), which saves a factor.")
  void swish() {
    double got = Transforms.grad(Chapter6Operation::swish, Tensor.scalar(2.0)).item();
    double sigma = 1 / (1 + Math.exp(-2));
    if (Claims.close(sigma, got) || Claims.close(2 * sigma * (1 - sigma), got)) {
      fail("one of the two terms of the product rule is missing");
    }
    if (Claims.close(sigma - 2 * sigma * (1 - sigma), got)) {
      fail("the slope of σ is σ (1 − σ), with a plus before it");
    }
    Claims.rightToSecondOrder("x", xs -> Chapter6Operation.swish(xs.get(0)), X);
  }

  @Exercise(
      value = "6.2",
      asks = "value and rule of log Σ exp x along rows",
      hint =
          "Take the largest element of each row out before exp, and add it to the logarithm. The"
              + " slope in xⱼ is exp(xⱼ − y), a share of the whole. g is [n]: unsqueeze(1) makes it"
              + " [n, 1].")
  void logSumExp() {
    Tensor value = Chapter6Operation.logSumExp(X);
    Claims.shape("logSumExp of a [2, 3]", value, 2);
    Claims.near("logSumExp", X.logsumexp(1).toArray(), value.toArray());
    double large = Chapter6Operation.logSumExp(Tensor.of(new double[][] {{1000, 1000}})).at(0);
    Claims.that(
        Math.abs(large - 1000.6931471805599) < 1e-6,
        "of 1000 and 1000 it is 1000.693, you say " + large + ": exp overflows above 709");
    Claims.rightToSecondOrder("x", xs -> Chapter6Operation.logSumExp(xs.get(0)), X);
    double[] far =
        Transforms.grad(
                x -> Chapter6Operation.logSumExp(x).sum(), Tensor.of(new double[][] {{1000, 1000}}))
            .toArray();
    Claims.near("the gradient at 1000 and 1000", new double[] {0.5, 0.5}, far);
  }

  @Exercise(
      value = "6.3",
      asks = "the rule of softmax",
      hint =
          "Each result depends on each x of its row: yᵢ changes with xⱼ by −yᵢ yⱼ, and by yᵢ more if"
              + " i = j. Write out Σᵢ gᵢ times that, and look for what does not depend on j.")
  void softmax() {
    double[] ones = Transforms.grad(x -> Chapter6Operation.softmax(x).sum(), X).toArray();
    if (Arrays.stream(ones).anyMatch(g -> Math.abs(g) > Claims.NEAR)) {
      fail(
          "the sum of a row of softmax is always 1, so its gradient is 0; you say "
              + Arrays.toString(ones)
              + ": each x also lowers the results of its neighbours");
    }
    Claims.rightToSecondOrder("x", xs -> Chapter6Operation.softmax(xs.get(0)), X);
  }

  @Exercise(
      value = "6.4",
      asks = "a rounding that lets the gradient through",
      hint = "x plus something that counts as a constant and makes the value right.")
  void roundStraightThrough() {
    Tensor x = Tensor.of(0.3, 1.8, -2.6);
    Tensor value = Chapter6Operation.roundStraightThrough(x);
    Claims.near("the value", new double[] {0, 2, -3}, value.toArray());
    double[] got =
        Transforms.grad(v -> Chapter6Operation.roundStraightThrough(v).square().sum(), x).toArray();
    if (Arrays.stream(got).allMatch(g -> g == 0)) {
      fail("no gradient comes through: rounding is flat almost everywhere");
    }
    Claims.near("the gradient of the sum of squares", new double[] {0, 4, -6}, got);
    Claims.judge(
        GradCheck.of((Tensor v) -> Chapter6Operation.roundStraightThrough(v)).at(x).check());
  }
}
