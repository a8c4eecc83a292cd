package dev.capstan.spark;

import static java.util.Objects.requireNonNull;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.expr;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.losses.MSELoss;
import dev.capstan.losses.SupConLoss;
import dev.capstan.nn.Layer;
import dev.capstan.nn.data.Batch;
import dev.capstan.nn.optim.Sgd;
import dev.capstan.nn.train.Negatives;
import dev.capstan.nn.train.ShardRecipe;
import dev.capstan.nn.train.StepReport;
import dev.capstan.nn.train.TrainingListener;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Tensor;
import dev.capstan.spark.ShardTasks.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** One hash for every number of partitions, every order of rows, and without Spark. */
final class CapstanTrainerTest {
  private static final int ROWS = 600;
  private static final ShardRecipe LOCAL = new ShardRecipe(8, 16, Negatives.LOCAL, 10, 7);
  private static final ShardRecipe GLOBAL = new ShardRecipe(8, 16, Negatives.GLOBAL, 10, 7);

  @SuppressWarnings("NullAway.Init") // before all tests
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    // Kryo for data and broadcasts, as many clusters have it.
    spark =
        LocalSpark.builder()
            .master("local[2]")
            .config("spark.serializer", "org.apache.spark.serializer.KryoSerializer")
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> rows(long order) {
    return Examples.rows(spark, ROWS, order);
  }

  private static String hash(CapstanEmbedder embedder) {
    return Examples.hash(embedder.model());
  }

  private static String fault(Executable work) {
    Throwable e = assertThrows(Exception.class, work);
    while (e.getCause() != null) {
      e = e.getCause();
    }
    return String.valueOf(e.getMessage());
  }

  // --- one hash -------------------------------------------------------------------------------

  @Test
  void partitionsAndTheOrderOfRowsHaveNoSay() {
    for (ShardRecipe recipe : List.of(LOCAL, GLOBAL, LOCAL.withLocalSteps(3, 0.01))) {
      String expected = Examples.control(recipe, ROWS);
      for (int partitions : new int[] {1, 2, 3, 4, 8}) {
        Dataset<Row> rows = rows(partitions).repartition(1 + partitions % 3);
        assertEquals(
            expected,
            hash(Examples.trainer(recipe).setPartitions(partitions).fit(rows)),
            recipe + " in " + partitions + " partitions");
      }
    }
  }

  @Test
  void theRecipeHasASay() {
    String hash = hash(Examples.trainer(LOCAL).fit(rows(1)));
    assertNotEquals(hash, hash(Examples.trainer(GLOBAL).fit(rows(1))));
    assertNotEquals(hash, hash(Examples.trainer(LOCAL).setSeed(8).fit(rows(1))));
    assertNotEquals(hash, hash(Examples.trainer(LOCAL).setShards(4).fit(rows(1))));
  }

  /** Weights below 1 in float32, and sums in another order: some ten roundings. */
  private static final double ANOTHER_ORDER = 1e-6;

  /** A step of plain descent at rate 1 takes the gradient from the weights. */
  @Test
  void theGlobalGradientIsThatOfOneTape() {
    Layer model = new ProductNet().get();
    Map<String, Tensor> before = model.weights();
    List<Batch> batches =
        Examples.shards(GLOBAL, ROWS).stream().map(s -> s.batch(16, GLOBAL.seed(), 0)).toList();
    Tensor features = Movement.concat(batches.stream().map(Batch::features).toList(), 0);
    IntTensor labels =
        IntTensor.of(
            batches.stream().flatMapToInt(b -> IntStream.of(b.labels().toArray())).toArray());
    new Sgd(model, 1)
        .apply(model.gradients(() -> Examples.LOSS.apply(labels, model.apply(features))));
    Map<String, Tensor> after =
        Examples.trainer(new ShardRecipe(8, 16, Negatives.GLOBAL, 1, GLOBAL.seed()))
            .setOptimizer(Sgd.Options.of(1))
            .fit(rows(1))
            .model()
            .weights();
    double moved = 0;
    for (Map.Entry<String, Tensor> each : model.weights().entrySet()) {
      double[] expected = each.getValue().toArray();
      double[] start = requireNonNull(before.get(each.getKey())).toArray();
      double[] got = requireNonNull(after.get(each.getKey())).toArray();
      assertArrayEquals(expected, got, ANOTHER_ORDER, each.getKey());
      for (int i = 0; i < start.length; i++) {
        moved = Math.max(moved, Math.abs(got[i] - start[i]));
      }
    }
    assertTrue(moved > 1000 * ANOTHER_ORDER, "the greatest slope is " + moved);
  }

  /** One row of one class in each shard: without the others' there is no pair to learn from. */
  @Test
  void globalNegativesAreThoseOfOtherShards() {
    List<Double> losses = new ArrayList<>();
    TrainingListener keep =
        new TrainingListener() {
          @Override
          public void stepped(StepReport report) {
            losses.add(report.loss());
          }
        };
    for (Negatives negatives : Negatives.values()) {
      Examples.trainer(new ShardRecipe(8, 1, negatives, 1, 7))
          .addListener(keep)
          .fit(rows(1).filter("label < 3"));
    }
    assertEquals(0, losses.get(0)); // LOCAL
    assertTrue(losses.get(1) > 0, losses.toString());
  }

  @Test
  void idsMayBeTexts() {
    Dataset<Row> named = rows(1).withColumn("id", concat(lit("p-"), col("id")));
    String one = hash(Examples.trainer(LOCAL).setPartitions(1).fit(named));
    assertEquals(one, hash(Examples.trainer(LOCAL).setPartitions(3).fit(named.repartition(5))));
  }

