package dev.capstan.spark;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.rand;

import dev.capstan.nn.Layer;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import dev.capstan.nn.train.Negatives;
import dev.capstan.nn.train.ShardRecipe;
import dev.capstan.nn.train.StepReport;
import dev.capstan.nn.train.TrainingListener;
import dev.capstan.ops.Capstan;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.ThreadLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.jspecify.annotations.Nullable;

/**
 * Prints the figures of {@code docs/spark.md}: rows a second of embedding beside a plain thread,
 * and milliseconds of a training step. Contestants take turns, and the best of their turns counts;
 * only ratios within a run mean anything. Arguments: rows, turns.
 */
final class Figures {
  private Figures() {}

  /** A net of about 100,000 parameters. */
  public static final class Middle implements Supplier<Layer> {
    @Override
    public Layer get() {
      return net(64, 320, 224, 32);
    }
  }

  /** A net of about 1,000,000 parameters. */
  public static final class Large implements Supplier<Layer> {
    @Override
    public Layer get() {
      return net(64, 1024, 864, 32);
    }
  }

  private static Layer net(int in, int first, int second, int out) {
    SplittableRandom random = new SplittableRandom(7);
    return new Sequential(
        new Linear(in, first, random),
        Activation.relu(),
        new Linear(first, second, random),
        Activation.relu(),
        new Linear(second, out, random),
        new L2Normalize());
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double seconds(Work work) throws Exception {
    long start = System.nanoTime();
    work.run();
    return (System.nanoTime() - start) * 1e-9;
  }

  public static void main(String[] arguments) throws Exception {
    int rows = Integer.parseInt(arguments[0]);
    int turns = Integer.parseInt(arguments[1]);
    System.out.println(Capstan.description());
    Path folder = Files.createTempDirectory("figures");
    String path = folder.resolve("rows").toString();
    for (String master : List.of("local[1]", "local[2]")) {
      try (SparkSession spark = LocalSpark.builder().master(master).getOrCreate()) {
        if (master.equals("local[1]")) {
          write(spark, rows, path);
        }
        System.out.println("\n" + master + ", " + rows + " rows of 64 numbers in Parquet");
        embed(spark, path, rows, turns, ProductNet.class);
        if (rows >= 10) {
          embed(spark, path, rows, turns, Middle.class);
          embed(spark, path, rows, turns, Large.class);
        }
        steps(spark);
      }
    }
  }

  private static void write(SparkSession spark, int rows, String path) {
    Column[] features =
        IntStream.range(0, 64).mapToObj(i -> rand(i).cast("float")).toArray(Column[]::new);
    spark
        .range(0, rows, 1, 4)
        .select(col("id"), array(features).as("features"))
        .write()
        .parquet(path);
  }

  private static void embed(
      SparkSession spark,
      String path,
      int rows,
      int turns,
      Class<? extends Supplier<? extends Layer>> architecture)
      throws Exception {
    Layer model = Architectures.make(architecture.getName());
    Dataset<Row> data = spark.read().parquet(path);
    float[] batch = new float[256 * 64];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < batch.length; i++) {
      batch[i] = (float) random.nextDouble();
    }
    CapstanEmbedder embedder = CapstanEmbedder.of(architecture, model);
    ArchitectureSource source = CapstanEmbedder.architectureOf(architecture.getName(), model);
    Map<String, Work> contestants = new LinkedHashMap<>();
    contestants.put("plain thread", () -> plain(model, batch, rows));
    contestants.put("Spark: read only", () -> noop(data));
    contestants.put(
        "Spark: rows through mapPartitions, nothing computed",
        () -> noop(data.mapPartitions(new Identity(), Encoders.row(data.schema()))));
    contestants.put("CapstanEmbedder", () -> noop(embedder.transform(data)));
    contestants.put("UDF, a row at a time", () -> noop(udf(data.limit(rows / 10), source)));
    Map<String, Double> best = new LinkedHashMap<>();
    for (int turn = 0; turn <= turns; turn++) {
      for (Map.Entry<String, Work> each : contestants.entrySet()) {
        double took = seconds(each.getValue());
        if (turn > 0) { // the first warms up
          best.merge(each.getKey(), took, Math::min);
        }
      }
    }
    System.out.println(model.size() + " parameters, best of " + turns);
    double plain = rows / best.getOrDefault("plain thread", Double.NaN);
    best.forEach(
        (name, took) -> {
          double rate = (name.startsWith("UDF") ? rows / 10 : rows) / took;
          System.out.printf("  %-52s %,11.0f rows/s  %.2f%n", name, rate, rate / plain);
        });
  }

  private static void plain(Layer model, float[] batch, int rows) {
    try (ThreadLimit one = ThreadLimit.of(1)) {
      float sink = one.toString().length();
      for (int done = 0; done < rows; done += 256) {
        sink += model.apply(Tensor.of(batch, 256, 64)).toFloatArray()[0];
      }
      if (Float.isNaN(sink)) {
        throw new IllegalStateException("no number");
      }
    }
  }

  private static void noop(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
  }

  /** Rows in, rows out. */
  private static final class Identity
      implements org.apache.spark.api.java.function.MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    @Override
    public java.util.Iterator<Row> call(java.util.Iterator<Row> rows) {
      return rows;
    }
  }

  private static Dataset<Row> udf(Dataset<Row> data, ArchitectureSource source) {
    OneRow one = new OneRow(source);
    return data.withColumn(
        "embedding",
        functions.udf(one, DataTypes.createArrayType(DataTypes.FloatType)).apply(col("features")));
  }

  /** What one writes first. */
  private static final class OneRow implements UDF1<scala.collection.Seq<Float>, float[]> {
    private static final long serialVersionUID = 1;

    private final ArchitectureSource source;
    private transient @Nullable Layer model;

    OneRow(ArchitectureSource source) {
      this.source = source;
    }

    @Override
    public float[] call(scala.collection.Seq<Float> features) throws Exception {
      Layer own = model;
      if (own == null) {
        own = source.model();
        model = own;
      }
      float[] row = new float[features.length()];
      Numbers.copy(features, row, 0);
      return own.apply(Tensor.of(row, 1, row.length)).toFloatArray();
    }
  }

  private static void steps(SparkSession spark) {
    Dataset<Row> rows = Examples.rows(spark, 4000, 1).cache();
    for (Class<? extends Supplier<? extends Layer>> architecture :
        List.of(ProductNet.class, Large.class)) {
      for (Negatives negatives : Negatives.values()) {
        List<Double> took = new ArrayList<>();
        long[] last = {0};
        Examples.trainer(new ShardRecipe(8, 16, negatives, 60, 7))
            .setArchitecture(architecture)
            .addListener(
                new TrainingListener() {
                  @Override
                  public void stepped(StepReport report) {
                    long now = System.nanoTime();
                    if (report.total() > 20) {
                      took.add((now - last[0]) * 1e-6);
                    }
                    last[0] = now;
                  }
                })
            .fit(rows);
        double[] sorted = took.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        System.out.printf(
            "a step of 8 shards of 16 rows, %s, %s: median %.1f ms, best %.1f ms%n",
            architecture.getSimpleName(),
            negatives,
            sorted[sorted.length / 2],
            Arrays.stream(sorted).min().orElse(Double.NaN));
      }
    }
  }
}
