package dev.capstan.spark;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.data.Encoder;
import dev.capstan.data.MissingPolicy;
import dev.capstan.data.ModelCard;
import dev.capstan.data.Schema;
import dev.capstan.data.Table;
import dev.capstan.nn.Layer;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.nn.layer.Linear;
import dev.capstan.ops.DType;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedder on Spark against the model alone, to the bit. */
final class CapstanEmbedderTest {
  private static final int ROWS = 777; // three batches and a tail
  private static final Layer MODEL = new ProductNet().get();
  private static final float[][] FEATURES = features();
  private static final Tensor EXPECTED = MODEL.apply(Tensor.of(FEATURES));

  @SuppressWarnings("NullAway.Init") // before all tests
  private static SparkSession spark;

  @BeforeAll
  static void start() {
    spark = LocalSpark.start();
  }

  @AfterAll
  static void stop() {
    spark.stop();
  }

  private static float[][] features() {
    SplittableRandom random = new SplittableRandom(3);
    float[][] all = new float[ROWS][64];
    for (float[] row : all) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) (2 * random.nextDouble() - 1);
      }
    }
    return all;
  }

  private static Dataset<Row> rows(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(RowFactory.create((long) i, FEATURES[i], "row " + i));
    }
    return spark.createDataFrame(
        rows,
        new StructType()
            .add("id", DataTypes.LongType, false)
            .add("features", DataTypes.createArrayType(DataTypes.FloatType))
            .add("name", DataTypes.StringType));
  }

  private static Map<Long, float[]> vectors(Dataset<Row> embedded) {
    Map<Long, float[]> all = new LinkedHashMap<>();
    for (Row row : embedded.select("id", "embedding").collectAsList()) {
      List<Float> vector = row.getList(1);
      float[] numbers = new float[vector.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = vector.get(i);
      }
      all.put(row.getLong(0), numbers);
    }
    return all;
  }

  private static void assertEmbedded(Dataset<Row> embedded, int count) {
    Map<Long, float[]> all = vectors(embedded);
    assertEquals(count, all.size());
    float[] expected = EXPECTED.toFloatArray();
    all.forEach(
        (id, vector) -> {
          int i = Math.toIntExact(id);
          assertArrayEquals(Arrays.copyOfRange(expected, 32 * i, 32 * i + 32), vector, "row " + i);
        });
  }

  private static CapstanEmbedder embedder() {
    return CapstanEmbedder.of(ProductNet.class, MODEL);
  }

  private static String fault(org.junit.jupiter.api.function.Executable work) {
    Throwable e = assertThrows(Exception.class, work);
    while (e.getCause() != null) {
      e = e.getCause();
    }
    return String.valueOf(e.getMessage());
  }

  // --- the same bits --------------------------------------------------------------------------

  @Test
  void partitionsTailsAndBatchesHaveNoSay() {
    for (int partitions : new int[] {1, 2, 7}) {
      assertEmbedded(embedder().transform(rows(ROWS).repartition(partitions)), ROWS);
    }
    assertEmbedded(embedder().transform(rows(257).coalesce(1)), 257); // a tail of 1
    assertEmbedded(embedder().setBatchRows(1).transform(rows(20)), 20);
    assertEmbedded(embedder().setBatchRows(2).transform(rows(15)), 15);
    assertEmbedded(embedder().transform(rows(3).repartition(8)), 3); // empty partitions
    assertEmbedded(embedder().transform(rows(0)), 0);
    assertEmbedded(embedder().transform(rows(ROWS)).repartition(5).coalesce(1), ROWS);
  }

  @Test
  void keepsAllColumnsAsTheyWere() {
    Dataset<Row> embedded = embedder().transform(rows(5).repartition(2));
    assertEquals(embedder().transformSchema(rows(5).schema()), embedded.schema());
    assertArrayEquals(
        new String[] {"id", "features", "name", "embedding"}, embedded.schema().fieldNames());
    assertEquals("array<float>", embedded.schema().apply("embedding").dataType().catalogString());
    for (Row row : embedded.collectAsList()) {
      int i = Math.toIntExact(row.getLong(0));
      assertEquals("row " + i, row.getString(2));
      assertEquals(FEATURES[i][63], row.<Float>getList(1).get(63));
    }
  }

  @Test
  void columnsThatAreNotKeptAreNotRead() {
    Dataset<Row> odd =
        rows(300).withColumnRenamed("name", "na.me `x`").withColumn("id2", col("id"));
    CapstanEmbedder embedder = embedder().setKeptCols("na.me `x`", "id");
    Dataset<Row> embedded = embedder.transform(odd);
    assertArrayEquals(
        new String[] {"na.me `x`", "id", "embedding"}, embedded.schema().fieldNames());
    assertEquals(embedder.transformSchema(odd.schema()), embedded.schema());
    assertEquals("row 7", embedded.filter("id = 7").first().getString(0));
    assertEmbedded(embedded, 300);
    assertEmbedded(embedder().setKeptCols("id").transform(odd), 300);
    assertEmbedded(embedder().transform(odd.drop("na.me `x`", "id2")), 300);
    assertArrayEquals(
        new String[] {"id", "embedding", "error"},
        embedder().setKeptCols("id").setErrorCol("error").transform(odd).schema().fieldNames());
    assertEquals(
        1, embedder().transform(rows(1).select("features")).first().getList(0).size() / 64);
    assertEquals(
        "column 'x': not in the data set, which has id, features, name",
        fault(() -> embedder().setKeptCols("x").transform(rows(1))));
  }

  /** Where Spark knows that no number is null, they come another way. */
  @Test
  void takesArraysWithoutNulls() {
    for (String element : List.of("float", "double")) {
      Dataset<Row> sure =
          spark
              .createDataFrame(
                  rows(300)
                      .withColumn("features", col("features").cast("array<" + element + ">"))
                      .collectAsList(),
                  new StructType()
                      .add("id", DataTypes.LongType, false)
                      .add(
                          "features",
                          DataTypes.createArrayType(DataType.fromDDL(element), false),
                          true)
                      .add("name", DataTypes.StringType))
              .repartition(2);
      assertEmbedded(embedder().transform(sure), 300);
      assertEquals(sure.schema().apply(1), embedder().transform(sure).schema().apply(1));
    }
  }

  @Test
  void takesDoublesAndVectors() {
    Dataset<Row> doubles = rows(30).withColumn("features", col("features").cast("array<double>"));
    assertEmbedded(embedder().transform(doubles), 30);
    Dataset<Row> vectors =
        doubles.withColumn("features", functions.array_to_vector(doubles.col("features")));
    assertEmbedded(embedder().transform(vectors), 30);
  }

  /** A net in double precision. */
  public static final class DoubleNet implements Supplier<Layer> {
    @Override
    public Layer get() {
      Tensor w = Tensor.generate(DType.FLOAT64, Shape.of(2, 64), i -> 1.0 / (3 + i));
      return new Linear(new Parameter("weight", w));
    }
  }

  @Test
  void aModelInDoublesGivesDoubles() {
    Layer model = new DoubleNet().get();
    Row row =
        CapstanEmbedder.of(DoubleNet.class, model).transform(rows(1)).select("embedding").first();
    Tensor expected =
        model.apply(Tensor.generate(DType.FLOAT64, Shape.of(1, 64), i -> FEATURES[0][i]));
    assertEquals(Arrays.stream(expected.toArray()).boxed().toList(), row.<Double>getList(0));
  }

  // --- faults ---------------------------------------------------------------------------------

  private static Dataset<Row> spoilt() {
    float[] shorter = Arrays.copyOf(FEATURES[2], 63);
    @SuppressWarnings("NullAway") // a null among the numbers is what is tried
    Float[] holed = new Float[64];
    List<Row> rows =
        List.of(
            RowFactory.create(0L, FEATURES[0]),
            RowFactory.create(1L, null),
            RowFactory.create(2L, shorter),
            RowFactory.create(3L, FEATURES[3]),
            RowFactory.create(4L, holed));
    return spark
        .createDataFrame(
            rows,
            new StructType()
                .add("id", DataTypes.LongType, false)
                .add("features", DataTypes.createArrayType(DataTypes.FloatType)))
        .coalesce(1);
  }

  @Test
  void aFaultNamesColumnRowAndWidth() {
    assertEquals(
        "embed: column 'features', row 1 of partition 0: got null, expected 64 numbers"
            + RowEmbedder.REMEDY,
        fault(() -> embedder().transform(spoilt()).collectAsList()));
    assertEquals(
        "embed: column 'features', row 0 of partition 0: got 63 numbers, expected 64"
            + RowEmbedder.REMEDY,
        fault(() -> embedder().transform(spoilt().filter("id = 2")).collectAsList()));
    assertEquals(
        "embed: column 'features', row 0 of partition 0: got null among 64 numbers, expected 64"
            + " numbers"
            + RowEmbedder.REMEDY,
        fault(() -> embedder().transform(spoilt().filter("id = 4")).collectAsList()));
  }

  @Test
  void faultsGoToAColumnIfAsked() {
    List<Row> rows =
        embedder().setErrorCol("error").transform(spoilt()).orderBy("id").collectAsList();
    for (int i : new int[] {0, 3}) {
      assertNull(rows.get(i).getString(3));
      float[] expected = Arrays.copyOfRange(EXPECTED.toFloatArray(), 32 * i, 32 * i + 32);
      for (int j = 0; j < 32; j++) {
        assertEquals(expected[j], rows.get(i).<Float>getList(2).get(j));
      }
    }
    for (int i : new int[] {1, 2, 4}) {
      assertNull(rows.get(i).get(2));
      assertNotNull(rows.get(i).getString(3));
    }
    assertEquals(
        "embed: column 'features', row 2 of partition 0: got 63 numbers, expected 64",
        rows.get(2).getString(3));
  }

  @Test
  void columnsThatDoNotFitAreNamedBeforeAnythingRuns() {
    assertEquals(
        "column 'x': not in the data set, which has id, features, name",
        fault(() -> embedder().setInputCol("x").transform(rows(1))));
    assertEquals(
        "column 'name': got string, expected array<float>, array<double> or vector",
        fault(() -> embedder().setInputCol("name").transform(rows(1))));
    assertEquals(
        "column 'id': is there already; choose another name or drop it",
        fault(() -> embedder().setOutputCol("id").transform(rows(1))));
    assertEquals("batchRows: got 0, expected 1 or more", fault(() -> embedder().setBatchRows(0)));
  }

  /** Cannot be made: nobody knows the number. */
  public static final class Unmakeable implements Supplier<Layer> {
    private final int width;

    public Unmakeable(int width) {
      this.width = width;
    }

    @Override
    public Layer get() {
      return new Linear(width, width, new SplittableRandom(1));
    }
  }

  @Test
  void anArchitectureIsAClassThatAnExecutorCanMake() {
    Supplier<Layer> local =
        new Supplier<>() {
          @Override
          public Layer get() {
            return MODEL;
          }
        };
    @SuppressWarnings("unchecked") // an object's class is that of its type
    Class<? extends Supplier<Layer>> anonymous =
        (Class<? extends Supplier<Layer>>) local.getClass();
    assertTrue(
        fault(() -> CapstanEmbedder.of(anonymous, MODEL))
            .startsWith("architecture: got dev.capstan.spark.CapstanEmbedderTest$1, expected"));
    String unmakeable =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> CapstanEmbedder.of(Unmakeable.class, MODEL))
                .getMessage());
    assertTrue(
        unmakeable.startsWith(
            "architecture: cannot make dev.capstan.spark.CapstanEmbedderTest$Unmakeable: "),
        unmakeable);
    assertTrue(
        fault(() -> CapstanEmbedder.of(DoubleNet.class, MODEL)).startsWith("load: "),
        "weights of another form");
  }

  // --- files and pipelines --------------------------------------------------------------------

  @Test
  void isSavedAndLoaded(@TempDir Path folder) throws Exception {
    String path = folder.resolve("model").toString();
    CapstanEmbedder saved = embedder().setInputCol("features").setBatchRows(100).setKeptCols("id");
    saved.write().save(path);
    saved.write().overwrite().save(path);
    CapstanEmbedder loaded = CapstanEmbedder.load(path);
    assertEquals(saved.uid(), loaded.uid());
    assertEquals(100, loaded.getBatchRows());
    assertArrayEquals(new String[] {"id"}, loaded.getKeptCols());
    assertEmbedded(loaded.transform(rows(ROWS).repartition(3)), ROWS);
  }

  @Test
  void standsInAPipelineThatIsSaved(@TempDir Path folder) throws Exception {
    PipelineModel fitted = new Pipeline().setStages(new PipelineStage[] {embedder()}).fit(rows(10));
    assertEmbedded(fitted.transform(rows(300)), 300);
    String path = folder.resolve("pipeline").toString();
    fitted.save(path);
    assertEmbedded(PipelineModel.load(path).transform(rows(300)), 300);
  }

  @Test
  void aCopyHasItsOwnSettings() {
    CapstanEmbedder one = embedder();
    CapstanEmbedder other = one.copy(ParamMap.empty()).setOutputCol("other");
    assertEquals("embedding", one.getOutputCol());
    assertEquals("other", other.getOutputCol());
    assertEquals(one.uid(), other.uid());
  }

  @Test
  void takesWeightsOfAFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("weights.safetensors");
    Safetensors.save(MODEL, file);
    assertEmbedded(CapstanEmbedder.of(ProductNet.class, file).transform(rows(40)), 40);
  }

  // --- encoders of tables ---------------------------------------------------------------------

  @Test
  void anEncoderFindsItsColumnsAndSaysWhatItLacks(@TempDir Path folder) throws Exception {
    Path csv = folder.resolve("wine.csv");
    Files.writeString(csv, "hue,colour,kind\n1.5,red,a\n0.5,white,b\n2.5,red,a\n0.25,white,b\n");
    Table table = Table.read(csv);
    Schema schema = Schema.learn(table, "kind", "", MissingPolicy.IMPUTE).schema();
    Encoder encoder =
        Encoder.publish(
            schema,
            Encoder.net(new SplittableRandom(1), schema.width(), 8, 4),
            new ModelCard(Map.of()));
    Dataset<Row> rows =
        spark
            .read()
            .option("header", "true")
            .option("inferSchema", "true")
            .csv(csv.toString())
            .repartition(2);
    CapstanEmbedder embedder = CapstanEmbedder.of(encoder);
    String path = folder.resolve("model").toString();
    embedder.save(path);
    for (CapstanEmbedder each : List.of(embedder, CapstanEmbedder.load(path))) {
      for (Row row : each.transform(rows).collectAsList()) {
        float[] expected =
            encoder.encode(
                Map.of("hue", row.getAs("hue").toString(), "colour", row.getAs("colour")));
        List<Float> vector = row.getList(3);
        for (int i = 0; i < expected.length; i++) {
          assertEquals(expected[i], vector.get(i));
        }
      }
    }
    assertEquals(
        "column 'hue': not in the data set, which has colour, kind",
        fault(() -> embedder.transform(rows.drop("hue"))));
  }
}
