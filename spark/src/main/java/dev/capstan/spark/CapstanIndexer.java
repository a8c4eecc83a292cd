package dev.capstan.spark;

import static java.util.Objects.requireNonNull;

import dev.capstan.lucene.HnswWriter;
import dev.capstan.nn.index.Metric;
import dev.capstan.spark.IndexTask.Part;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Makes a graph index of the ids and vectors of a data set: tasks make a segment a partition, and
 * the driver puts them together.
 *
 * <pre>{@code
 * new CapstanIndexer().setIdCol("id").setVectorCol("embedding").write(embedded, "s3a://shop/index");
 *
 * CapstanIndexer.fetch(spark, "s3a://shop/index", Path.of("index")); // wherever queries are answered
 * HnswIndex index = HnswIndex.open(Path.of("index"));
 * }</pre>
 *
 * <p>The answers are those of an index that was made at once, but that either may miss a near
 * vector. Merging to one segment ({@link #setSegments}) is the driver's work alone and takes about
 * as long as building all but the largest segment again; searches of one segment are the fastest.
 *
 * <p>It needs {@code capstan-lucene} on the class path, which {@code capstan-spark} does not bring,
 * and room for the index on the driver's disk. Folders are of any file system of Hadoop's.
 */
public final class CapstanIndexer {
  private String idCol = "id";
  private String vectorCol = "embedding";
  private String payloadCol = "";
  private Metric metric = Metric.COSINE;
  private int m = 16;
  private int beam = 100;
  private int segments = 1;

  // --- settings -------------------------------------------------------------------------------

  /** Whole numbers or texts, each there once; {@code id} by default. */
  public CapstanIndexer setIdCol(String column) {
    idCol = requireNonNull(column, "column");
    return this;
  }

  /** {@code array<float>}, {@code array<double>} or vector; {@code embedding} by default. */
  public CapstanIndexer setVectorCol(String column) {
    vectorCol = requireNonNull(column, "column");
    return this;
  }

  /** A column of texts that are kept beside the vectors; none by default. */
  public CapstanIndexer setPayloadCol(String column) {
    payloadCol = requireNonNull(column, "column");
    return this;
  }

  /** What is near; the cosine by default. */
  public CapstanIndexer setMetric(Metric metric) {
    this.metric = requireNonNull(metric, "metric");
    return this;
  }

  /** How dense the graph is, as in {@link HnswWriter.Graph}: 16 links and a beam of 100. */
  public CapstanIndexer setGraph(int m, int beam) {
    this.m = m;
    this.beam = beam;
    return this;
  }

  /** Into how few segments those of the partitions are merged: 1 by default; 0: not at all. */
  public CapstanIndexer setSegments(int segments) {
    if (segments < 0) {
      throw new IllegalArgumentException(
          "index: got " + segments + " segments, expected 0 (as many as partitions) or more");
    }
    this.segments = segments;
    return this;
  }

  // --- use ------------------------------------------------------------------------------------

  /**
   * Writes the index to a folder, which must not be there, and answers how many vectors it holds.
   *
   * @throws IOException if a folder cannot be read or written, or an id occurs in two partitions
   * @throws IllegalArgumentException naming a column that does not fit, or the folder that is there
   * @throws IllegalStateException if {@code capstan-lucene} is not on the class path
   */
  public long write(Dataset<?> dataset, String folder) throws IOException {
    requireLucene();
    SparkSession session = dataset.sparkSession();
    Dataset<Row> rows = columns(dataset.toDF());
    IndexFolders folders = new IndexFolders(session.sparkContext().hadoopConfiguration());
    if (folders.exists(requireNonNull(folder, "folder"))) {
      throw new IllegalArgumentException(
          "index: " + folder + " is there already; choose another folder, or delete it");
    }
    String staged = folder + "-parts-" + UUID.randomUUID();
    try {
      IndexTask task = new IndexTask(folders, staged, vectorCol, metric, m, beam);
      return merged(rows.toJavaRDD().mapPartitions(task).collect(), folders, staged, folder);
    } finally {
      folders.delete(staged);
    }
  }

  private static void requireLucene() {
    try {
      Class.forName("dev.capstan.lucene.HnswWriter");
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      throw new IllegalStateException(
          "index: capstan-lucene is not on the class path; add dev.capstan:capstan-lucene to the"
              + " application, and to its executors (spark.jars or --packages)",
          e);
    }
  }

  /** Id, vector and payload. */
  private Dataset<Row> columns(Dataset<Row> rows) {
    StructType schema = rows.schema();
    Numbers.require(schema, vectorCol);
    ShardBlocks.requireWhole(schema, idCol, true);
    Column payload = functions.lit("");
    if (!payloadCol.isEmpty()) {
      if (!Numbers.column(schema, payloadCol).equals(DataTypes.StringType)) {
        throw new IllegalArgumentException(
            "column '"
                + payloadCol
                + "': got "
                + schema.apply(payloadCol).dataType().catalogString()
                + ", expected string; to_json makes a text of a struct");
      }
      payload = functions.coalesce(CapstanEmbedder.quoted(payloadCol), payload);
    }
    return rows.select(
        CapstanEmbedder.quoted(idCol).cast(DataTypes.StringType),
        CapstanEmbedder.quoted(vectorCol),
        payload);
  }

  private long merged(List<Part> parts, IndexFolders folders, String staged, String folder)
      throws IOException {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("index: got no row, expected one or more");
    }
    Part first = parts.get(0);
    long rows = 0;
    Path own = Files.createTempDirectory("capstan-index");
    try {
      List<Path> sources = new ArrayList<>();
      for (Part part : parts) {
        if (part.width() != first.width()) {
          throw new IllegalArgumentException(
              "index: column '"
                  + vectorCol
                  + "': got vectors of "
                  + part.width()
                  + " numbers in partition "
                  + part.partition()
                  + ", expected "
                  + first.width()
                  + " as in partition "
                  + first.partition());
        }
        sources.add(folders.near(staged + "/" + part.folder(), own.resolve(part.folder())));
        rows += part.rows();
      }
      Path whole = own.resolve("whole");
      try (HnswWriter writer =
          HnswWriter.open(whole, first.width(), metric, new HnswWriter.Graph(m, beam))) {
        writer.addIndexes(sources);
        if (segments > 0) {
          writer.merge(segments);
        }
        writer.commit();
      }
      folders.send(whole, folder);
      return rows;
    } finally {
      IndexFolders.deleteLocal(own);
    }
  }

  /**
   * Copies an index from where {@link #write} wrote it to a folder of this machine, where {@code
   * HnswIndex} opens it.
   *
   * @throws IOException if there is none, or it cannot be copied
   */
  public static void fetch(SparkSession session, String folder, Path target) throws IOException {
    requireNonNull(session, "session");
    new IndexFolders(session.sparkContext().hadoopConfiguration())
        .fetch(requireNonNull(folder, "folder"), requireNonNull(target, "target"));
  }

  @Override
  public String toString() {
    return "CapstanIndexer(" + idCol + ", " + vectorCol + ", " + metric + ")";
  }
}
