package dev.capstan.exercises;

import dev.capstan.autograd.Transforms;
import dev.capstan.autograd.Transforms.ValueAndGrad;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Chapter 7: a network from nothing. */
final class Chapter7Network {
  private Chapter7Network() {}

  /** 7.1: a layer, tanh(x · w + b). x: [n, in], w: [in, out], b: [out], returns [n, out]. */
  static Tensor layer(Tensor x, Tensor w, Tensor b) {
    return x.matmul(w).add(b).tanh();
  }

  /**
   * 7.2: the loss, the mean of log(1 + exp(−side · score)). A side is 1 or −1, and a score is to
   * have its sign. Finite for scores of a thousand, too. scores: [n], sides: [n], returns a scalar.
   */
  static Tensor loss(Tensor scores, Tensor sides) {
    return scores.mul(sides).neg().softplus().mean();
  }

  /** A point, and what a net is to answer. */
  static final double[] POINT = {0.5, -1.0};

  static final double TARGET = 0.3;

  /**
   * A net without any tape, and the square of its error at {@link #POINT}. Its 13 weights lie in
   * one array: W1 (2 × 3, row by row), b1 (3), w2 (3), b2 (1).
   */
  static double squaredError(double[] weights) {
    double y = weights[12];
    for (int j = 0; j < 3; j++) {
      double sum = POINT[0] * weights[j] + POINT[1] * weights[3 + j] + weights[6 + j];
      y += weights[9 + j] * Math.tanh(sum);
    }
    return (y - TARGET) * (y - TARGET);
  }

  /** 7.3: its gradient, by hand: 13 numbers, in the order of the weights. */
  static double[] gradientByHand(double[] weights) {
    double[] hidden = new double[3];
    double y = weights[12];
    for (int j = 0; j < 3; j++) {
      hidden[j] = Math.tanh(POINT[0] * weights[j] + POINT[1] * weights[3 + j] + weights[6 + j]);
      y += weights[9 + j] * hidden[j];
    }
    double[] gradient = new double[13];
    double error = 2 * (y - TARGET);
    gradient[12] = error;
    for (int j = 0; j < 3; j++) {
      double atSum = error * weights[9 + j] * (1 - hidden[j] * hidden[j]);
      gradient[j] = atSum * POINT[0];
      gradient[3 + j] = atSum * POINT[1];
      gradient[6 + j] = atSum;
      gradient[9 + j] = error * hidden[j];
    }
    return gradient;
  }

  /** 7.4: the weights after one step downhill of size {@code rate}. */
  static List<Tensor> step(List<Tensor> weights, List<Tensor> gradients, double rate) {
    List<Tensor> next = new ArrayList<>();
    for (int k = 0; k < weights.size(); k++) {
      next.add(weights.get(k).sub(gradients.get(k).mul(rate)));
    }
    return next;
  }

  /** A score a point: {@link #layer}, then one more without tanh. w: W1, b1, W2, b2. */
  static Tensor scores(List<Tensor> w, Tensor points) {
    return layer(points, w.get(0), w.get(1)).matmul(w.get(2)).add(w.get(3)).squeeze(1);
  }

  /**
   * 7.5: train the net. points: [n, 2], sides: [n], each 1 or −1. Returns W1, b1, W2, b2 (of shapes
   * [2, h], [h], [h, 1], [1], with an h of your choice) with which at least 95 % of the scores have
   * their side's sign. {@code Transforms.valueAndGrad(ws -> loss(…), weights)} gives loss and
   * gradients, {@code Tensor.randn(DType.FLOAT64, random, 2, h)} random numbers.
   */
  static List<Tensor> trained(Tensor points, Tensor sides) {
    SplittableRandom random = new SplittableRandom(7);
    List<Tensor> w =
        List.of(
            Tensor.randn(DType.FLOAT64, random, 2, 16),
            Tensor.zeros(DType.FLOAT64, 16),
            Tensor.randn(DType.FLOAT64, random, 16, 1).mul(0.5),
            Tensor.zeros(DType.FLOAT64, 1));
    for (int k = 0; k < 400; k++) {
      ValueAndGrad<Tensor> at = Transforms.valueAndGrad(ws -> loss(scores(ws, points), sides), w);
      w = step(w, at.gradients(), 0.5);
    }
    return w;
  }
}
