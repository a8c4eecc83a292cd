package dev.capstan.examples.tour;

import dev.capstan.autograd.Transforms;
import dev.capstan.autograd.Transforms.ValueAndGrad;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A net held to slope 1: its loss contains a gradient, so that its gradient is one of a gradient.
 *
 * <p>Source: Gulrajani et al., Improved Training of Wasserstein GANs, 2017.
 */
public final class GradientPenalty {
  private static final Tensor POINTS = Tensor.randn(DType.FLOAT64, new SplittableRandom(11), 12, 2);

  private GradientPenalty() {}

  static Tensor critic(List<Tensor> w, Tensor points) {
    return points.matmul(w.get(0)).add(w.get(1)).tanh().matmul(w.get(2));
  }

  /** The mean over the points of (‖∇ critic‖ − 1)². */
  static Tensor penalty(List<Tensor> w, Tensor points) {
    Tensor slopes = Transforms.grad(x -> critic(w, x).sum(), points);
    return slopes.norm(2, -1).sub(1).square().mean();
  }

  /** The penalty of a small net on three points. */
  public static Tensor small(List<Tensor> w) {
    return penalty(w, Tensor.of(new double[][] {{0.3, -0.2}, {1.0, 0.4}, {-0.6, 0.1}}));
  }

  static List<Tensor> weights(int hidden) {
    SplittableRandom random = new SplittableRandom(7);
    return List.of(
        Tensor.randn(DType.FLOAT64, random, 2, hidden).mul(0.5),
        Tensor.randn(DType.FLOAT64, random, hidden).mul(0.1),
        Tensor.randn(DType.FLOAT64, random, hidden, 1).mul(0.5));
  }

  /** The weights of {@link #small}. */
  public static List<Tensor> smallWeights() {
    return weights(2);
  }

  /** Prints penalty and slopes while the net learns. */
  public static void run(PrintWriter out) {
    List<Tensor> w = weights(8);
    out.println("step  penalty  smallest slope  largest slope");
    for (int step = 0; step <= 200; step++) {
      ValueAndGrad<Tensor> at = Transforms.valueAndGrad(xs -> penalty(xs, POINTS), w);
      if (step % 50 == 0) {
        List<Tensor> now = w;
        Tensor slopes = Transforms.grad(x -> critic(now, x).sum(), POINTS).norm(2, -1);
        out.printf(
            Locale.ROOT,
            "%4d  %7.4f  %14.3f  %13.3f%n",
            step,
            at.value().item(),
            slopes.min().item(),
            slopes.max().item());
      }
      List<Tensor> next = new ArrayList<>();
      for (int k = 0; k < w.size(); k++) {
        next.add(w.get(k).sub(at.gradients().get(k).mul(0.2)));
      }
      w = next;
    }
    out.flush();
  }

  public static void main(String[] args) {
    run(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
  }
}
