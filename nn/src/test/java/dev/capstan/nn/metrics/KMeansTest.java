package dev.capstan.nn.metrics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.capstan.nn.RandomStream;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class KMeansTest {
  private static float[] uniform(int n, int d, long seed) {
    RandomStream random = new RandomStream(seed);
    float[] x = new float[n * d];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextDouble();
    }
    return x;
  }

  /** Lloyd's rounds in double, where no cluster loses all of its rows. */
  private static int[] lloyd(float[] x, int d, int[] seeds) {
    int n = x.length / d;
    double[][] centres = new double[seeds.length][d];
    for (int c = 0; c < seeds.length; c++) {
      for (int j = 0; j < d; j++) {
        centres[c][j] = x[seeds[c] * d + j];
      }
    }
    int[] before = {};
    int[] of = new int[n];
    while (!Arrays.equals(before, of)) {
      before = of;
      of = new int[n];
      double[][] sums = new double[seeds.length][d];
      int[] sizes = new int[seeds.length];
      for (int i = 0; i < n; i++) {
        double least = Double.MAX_VALUE;
        for (int c = 0; c < seeds.length; c++) {
          double apart = 0;
          for (int j = 0; j < d; j++) {
            apart += (x[i * d + j] - centres[c][j]) * (x[i * d + j] - centres[c][j]);
          }
          of[i] = apart < least ? c : of[i];
          least = Math.min(least, apart);
        }
        sizes[of[i]]++;
        for (int j = 0; j < d; j++) {
          sums[of[i]][j] += x[i * d + j];
        }
      }
      for (int c = 0; c < seeds.length; c++) {
        for (int j = 0; j < d; j++) {
          centres[c][j] = sums[c][j] / sizes[c];
        }
      }
    }
    return of;
  }

  @Test
  void clustersAreThoseOfLloydsRoundsInDouble() {
    for (int k : new int[] {1, 2, 7, 30}) {
      float[] x = uniform(2500, 5, k);
      KMeans means = KMeans.of(Tensor.of(x, 2500, 5));
      int[] seeds = means.seeds(k, new RandomStream(3));
      assertArrayEquals(lloyd(x, 5, seeds), means.from(seeds).of(), "k = " + k);
    }
  }

  @Test
  void moreCentresThanOnePanelHoldsAreAllLookedAt() {
    float[] x = uniform(2500, 3, 5);
    KMeans means = KMeans.of(Tensor.of(x, 2500, 3));
    int[] seeds = means.seeds(1500, new RandomStream(3));
    assertArrayEquals(lloyd(x, 3, seeds), means.from(seeds).of());
  }

  @Test
  void eachRowIsAClusterIfThereAreAsMany() {
    int[] of = Clustering.kMeans(Tensor.of(uniform(40, 2, 1), 40, 2), 40, 9);
    assertEquals(40, Arrays.stream(of).distinct().count());
  }

  @Test
  void aSecondStartLiesInTheGroupThatIsFar() {
    // Chances are as squared distances: 100² · 2 beside one of 1.
    Tensor rows = Tensor.of(new float[][] {{0}, {1}, {100}, {101}});
    KMeans means = KMeans.of(rows);
    int together = 0;
    for (int seed = 0; seed < 200; seed++) {
      int[] seeds = means.seeds(2, new RandomStream(seed));
      assertNotEquals(seeds[0], seeds[1]);
      together += seeds[0] / 2 == seeds[1] / 2 ? 1 : 0;
    }
    assertEquals(0, together);
  }

  @Test
  void aClusterThatLostItsRowsTakesTheFarthest() {
    Tensor rows = Tensor.of(new float[][] {{0}, {0}, {1}, {10}});
    assertArrayEquals(new int[] {0, 0, 0, 1}, KMeans.of(rows).from(new int[] {0, 1}).of());
  }

  @Test
  void rowsThatAreAllTheSameAreOneCluster() {
    Tensor rows = Tensor.of(new float[][] {{3, 4}, {3, 4}, {3, 4}});
    assertArrayEquals(new int[] {0, 0, 0}, Clustering.kMeans(rows, 3, 1));
    assertArrayEquals(new int[3], Clustering.kMeans(Tensor.of(new float[3][2]), 2, 1));
  }

  @Test
  void placeAndSizeOfRowsAreOfNoAccount() {
    float[] x = uniform(300, 3, 2);
    int[] clusters = Clustering.kMeans(Tensor.of(x, 300, 3), 5, 1);
    double[] moved = new double[x.length];
    for (double[] change : new double[][] {{1, 1e6}, {0x1p120, 0}, {0x1p-130, 0}, {0x1p1020, 0}}) {
      Arrays.setAll(moved, i -> x[i] * change[0] + change[1]);
      assertArrayEquals(clusters, Clustering.kMeans(Tensor.of(moved, 300, 3), 5, 1));
    }
  }

  @Test
  void clustersAreTheSameOnAnyKernels() {
    // Kept from a run on scalar kernels; rows without groups, where every rounding tells.
    int[] of = Clustering.kMeans(Tensor.of(uniform(3000, 8, 4), 3000, 8), 40, 6);
    assertEquals(-423103025, Arrays.hashCode(of));
  }
}
