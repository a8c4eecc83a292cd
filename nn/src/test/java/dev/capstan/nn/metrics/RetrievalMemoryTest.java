package dev.capstan.nn.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.RandomStream;
import dev.capstan.nn.index.Metric;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * 100,000 rows of 128 floats, 51 MB, are judged in a heap of 256 MB: distances are made block by
 * block, never as a matrix, which would have 40 GB. Some rows ask; all of them, for minutes, if
 * thorough.
 */
final class RetrievalMemoryTest {
  private static final int ROWS = 100_000;
  private static final int WIDTH = 128;
  private static final int CLASSES = 1000;
  private static final int QUERIES = 200;

  /** The program with the small heap. */
  static final class Program {
    private static float[] rows(int count) {
      RandomStream random = new RandomStream(1);
      float[] x = new float[count * WIDTH];
      for (int i = 0; i < x.length; i++) {
        int label = i / WIDTH % CLASSES;
        int at = i % WIDTH;
        // Each class has three raised numbers of its own, far above the noise.
        boolean raised = at == label % 128 || at == label / 8 || at == label * 37 % 128;
        x[i] = (float) (random.nextDouble() * 0.1 + (raised ? 1 : 0));
      }
      return x;
    }

    private static IntTensor labels(int count) {
      return IntTensor.of(IntStream.range(0, count).map(i -> i % CLASSES).toArray());
    }

    public static void main(String[] args) {
      Tensor gallery = Tensor.of(rows(ROWS), ROWS, WIDTH);
      IntTensor labels = labels(ROWS);
      Retrieval found =
          args[0].equals("all")
              ? Retrieval.of(gallery, labels, Metric.EUCLIDEAN)
              : Retrieval.between(
                  gallery,
                  labels,
                  Tensor.of(rows(QUERIES), QUERIES, WIDTH),
                  labels(QUERIES),
                  Metric.EUCLIDEAN);
      System.out.println(found.queries() + " " + found.recallAt1());
    }
  }

  @Test
  void aHundredThousandRowsAreJudgedInASmallHeap() throws IOException, InterruptedException {
    boolean all = Boolean.getBoolean("capstan.thorough");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Dcapstan.kernels=scalar",
                "-cp",
                System.getProperty("java.class.path"),
                Program.class.getName(),
                all ? "all" : "some")
            .redirectErrorStream(true)
            .start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertTrue(process.waitFor(1, TimeUnit.MINUTES), "the process did not end");
    assertEquals(0, process.exitValue(), printed);
    assertTrue(printed.startsWith((all ? ROWS : QUERIES) + " "), printed);
    double recall = Double.parseDouble(printed.substring(printed.indexOf(' ') + 1));
    assertTrue(recall > 0.9, printed);
  }
}