  @Test
  void fewerRowsThanShardsLeaveSomeEmpty() {
    ShardRecipe recipe = new ShardRecipe(8, 16, Negatives.GLOBAL, 3, 7);
    Dataset<Row> few = Examples.rows(spark, 5, 3);
    assertEquals(Examples.control(recipe, 5), hash(Examples.trainer(recipe).fit(few)));
    assertEquals(
        "sharded training: got no row in any shard, expected one or more",
        fault(() -> Examples.trainer(recipe).fit(few.filter("id < 0"))));
  }

  @Test
  void itLearnsAndEmbeds() {
    List<Double> losses = new ArrayList<>();
    CapstanEmbedder embedder =
        Examples.trainer(new ShardRecipe(8, 16, Negatives.GLOBAL, 60, 7))
            .setLoss(new SupConLoss())
            .addListener(
                new TrainingListener() {
                  @Override
                  public void stepped(StepReport report) {
                    losses.add(report.loss());
                  }
                })
            .fit(rows(1));
    assertTrue(losses.get(59) < losses.get(0) - 0.5, losses.toString());
    assertEquals(32, embedder.transform(rows(1)).first().getList(3).size());
  }

  @Test
  void standsInAPipeline() {
    PipelineModel fitted =
        new Pipeline().setStages(new PipelineStage[] {Examples.trainer(LOCAL)}).fit(rows(1));
    CapstanEmbedder embedder = (CapstanEmbedder) fitted.stages()[0];
    assertEquals(Examples.control(LOCAL, ROWS), hash(embedder));
  }

  // --- checkpoints ----------------------------------------------------------------------------

  private static TrainingListener until(long steps) {
    return new TrainingListener() {
      @Override
      public boolean goOn(StepReport report) {
        return report.total() < steps;
      }
    };
  }

  @Test
  void goesOnFromItsCheckpointToTheSameHash(@TempDir Path folder) throws Exception {
    String path = folder.resolve("run").toUri().toString();
    CapstanTrainer trainer = Examples.trainer(GLOBAL).setCheckpoint(path, 2);
    String stopped = hash(trainer.copy(ParamMap.empty()).addListener(until(7)).fit(rows(1)));
    List<Long> seen = new ArrayList<>();
    String resumed =
        hash(
            trainer
                .copy(ParamMap.empty())
                .setPartitions(3)
                .addListener(
                    new TrainingListener() {
                      @Override
                      public void stepped(StepReport report) {
                        seen.add(report.total());
                      }
                    })
                .fit(rows(2)));
    assertEquals(List.of(7L, 8L, 9L, 10L), seen);
    assertNotEquals(stopped, resumed);
    assertEquals(Examples.control(GLOBAL, ROWS), resumed);
    try (Stream<Path> files = Files.list(folder.resolve("run"))) {
      assertEquals(
          List.of(
              "step-0000000006.safetensors",
              "step-0000000008.safetensors",
              "step-0000000010.safetensors"),
          files
              .map(file -> file.getFileName().toString())
              .filter(name -> !name.startsWith("."))
              .sorted()
              .toList());
    }
    assertTrue(
        fault(() -> Examples.trainer(LOCAL).setCheckpoint(path, 2).fit(rows(1)))
            .contains("'recipe': got 'ShardRecipe[shards=8, rowsPerShard=16, negatives=GLOBAL"));
  }

  // --- faults ---------------------------------------------------------------------------------

  @Test
  void whatDoesNotFitIsNamed() {
    CapstanTrainer trainer = Examples.trainer(LOCAL);
    assertEquals(
        "column 'label': got string, expected int or bigint; StringIndexer makes numbers of words",
        fault(() -> trainer.fit(rows(1).withColumn("label", lit("shoe")))));
    assertEquals(
        "train: two rows have the id 5, expected an id of its own for each; dropDuplicates"
            + " keeps one of each",
        fault(() -> trainer.fit(rows(1).withColumn("id", lit(5L)))));
    assertEquals(
        "train: column 'features', id 1000003: got null, expected 64 numbers; leave such rows out",
        fault(
            () ->
                trainer.fit(
                    rows(1)
                        .filter("id = 1000003")
                        .withColumn("features", lit(null).cast("array<float>")))));
    assertEquals(
        "train: column 'features', id 1000003: got 63 numbers, expected 64; leave such rows out",
        fault(
            () ->
                trainer.fit(
                    rows(1)
                        .filter("id = 1000003")
                        .withColumn("features", expr("slice(features, 1, 63)")))));
    assertEquals(
        "train: got null as the label of id 1000003; rows.na().drop() leaves such rows out",
        fault(
            () ->
                trainer.fit(
                    rows(1).filter("id = 1000003").withColumn("label", lit(null).cast("int")))));
    assertEquals(
        "train: got no loss; call setLoss", fault(() -> new CapstanTrainer().fit(rows(1))));
    assertTrue(
        fault(() -> new CapstanTrainer().setLoss(new MSELoss()))
            .startsWith("train: got MSELoss, expected a loss of labels and embeddings alone"));
    assertEquals(
        "shardRecipe: got 6 shards, expected a power of two, such as 8 or 32",
        fault(() -> Examples.trainer(LOCAL).setShards(6).fit(rows(1))));
  }

  @Test
  void anExecutorOfOtherArithmeticIsRefused() {
    new Answer(List.of(), List.of()).requireLike();
    assertTrue(
        fault(() -> new Answer("0123456789abcdef", "9", List.of(), List.of()).requireLike())
            .startsWith(
                "train: an executor computes other bits than the driver: got Capstan 9 with"
                    + " fingerprint 0123456789abcdef, expected "));
  }
}
