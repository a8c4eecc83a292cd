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
import java.util.random.RandomGenerator;

/** A network from nothing: two layers written out, descent by hand, and the boundary it finds. */
public final class TwoMoons {
  private static final int ROWS = 80;
  private static final int HIDDEN = 16;

  private TwoMoons() {}

  /** Points, and for each the side it is on: −1 or 1. */
  record Moons(Tensor points, Tensor sides) {}

  static Moons moons(int rows, RandomGenerator random) {
    double[] points = new double[2 * rows];
    double[] sides = new double[rows];
    for (int i = 0; i < rows; i++) {
      double angle = Math.PI * random.nextDouble();
      sides[i] = i % 2 == 0 ? 1 : -1;
      points[2 * i] = sides[i] * Math.cos(angle) + (i % 2) + 0.1 * random.nextGaussian();
      points[2 * i + 1] = sides[i] * Math.sin(angle) + 0.5 * (i % 2) + 0.1 * random.nextGaussian();
    }
    return new Moons(Tensor.of(points, rows, 2), Tensor.of(sides));
  }

  static List<Tensor> weights(int hidden, RandomGenerator random) {
    return List.of(
        Tensor.randn(DType.FLOAT64, random, 2, hidden),
        Tensor.zeros(DType.FLOAT64, hidden),
        Tensor.randn(DType.FLOAT64, random, hidden, 1).mul(0.5),
        Tensor.zeros(DType.FLOAT64, 1));
  }

  /** A score a point: above 0 for one side, below 0 for the other. */
  static Tensor scores(List<Tensor> w, Tensor points) {
    Tensor hidden = points.matmul(w.get(0)).add(w.get(1)).tanh();
    return hidden.matmul(w.get(2)).add(w.get(3)).squeeze(1);
  }

  /** The mean of log(1 + e^(−side · score)). */
  static Tensor loss(List<Tensor> w, Moons data) {
    return scores(w, data.points()).mul(data.sides()).neg().softplus().mean();
  }

  /** The loss of a net with two hidden values on four points: small enough to be looked at. */
  public static Tensor small(List<Tensor> w) {
    return loss(w, moons(4, new SplittableRandom(3)));
  }

  /** The weights of {@link #small}: two layers, each a matrix and a bias. */
  public static List<Tensor> smallWeights() {
    return weights(2, new SplittableRandom(7));
  }

  static List<Tensor> trained(Moons data, int steps, PrintWriter out) {
    List<Tensor> w = weights(HIDDEN, new SplittableRandom(7));
    for (int step = 0; step <= steps; step++) {
      ValueAndGrad<Tensor> at = Transforms.valueAndGrad(xs -> loss(xs, data), w);
      if (step % 100 == 0) {
        out.printf(Locale.ROOT, "step %d: loss %.3f%n", step, at.value().item());
      }
      List<Tensor> next = new ArrayList<>();
      for (int k = 0; k < w.size(); k++) {
        next.add(w.get(k).sub(at.gradients().get(k).mul(0.5)));
      }
      w = next;
    }
    return w;
  }

  /** Draws the plane: who wins where, and the points in capitals. */
  static String picture(List<Tensor> w, Moons data) {
    int wide = 64;
    int high = 20;
    char[][] plane = new char[high][wide];
    for (int r = 0; r < high; r++) {
      double[] points = new double[2 * wide];
      for (int c = 0; c < wide; c++) {
        points[2 * c] = -1.5 + 4.0 * c / (wide - 1);
        points[2 * c + 1] = 1.5 - 2.5 * r / (high - 1);
      }
      Tensor score = scores(w, Tensor.of(points, wide, 2));
      for (int c = 0; c < wide; c++) {
        plane[r][c] = score.at(c) > 0 ? '.' : ' ';
      }
    }
    for (int i = 0; i < data.sides().shape().size(); i++) {
      int c = (int) Math.round((data.points().at(2 * i) + 1.5) / 4.0 * (wide - 1));
      int r = (int) Math.round((1.5 - data.points().at(2 * i + 1)) / 2.5 * (high - 1));
      if (r >= 0 && r < high && c >= 0 && c < wide) {
        plane[r][c] = data.sides().at(i) > 0 ? 'O' : 'X';
      }
    }
    StringBuilder out = new StringBuilder();
    for (char[] row : plane) {
      out.append(new String(row).stripTrailing()).append('\n');
    }
    return out.toString();
  }

  /** Trains, and draws where the net says O (dots) and where X (blank). */
  public static void run(PrintWriter out) {
    Moons data = moons(ROWS, new SplittableRandom(1));
    List<Tensor> w = trained(data, 400, out);
    out.print(picture(w, data));
    out.flush();
  }

  public static void main(String[] args) {
    run(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
  }
}
