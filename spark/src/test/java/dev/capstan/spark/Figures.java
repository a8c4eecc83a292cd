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
import dev.capstan.text.SentenceEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.param.ParamMap;
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
 * Prints the figures of {@code docs/spark.md}. Contestants take turns, the first of which warms up,
 * and the best of their turns counts; only ratios within a run mean anything. Arguments: {@code
 * nets}, {@code texts}, {@code steps}, {@code driver} or {@code workers}; rows; turns; Spark's
 * master; and {@code small}, {@code middle} or {@code large}.
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

  /** A net of about 4,000,000 parameters. */
  public static final class Larger implements Supplier<Layer> {
    @Override
    public Layer get() {
      return net(64, 2048, 1984, 32);
    }
  }

  /** A net of about 16,000,000 parameters. */
  public static final class Largest implements Supplier<Layer> {
    @Override
    public Layer get() {
      return net(64, 4096, 3904, 32);
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

  public static void main(String[] arguments) throws Exception {
    int rows = Integer.parseInt(arguments[1]);
    int turns = Integer.parseInt(arguments[2]);
    System.out.println(Capstan.description());
    Path folder = Files.createTempDirectory("figures");
    String path = folder.resolve("rows").toString();
    if (arguments[0].equals("workers")) {
      try (LoopbackCluster cluster = new LoopbackCluster(folder);
          SparkSession spark = cluster.session().getOrCreate()) {
        write(spark, rows, path);
        workers(spark, path, rows, turns);
      }
      return;
    }
    try (SparkSession spark = LocalSpark.builder().master(arguments[3]).getOrCreate()) {
      System.out.println(arguments[3] + ", rows: " + rows + ", best of " + turns);
      switch (arguments[0]) {
        case "nets" -> {
          write(spark, rows, path);
          Class<? extends Supplier<? extends Layer>> net =
              switch (arguments[4]) {
                case "small" -> ProductNet.class;
                case "middle" -> Middle.class;
                default -> Large.class;
              };
          nets(spark, path, rows, turns, net);
        }
        case "texts" -> texts(spark, folder, rows, turns);
        case "driver" -> driver(spark);
        default -> steps(spark);
      }
    }
  }

  // --- contests ---------------------------------------------------------------------------------

  private interface Work {
    void run() throws Exception;
  }

  /** Works that take turns, and over how many rows each goes. */
  private static final class Contest {
    private final Map<String, Work> works = new LinkedHashMap<>();
    private final Map<String, Integer> rows = new LinkedHashMap<>();

    void add(String name, int count, Work work) {
      works.put(name, work);
      rows.put(name, count);
    }

    void run(String title, int turns) throws Exception {
      Map<String, Double> best = new LinkedHashMap<>();
      for (int turn = 0; turn <= turns; turn++) {
        for (Map.Entry<String, Work> each : works.entrySet()) {
          long start = System.nanoTime();
          each.getValue().run();
          double perRow = (System.nanoTime() - start) * 1e-9 / rows.getOrDefault(each.getKey(), 1);
          if (turn > 0) {
            best.merge(each.getKey(), perRow, Math::min);
          }
        }
      }
      System.out.println(title);
      double first = best.values().iterator().next();
      best.forEach(
          (name, perRow) ->
              System.out.printf(
                  "  %-56s %,11.0f rows/s  %.2f%n", name, 1 / perRow, first / perRow));
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

  private static void noop(Dataset<Row> rows) {
    rows.write().format("noop").mode("overwrite").save();
  }

  private static void nets(
      SparkSession spark,
      String path,
      int rows,
      int turns,
      Class<? extends Supplier<? extends Layer>> architecture)
      throws Exception {
    Layer model = Architectures.make(architecture.getName());
    Dataset<Row> data = spark.read().parquet(path);
    CapstanEmbedder embedder = CapstanEmbedder.of(architecture, model);
    float[][] memory = memory(rows);
    Contest contest = new Contest();
    contest.add("plain thread, from memory to memory", rows, () -> plain(model, memory));
    contest.add("Spark reads the rows", rows, () -> noop(data));
    contest.add(
        "Spark hands rows to Java and takes them back",
        rows,
        () -> noop(data.mapPartitions(new Identity(), Encoders.row(data.schema()))));
    contest.add("CapstanEmbedder", rows, () -> noop(embedder.transform(data)));
    contest.add(
        "CapstanEmbedder, setKeptCols(\"id\")",
        rows,
        () -> noop(embedder.copy(ParamMap.empty()).setKeptCols("id").transform(data)));
    contest.add(
        "CapstanEmbedder, setErrorCol",
        rows,
        () -> noop(embedder.copy(ParamMap.empty()).setErrorCol("error").transform(data)));
    ArchitectureSource source = CapstanEmbedder.architectureOf(architecture.getName(), model);
    contest.add(
        "a UDF, a row at a time",
        rows / 16,
        () -> noop(udf(data.where("id < " + rows / 16), new OneRow(source), "features")));
    contest.run(model.size() + " parameters", turns);
  }

  private static float[][] memory(int rows) {
    SplittableRandom random = new SplittableRandom(1);
    float[][] all = new float[rows][64];
    for (float[] row : all) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) random.nextDouble();
      }
    }
    return all;
  }

  /** Batch by batch, on one thread. */
  private static float[][] plain(Layer model, float[][] rows) {
    float[][] vectors = new float[rows.length][];
    ThreadLimit alone = ThreadLimit.of(1);
    try {
      for (int from = 0; from < rows.length; from += 256) {
        int to = Math.min(rows.length, from + 256);
        Tensor y = model.apply(Tensor.of(Arrays.copyOfRange(rows, from, to)));
        TensorVectors all = TensorVectors.of(y, to - from);
        for (int i = from; i < to; i++) {
          vectors[i] = (float[]) all.row(i - from);
        }
      }
      return vectors;
    } finally {
      alone.close();
    }
  }

  /** Rows in, rows out. */
  private static final class Identity implements MapPartitionsFunction<Row, Row> {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
      return rows;
    }
  }

  private static Dataset<Row> udf(Dataset<Row> data, UDF1<?, float[]> one, String column) {
    return data.withColumn(
        "embedding",
        functions.udf(one, DataTypes.createArrayType(DataTypes.FloatType)).apply(col(column)));
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
      Numbers.copied(features, row, 0);
      return own.apply(Tensor.of(row, 1, row.length)).toFloatArray();
    }
  }

  // --- texts ------------------------------------------------------------------------------------

  private static void texts(SparkSession spark, Path folder, int rows, int turns) throws Exception {
    RandomBert bert = RandomBert.MINI_LM;
    Path model = bert.write(folder.resolve("minilm"));
    List<String> texts = IntStream.range(0, rows).mapToObj(i -> bert.text(i, 16)).toList();
    spark
        .createDataset(texts, Encoders.STRING())
        .toDF("text")
        .repartition(2)
        .write()
        .parquet(folder.resolve("texts").toString());
    Dataset<Row> data = spark.read().parquet(folder.resolve("texts").toString());
    CapstanEmbedder embedder = CapstanEmbedder.ofSentences(model).setInputCol("text");
    SentenceEncoder alone = SentenceEncoder.open(model);
    FolderSource source = FolderSource.of(model);
    Contest contest = new Contest();
    contest.add("plain thread, from memory to memory", rows, () -> plain(alone, texts));
    contest.add("Spark reads the rows", rows, () -> noop(data));
    contest.add("CapstanEmbedder", rows, () -> noop(embedder.transform(data)));
    contest.add("a UDF, a row at a time", rows, () -> noop(udf(data, new OneText(source), "text")));
    contest.run("the shapes of MiniLM, " + alone.size() + " parameters, 16 words", turns);
  }

  private static void plain(SentenceEncoder encoder, List<String> texts) {
    ThreadLimit alone = ThreadLimit.of(1);
    try {
      for (int from = 0; from < texts.size(); from += 256) {
        encoder.encode(texts.subList(from, Math.min(texts.size(), from + 256)));
      }
    } finally {
      alone.close();
    }
  }

  /** What one writes first, of texts. */
  private static final class OneText implements UDF1<String, float[]> {
    private static final long serialVersionUID = 1;

    private final FolderSource source;
    private transient @Nullable SentenceEncoder model;

    OneText(FolderSource source) {
      this.source = source;
    }

    @Override
    public float[] call(String text) throws Exception {
      SentenceEncoder own = model;
      if (own == null) {
        own = source.encoder();
        model = own;
      }
      ThreadLimit alone = ThreadLimit.of(1);
      try {
        return own.encode(text);
      } finally {
        alone.close();
      }
    }
  }

  // --- workers and steps ------------------------------------------------------------------------

  /** A job of one task keeps one worker at work, a job of many both. */
  private static void workers(SparkSession spark, String path, int rows, int turns)
      throws Exception {
    Dataset<Row> data = spark.read().parquet(path);
    for (Class<? extends Supplier<? extends Layer>> architecture :
        List.of(ProductNet.class, Middle.class)) {
      Layer model = Architectures.make(architecture.getName());
      CapstanEmbedder embedder = CapstanEmbedder.of(architecture, model);
      Contest contest = new Contest();
      contest.add("one worker", rows, () -> noop(embedder.transform(data.coalesce(1))));
      contest.add("two workers", rows, () -> noop(embedder.transform(data.coalesce(2))));
      contest.run(model.size() + " parameters", turns);
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
            architecture.getSimpleName(), negatives, sorted[sorted.length / 2], sorted[0]);
      }
    }
  }

  /** What sums of larger and larger nets cost: 8 tasks hand one sum each to the driver. */
  private static void driver(SparkSession spark) {
    Dataset<Row> rows = Examples.rows(spark, 4000, 1).cache();
    for (Class<? extends Supplier<? extends Layer>> architecture :
        List.of(Large.class, Larger.class, Largest.class)) {
      List<Double> took = new ArrayList<>();
      long[] last = {0};
      Examples.trainer(new ShardRecipe(8, 4, Negatives.LOCAL, 5, 7))
          .setArchitecture(architecture)
          .setPartitions(8)
          .addListener(
              new TrainingListener() {
                @Override
                public void stepped(StepReport report) {
                  long now = System.nanoTime();
                  took.add((now - last[0]) * 1e-9);
                  last[0] = now;
                }
              })
          .fit(rows);
      double sums = 8 * 4e-6 * Architectures.make(architecture.getName()).size();
      System.out.printf(
          "%s, 8 tasks: %,.0f MB of sums a step, %.1f s a step, a heap of %,d MB%n",
          architecture.getSimpleName(),
          sums,
          took.subList(1, took.size()).stream().mapToDouble(d -> d).min().orElse(Double.NaN),
          Runtime.getRuntime().maxMemory() >> 20);
    }
  }
}
