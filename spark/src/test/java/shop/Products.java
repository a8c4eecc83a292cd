package shop;

import dev.capstan.losses.TripletSemiHardLoss;
import dev.capstan.nn.Layer;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.nn.optim.Adam;
import dev.capstan.nn.train.Negatives;
import dev.capstan.spark.CapstanEmbedder;
import dev.capstan.spark.CapstanTrainer;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Trains on a cluster, and embeds all rows. */
public class Products {
  /** The architecture has a name, so that every executor can make it. */
  public static final class Net implements Supplier<Layer> {
    @Override
    public Layer get() {
      SplittableRandom random = new SplittableRandom(7);
      return new Sequential(
          new Linear(64, 128, random),
          Activation.relu(),
          new Linear(128, 32, random),
          new L2Normalize());
    }
  }

  public static void main(String[] args) throws Exception {
    String shop = args[0]; // s3a://shop, hdfs://shop, or a folder
    SparkSession spark = SparkSession.builder().getOrCreate();
    Dataset<Row> rows = spark.read().parquet(shop + "/products"); // id, features, label

    CapstanTrainer trainer =
        new CapstanTrainer()
            .setArchitecture(Net.class)
            .setLoss(new TripletSemiHardLoss().withMargin(0.5))
            .setOptimizer(Adam.Options.of(1e-3))
            .setIdCol("id")
            .setFeaturesCol("features")
            .setLabelCol("label")
            .setOutputCol("embedding")
            .setShards(8) // part of the recipe: the result depends on it, not on executors
            .setRowsPerShard(32)
            .setNegatives(Negatives.GLOBAL)
            .setSteps(50)
            .setSeed(7)
            .setCheckpoint(shop + "/checkpoints", 10);

    CapstanEmbedder embedder = trainer.fit(rows);
    embedder.write().overwrite().save(shop + "/model");
    embedder.transform(rows).write().parquet(shop + "/embedded");
  }
}
