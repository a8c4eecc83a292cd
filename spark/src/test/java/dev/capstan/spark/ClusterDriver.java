package dev.capstan.spark;

import dev.capstan.nn.train.Negatives;
import dev.capstan.nn.train.ShardRecipe;
import org.apache.spark.sql.SparkSession;

/** A driver as a program of its own: trains with checkpoints, and prints the hash. */
final class ClusterDriver {
  static final int ROWS = 600;
  static final ShardRecipe RECIPE = new ShardRecipe(8, 16, Negatives.GLOBAL, 60, 7);

  private ClusterDriver() {}

  public static void main(String[] arguments) throws Exception {
    try (SparkSession spark = LoopbackCluster.session(arguments[0]).getOrCreate()) {
      CapstanEmbedder embedder =
          Examples.trainer(RECIPE)
              .setCheckpoint(arguments[1], 5)
              .fit(Examples.rows(spark, ROWS, 4));
      System.out.println("hash " + Examples.hash(embedder.model()));
    }
  }
}
