package dev.capstan.nn.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.index.Calibration;
import dev.capstan.nn.index.Metric;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.ThreadLimit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Every metric of 12,000 rows of 64 floats, 3 MB, fits into a heap of 32 MB, in which the distances
 * of all pairs, 576 MB, would not; and has the same bits on one thread as on three.
 */
final class MetricsMemoryTest {
  private static final int ROWS = 12_000;
  private static final int WIDTH = 64;
  private static final int CLASSES = 120;

  /** The program with the small heap. */
  static final class Program {
    public static void main(String[] args) {
      RandomStream random = new RandomStream(1);
      float[] x = new float[ROWS * WIDTH];
      for (int i = 0; i < x.length; i++) {
        boolean raised = i % WIDTH == i / WIDTH % CLASSES % WIDTH;
        x[i] = (float) (random.nextGaussian() + (raised ? 4 : 0));
      }
      Tensor rows = Tensor.of(x, ROWS, WIDTH);
      IntTensor labels = IntTensor.of(IntStream.range(0, ROWS).map(i -> i % CLASSES).toArray());
      try (ThreadLimit limit = ThreadLimit.of(Integer.parseInt(args[0]))) {
        System.out.println(Retrieval.of(rows, labels, Metric.EUCLIDEAN));
        System.out.println(Separation.tripletAccuracy(rows, labels, Metric.COSINE));
        System.out.println(Separation.silhouette(rows, labels, Metric.EUCLIDEAN));
        System.out.println(
            ConfusionMatrix.ofNearestOther(rows, labels, Metric.EUCLIDEAN).accuracy());
        System.out.println(Clustering.ami(rows, labels, limit.toString().length() > 0 ? 1 : 2));
        Calibration found = Calibration.ofNearest(rows, labels, Metric.COSINE);
        System.out.println(found.atPrecision(0.5));
      }
    }
  }

  private static String run(int threads) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx32m",
                "-Djava.util.concurrent.ForkJoinPool.common.parallelism=2",
                "-Dcapstan.kernels=scalar",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                Integer.toString(threads))
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), "the process did not end");
    assertEquals(0, process.exitValue(), printed);
    return printed;
  }

  @Test
  void everyMetricFitsIntoASmallHeapAndHasTheSameBitsOnAnyThreads()
      throws IOException, InterruptedException {
    String one = run(1);
    assertEquals(6, one.lines().count(), one);
    assertEquals(one, run(3));
  }
}
