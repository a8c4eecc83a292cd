package dev.capstan.losses;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.capstan.autograd.Tape;
import dev.capstan.losses.mining.BatchMiner;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A mined triplet loss of a large batch fits a small heap. */
class FamilyScaleTest {
  private static final int ROWS = 4096;
  private static final int COMPONENTS = 128;
  private static final int PER_CLASS = 4;

  /** What the other JVM runs: loss and gradient. */
  public static void main(String[] args) {
    int[] labels = new int[ROWS];
    for (int i = 0; i < ROWS; i++) {
      labels[i] = i / PER_CLASS;
    }
    Tensor x = Tensor.randn(DType.FLOAT32, new SplittableRandom(1), ROWS, COMPONENTS);
    try (Tape tape = new Tape()) {
      Tensor leaf = tape.watch(x);
      Tensor loss =
          new MinedTripletLoss()
              .withMargin(0.5)
              .withMiner(BatchMiner.batchHard())
              .apply(IntTensor.of(labels), leaf);
      double norm = tape.gradients(loss).of(leaf).square().sum().item();
      if (!(loss.item() > 0) || !(norm > 0)) {
        throw new IllegalStateException("loss " + loss.item() + ", gradient " + norm);
      }
    }
  }

  @Test
  void aBatchOf4096FitsHalfAGigabyte() throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path"),
                FamilyScaleTest.class.getName())
            .inheritIO()
            .start();
    assertEquals(0, process.waitFor());
  }
}
