package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.autograd.WalkOption;
import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.distance.SimilarityDistance;
import dev.capstan.losses.mining.SemiHardNegatives;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.AtBound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A fused loss is its plain form, in value and gradient, over random and hostile batches. {@link
 * WalkOption#CREATE_GRAPH} differentiates the plain form.
 */
class FusedLossesTest {
  private static final double NAN = Double.NaN;
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  /**
   * Relative to the largest number of a gradient: sums of up to 300 terms in another order, 300 ε,
   * of which a hinge's slope multiplies a few.
   */
  private static double tolerance(DType dtype) {
    return 1000 * dtype.epsilon();
  }

  // --- semi-hard ------------------------------------------------------------------------------

  /** Distances that one wants to be wrong about. */
  private static List<IntToDoubleFunction> matrices(int n, SplittableRandom random) {
    List<IntToDoubleFunction> all = new ArrayList<>();
    all.add(i -> random.nextDouble());
    all.add(i -> random.nextInt(4));
    all.add(i -> random.nextInt(3) - 1);
    all.add(i -> 1);
    all.add(i -> 1 + random.nextInt(4) * 0x1p-23 + random.nextInt(2) * 0x1p-52);
    all.add(i -> i % 5 == 0 ? 0x1p30 : random.nextInt(9));
    all.add(i -> i % (n + 1) == 0 ? 0 : random.nextDouble());
    all.add(i -> random.nextInt(7 * n) == 0 ? NAN : random.nextDouble());
    all.add(i -> random.nextInt(7 * n) == 0 ? INFINITY : random.nextInt(3));
    all.add(i -> random.nextInt(3 * n) == 0 ? -INFINITY : random.nextDouble());
    all.add(i -> random.nextInt(3) == 0 ? 3e38 : -3e38);
    return all;
  }

  @ParameterizedTest
  @EnumSource(DType.class)
  void semiHardHingesAreTheMinedOnes(DType dtype) {
    SplittableRandom random = new SplittableRandom(1);
    for (int n : new int[] {2, 3, 5, 8, 17, 40, 150}) {
      for (int classes : new int[] {1, 2, 3, n / 2 + 1}) {
        int[] labels = random.ints(n, 0, classes).map(y -> 7 * y - 9).toArray();
        for (IntToDoubleFunction distances : matrices(n, random)) {
          Tensor d = Tensor.generate(dtype, Shape.of(n, n), distances);
          TripletSemiHardLoss loss = TripletSemiHardLoss.tensorflowAddons().withDistance(x -> x);
          requireSame(
              "n " + n + ", labels " + Arrays.toString(labels) + ", d " + d,
              x -> loss.apply(IntTensor.of(labels), x),
              x -> mined(x, labels),
              d);
        }
      }
    }
  }

  private static Tensor mined(Tensor d, int[] labels) {
    SemiHardNegatives mined = SemiHardNegatives.of(d, labels);
    return mined.pairs() == 0
        ? Batches.nan(d)
        : mined
            .positives(d)
            .add(1)
            .sub(mined.negatives(d))
            .clampMin(0, AtBound.ONE)
            .sum()
            .div(mined.pairs());
  }

  // --- distances ------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(DType.class)
  void distanceMatricesHaveTheGradientOfTheirPlainForm(DType dtype) {
    SplittableRandom random = new SplittableRandom(2);
    for (int n : new int[] {1, 2, 7, 16, 33}) {
      for (double odd : new double[] {0, 1, 1e-10, NAN, INFINITY, 1e30}) {
        Tensor x =
            Tensor.generate(
                dtype,
                Shape.of(n, 5),
                i -> i < 10 ? 0 : i == 17 ? odd : i < 30 ? random.nextInt(2) : random.nextDouble());
        for (AddonsDistance distance : AddonsDistance.values()) {
          requireGradient(distance + " " + odd, distance::of, x);
        }
        requireGradient("euclidean " + odd, SimilarityDistance.EUCLIDEAN::of, x);
      }
    }
  }

  // --- triplets -------------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(DType.class)
  void tripletHingesAreThePlainOnes(DType dtype) {
    SplittableRandom random = new SplittableRandom(3);
    for (int d : new int[] {2, 3, 8, 16, 17, 47}) {
      for (double odd : new double[] {0, NAN, INFINITY, -INFINITY, 1e30}) {
        for (Reduction reduction : Reduction.values()) {
          Tensor[] x = new Tensor[3];
          for (int k = 0; k < 3; k++) {
            int place = d * k + d / 2;
            x[k] =
                Tensor.generate(
                    dtype,
                    Shape.of(9, d),
                    i -> i == place ? odd : i < 5 * d ? random.nextInt(2) : random.nextDouble());
          }
          TripletMarginLoss loss = TripletMarginLoss.torch().withEps(0).withReduction(reduction);
          requireSame(
              reduction + " " + d + " " + odd,
              in -> loss.apply(in[0], in[1], in[2]),
              in -> reduction.of(hinges(in), Variant.FAITHFUL),
              x);
        }
      }
    }
  }

  private static Tensor hinges(Tensor[] in) {
    Tensor near = in[0].sub(in[1]).add(0).norm(2, -1);
    Tensor far = in[0].sub(in[2]).add(0).norm(2, -1);
    return near.add(1).sub(far).relu();
  }

  // --- many classes ---------------------------------------------------------------------------

  @ParameterizedTest
  @EnumSource(DType.class)
  void multiMarginsHaveTheGradientOfTheirPlainForm(DType dtype) {
    SplittableRandom random = new SplittableRandom(4);
    for (int classes : new int[] {1, 2, 10, 16, 17, 65}) {
      for (double odd : new double[] {0, NAN, INFINITY, -INFINITY}) {
        for (int p = 1; p <= 2; p++) {
          int[] y = random.ints(9, 0, classes).toArray();
          Tensor w = Tensor.rand(dtype, random, classes);
          Tensor x =
              Tensor.generate(
                  dtype, Shape.of(9, classes), i -> i % 29 == 3 ? odd : random.nextInt(4) * 0.5);
          MultiMarginLoss loss = MultiMarginLoss.torch().withP(p).withReduction(Reduction.NONE);
          String what = classes + " classes, p " + p + ", " + odd;
          requireGradient(what, in -> loss.apply(in, IntTensor.of(y), w), x);
          double[] naive = naive(x, y, w, p);
          double[] got = loss.apply(x, IntTensor.of(y), w).toArray();
          requireClose(what, naive, got, dtype);
        }
      }
    }
  }

  private static double[] naive(Tensor x, int[] y, Tensor w, int p) {
    int classes = x.shape().get(1);
    double[] out = new double[y.length];
    for (int r = 0; r < y.length; r++) {
      for (int i = 0; i < classes; i++) {
        double z = 1 - x.get(r, y[r]) + x.get(r, i);
        out[r] += i != y[r] && z > 0 ? Math.pow(z, p) : 0;
      }
      out[r] *= w.at(y[r]) / classes;
    }
    return out;
  }

  // --- comparing ------------------------------------------------------------------------------

  private static void requireSame(
      String what, Function<Tensor, Tensor> fused, Function<Tensor, Tensor> plain, Tensor x) {
    requireSame(what, in -> fused.apply(in[0]), in -> plain.apply(in[0]), new Tensor[] {x});
  }

  /** Value and gradients of two functions, whichever inputs are watched. */
  private static void requireSame(
      String what, Function<Tensor[], Tensor> fused, Function<Tensor[], Tensor> plain, Tensor[] x) {
    requireClose(what, plain.apply(x).toArray(), fused.apply(x).toArray(), x[0].dtype());
    for (int watched = 1; watched < 1 << x.length; watched++) {
      List<double[]> expected = gradients(plain, x, watched);
      List<double[]> got = gradients(fused, x, watched);
      List<double[]> graph = gradients(fused, x, watched, WalkOption.CREATE_GRAPH);
      for (int k = 0; k < expected.size(); k++) {
        String which = what + ", gradient " + k + " of " + watched;
        requireClose(which, expected.get(k), got.get(k), x[0].dtype());
        requireClose(which + " (graph)", expected.get(k), graph.get(k), x[0].dtype());
      }
    }
  }

  private static void requireGradient(String what, Function<Tensor, Tensor> fused, Tensor x) {
    Function<Tensor[], Tensor> f = in -> fused.apply(in[0]);
    Tensor[] at = {x};
    requireClose(
        what,
        gradients(f, at, 1, WalkOption.CREATE_GRAPH).get(0),
        gradients(f, at, 1).get(0),
        x.dtype());
  }

  private static List<double[]> gradients(
      Function<Tensor[], Tensor> f, Tensor[] x, int watched, WalkOption... options) {
    List<double[]> all = new ArrayList<>();
    try (Tape tape = new Tape()) {
      Tensor[] in = x.clone();
      for (int k = 0; k < x.length; k++) {
        in[k] = (watched >> k & 1) == 1 ? tape.watch(x[k]) : x[k];
      }
      Tensor y = f.apply(in);
      Tensor total = y.mul(y.detach().like(i -> 1 + i % 3)).sum();
      Gradients<Tensor> g = tape.gradients(total, options);
      for (int k = 0; k < x.length; k++) {
        if ((watched >> k & 1) == 1) {
          all.add(g.of(in[k]).toArray());
        }
      }
    }
    return all;
  }

  private static void requireClose(String what, double[] expected, double[] got, DType dtype) {
    assertEquals(expected.length, got.length, what);
    double largest = 0;
    for (double e : expected) {
      largest = Double.isFinite(e) ? Math.max(largest, Math.abs(e)) : largest;
    }
    for (int i = 0; i < got.length; i++) {
      boolean same = Double.isFinite(expected[i]) && Double.isFinite(got[i]);
      double e = same ? 0 : expected[i];
      double g = same ? Math.abs(expected[i] - got[i]) : got[i];
      assertArrayEquals(
          new double[] {e},
          new double[] {g},
          tolerance(dtype) * largest,
          what + " at " + i + ": " + expected[i] + " vs " + got[i]);
    }
  }
}
