package dev.capstan.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.lucene.HnswIndex;
import dev.capstan.lucene.HnswWriter;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.index.EmbeddingIndex;
import dev.capstan.nn.index.Match;
import dev.capstan.nn.index.Metric;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** An index made by tasks beside one made at once, and both beside the exact answers. */
final class CapstanIndexerTest {
  private static final int ROWS = 2000;
  private static final int WIDTH = 16;
  private static final int ASKED = 100;

  @SuppressWarnings("NullAway.Init") // before all tests
  private static SparkSession spark;

  @TempDir private Path folder = Path.of("");

  /** Files of this machine under a name that is none of this machine's. */
  public static final class Far extends RawLocalFileSystem {
    @Override
    public URI getUri() {
      return URI.create("far:///");
    }

    @Override
    public String getScheme() {
      return "far";
    }
  }

  @BeforeAll
  static void start() {
    spark =
        LocalSpark.builder()
            .master("local[2]")
            .config("spark.hadoop.fs.far.impl", Far.class.getName())
            .getOrCreate();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static float[][] vectors(int count, long seed) {
    RandomStream random = new RandomStream(seed);
    float[][] all = new float[count][WIDTH];
    for (float[] each : all) {
      for (int j = 0; j < WIDTH; j++) {
        each[j] = random.nextFloat() - 0.5f;
      }
    }
    return all;
  }

  private static Dataset<Row> rows(float[][] vectors) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < vectors.length; i++) {
      rows.add(RowFactory.create(10_000L + i, vectors[i], "payload " + i));
    }
    return spark.createDataFrame(
        rows,
        new StructType()
            .add("id", DataTypes.LongType, false)
            .add("embedding", DataTypes.createArrayType(DataTypes.FloatType))
            .add("payload", DataTypes.StringType));
  }

  private static String fault(Executable work) {
    Throwable e = assertThrows(Exception.class, work);
    while (e.getCause() != null) {
      e = e.getCause();
    }
    return String.valueOf(e.getMessage());
  }

  private static List<String> ids(List<Match> matches) {
    return matches.stream().map(Match::id).toList();
  }

  private static int found(HnswIndex index, EmbeddingIndex exact) throws Exception {
    int found = 0;
    for (float[] query : vectors(ASKED, 2)) {
      List<String> expected = ids(exact.search(query, 10));
      found += (int) ids(index.search(query, 10)).stream().filter(expected::contains).count();
    }
    return found;
  }

  /**
   * Uniform vectors of 16 numbers; of 2,000 a walk sees 70 candidates: one in twenty missed would
   * be a broken graph.
   */
  @Test
  void theNearestAreThoseOfAnIndexMadeAtOnce() throws Exception {
    float[][] all = vectors(ROWS, 1);
    EmbeddingIndex exact = EmbeddingIndex.create(WIDTH, Metric.COSINE);
    Path alone = folder.resolve("alone");
    try (HnswWriter writer = HnswWriter.open(alone, WIDTH, Metric.COSINE)) {
      for (int i = 0; i < ROWS; i++) {
        exact.add("" + (10_000 + i), all[i], "payload " + i);
        writer.add("" + (10_000 + i), all[i], "payload " + i);
      }
      writer.merge();
      writer.commit();
    }
    StringBuilder recalls = new StringBuilder();
    for (int segments : new int[] {1, 0}) {
      Path own = folder.resolve("segments" + segments);
      assertEquals(
          ROWS,
          new CapstanIndexer()
              .setPayloadCol("payload")
              .setSegments(segments)
              .write(rows(all).repartition(5), own.toString()));
      try (HnswIndex index = HnswIndex.open(own);
          HnswIndex once = HnswIndex.open(alone)) {
        assertEquals(ROWS, index.size());
        for (float[] query : vectors(ASKED, 2)) {
          List<Match> expected = once.search(query, 10, ROWS); // all are candidates
          assertEquals(expected, index.search(query, 10, ROWS));
          assertEquals(ids(exact.search(query, 10)), ids(expected));
        }
        int found = found(index, exact);
        int foundAtOnce = found(once, exact);
        recalls.append(
            String.format(
                "index by Spark, setSegments(%d): recall@10 %.3f, made at once %.3f%n",
                segments, found / 1e3, foundAtOnce / 1e3));
        assertTrue(found >= 950 && foundAtOnce >= 950, recalls::toString);
      }
      try (Stream<Path> files = Files.list(folder)) {
        assertTrue(files.noneMatch(file -> file.toString().contains("-parts-")));
      }
    }
    System.out.print(recalls);
  }

  @Test
  void farFoldersAreFetched() throws Exception {
    float[][] all = vectors(40, 3);
    String far = "far://" + folder.resolve("far");
    Path near = folder.resolve("near");
    Dataset<Row> embedded = rows(all).repartition(2).union(rows(all).filter("id < 0"));
    CapstanIndexer indexer = new CapstanIndexer().setMetric(Metric.EUCLIDEAN);
    long written = indexer.write(embedded, far);
    CapstanIndexer.fetch(spark, far, near);
    HnswIndex index = HnswIndex.open(near);
    assertEquals(40, written);
    try (index) {
      for (int i = 0; i < 40; i++) {
        assertEquals("" + (10_000 + i), index.search(all[i], 1).get(0).id());
      }
    }
  }

  @Test
  void whatDoesNotFitIsNamed() throws Exception {
    CapstanIndexer indexer = new CapstanIndexer();
    String target = folder.resolve("new").toString();
    Dataset<Row> some = rows(vectors(6, 4)).coalesce(1);
    assertEquals(
        "column 'payload': got string, expected array<float>, array<double> or vector",
        fault(() -> new CapstanIndexer().setVectorCol("payload").write(some, target)));
    assertEquals(
        "column 'id': got bigint, expected string; to_json makes a text of a struct",
        fault(() -> new CapstanIndexer().setPayloadCol("id").write(some, target)));
    assertEquals(
        "index: column 'embedding', id 10003: got null, expected 16 numbers; leave such rows out",
        fault(
            () ->
                indexer.write(
                    some.selectExpr("id", "if(id = 10003, null, embedding) embedding"), target)));
    assertEquals(
        "index: column 'embedding', id 10003: got 15 numbers, expected 16; leave such rows out",
        fault(
            () ->
                indexer.write(
                    some.selectExpr("id", "slice(embedding, 1, if(id = 10003, 15, 16)) embedding"),
                    target)));
    assertEquals(
        "index: column 'embedding', id 10000: add: got NaN at 0, expected finite numbers",
        fault(
            () ->
                indexer.write(
                    some.selectExpr("id", "transform(embedding, x -> float('nan')) embedding"),
                    target)));
    assertEquals(
        "index: partition 0: got 6 rows with 1 ids, expected an id of its own for each;"
            + " dropDuplicates keeps one of each",
        fault(() -> indexer.write(some.withColumn("id", lit(3)), target)));
    Dataset<Row> apart =
        some.withColumn("half", lit(0))
            .union(some.withColumn("half", lit(1)))
            .repartitionByRange(2, col("half"));
    String twice = fault(() -> indexer.write(apart, target));
    assertTrue(twice.endsWith(": name '10000' occurs twice"), twice);
    assertEquals(
        "index: got no row, expected one or more",
        fault(() -> indexer.write(some.filter(col("id").lt(0)), target)));
    assertEquals(
        "index: " + folder + " is there already; choose another folder, or delete it",
        fault(() -> indexer.write(some, folder.toString())));
    assertTrue(Files.notExists(Path.of(target)));
  }
}
