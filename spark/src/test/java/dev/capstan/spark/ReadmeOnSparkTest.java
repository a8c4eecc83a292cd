package dev.capstan.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import shop.Products;

/** README's program for a cluster is this one, and works as it is printed. */
final class ReadmeOnSparkTest {

  @Test
  void theProgramTrainsSavesAndEmbeds(@TempDir Path shop) throws Exception {
    try (SparkSession spark = LocalSpark.start()) {
      Examples.rows(spark, 600, 3).write().parquet(shop.resolve("products").toString());
      Products.main(new String[] {shop.toString()});
      long embedded = spark.read().parquet(shop.resolve("embedded").toString()).count();
      assertEquals(600, embedded);
      CapstanEmbedder loaded = CapstanEmbedder.load(shop.resolve("model").toString());
      assertEquals("embedding", loaded.getOutputCol());
      assertTrue(Files.exists(shop.resolve("checkpoints/step-0000000050.safetensors")));
    }
  }

  /** README's reader has no package. */
  @Test
  void readmeShowsIt() throws Exception {
    String source =
        Files.readString(Path.of("src/test/java/shop/Products.java"))
            .replace("package shop;\n\n", "");
    assertTrue(Files.readString(Path.of("../README.md")).contains("```java\n" + source + "```"));
  }
}
