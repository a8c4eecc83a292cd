package dev.capstan.spark;

import static java.util.Objects.requireNonNull;

import dev.capstan.data.Encoder;
import dev.capstan.nn.Layer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Puts a column of vectors behind the rows of a data set.
 *
 * <pre>{@code
 * CapstanEmbedder embedder = CapstanEmbedder.of(ProductNet.class, model)
 *     .setInputCol("features").setOutputCol("embedding");
 * embedder.transform(rows).write().parquet("embedded");
 * }</pre>
 *
 * <p>The model is that of an architecture with weights ({@link #of(Class, Layer)}; its column is
 * {@code array<float>}, {@code array<double>} or Spark's ML vector), an {@link Encoder} ({@link
 * #of(Encoder)}; it finds the columns of its schema by their names), or a sentence encoder ({@link
 * #ofSentences}; its column is {@code string}). Vectors are {@code array<float>}, or {@code
 * array<double>} where the model's parameters are.
 *
 * <p>Rows are embedded in batches. The bits of a vector are those of {@code model.apply}, whatever
 * the batch, the partition and the machine.
 *
 * <p>A row that is null or of another width than the model wants ends the job with an error that
 * names column, row and width; with {@link #setErrorCol} it gets no vector but a message there.
 */
public final class CapstanEmbedder extends Model<CapstanEmbedder> implements MLWritable {
  private static final long serialVersionUID = 1;

  private final String uid;
  private final EmbeddingSource source;
  private final Param<String> inputCol;
  private final Param<String> outputCol;
  private final Param<String> errorCol;
  private final StringArrayParam keptCols;
  private final IntParam batchRows;
  private final IntParam inputWidth;

  CapstanEmbedder(String uid, EmbeddingSource source) {
    this.uid = uid;
    this.source = source;
    // Not where they are declared: a parameter asks for the uid.
    this.inputCol = new Param<>(this, "inputCol", "the column to embed");
    this.outputCol = new Param<>(this, "outputCol", "the column of vectors");
    this.errorCol = new Param<>(this, "errorCol", "the column of messages; none if empty");
    this.keptCols = new StringArrayParam(this, "keptCols", "columns that stay; all if empty");
    this.batchRows = new IntParam(this, "batchRows", "rows that are embedded together");
    this.inputWidth = new IntParam(this, "inputWidth", "numbers in a row; 0: as the model wants");
    setDefault(inputCol, "features");
    setDefault(outputCol, "embedding");
    setDefault(errorCol, "");
    setDefault(keptCols, new String[0]);
    setDefault(batchRows, 256);
    setDefault(inputWidth, 0);
  }

  private static CapstanEmbedder of(EmbeddingSource source) {
    return new CapstanEmbedder(Identifiable.randomUID("capstanEmbedder"), source);
  }

  /**
   * An embedder of a model, which may have been trained anywhere. What is trained afterwards does
   * not reach it.
   *
   * @param architecture makes a net of the same form on the executors
   * @throws IllegalArgumentException if it makes one of another form
   */
  public static CapstanEmbedder of(
      Class<? extends Supplier<? extends Layer>> architecture, Layer model) {
    requireNonNull(architecture, "architecture");
    requireNonNull(model, "model");
    return of(architectureOf(Architectures.name(architecture), model));
  }

  static ArchitectureSource architectureOf(String architecture, Layer model) {
    try {
      return ArchitectureSource.of(architecture, model);
    } catch (IOException e) {
      throw new IllegalStateException("embedder: weights could not be copied: " + e, e);
    }
  }

  /**
   * An embedder of weights in a safetensors file.
   *
   * @throws IOException if the file is missing or damaged
   * @throws IllegalArgumentException if its weights are not the architecture's
   */
  public static CapstanEmbedder of(
      Class<? extends Supplier<? extends Layer>> architecture, Path weights) throws IOException {
    requireNonNull(architecture, "architecture");
    requireNonNull(weights, "weights");
    if (!Files.isRegularFile(weights)) {
      throw new NoSuchFileException(
          weights.toString(), null, "no such file; expected weights that Safetensors wrote");
    }
    return of(ArchitectureSource.of(Architectures.name(architecture), Files.readAllBytes(weights)));
  }

  /** An embedder that takes the columns of an encoder's schema; {@code inputCol} has no say. */
  public static CapstanEmbedder of(Encoder encoder) throws IOException {
    requireNonNull(encoder, "encoder");
    return of(EncoderSource.of(encoder));
  }

  /**
   * An embedder of texts, of a folder that {@link dev.capstan.text.SentenceEncoder} opens.
   *
   * @throws IOException if a file is missing or damaged
   */
  public static CapstanEmbedder ofSentences(Path folder) throws IOException {
    requireNonNull(folder, "folder");
    FolderSource source = FolderSource.of(folder);
    source.encoder();
    return of(source);
  }

  // --- settings -------------------------------------------------------------------------------

  /** The column to embed; {@code features} by default. */
  public CapstanEmbedder setInputCol(String column) {
    set(inputCol, requireNonNull(column, "column"));
    return this;
  }

  /** The column of vectors; {@code embedding} by default. */
  public CapstanEmbedder setOutputCol(String column) {
    set(outputCol, requireNonNull(column, "column"));
    return this;
  }

  /** A column for messages about rows that cannot be embedded, instead of an error. */
  public CapstanEmbedder setErrorCol(String column) {
    set(errorCol, requireNonNull(column, "column"));
    return this;
  }

  /**
   * The columns that stay before the vectors, in this order: such as the id alone, which spares
   * Spark to read others and to write numbers again. All by default.
   */
  public CapstanEmbedder setKeptCols(String... columns) {
    set(keptCols, requireNonNull(columns, "columns").clone());
    return this;
  }

  /** How many rows are embedded together: a matter of time and memory, never of results. */
  public CapstanEmbedder setBatchRows(int rows) {
    if (rows < 1) {
      throw new IllegalArgumentException("batchRows: got " + rows + ", expected 1 or more");
    }
    set(batchRows, rows);
    return this;
  }

  /**
   * How many numbers a row must have. By default as many as the first matrix of the model has
   * columns, or, where that says nothing, as the first row of a partition has.
   */
  public CapstanEmbedder setInputWidth(int numbers) {
    if (numbers < 0) {
      throw new IllegalArgumentException("inputWidth: got " + numbers + ", expected 0 or more");
    }
    set(inputWidth, numbers);
    return this;
  }

  // Spark finds a stage's parameters by the public methods that answer one.

  public Param<String> inputCol() {
    return inputCol;
  }

  public Param<String> outputCol() {
    return outputCol;
  }

  public Param<String> errorCol() {
    return errorCol;
  }

  public StringArrayParam keptCols() {
    return keptCols;
  }

  public IntParam batchRows() {
    return batchRows;
  }

  public IntParam inputWidth() {
    return inputWidth;
  }

  /** The column to embed. */
  public String getInputCol() {
    return getOrDefault(inputCol);
  }

  /** The column of vectors. */
  public String getOutputCol() {
    return getOrDefault(outputCol);
  }

  /** The column of messages; empty if faults are errors. */
  public String getErrorCol() {
    return getOrDefault(errorCol);
  }

  /** The columns that stay; none if all do. */
  public String[] getKeptCols() {
    return getOrDefault(keptCols).clone();
  }

  /** How many rows are embedded together. */
  public int getBatchRows() {
    return (Integer) getOrDefault(batchRows);
  }

  /** How many numbers a row must have; 0 if the model says so. */
  public int getInputWidth() {
    return (Integer) getOrDefault(inputWidth);
  }

  /**
   * The model as a module for use without Spark, in evaluation mode.
   *
   * @throws IllegalStateException if it is an encoder's or a sentence encoder's
   */
  public Layer model() {
    if (!(source instanceof ArchitectureSource net)) {
      throw new IllegalStateException(
          "embedder: its model is no net of layers, but of kind '" + source.kind() + "'");
    }
    try {
      return net.model();
    } catch (IOException e) {
      throw new IllegalStateException("embedder: its weights are damaged: " + e.getMessage(), e);
    }
  }

  // --- use ------------------------------------------------------------------------------------

  @Override
  public String uid() {
    return uid;
  }

  /**
   * The columns that there will be.
   *
   * @throws IllegalArgumentException naming a column that is missing, of another type, or there
   *     already
   */
  @Override
  public StructType transformSchema(StructType schema) {
    source.requireInput(schema, getInputCol());
    StructType kept = new StructType();
    for (String name : getKeptCols()) {
      Numbers.column(schema, name);
      kept = kept.add(schema.apply(name));
    }
    return longer(getKeptCols().length == 0 ? schema : kept);
  }

  /** Any column may be null, for all that Spark knows behind a task. */
  private StructType longer(StructType schema) {
    requireNew(schema, getOutputCol());
    StructType longer = new StructType();
    for (StructField field : schema.fields()) {
      longer = longer.add(field.name(), field.dataType(), true, field.metadata());
    }
    longer =
        longer.add(getOutputCol(), DataTypes.createArrayType(source.elementType(), false), true);
    if (getErrorCol().isEmpty()) {
      return longer;
    }
    requireNew(longer, getErrorCol());
    return longer.add(getErrorCol(), DataTypes.StringType, true);
  }

  private static void requireNew(StructType schema, String column) {
    for (String name : schema.fieldNames()) {
      if (name.equals(column)) {
        throw new IllegalArgumentException(
            "column '" + column + "': is there already; choose another name or drop it");
      }
    }
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType after = transformSchema(dataset.schema());
    Dataset<Row> rows = needed(dataset.toDF());
    Broadcast<EmbeddingSource> everywhere =
        JavaSparkContext.fromSparkContext(rows.sparkSession().sparkContext()).broadcast(source);
    Dataset<Row> embedded =
        source instanceof ArchitectureSource && getErrorCol().isEmpty()
            ? new NumberEmbedder(
                    everywhere, getInputCol(), getInputWidth(), getBatchRows(), keepsInput())
                .embedded(rows, after.apply(getOutputCol()))
            : withRows(rows, everywhere);
    return getKeptCols().length == 0 ? embedded : embedded.select(quoted(after.fieldNames()));
  }

  private boolean keepsInput() {
    return getKeptCols().length == 0 || List.of(getKeptCols()).contains(getInputCol());
  }

  /** Columns that are neither kept nor embedded are not read. */
  private Dataset<Row> needed(Dataset<Row> rows) {
    if (getKeptCols().length == 0) {
      return rows;
    }
    Set<String> names = new LinkedHashSet<>(List.of(getKeptCols()));
    names.addAll(source.columns(getInputCol()));
    return rows.select(quoted(names.toArray(String[]::new)));
  }

  private static Column[] quoted(String[] names) {
    return Arrays.stream(names).map(CapstanEmbedder::quoted).toArray(Column[]::new);
  }

  /** A column by its name, whatever signs are in it. */
  static Column quoted(String name) {
    return functions.col("`" + name.replace("`", "``") + "`");
  }

  private Dataset<Row> withRows(Dataset<Row> rows, Broadcast<EmbeddingSource> everywhere) {
    return rows.mapPartitions(
        new RowEmbedder(
            everywhere,
            rows.schema(),
            getInputCol(),
            getInputWidth(),
            getBatchRows(),
            !getErrorCol().isEmpty()),
        Encoders.row(longer(rows.schema())));
  }

  @Override
  public CapstanEmbedder copy(ParamMap extra) {
    return copyValues(new CapstanEmbedder(uid, source), extra).setParent(parent());
  }

  // --- files ----------------------------------------------------------------------------------

  EmbeddingSource source() {
    return source;
  }

  @Override
  public MLWriter write() {
    return new EmbedderFiles.Writer(this);
  }

  /** Reads what {@link #write()} has written; Spark's pipelines look for this method. */
  public static MLReader<CapstanEmbedder> read() {
    return new EmbedderFiles.Reader();
  }

  /** Reads what {@link #write()} has written. */
  public static CapstanEmbedder load(String path) {
    return read().load(requireNonNull(path, "path"));
  }

  /** Kind and uid alone: Spark asks for it within what reads a parameter. */
  @Override
  public String toString() {
    return "CapstanEmbedder(" + source.kind() + ", " + uid + ")";
  }
}
