package dev.capstan.spark;

import dev.capstan.losses.TripletSemiHardLoss;
import dev.capstan.nn.Layer;
import dev.capstan.nn.data.Shard;
import dev.capstan.nn.optim.Adam;
import dev.capstan.nn.train.ShardRecipe;
import dev.capstan.nn.train.ShardThreads;
import dev.capstan.nn.train.ShardWork;
import dev.capstan.nn.train.ShardedTrainer;
import dev.capstan.nn.train.TrainingProgress;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows of 64 numbers around the centres of some classes, and what is trained on them. */
final class Examples {
  static final TripletSemiHardLoss LOSS = new TripletSemiHardLoss().withMargin(0.5);
  static final Adam.Options ADAM = Adam.Options.of(1e-3);

  private static final int CLASSES = 20;
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType, false)
          .add("features", DataTypes.createArrayType(DataTypes.FloatType))
          .add("label", DataTypes.IntegerType, false);

  private Examples() {}

  static float[][] features(int rows) {
    SplittableRandom random = new SplittableRandom(11);
    float[][] all = new float[rows][64];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < 64; j++) {
        boolean high = (i % CLASSES * 7 + j * 3) % 11 < 3;
        all[i][j] = (float) ((high ? 0.8 : 0) + random.nextDouble() - 0.5);
      }
    }
    return all;
  }

  /** In an order of their own. */
  static Dataset<Row> rows(SparkSession spark, int count, long order) {
    float[][] features = features(count);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(RowFactory.create(1_000_000L + i, features[i], i % CLASSES));
    }
    Collections.shuffle(rows, new Random(order));
    return spark.createDataFrame(rows, SCHEMA);
  }

  static CapstanTrainer trainer(ShardRecipe recipe) {
    CapstanTrainer trainer =
        new CapstanTrainer()
            .setArchitecture(ProductNet.class)
            .setLoss(LOSS)
            .setOptimizer(ADAM)
            .setShards(recipe.shards())
            .setRowsPerShard(recipe.rowsPerShard())
            .setNegatives(recipe.negatives())
            .setSteps(recipe.steps())
            .setSeed(recipe.seed());
    return recipe.localSteps() == 1
        ? trainer
        : trainer.setLocalSteps(recipe.localSteps(), recipe.localRate());
  }

  /** The same without Spark. */
  static String control(ShardRecipe recipe, int count) {
    Layer model = new ProductNet().get();
    try (ShardWork work = new ShardThreads(recipe, model, shards(recipe, count), LOSS::apply, 2)) {
      new ShardedTrainer(recipe, model, new Adam(model, ADAM), LOSS::apply)
          .fit(work, new TrainingProgress());
    }
    return hash(model);
  }

  static List<Shard> shards(ShardRecipe recipe, int count) {
    long[] ids = new long[count];
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      ids[i] = 1_000_000L + i;
      labels[i] = i % CLASSES;
    }
    return Shard.split(
        recipe.shards(), ids, Tensor.of(features(count)), IntTensor.of(labels, count));
  }

  /** Of all weights, bit by bit. */
  static String hash(Layer model) {
    long hash = 0xcbf29ce484222325L;
    for (Tensor each : model.weights().values()) {
      hash = (hash ^ Arrays.hashCode(each.toFloatArray())) * 0x100000001b3L;
    }
    return HexFormat.of().toHexDigits(hash);
  }
}
