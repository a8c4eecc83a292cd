package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.autograd.Tape;
import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.distance.LpDistance;
import dev.capstan.losses.distance.Rows;
import dev.capstan.losses.distance.SentenceDistance;
import dev.capstan.losses.distance.SignalToNoiseDistance;
import dev.capstan.losses.distance.SimilarityDistance;
import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Distances and cosines of numbers whose squares leave the dtype's range. */
final class RangeOfLossesTest {
  /** A power of two changes no digit; sums are of 20 terms. */
  private static final double PASSES = 64;

  /** f(c x) = c^degree f(x), for c of 1 and more. */
  private record Homogeneous(String name, int degree, UnaryOperator<Tensor> f) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Homogeneous of(String name, int degree, UnaryOperator<Tensor> f) {
    return new Homogeneous(name, degree, f);
  }

  static Stream<Homogeneous> homogeneous() {
    return Stream.of(
        of("euclidean", 1, new LpDistance(2, 1, Rows.AS_GIVEN)::of),
        of("p = 3", 1, new LpDistance(3, 1, Rows.AS_GIVEN)::of),
        of("euclidean of unit rows", 0, LpDistance.euclidean()::of),
        of("addons' L2", 1, AddonsDistance.L2::of),
        of("addons' angular", 0, AddonsDistance.ANGULAR::of),
        of("similarity's euclidean", 1, SimilarityDistance.EUCLIDEAN::of),
        of("similarity's SNR", 0, SimilarityDistance.SNR::of),
        of("sentences' euclidean", 1, SentenceDistance.EUCLIDEAN::of),
        of("sentences' cosine", 0, SentenceDistance.COSINE::of),
        of("SNR", 0, new SignalToNoiseDistance()::of),
        of(
            "cosine embedding",
            0,
            x ->
                new CosineEmbeddingLoss()
                    .apply(x.slice(0, 0, 2), x.slice(0, 2, 4), Tensor.ones(x.dtype(), 2))));
  }

  @ParameterizedTest
  @MethodSource("homogeneous")
  void largeNumbersKeepTheirDistances(Homogeneous of) {
    for (DType dtype : DType.values()) {
      int[] exponents =
          dtype == DType.FLOAT64 ? new int[] {300, 700, 1010} : new int[] {35, 70, 114};
      Random random = new Random(3);
      Tensor x =
          Tensor.generate(
              dtype, Shape.of(4, 20), i -> (1000 + random.nextInt(9999)) * (i % 3 == 0 ? -1 : 1));
      for (int k : exponents) {
        Tensor far = x.mul(Math.scalb(1.0, k - 13));
        String what = of + " of " + dtype + " at 2^" + k;
        double unit = PASSES * dtype.epsilon();
        double[][] near = valueAndGradient(of.f(), x);
        double[][] got = valueAndGradient(of.f(), far);
        requireScaled(what, near[0], got[0], (k - 13) * of.degree(), unit);
        requireScaled(what + ", gradient", near[1], got[1], (k - 13) * (of.degree() - 1), unit);
      }
    }
  }

  private static double[][] valueAndGradient(UnaryOperator<Tensor> f, Tensor x) {
    try (Tape tape = new Tape()) {
      Tensor v = tape.watch(x);
      Tensor y = f.apply(v);
      double[] gradient = tape.gradients(y, y.detach().like(i -> 1 + i % 5)).of(v).toArray();
      return new double[][] {y.toArray(), gradient};
    }
  }

  private static void requireScaled(
      String what, double[] near, double[] far, int exponent, double unit) {
    double most = Arrays.stream(near).map(Math::abs).max().orElse(0);
    for (int i = 0; i < near.length; i++) {
      assertEquals(near[i], Math.scalb(far[i], -exponent), unit * most, what + " at " + i);
    }
  }
}
