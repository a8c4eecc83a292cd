package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The losses against loops over plain arrays, on random batches whose classes differ in size. */
class FamilyNaiveTest {
  /** A few hundred operations of float64 on numbers of order 1, or of order γ = 80 for circle. */
  private static final double TOLERANCE = 1e-11;

  /** Exponents of up to 20 in float32, and some dozen roundings of 2⁻²⁴ each: 20 · 40 · 6e-8. */
  private static final double SINGLE = 5e-5;

  private static final int BATCHES = 20;

  /** A batch, its rows of length 1, and their products and distances. */
  private static final class Naive {
    final double[][] x;
    final int[] y;
    final int n;
    final double[][] u;

    Naive(double[][] x, int[] y) {
      this.x = x;
      this.y = y;
      this.n = y.length;
      this.u = new double[n][];
      for (int i = 0; i < n; i++) {
        double length = Math.max(Math.sqrt(dot(x[i], x[i])), 1e-12);
        u[i] = Arrays.stream(x[i]).map(v -> v / length).toArray();
      }
    }

    double s(int i, int j) {
      return dot(u[i], u[j]);
    }

    double e(int i, int j) {
      double sum = 0;
      for (int k = 0; k < u[i].length; k++) {
        sum += (u[i][k] - u[j][k]) * (u[i][k] - u[j][k]);
      }
      return Math.sqrt(sum);
    }

    boolean pos(int i, int j) {
      return i != j && y[i] == y[j];
    }

