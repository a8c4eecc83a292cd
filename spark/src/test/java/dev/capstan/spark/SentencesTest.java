package dev.capstan.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.ops.Tensor;
import dev.capstan.text.SentenceEncoder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sentence encoder on Spark against the encoder alone, to the bit. */
final class SentencesTest {
  private static final int TEXTS = 70;

  @TempDir
  @SuppressWarnings("NullAway.Init") // before all tests
  private static Path folder;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static SparkSession spark;

  @BeforeAll
  static void start() throws Exception {
    RandomBert.TINY.write(folder);
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static Dataset<Row> rows(List<@Nullable String> texts) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      rows.add(RowFactory.create(i, texts.get(i)));
    }
    return spark.createDataFrame(
        rows,
        new StructType().add("id", DataTypes.IntegerType, false).add("text", DataTypes.StringType));
  }

  private static List<@Nullable String> texts() {
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      texts.add(RandomBert.TINY.text(i, 1 + i % 13));
    }
    return texts;
  }

  private static String fault(org.junit.jupiter.api.function.Executable work) {
    Throwable e = assertThrows(Exception.class, work);
    while (e.getCause() != null) {
      e = e.getCause();
    }
    return String.valueOf(e.getMessage());
  }

  @Test
  void vectorsAreThoseOfTheEncoderSavedAndLoadedToo(@TempDir Path other) throws Exception {
    List<@Nullable String> texts = texts();
    List<String> sure = texts.stream().map(String::valueOf).toList();
    Tensor expected = SentenceEncoder.open(folder).encode(sure);
    CapstanEmbedder embedder = CapstanEmbedder.ofSentences(folder).setInputCol("text");
    embedder.write().save(other.resolve("model").toString());
    for (CapstanEmbedder each :
        List.of(embedder, CapstanEmbedder.load(other.resolve("model").toString()))) {
      for (int partitions : new int[] {1, 3}) {
        List<Row> embedded =
            each.setBatchRows(8).transform(rows(texts).repartition(partitions)).collectAsList();
        assertEquals(TEXTS, embedded.size());
        for (Row row : embedded) {
          float[] own = expected.select(0, row.getInt(0)).toFloatArray();
          for (int j = 0; j < own.length; j++) {
            assertEquals(own[j], row.<Float>getList(2).get(j), "text " + row.getInt(0));
          }
        }
      }
    }
  }

  @Test
  void faultsAreNamed(@TempDir Path other) throws Exception {
    CapstanEmbedder embedder = CapstanEmbedder.ofSentences(folder);
    assertEquals(
        "embed: column 'text', row 0 of partition 0: got null, expected a text"
            + RowEmbedder.REMEDY,
        fault(
            () ->
                embedder
                    .setInputCol("text")
                    .transform(rows(texts()).selectExpr("id", "string(null) text").coalesce(1))
                    .collectAsList()));
    assertEquals(
        "column 'id': got int, expected string",
        fault(() -> embedder.setInputCol("id").transform(rows(texts()))));
    String missing =
        String.valueOf(
            assertThrows(
                    NoSuchFileException.class,
                    () -> CapstanEmbedder.ofSentences(other.resolve("none")))
                .getMessage());
    assertTrue(missing.contains(other.resolve("none").toString()), missing);
    assertTrue(Files.notExists(other.resolve("none")));
  }
}
