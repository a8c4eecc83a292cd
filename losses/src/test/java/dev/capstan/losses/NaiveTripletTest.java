package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.distance.SimilarityDistance;
import dev.capstan.losses.mining.AnchorTriplets;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mined triplet losses against loops written from their definitions. */
class NaiveTripletTest {
  /** Distances by |x|² + |y|² − 2xy lose ε|x|²/d of d, 1e-13 here; sums add little. */
  private static final double EXPANDED = 1e-11;

  private static final int N = 14;

  private final int[] labels = new int[N];
  private double[][] d = new double[N][N];
  private IntTensor labelTensor = IntTensor.of();
  private Tensor embeddings = Tensor.scalar(0.0);

  private void draw(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    embeddings = Tensor.randn(DType.FLOAT64, random, N, 3);
    for (int i = 0; i < N; i++) {
      // The first two classes are singletons of their own kind: one sample each.
      labels[i] = i < 2 ? -1 - i : random.nextInt(4);
    }
    labelTensor = IntTensor.of(labels);
    d = new double[N][N];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          double difference = embeddings.get(i, k) - embeddings.get(j, k);
          sum += difference * difference;
        }
        d[i][j] = Math.sqrt(sum);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void semiHardNegativesOfEveryPair(int seed) {
    draw(seed);
    double sum = 0;
    int pairs = 0;
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        if (i != j && labels[i] == labels[j]) {
          sum += Math.max(0.7 + d[i][j] - semiHard(i, d[i][j]), 0);
          pairs++;
        }
      }
    }
    double loss = new TripletSemiHardLoss().withMargin(0.7).apply(labelTensor, embeddings).item();
    assertEquals(sum / pairs, loss, EXPANDED);
  }

  private double semiHard(int i, double beyond) {
    double nearest = Double.POSITIVE_INFINITY;
    double farthest = 0;
    for (int k = 0; k < N; k++) {
      if (labels[k] != labels[i]) {
        farthest = Math.max(farthest, d[i][k]);
        nearest = d[i][k] > beyond ? Math.min(nearest, d[i][k]) : nearest;
      }
    }
    return nearest < Double.POSITIVE_INFINITY ? nearest : farthest;
  }

  private double hardestPositive(int i) {
    double hardest = 0; // the row's smallest distance: of the sample to itself
    for (int j = 0; j < N; j++) {
      hardest = j != i && labels[j] == labels[i] ? Math.max(hardest, d[i][j]) : hardest;
    }
    return hardest;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void hardestPositiveAndNegativeOfEverySample(int seed) {
    draw(seed);
    double hinge = 0;
    double soft = 0;
    for (int i = 0; i < N; i++) {
      double nearest = Double.POSITIVE_INFINITY;
      for (int k = 0; k < N; k++) {
        nearest = labels[k] != labels[i] ? Math.min(nearest, d[i][k]) : nearest;
      }
      double z = hardestPositive(i) - nearest;
      hinge += Math.max(z + 1, 0) / N;
      soft += Math.log1p(Math.exp(z)) / N;
    }
    TripletHardLoss loss = new TripletHardLoss();
    assertEquals(hinge, loss.apply(labelTensor, embeddings).item(), EXPANDED);
    assertEquals(
        soft,
        loss.withForm(TripletHardLoss.Form.SOFT).apply(labelTensor, embeddings).item(),
        EXPANDED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void oneSemiHardTripletForEverySampleInBothGenerations(int seed) {
    draw(seed);
    double newest = 0;
    double earlier = 0;
    for (int i = 0; i < N; i++) {
      boolean hasPositive = false;
      double easiest = Double.POSITIVE_INFINITY;
      double rowMaximum = 0;
      boolean found = false;
      for (int k = 0; k < N; k++) {
        boolean positive = k != i && labels[k] == labels[i];
        hasPositive |= positive;
        easiest = positive ? Math.min(easiest, d[i][k]) : easiest;
        rowMaximum = Math.max(rowMaximum, d[i][k]);
      }
      double hardest = hasPositive ? hardestPositive(i) : -1e-6;
      for (int k = 0; k < N; k++) {
        found |= labels[k] != labels[i] && d[i][k] > hardest;
      }
      // Without positives the easiest one is the row's largest distance + 1e-6.
      double near = hasPositive ? easiest : rowMaximum + 1e-6;
      double far = semiHard(i, hardest);
      newest += Math.max(near - far + 0.5, 0) / N;
      earlier += Math.max(near - (found ? far : rowMaximum + 1e-6) + 0.5, 0) / N;
    }
    assertEquals(newest, easyPositives(TripletLoss.Generation.V0_17), EXPANDED);
    assertEquals(earlier, easyPositives(TripletLoss.Generation.V0_16), EXPANDED);
    assertEquals(earlier, easyPositives(TripletLoss.Generation.V0_14), EXPANDED);
  }

  private double easyPositives(TripletLoss.Generation generation) {
    return TripletLoss.tensorflowSimilarity(generation)
        .withDistance(SimilarityDistance.EUCLIDEAN)
        .withPositive(AnchorTriplets.Positive.EASY)
        .withMargin(Margin.hard(0.5))
        .apply(labelTensor, embeddings)
        .item();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void theNamedDistancesAgreeWithTheLoop(int seed) {
    draw(seed);
    Tensor expanded = AddonsDistance.L2.of(embeddings);
    Tensor similarity = SimilarityDistance.EUCLIDEAN.of(embeddings);
    Tensor manhattan = SimilarityDistance.MANHATTAN.of(embeddings);
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < N; j++) {
        assertEquals(d[i][j], expanded.get(i, j), EXPANDED);
        assertEquals(d[i][j], similarity.get(i, j), EXPANDED);
        double sum = 0;
        for (int k = 0; k < 3; k++) {
          sum += Math.abs(embeddings.get(i, k) - embeddings.get(j, k));
        }
        assertEquals(sum, manhattan.get(i, j), EXPANDED);
      }
    }
  }
}
