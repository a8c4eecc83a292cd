package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.data.Batch;
import dev.capstan.nn.data.DataLoader;
import dev.capstan.nn.data.Dataset;
import dev.capstan.nn.data.ShuffledSampler;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.io.SafetensorsFile;
import dev.capstan.nn.layer.BatchNorm;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.nn.optim.PlateauScheduler;
import dev.capstan.nn.optim.RateSchedule;
import dev.capstan.nn.optim.Scheduler;
import dev.capstan.nn.optim.Sgd;
import dev.capstan.ops.DType;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TrainerTest {
  /** y = 2 x + 1 on whole numbers, as regression on the label. */
  private static final Dataset LINE =
      Dataset.of(new float[] {0, 1, 2, 3}, 1, new int[] {1, 3, 5, 7});

  @TempDir private Path folder = Path.of("");

  private final Linear model = new Linear(1, 1, new SplittableRandom(4));
  private final DataLoader<Batch> loader =
      new DataLoader<>(LINE, new ShuffledSampler(4, 2, new SplittableRandom(5)));

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

  /** The first step makes huge weights, the second would make a loss that is infinite. */
  @Test
  void aLossThatIsNoNumberIsRefusedBeforeAnythingIsChanged() throws IOException {
    Path file = folder.resolve("refused.safetensors");
    Sgd sgd = new Sgd(model, 1e30);

    ArithmeticException e =
        assertThrows(
            ArithmeticException.class,
            () -> new Trainer(sgd, 5).fit(loader, this::squaredError, new RefusedBatch(file)));

    assertEquals(
        "fit: epoch 1, step 2: the loss is Infinity; nothing was changed: lower the learning rate,"
            + " clip the gradients, or look at the batch's labels and features",
        e.getMessage());
    assertEquals(1, sgd.steps());
    assertTrue(Double.isFinite(model.weight().value().item()));
    try (SafetensorsFile saved = Safetensors.open(file)) {
      assertEquals("float32 [2, 1]", saved.read("features").form().toString());
      assertEquals("float64 [2]", saved.read("labels").form().toString());
      assertTrue(String.valueOf(saved.metadata().get("why")).startsWith("the loss is Infinity"));
    }
  }

  @Test
  void aRefusedStepLeavesRunningStatisticsAlone() {
    BatchNorm norm = BatchNorm.ofRows(1);
    Sequential net = new Sequential(norm, new Linear(1, 1, new SplittableRandom(4)));
    Dataset rows = Dataset.of(new float[] {0, 1, 2, 3}, 1, new int[] {1, 3, 5, 7});
    DataLoader<Batch> all =
        new DataLoader<>(rows, new ShuffledSampler(4, 4, new SplittableRandom(5)));
    Trainer trainer = new Trainer(new Sgd(net, 0.1), 1, TrainerOptions.plain().withModel(net));

    assertThrows(
        ArithmeticException.class,
        () -> trainer.fit(all, b -> net.apply(b.features()).mean().mul(Double.NaN)));

    assertEquals(0, requireNonNull(norm.namedBuffers().get("running_mean")).value().at(0));
    assertEquals(1, requireNonNull(norm.namedBuffers().get("running_var")).value().at(0));
  }

  @Test
  void whatBelongsToARunIsDoneAndReported() {
    Sgd sgd = new Sgd(model, 0.5);
    Scheduler schedule = new Scheduler(sgd, RateSchedule.step(1, 0.5));
    TrainerOptions options =
        TrainerOptions.plain()
            .withModel(model)
            .withClipNorm(0.01)
            .withScheduleOfEpochs(schedule)
            .withMetric("mode", () -> model.training() ? 1 : 0);
    List<StepReport> steps = new ArrayList<>();
    History history = new History();
    TrainingListener keeping =
        new TrainingListener() {
          @Override
          public void stepped(StepReport report) {
            steps.add(report);
          }
        };
    double before = model.weight().value().item();

    new Trainer(sgd, 2, options).fit(loader, this::squaredError, keeping, history);

    assertEquals(List.of(0.5, 0.5, 0.25, 0.25), steps.stream().map(StepReport::rate).toList());
    assertTrue(steps.stream().allMatch(s -> s.gradientNorm() > 0.01));
    // Two steps of at most 0.5 · 0.01, two of 0.25 · 0.01.
    assertEquals(before, model.weight().value().item(), 0.0151);
    assertEquals(0, history.epochs().get(1).metric("mode"));
    assertTrue(model.training());
    assertTrue(history.csv().startsWith("epoch,steps,loss,mode\n1,2,"), history.csv());
    assertTrue(history.jsonLines().contains("\"steps\":4,"), history.jsonLines());
    History again = new History();
    again.restore(history.state());
    assertEquals(history.csv(), again.csv());
  }

  /** Two batches of two rows make one step: that of the whole batch of four. */
  @Test
  void accumulatedBatchesAreOneStep() {
    Linear twin = model.replica();
    Sgd whole = new Sgd(twin, 0.01);
    Sgd sgd = new Sgd(model, 0.01);
    new Trainer(sgd, 1, TrainerOptions.plain().withAccumulate(2)).fit(loader, this::squaredError);
    Batch all = LINE.batch(0, 1, 2, 3);
    Tensor wanted = Tensor.of(new float[] {1, 3, 5, 7}, 4, 1);
    whole.step(() -> twin.apply(all.features()).sub(wanted).square().mean());

    assertEquals(1, sgd.steps());
    // Sums of four products in another order, in float32.
    assertEquals(twin.weight().value().item(), model.weight().value().item(), 1e-6);
  }

  @Test
  void trainingEndsWhenAMetricNoLongerImprovesAndTheBestIsFoundAgain() {
    double[] metric = {3, 2, 2.5, 2.4, 1};
    int[] at = {0};
    List<Double> weights = new ArrayList<>();
    TrainerOptions options = TrainerOptions.plain().withMetric("metric", () -> metric[at[0]++]);
    EarlyStopping early = new EarlyStopping(model, "metric", PlateauScheduler.Better.LOWER, 1);
    TrainingListener keeping =
        new TrainingListener() {
          @Override
          public void epochEnded(int epoch, double meanLoss) {
            weights.add(model.weight().value().item());
          }
        };

    double[] history =
        new Trainer(new Sgd(model, 0.01), 9, options)
            .fit(loader, this::squaredError, early, keeping);
    early.restoreBest();

    assertEquals(4, history.length);
    assertEquals(2, early.bestEpoch());
    assertEquals(weights.get(1), model.weight().value().item());
    assertNotEquals(weights.get(3), model.weight().value().item());
  }

  @Test
  void noEpochsLeaveTheModelAlone() {
    Tensor before = model.weight().value();

    assertArrayEquals(
        new double[0], new Trainer(new Sgd(model, 0.1), 0).fit(loader, this::squaredError));

    assertTrue(before == model.weight().value());
  }
}
