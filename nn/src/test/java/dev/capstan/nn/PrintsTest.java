package dev.capstan.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.data.ClassBalancedSampler;
import dev.capstan.nn.data.Dataset;
import dev.capstan.nn.data.ShuffledSampler;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What modules, gradients and data look like when they are printed. */
final class PrintsTest {
  private static final SplittableRandom RANDOM = new SplittableRandom(1);

  private static Linear linear(int in, int out) {
    return new Linear(in, out, RANDOM);
  }

  @Test
  void aModuleIsATreeWithShapesAndCounts() {
    Linear first = linear(64, 128);
    first.bias().freeze();
    assertEquals(
        """
        Sequential, 8,320 parameters
          0: Linear, 8,320 parameters
            parameter 'weight' float32 [128, 64]
            parameter 'bias' float32 [128] (frozen)
          1: relu
          2: L2Normalize""",
        new Sequential(first, Activation.relu(), new L2Normalize()).toString());
  }

  @Test
  void whatIsTiedIsShownAndCountedOnce() {
    Linear twice = linear(3, 3);
    assertEquals(
        """
        Sequential, 12 parameters
          0: Linear, 12 parameters
            parameter 'weight' float32 [3, 3]
            parameter 'bias' float32 [3]
          1: Linear, 12 parameters (shared)""",
        new Sequential(twice, twice).toString());
  }

  @Test
  void aBufferAndATableAreShownToo() {
    assertEquals(
        """
        Remembering, 20 parameters
          table 'items' float64 [10, 2]
          buffer 'mean' float32 [2]""",
        new Remembering().toString());
    assertEquals("L2Normalize", new L2Normalize().toString());
  }

  private static final class Remembering extends NeuralModule {
    Remembering() {
      table(new RowTable("items", Tensor.zeros(DType.FLOAT64, 10, 2)));
      buffer(new Buffer("mean", Tensor.zeros(DType.FLOAT32, 2)));
    }

    @Override
    protected NeuralModule copy(Replication copies) {
      return new Remembering();
    }
  }

  /** Tensors are left out first, then the middle of what is left. */
  @Test
  void noModuleIsLongerThanAScreen() {
    Sequential fifteen = new Sequential(many(15));
    assertEquals(16, fifteen.toString().lines().count());
    assertTrue(fifteen.toString().endsWith("\n  14: Linear, 6 parameters"), fifteen.toString());

    String hundred = new Sequential(many(100)).toString();
    assertEquals(40, hundred.lines().count());
    assertTrue(hundred.contains("\n  … 62 more …\n  81: Linear, 6 parameters\n"), hundred);

    String deep = new Sequential(fifteen, new Sequential(many(15))).toString();
    assertEquals(33, deep.lines().count());
  }

  private static Linear[] many(int n) {
    return IntStream.range(0, n).mapToObj(i -> linear(2, 2)).toArray(Linear[]::new);
  }

  @Test
  void gradientsOfAModuleShowFormsAndNorms() {
    Linear used = linear(1, 1);
    Linear idle = linear(2, 1);
    Sequential both = new Sequential(used, idle);
    Tensor x = Tensor.of(new float[][] {{3}});
    assertEquals(
        """
        gradients of the loss float32 [] 0.0
          weight float32 [1, 1] of norm 3.000
          bias float32 [1] of norm 1.000
          weight float32 [1, 2] not reached
          bias float32 [1] not reached""",
        both.gradients(() -> used.apply(x).sub(used.apply(x).detach()).sum()).toString());
  }

  @Test
  void dataAndSamplersSayWhatTheyHandOut() {
    int[] labels = {0, 0, 1, 1, 5, 5};
    Dataset data = Dataset.of(new float[18], 3, labels);
    assertEquals("dataset of 6 rows of 3 features, 3 classes", data.toString());
    assertEquals(
        "batch of features float32 [2, 3] and labels int [2]", data.batch(1, 4).toString());
    assertEquals(
        "batches of 2 classes (of 3) with 2 rows each, 1 an epoch",
        new ClassBalancedSampler(labels, 2, 2, RANDOM).toString());
    assertEquals(
        "batches of 2 shuffled rows, 3 an epoch", new ShuffledSampler(6, 2, RANDOM).toString());
  }
}
