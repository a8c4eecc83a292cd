package dev.capstan.exercises;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import dev.capstan.autograd.check.GradCheck;
import dev.capstan.ops.Tensor;
import java.util.List;
import java.util.SplittableRandom;

@Chapter(value = 7, title = "a network from nothing", answers = Chapter7Network.class)
final class Chapter7NetworkTest {

  @Exercise(value = "7.1", asks = "a layer", hint = "matmul, add (which broadcasts), tanh: a line.")
  void layer() {
    Tensor x = Tensor.of(new double[][] {{1.0, -2.0}, {0.5, 0.25}, {0.0, 1.0}});
    Tensor w = Tensor.of(new double[][] {{0.5, -1.0, 0.25, 0.0}, {1.0, 0.5, -0.5, 2.0}});
    Tensor b = Tensor.of(0.1, -0.2, 0.3, 0.0);
    Tensor got = Chapter7Network.layer(x, w, b);
    Claims.shape("the layer of [3, 2] with w [2, 4]", got, 3, 4);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 4; j++) {
        double sum = b.at(j);
        for (int k = 0; k < 2; k++) {
          sum += x.at(2 * i + k) * w.at(4 * k + j);
        }
        Claims.near("at [" + i + ", " + j + "]", Math.tanh(sum), got.at(4 * i + j));
      }
    }
    Claims.right(1, "x w b", xs -> Chapter7Network.layer(xs.get(0), xs.get(1), xs.get(2)), x, w, b);
  }

  @Exercise(
      value = "7.2",
      asks = "the loss",
      hint = "log(1 + exp z) is softplus(z), which knows what to do with a thousand.")
  void loss() {
    Tensor scores = Tensor.of(2.0, -1.0, 0.5);
    Tensor sides = Tensor.of(1.0, -1.0, -1.0);
    double expected =
        (Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(-1)) + Math.log1p(Math.exp(0.5))) / 3;
    Tensor got = Chapter7Network.loss(scores, sides);
    if (Claims.close(3 * expected, got.sum().item())) {
      fail("that is the sum over the points; the mean is asked for");
    }
    double turned =
        (Math.log1p(Math.exp(2)) + Math.log1p(Math.exp(1)) + Math.log1p(Math.exp(-0.5))) / 3;
    if (Claims.close(turned, got.mean().item())) {
      fail("the sign is turned: it rewards scores on the wrong side");
    }
    Claims.shape("the loss", got);
    Claims.near("the loss", expected, got.item());
    double far = Chapter7Network.loss(Tensor.of(-1000.0), Tensor.of(1.0)).item();
    Claims.near("the loss of a score of -1000 that should be above 0", 1000, far);
    Claims.right(1, "scores", xs -> Chapter7Network.loss(xs.get(0), sides), scores);
  }

  @Exercise(
      value = "7.3",
      asks = "a backward pass by hand",
      hint =
          "Compute hidden values and y again. Then backwards: 2 (y − target) at y; at each hidden"
              + " value times its w2; through tanh times 1 − hidden²; from there to b1, and times"
              + " the point's coordinate to W1.")
  void gradientByHand() {
    double[] weights = {0.5, -1.0, 0.25, 1.0, 0.5, -0.5, 0.1, -0.2, 0.3, 0.7, -0.4, 0.9, 0.05};
    assertEquals(13, Chapter7Network.gradientByHand(weights).length, "a number for each weight");
    Claims.judge(
        GradCheck.ofArray(Chapter7Network::squaredError, Chapter7Network::gradientByHand)
            .slice("W1", 2, 3)
            .slice("b1", 3)
            .slice("w2", 3)
            .slice("b2", 1)
            .at(weights)
            .check());
  }

  @Exercise(
      value = "7.4",
      asks = "a step downhill",
      hint = "The gradient points uphill. Tensors never change: make new ones.")
  void step() {
    List<Tensor> weights = List.of(Tensor.of(1.0, -2.0), Tensor.scalar(3.0));
    List<Tensor> gradients = List.of(Tensor.of(0.5, 1.0), Tensor.scalar(-2.0));
    List<Tensor> got = Chapter7Network.step(weights, gradients, 0.1);
    assertEquals(2, got.size(), "a tensor for each of the weights");
    if (Claims.close(1.05, got.get(0).at(0))) {
      fail("that is a step uphill: the loss would grow");
    }
    if (Claims.close(0.5, got.get(0).at(0))) {
      fail("the gradient was subtracted as it is, without the rate");
    }
    Claims.near("the first tensor", new double[] {0.95, -2.1}, got.get(0).toArray());
    Claims.near("the second tensor", 3.2, got.get(1).item());
  }

  @Exercise(
      value = "7.5",
      asks = "train it",
      hint =
          "Start with random numbers in W1 and W2 (of zeros all hidden values stay alike), a rate"
              + " near 0.5, some hundred steps. Print the loss now and then.")
  void trained() {
    SplittableRandom random = new SplittableRandom(1);
    int rows = 80;
    double[] points = new double[2 * rows];
    double[] sides = new double[rows];
    for (int i = 0; i < rows; i++) {
      double angle = Math.PI * random.nextDouble();
      sides[i] = i % 2 == 0 ? 1 : -1;
      points[2 * i] = sides[i] * Math.cos(angle) + i % 2 + 0.2 * (random.nextDouble() - 0.5);
      points[2 * i + 1] =
          sides[i] * Math.sin(angle) + 0.5 * (i % 2) + 0.2 * (random.nextDouble() - 0.5);
    }
    Tensor at = Tensor.of(points, rows, 2);
    Tensor scores = Chapter7Network.scores(Chapter7Network.trained(at, Tensor.of(sides)), at);
    int right = 0;
    for (int i = 0; i < rows; i++) {
      right += scores.at(i) * sides[i] > 0 ? 1 : 0;
    }
    Claims.that(
        right >= 76, "%d of %d points are on their side, 76 are asked for".formatted(right, rows));
  }
}
