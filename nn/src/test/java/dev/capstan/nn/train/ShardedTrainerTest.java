package dev.capstan.nn.train;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.nn.Layer;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.Replication;
import dev.capstan.nn.RowTable;
import dev.capstan.nn.data.Batch;
import dev.capstan.nn.data.Shard;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.BatchNorm;
import dev.capstan.nn.layer.Dropout;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.nn.optim.Adam;
import dev.capstan.nn.optim.Sgd;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class ShardedTrainerTest {
  private static final int ROWS = 200;
  private static final int SHARDS = 8;

  /** Rows of four classes around points of their own. */
  private record Data(long[] ids, Tensor features, IntTensor labels) {
    static Data shuffled(long seed) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, ROWS).boxed().toList());
      Collections.shuffle(order, new Random(seed));
      return new Data(
          order.stream().mapToLong(i -> 1000L + i).toArray(),
          Tensor.generate(DType.FLOAT32, Shape.of(ROWS, 6), at -> value(order.get(at / 6), at % 6)),
          IntTensor.of(order.stream().mapToInt(i -> i % 4).toArray()));
    }

    private static double value(int row, int column) {
      return (row * 37 + column * 101) % 64 / 64.0 + (row % 4 == column ? 1 : 0);
    }

    List<Shard> shards() {
      return Shard.split(SHARDS, ids, features, labels);
    }
  }

  private static final Data DATA = Data.shuffled(1);

  private static Sequential net() {
    SplittableRandom random = new SplittableRandom(7);
    return new Sequential(
        new Linear(6, 16, random),
        Activation.relu(),
        new Dropout(0.1, new RandomStream(3)),
        new Linear(16, 4, random),
        new L2Normalize());
  }

  /** Products of rows are to be 1 within a class, else 0. */
  private static Tensor loss(IntTensor labels, Tensor embeddings) {
    int n = labels.size();
    Tensor same =
        Tensor.generate(
            embeddings.dtype(), Shape.of(n, n), i -> labels.at(i / n) == labels.at(i % n) ? 1 : 0);
    return embeddings.matmul(Movement.transpose(embeddings, 0, 1)).sub(same).square().mean();
  }

  private static ShardRecipe recipe(Negatives negatives) {
    return new ShardRecipe(SHARDS, 8, negatives, 12, 5);
  }

  private static int hash(Layer model) {
    int hash = 1;
    for (Tensor each : model.weights().values()) {
      hash = 31 * hash + Arrays.hashCode(each.toArray());
    }
    return hash;
  }

  private static int run(ShardRecipe recipe, List<Shard> shards, int threads) {
    Sequential model = net();
    try (ShardWork work = work(recipe, model, shards, threads)) {
      trainer(recipe, model).fit(work, new TrainingProgress());
    }
    return hash(model);
  }

  private static ShardWork work(ShardRecipe recipe, Layer model, List<Shard> shards, int threads) {
    return new ShardThreads(recipe, model, shards, ShardedTrainerTest::loss, threads);
  }

  private static ShardedTrainer trainer(ShardRecipe recipe, Sequential model) {
    return new ShardedTrainer(recipe, model, new Adam(model, 1e-2), ShardedTrainerTest::loss);
  }

  // --- one result -----------------------------------------------------------------------------

  @Test
  void threadsAndTheOrderOfRowsHaveNoSay() {
    for (ShardRecipe recipe :
        List.of(
            recipe(Negatives.LOCAL),
            recipe(Negatives.GLOBAL),
            recipe(Negatives.LOCAL).withLocalSteps(3, 0.05))) {
      int one = run(recipe, DATA.shards(), 1);
      for (int threads : new int[] {2, 3, 4, 8, 20}) {
        assertEquals(one, run(recipe, DATA.shards(), threads), recipe + " on " + threads);
      }
      assertEquals(one, run(recipe, Data.shuffled(2).shards(), 3), recipe + " in another order");
    }
  }

  @Test
  void shardsSeedNegativesAndLocalStepsAreOfTheRecipe() {
    ShardRecipe local = recipe(Negatives.LOCAL);
    int hash = run(local, DATA.shards(), 2);
    assertNotEquals(hash, run(recipe(Negatives.GLOBAL), DATA.shards(), 2));
    assertNotEquals(hash, run(local.withLocalSteps(2, 0.05), DATA.shards(), 2));
    ShardRecipe seeded = new ShardRecipe(SHARDS, 8, Negatives.LOCAL, 12, 6);
    assertNotEquals(hash, run(seeded, DATA.shards(), 2));
    ShardRecipe fewer = new ShardRecipe(4, 16, Negatives.LOCAL, 12, 5);
    List<Shard> four = Shard.split(4, DATA.ids(), DATA.features(), DATA.labels());
    assertNotEquals(hash, run(fewer, four, 2));
  }

  @Test
  void goesOnFromACheckpointToTheSameBits() throws Exception {
    ShardRecipe recipe = recipe(Negatives.GLOBAL);
    Sequential model = net();
    ShardedTrainer first = trainer(recipe, model);
    TrainingProgress progress = new TrainingProgress();
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    try (ShardWork work = work(recipe, model, DATA.shards(), 2)) {
      first.fit(
          work,
          progress,
          new TrainingListener() {
            @Override
            public boolean goOn(StepReport report) {
              return report.total() < 5;
            }
          });
    }
    checkpoint(first, progress).save(kept);

    Sequential next = net();
    ShardedTrainer second = trainer(recipe, next);
    TrainingProgress where = new TrainingProgress();
    checkpoint(second, where).restore(new ByteArrayInputStream(kept.toByteArray()), "memory");
    assertEquals(5, where.total());
    try (ShardWork work = work(recipe, next, DATA.shards(), 3)) {
      second.fit(work, where);
    }
    assertEquals(run(recipe, DATA.shards(), 1), hash(next));
  }

  private static Checkpoint checkpoint(ShardedTrainer trainer, TrainingProgress progress) {
    return Checkpoint.of(trainer.model())
        .with("optimizer", trainer.optimizer())
        .with("progress", progress);
  }

  // --- right gradients ------------------------------------------------------------------------

  private static Sequential withoutDropout() {
    SplittableRandom random = new SplittableRandom(7);
    return new Sequential(
        new Linear(6, 16, random), Activation.relu(), new Linear(16, 4, random), new L2Normalize());
  }

  /** float32 sums in another order: some ten roundings of numbers below 1. */
  private static final double ANOTHER_ORDER = 1e-6;

  @Test
  void theGlobalGradientIsThatOfOneTape() {
    ShardRecipe recipe = recipe(Negatives.GLOBAL);
    Sequential model = withoutDropout();
    List<Batch> batches = DATA.shards().stream().map(s -> s.batch(8, 5, 3)).toList();
    Tensor features = Movement.concat(batches.stream().map(Batch::features).toList(), 0);
    IntTensor labels =
        IntTensor.of(
            batches.stream().flatMapToInt(b -> IntStream.of(b.labels().toArray())).toArray());
    ParameterGradients whole = model.gradients(() -> loss(labels, model.apply(features)));
    ShardedTrainer trainer =
        new ShardedTrainer(recipe, model, new Sgd(model, 1), ShardedTrainerTest::loss);
    try (ShardWork work = work(recipe, model, DATA.shards(), 2)) {
      assertSame(whole, trainer.gradients(work, 3), model);
    }
  }

  @Test
  void theLocalGradientIsTheMeanOfTheShards() {
    ShardRecipe recipe = recipe(Negatives.LOCAL);
    Sequential model = withoutDropout();
    ParameterGradients mean =
        ParameterGradients.mean(
            DATA.shards().stream()
                .map(s -> s.batch(8, 5, 3))
                .map(b -> model.gradients(() -> loss(b.labels(), model.apply(b.features()))))
                .toList());
    ShardedTrainer trainer =
        new ShardedTrainer(recipe, model, new Sgd(model, 1), ShardedTrainerTest::loss);
    try (ShardWork work = work(recipe, model, DATA.shards(), 2)) {
      assertSame(mean, trainer.gradients(work, 3), model);
    }
  }

  private static void assertSame(ParameterGradients a, ParameterGradients b, Layer model) {
    assertEquals(a.loss().item(), b.loss().item(), ANOTHER_ORDER);
    model
        .parameters()
        .forEach(p -> assertArrayEquals(a.of(p).toArray(), b.of(p).toArray(), ANOTHER_ORDER));
  }

  /** The way of plain descent, divided by its length in rates. */
  @Test
  void localStepsHandOverTheirWay() {
    double rate = 0.05;
    ShardRecipe recipe = new ShardRecipe(1, 8, Negatives.LOCAL, 1, 5).withLocalSteps(3, rate);
    List<Shard> one = Shard.split(1, DATA.ids(), DATA.features(), DATA.labels());
    Sequential walker = withoutDropout();
    Sgd sgd = new Sgd(walker, rate);
    for (int k = 0; k < 3; k++) {
      Batch b = one.get(0).batch(8, 5, k);
      sgd.step(() -> loss(b.labels(), walker.apply(b.features())));
    }
    Sequential model = withoutDropout();
    ShardedTrainer trainer =
        new ShardedTrainer(recipe, model, new Sgd(model, 3 * rate), ShardedTrainerTest::loss);
    try (ShardWork work = work(recipe, model, one, 1)) {
      trainer.fit(work, new TrainingProgress());
    }
    walker
        .weights()
        .forEach(
            (path, t) ->
                assertArrayEquals(
                    t.toArray(),
                    requireNonNull(model.weights().get(path)).toArray(),
                    ANOTHER_ORDER,
                    path));
  }

  @Test
  void itLearns() {
    ShardRecipe recipe = new ShardRecipe(SHARDS, 8, Negatives.GLOBAL, 60, 5);
    Sequential model = net();
    List<Double> losses = new ArrayList<>();
    try (ShardWork work = work(recipe, model, DATA.shards(), 2)) {
      trainer(recipe, model)
          .fit(
              work,
              new TrainingProgress(),
              new TrainingListener() {
                @Override
                public void stepped(StepReport report) {
                  losses.add(report.loss());
                }
              });
    }
    assertTrue(losses.get(59) < losses.get(0) / 4, losses.toString());
  }

  // --- tables, empty shards, refusals ---------------------------------------------------------

  /** The first feature is a row of a table. */
  private static final class Looked extends Layer {
    private final RowTable table;

    Looked(RowTable table) {
      this.table = table(table);
    }

    @Override
    public Tensor apply(Tensor x) {
      return table
          .lookup(IntTensor.of(IntStream.range(0, x.size()).map(i -> (int) x.at(i)).toArray()))
          .tanh();
    }

    @Override
    protected Looked copy(Replication copies) {
      return new Looked(copies.of(table));
    }
  }

  @Test
  void rowsOfTablesAreAddedByTheirNumbers() {
    long[] ids = LongStream.range(0, 40).toArray();
    Tensor words = Tensor.generate(DType.FLOAT32, Shape.of(40), i -> i * 7 % 12);
    IntTensor labels = IntTensor.of(IntStream.range(0, 40).map(i -> i * 7 % 3).toArray());
    ShardRecipe recipe = new ShardRecipe(4, 6, Negatives.LOCAL, 6, 1);
    int[] hashes = new int[3];
    for (int threads = 1; threads <= 3; threads++) {
      Looked model =
          new Looked(
              new RowTable(
                  "words",
                  Tensor.generate(DType.FLOAT32, Shape.of(12, 4), i -> (i * 29 % 31 - 15) / 32.0)));
      ShardedTrainer trainer =
          new ShardedTrainer(recipe, model, new Adam(model, 1e-2), ShardedTrainerTest::loss);
      try (ShardWork work = work(recipe, model, Shard.split(4, ids, words, labels), threads)) {
        ParameterGradients g = trainer.gradients(work, 0);
        int[] rows = requireNonNull(g.of(model.table)).rows();
        assertArrayEquals(Arrays.stream(rows).sorted().distinct().toArray(), rows);
        trainer.fit(work, new TrainingProgress());
      }
      hashes[threads - 1] = hash(model);
    }
    assertArrayEquals(new int[] {hashes[0], hashes[0], hashes[0]}, hashes);
  }

  @Test
  void aShardWithoutRowsTakesNoPart() {
    ShardRecipe recipe = new ShardRecipe(8, 4, Negatives.GLOBAL, 3, 1);
    long[] ids = {1, 2, 3};
    List<Shard> few =
        Shard.split(
            8,
            ids,
            Tensor.generate(DType.FLOAT32, Shape.of(3, 6), i -> i / 16.0),
            IntTensor.of(0, 0, 1));
    assertTrue(few.stream().anyMatch(s -> s.rows() == 0));
    assertEquals(run(recipe, few, 1), run(recipe, few, 8));
    List<Shard> none =
        Shard.split(8, new long[0], Tensor.zeros(DType.FLOAT32, 0, 6), IntTensor.of(new int[0]));
    assertEquals(
        "sharded training: got no row in any shard, expected one or more",
        assertThrows(IllegalArgumentException.class, () -> run(recipe, none, 2)).getMessage());
  }

  @Test
  void runningStatisticsAreRefused() {
    Layer model = new Sequential(BatchNorm.ofRows(6));
    assertEquals(
        "sharded training: the model has buffers, [0.running_mean, 0.running_var, 0.num_batches_tracked]: the statistics of"
            + " a batch would be those of a shard; use LayerNorm instead of BatchNorm",
        assertThrows(
                IllegalArgumentException.class, () -> new ShardStep(recipe(Negatives.LOCAL), model))
            .getMessage());
  }

  @Test
  void recipesThatContradictThemselvesAreRefused() {
    assertEquals(
        "shardRecipe: got 2 local steps with GLOBAL negatives, which need every row at every step;"
            + " take Negatives.LOCAL, or 1 local step",
        assertThrows(
                IllegalArgumentException.class,
                () -> recipe(Negatives.GLOBAL).withLocalSteps(2, 0.1))
            .getMessage());
    assertEquals(
        "shardRecipe: rowsPerShard: got 0, expected 1 or more",
        assertThrows(
                IllegalArgumentException.class, () -> new ShardRecipe(8, 0, Negatives.LOCAL, 1, 1))
            .getMessage());
    assertEquals(
        "shardThreads: got [shard 0 of 0 rows], expected the shards 0 to 7, in order",
        assertThrows(
                IllegalArgumentException.class,
                () ->
                    work(
                        recipe(Negatives.LOCAL),
                        net(),
                        List.of(
                            new Shard(
                                0, Tensor.zeros(DType.FLOAT32, 0, 6), IntTensor.of(new int[0]))),
                        1))
            .getMessage());
  }
}