    boolean neg(int i, int j) {
      return y[i] != y[j];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  /** A sum and a count. */
  private static final class Average {
    double sum;
    int count;

    void add(double v) {
      sum += v;
      count++;
    }

    void addIfPositive(double v) {
      if (v > 0) {
        add(v);
      }
    }

    double value() {
      return count == 0 ? 0 : sum / count;
    }
  }

  private static double contrastive(Naive b) {
    Average near = new Average();
    Average far = new Average();
    for (int i = 0; i < b.n; i++) {
      for (int j = 0; j < b.n; j++) {
        if (b.pos(i, j)) {
          near.addIfPositive(b.e(i, j) - 0.2);
        } else if (b.neg(i, j)) {
          far.addIfPositive(0.9 - b.e(i, j));
        }
      }
    }
    return near.value() + far.value();
  }

  private static double triplet(Naive b, double margin, boolean swap, boolean smooth) {
    Average all = new Average();
    for (int a = 0; a < b.n; a++) {
      for (int p = 0; p < b.n; p++) {
        for (int k = 0; k < b.n; k++) {
          if (b.pos(a, p) && b.neg(a, k)) {
            double far = swap ? Math.min(b.e(a, k), b.e(p, k)) : b.e(a, k);
            double z = b.e(a, p) - far + margin;
            all.addIfPositive(smooth ? Math.log1p(Math.exp(z)) : Math.max(z, 0));
          }
        }
      }
    }
    return all.value();
  }

  private static double margin(Naive b) {
    double beta = (float) 1.1;
    Average all = new Average();
    for (int a = 0; a < b.n; a++) {
      for (int p = 0; p < b.n; p++) {
        for (int k = 0; k < b.n; k++) {
          if (b.pos(a, p) && b.neg(a, k)) {
            all.addIfPositive(b.e(a, p) - beta + 0.3);
            all.addIfPositive(beta - b.e(a, k) + 0.3);
          }
        }
      }
    }
    return all.value();
  }

  private static double ntxent(Naive b) {
    Average all = new Average();
    boolean negatives = false;
    for (int a = 0; a < b.n; a++) {
      double others = 0;
      for (int k = 0; k < b.n; k++) {
        others += b.neg(a, k) ? Math.exp(b.s(a, k) / 0.3) : 0;
        negatives |= b.neg(a, k);
      }
      for (int p = 0; p < b.n; p++) {
        if (b.pos(a, p)) {
          double own = Math.exp(b.s(a, p) / 0.3);
          all.add(-Math.log(own / (own + others)));
        }
      }
    }
    return negatives ? all.value() : 0;
  }

  private static double supcon(Naive b) {
    Average all = new Average();
    for (int i = 0; i < b.n; i++) {
      double sum = 0;
      double own = 0;
      int positives = 0;
      for (int k = 0; k < b.n; k++) {
        sum += k == i ? 0 : Math.exp(b.s(i, k) / 0.4);
        own += b.pos(i, k) ? b.s(i, k) / 0.4 : 0;
        positives += b.pos(i, k) ? 1 : 0;
      }
      if (positives > 0) {
        all.addIfPositive(Math.log(sum) - own / positives);
      }
    }
    return all.value();
  }

  private static double multiSimilarity(Naive b) {
    Average all = new Average();
    for (int i = 0; i < b.n; i++) {
      double near = 1;
      double far = 1;
      for (int k = 0; k < b.n; k++) {
        near += b.pos(i, k) ? Math.exp(3 * (0.4 - b.s(i, k))) : 0;
        far += b.neg(i, k) ? Math.exp(20 * (b.s(i, k) - 0.4)) : 0;
      }
      all.add(Math.log(near) / 3 + Math.log(far) / 20);
    }
    return all.value();
  }

  private static double circle(Naive b) {
    Average all = new Average();
    for (int i = 0; i < b.n; i++) {
      double near = 0;
      double far = 0;
      for (int k = 0; k < b.n; k++) {
        double s = b.s(i, k);
        near += b.pos(i, k) ? Math.exp(-8 * Math.max(1.3 - s, 0) * (s - 0.7)) : 0;
        far += b.neg(i, k) ? Math.exp(8 * Math.max(s + 0.3, 0) * (s - 0.3)) : 0;
      }
      if (near > 0 && far > 0) {
        double z = Math.log(near) + Math.log(far);
        all.addIfPositive(z > 20 ? z : Math.log1p(Math.exp(z))); // PyTorch's threshold
      }
    }
    return all.value();
  }

  private static double lifted(Naive b) {
    Average all = new Average();
    boolean negatives = false;
    for (int a = 0; a < b.n; a++) {
      for (int p = 0; p < b.n; p++) {
        double sum = 0;
        for (int k = 0; k < b.n; k++) {
          sum += b.neg(a, k) ? Math.exp(1.2 - b.e(a, k)) : 0;
          sum += b.neg(p, k) ? Math.exp(1.2 - b.e(p, k)) : 0;
          negatives |= b.neg(a, k);
        }
        if (b.pos(a, p)) {
          all.add(Math.pow(Math.max(Math.log(sum) + b.e(a, p) - 0.1, 0), 2) / 2);
        }
      }
    }
    return negatives ? all.value() : 0;
  }

  private static double generalizedLifted(Naive b) {
    Average all = new Average();
    for (int i = 0; i < b.n; i++) {
      double near = 0;
      double far = 0;
      for (int k = 0; k < b.n; k++) {
        near += b.pos(i, k) ? Math.exp(b.e(i, k) - 0.1) : 0;
        far += b.neg(i, k) ? Math.exp(1.2 - b.e(i, k)) : 0;
      }
      double z = (near == 0 ? 0 : Math.log(near)) + (far == 0 ? 0 : Math.log(far));
      all.add(Math.max(z, 0));
    }
    return all.value();
  }

  private static double angular(Naive b) {
    double t = Math.pow(Math.tan(Math.toRadians(35)), 2);
    Average all = new Average();
    boolean negatives = false;
    for (int a = 0; a < b.n; a++) {
      for (int p = 0; p < b.n; p++) {
        double sum = 1;
        for (int k = 0; k < b.n; k++) {
          double towards = dot(b.u[a], b.x[k]) + dot(b.u[p], b.x[k]);
          sum += b.neg(a, k) ? Math.exp(4 * t * towards - 2 * (1 + t) * b.s(a, p)) : 0;
          negatives |= b.neg(a, k);
        }
        if (b.pos(a, p)) {
          all.add(Math.log(sum));
        }
      }
    }
    return negatives ? all.value() : 0;
  }

  private static double fastAp(Naive b) {
    int bins = 7;
    double width = 4.0 / bins;
    Average all = new Average();
    for (int i = 0; i < b.n; i++) {
      double ap = 0;
      double own = 0;
      double both = 0;
      int positives = 0;
      for (int bin = 0; bin <= bins; bin++) {
        double here = 0;
        for (int k = 0; k < b.n; k++) {
          double distance = Math.pow(b.e(i, k), 2);
          double pulse = Math.max(1 - Math.abs(distance - bin * width) / width, 0);
          here += b.pos(i, k) ? pulse : 0;
          both += b.pos(i, k) || b.neg(i, k) ? pulse : 0;
        }
        own += here;
        ap += both > 0 ? here * own / both : 0;
      }
      for (int k = 0; k < b.n; k++) {
        positives += b.pos(i, k) ? 1 : 0;
      }
      if (positives > 0) {
        all.add(1 - ap / positives);
      }
    }
    return all.value();
  }

  private static double npairs(Naive b) {
    Average all = new Average();
    for (int label = 0; label < 5; label++) {
      int[] own = rowsOf(b, label);
      if (own.length < 2) {
        continue;
      }
      double sum = 0;
      for (int other = 0; other < 5; other++) {
        int[] rows = rowsOf(b, other);
        sum += rows.length < 2 ? 0 : Math.exp(b.s(own[0], rows[1]));
      }
      all.add(Math.log(sum) - b.s(own[0], own[1]));
    }
    return all.value();
  }

  private static int[] rowsOf(Naive b, int label) {
    return IntStream.range(0, b.n).filter(i -> b.y[i] == label).toArray();
  }

  static Stream<Arguments> losses() {
    MinedTripletLoss triplet = new MinedTripletLoss().withMargin(0.25);
    return Stream.of(
        row(
            new ContrastiveLoss().withPosMargin(0.2).withNegMargin(0.9),
            FamilyNaiveTest::contrastive),
        row(triplet, b -> triplet(b, 0.25, false, false)),
        row(triplet.withSwap(Swap.YES), b -> triplet(b, 0.25, true, false)),
        row(triplet.withForm(MinedTripletLoss.Form.SMOOTH), b -> triplet(b, 0.25, false, true)),
        row(new MarginLoss().withBeta(1.1).withMargin(0.3), FamilyNaiveTest::margin),
        row(new NtXentLoss().withTemperature(0.3), FamilyNaiveTest::ntxent),
        row(new SupConLoss().withTemperature(0.4), FamilyNaiveTest::supcon),
        row(
            new MultiSimilarityLoss().withAlpha(3).withBeta(20).withBase(0.4),
            FamilyNaiveTest::multiSimilarity),
        row(new CircleLoss().withM(0.3).withGamma(8), FamilyNaiveTest::circle),
        row(
            new LiftedStructureLoss().withNegMargin(1.2).withPosMargin(0.1),
            FamilyNaiveTest::lifted),
        row(
            new GeneralizedLiftedStructureLoss().withNegMargin(1.2).withPosMargin(0.1),
            FamilyNaiveTest::generalizedLifted),
        row(new AngularLoss().withAlpha(35), FamilyNaiveTest::angular),
        row(new FastApLoss().withNumBins(7), FamilyNaiveTest::fastAp),
        row(new NPairsLoss(), FamilyNaiveTest::npairs));
  }

  private static Arguments row(MetricLoss loss, ToDoubleFunction<Naive> naive) {
    return Arguments.of(loss, naive);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void agreesWithPlainLoops(MetricLoss loss, ToDoubleFunction<Naive> naive) {
    for (int seed = 0; seed < BATCHES; seed++) {
      RandomGenerator random = new SplittableRandom(seed);
      int n = 3 + random.nextInt(9);
      int d = 2 + random.nextInt(4);
      double[][] x = new double[n][d];
      int[] y = new int[n];
      for (int i = 0; i < n; i++) {
        y[i] = random.nextInt(4);
        for (int k = 0; k < d; k++) {
          x[i][k] = random.nextGaussian();
        }
      }
      double expected = naive.applyAsDouble(new Naive(x, y));
      double got = loss.apply(IntTensor.of(y), Tensor.of(x)).item();
      assertEquals(expected, got, TOLERANCE * Math.max(1, Math.abs(expected)), "seed " + seed);
      float single = (float) loss.apply(IntTensor.of(y), Tensor.of(x).to(DType.FLOAT32)).item();
      assertEquals(expected, single, SINGLE * Math.max(1, Math.abs(expected)), "seed " + seed);
    }
  }
}
