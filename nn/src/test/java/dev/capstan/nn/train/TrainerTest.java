package dev.capstan.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.data.Batch;
import dev.capstan.nn.data.DataLoader;
import dev.capstan.nn.data.Dataset;
import dev.capstan.nn.data.ShuffledSampler;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.optim.Sgd;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TrainerTest {
  /** y = 2 x + 1 on whole numbers, as regression on the label. */
  private static final Dataset LINE =
      Dataset.of(new float[] {0, 1, 2, 3}, 1, new int[] {1, 3, 5, 7});

  private final Linear model = new Linear(1, 1, new SplittableRandom(4));
  private final DataLoader loader =
      new DataLoader(LINE, new ShuffledSampler(4, 2, new SplittableRandom(5)));

  private Tensor squaredError(Batch batch) {
    Tensor wanted =
        Tensor.generate(DType.FLOAT32, batch.labels().reshape(-1, 1).shape(), batch.labels()::at);
    return Reductions.mean(
        Elementwise.square(Elementwise.sub(model.apply(batch.features()), wanted)));
  }

  @Test
  void theLoopFindsTheLine() {
    double[] history = new Trainer(new Sgd(model, 0.05), 200).fit(loader, this::squaredError);

    assertEquals(200, history.length);
    assertTrue(history[199] < 1e-6 && history[0] > 0.1);
    assertEquals(2, model.weight().value().item(), 1e-3);
    assertEquals(1, model.bias().value().item(), 1e-3);
  }

  @Test
  void theListenerHearsStepsAndEpochsAndMayStop() {
    List<String> heard = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void stepped(int epoch, int step, double loss) {
            heard.add(epoch + "." + step);
          }

          @Override
          public void epochEnded(int epoch, double meanLoss) {
            heard.add("end " + epoch);
          }

          @Override
          public boolean goOn(int epoch) {
            return epoch < 2;
          }
        };

    double[] history =
        new Trainer(new Sgd(model, 0.01), 5).fit(loader, this::squaredError, listener);

    assertEquals(List.of("1.1", "1.2", "end 1", "2.1", "2.2", "end 2"), heard);
    assertEquals(2, history.length);
  }

  @Test
  void aLossThatIsNoNumberStopsTraining() {
    ArithmeticException e =
        assertThrows(
            ArithmeticException.class,
            () -> new Trainer(new Sgd(model, 1e30), 5).fit(loader, this::squaredError));

    String message = String.valueOf(e.getMessage());
    assertTrue(message.startsWith("fit: the loss is "), message);
    assertTrue(
        message.endsWith("; lower the learning rate, or look at the batch's labels and features"),
        message);
  }

  @Test
  void noEpochsLeaveTheModelAlone() {
    Tensor before = model.weight().value();

    assertArrayEquals(
        new double[0], new Trainer(new Sgd(model, 0.1), 0).fit(loader, this::squaredError));

    assertTrue(before == model.weight().value());
  }
}
