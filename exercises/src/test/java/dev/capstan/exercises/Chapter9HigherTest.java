package dev.capstan.exercises;

import static dev.capstan.exercises.Claims.close;
import static org.junit.jupiter.api.Assertions.fail;

import dev.capstan.autograd.Primitive;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.transforms.Jacobians;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

@Chapter(value = 9, title = "derivatives of derivatives", answers = Chapter9Higher.class)
final class Chapter9HigherTest {

  @Exercise(
      value = "9.1",
      asks = "the derivative of any order",
      hint = "What Transforms.grad(f) gives can be put into Transforms.grad again.")
  void derivative() {
    UnaryOperator<Tensor> f = x -> x.mul(2).sin();
    double[] expected = {
      Math.sin(0.6), 2 * Math.cos(0.6), -4 * Math.sin(0.6), -8 * Math.cos(0.6), 16 * Math.sin(0.6)
    };
    for (int n = 0; n < expected.length; n++) {
      double got = Chapter9Higher.derivative(f, n).apply(Tensor.scalar(0.3)).item();
      for (int other = 0; other < expected.length; other++) {
        if (other != n && close(expected[other], got)) {
          fail("asked for order " + n + " of sin 2x, it gives the one of order " + other);
        }
      }
      Claims.near("order " + n + " of sin 2x at 0.3", expected[n], got);
    }
  }

  private static Tensor valley(Tensor p) {
    Tensor x = p.select(0, 0);
    Tensor y = p.select(0, 1);
    return x.rsub(1).square().add(y.sub(x.square()).square().mul(100));
  }

  @Exercise(
      value = "9.2",
      asks = "a step of Newton's method",
      hint =
          "Near p the gradient is ∇f + H s for a step s. For which s is it 0? And where is one"
              + " then?")
  void newtonStep() {
    UnaryOperator<Tensor> bowl =
        p -> p.sub(Tensor.of(1.0, -2.0)).square().mul(Tensor.of(1.0, 5.0)).sum();
    Tensor p = Tensor.of(3.0, 4.0);
    Tensor got = Chapter9Higher.newtonStep(bowl, p);
    Claims.shape("where a step leads from [2]", got, 2);
    if (close(5, got.at(0)) && close(10, got.at(1))) {
      fail("the step goes uphill: it ends twice as far from the minimum");
    }
    if (close(2, Math.abs(got.at(0))) && close(6, Math.abs(got.at(1)))) {
      fail("that is the step alone; where does it lead from p?");
    }
    if (close(-1, got.at(0)) && close(-56, got.at(1))) {
      fail("that is p minus the gradient, a step of descent; the Hessian has no part in it");
    }
    Claims.near("the minimum of a parabola, in one step", new double[] {1, -2}, got.toArray());
    Tensor at = Tensor.of(-1.2, 1.0);
    for (int k = 0; k < 6; k++) {
      at = Chapter9Higher.newtonStep(Chapter9HigherTest::valley, at);
    }
    Claims.near("Rosenbrock's valley after six steps", new double[] {1, 1}, at.toArray());
  }

  @Exercise(
      value = "9.3",
      asks = "the Hessian times a vector, without the Hessian",
      hint =
          "The gradient is a function of p. Its product with a constant v is a scalar function of p,"
              + " and has a gradient.")
  void hessianTimes() {
    int[] walks = {0};
    UnaryOperator<Tensor> f =
        p -> counted(p, walks).square().sum().square().add(p.mul(3).sin().sum());
    SplittableRandom random = new SplittableRandom(3);
    Tensor p = Tensor.randn(DType.FLOAT64, random, 40);
    Tensor v = Tensor.randn(DType.FLOAT64, random, 40);
    Tensor got = Chapter9Higher.hessianTimes(f, p, v);
    int needed = walks[0];
    Tensor hessian = Jacobians.hessian(f, p);
    double[] ones = hessian.sum(1).toArray();
    if (close(ones[0], got.at(0)) && close(ones[1], got.at(1))) {
      fail("that is the Hessian times ones; where is v?");
    }
    double[] expected = hessian.matmul(v.unsqueeze(1)).squeeze(1).toArray();
    Claims.shape("the product", got, 40);
    Claims.near("H v", expected, got.toArray());
    Claims.that(
        needed <= 8,
        "right, but it took %d walks back through f: that is the price of the whole Hessian"
            .formatted(needed));
  }

  /** x, and a count of the gradients that come back to it. */
  private static Tensor counted(Tensor x, int[] walks) {
    return Primitive.of("counted", x)
        .value(v -> v)
        .vjp(
            g -> {
              walks[0]++;
              return g;
            })
        .record();
  }

  @Exercise(
      value = "9.4",
      asks = "a gradient penalty",
      hint =
          "Sum the scores, and the gradient in x has in each row the slope of that row's score. norm(2,"
              + " 1) gives a length a row. Nothing may leave the tape between.")
  void penalty() {
    Tensor x = Tensor.of(new double[][] {{0.3, -0.2}, {1.0, 0.4}, {-0.6, 0.1}});
    Tensor w = Tensor.of(new double[][] {{0.8, -0.5, 0.3}, {0.2, 1.1, -0.7}});
    Tensor got = Chapter9Higher.penalty(Chapter9HigherTest::critic, w, x);
    Claims.shape("the penalty", got);
    double sum = 0;
    double lengths = 0;
    double ofMean = 0;
    for (int i = 0; i < 3; i++) {
      double[] slope = new double[2];
      for (int j = 0; j < 3; j++) {
        double a = x.at(2 * i) * w.at(j) + x.at(2 * i + 1) * w.at(3 + j);
        double s = 1 - Math.tanh(a) * Math.tanh(a);
        slope[0] += s * w.at(j);
        slope[1] += s * w.at(3 + j);
      }
      double length = Math.hypot(slope[0], slope[1]);
      sum += (length - 1) * (length - 1);
      lengths += length;
      ofMean += (length / 3 - 1) * (length / 3 - 1) / 3;
    }
    if (close((lengths / 3 - 1) * (lengths / 3 - 1), got.item())) {
      fail("that is the square of the mean; the mean of the squares is asked for");
    }
    if (close(ofMean, got.item())) {
      fail("each row's slope comes out a third: the gradient is that of the scores' mean");
    }
    if (close(sum, got.item())) {
      fail("that is the sum over the rows; the mean is asked for");
    }
    Claims.near("the penalty", sum / 3, got.item());
    Claims.right(1, "w", ws -> Chapter9Higher.penalty(Chapter9HigherTest::critic, ws.get(0), x), w);
  }

  private static Tensor critic(Tensor w, Tensor points) {
    return points.matmul(w).tanh().sum(1);
  }
}
