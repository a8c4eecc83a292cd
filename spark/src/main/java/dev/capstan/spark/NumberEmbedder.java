package dev.capstan.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;

import dev.capstan.nn.Layer;
import dev.capstan.ops.ThreadLimit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoder;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.UserDefinedType;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;
import scala.Tuple3;

/**
 * What a task does with rows of numbers if a fault ends the job. With small nets the time goes into
 * turning Spark's rows into Java's and back, above all number by number. So numbers go out as plain
 * arrays, which Spark copies whole, and come in so too where their type says that there is no null
 * among them; the other columns are one struct, or the one column that they are.
 *
 * <p>{@link RowEmbedder} does it for all other sources, and where faults go to a column.
 */
final class NumberEmbedder
    implements MapPartitionsFunction<Tuple2<Object, Object>, Tuple3<Object, Object, Object>> {
  private static final long serialVersionUID = 1;

  private final Broadcast<EmbeddingSource> source;
  private final String inputCol;
  private final int width;
  private final int batchRows;
  private final boolean kept;

  /**
   * @param kept whether the numbers stay, beside their vectors
   */
  NumberEmbedder(
      Broadcast<EmbeddingSource> source, String inputCol, int width, int batchRows, boolean kept) {
    this.source = source;
    this.kept = kept;
    this.inputCol = inputCol;
    this.width = width;
    this.batchRows = batchRows;
  }

  // --- columns to and fro -----------------------------------------------------------------------

  /**
   * The rows with a column of vectors behind the others, and without the numbers if they do not
   * stay.
   *
   * @param vectors the column's name and type
   */
  Dataset<Row> embedded(Dataset<Row> rows, StructField vectors) {
    StructType schema = rows.schema();
    int input = schema.fieldIndex(inputCol);
    // By place, as names may be odd, or there twice.
    Dataset<Row> placed = rows.toDF(places(schema.size()));
    List<Integer> others =
        IntStream.range(0, schema.size()).filter(i -> i != input).boxed().toList();
    boolean alone = others.size() == 1 && plain(schema.apply(others.get(0)).dataType()) != null;
    Cells cells = cells(rows.sparkSession(), schema.apply(input).dataType());
    Encoder<Object> rest = rest(schema, others);
    Dataset<Tuple2<Object, Object>> sent =
        placed
            .select(
                (alone ? place(others.get(0)) : packed(others)).as("_1"),
                cells.sent(place(input)).as("_2"))
            .as(Encoders.tuple(rest, cells.in));
    Dataset<Row> back =
        sent.mapPartitions(
                this,
                Encoders.tuple(
                    rest, cells.out, arrays(rows.sparkSession(), elementType(vectors.dataType()))))
            .toDF();
    List<Column> all = new ArrayList<>();
    for (int i = 0; i < schema.size(); i++) {
      if (i == input && !kept) {
        continue;
      }
      StructField field = schema.apply(i);
      Column column =
          i == input ? col("_2") : alone ? col("_1") : col("_1").getField(places(i + 1)[i]);
      all.add(column.cast(field.dataType()).as(field.name(), field.metadata()));
    }
    all.add(col("_3").as(vectors.name()));
    return back.select(all.toArray(Column[]::new));
  }

  private static String[] places(int count) {
    return IntStream.range(0, count).mapToObj(i -> "c" + i).toArray(String[]::new);
  }

  private static Column place(int i) {
    return col("c" + i);
  }

  private static Column packed(List<Integer> columns) {
    return columns.isEmpty()
        ? struct(lit(0).as("none"))
        : struct(columns.stream().map(NumberEmbedder::place).toArray(Column[]::new));
  }

  /** All columns but the input. */
  private static Encoder<Object> rest(StructType schema, List<Integer> others) {
    if (others.size() == 1) {
      Encoder<?> plain = plain(schema.apply(others.get(0)).dataType());
      if (plain != null) {
        return untyped(plain);
      }
    }
    StructType packed = new StructType();
    for (int i : others) {
      packed = packed.add("c" + i, schema.apply(i).dataType(), true);
    }
    return untyped(
        Encoders.row(others.isEmpty() ? packed.add("none", DataTypes.IntegerType) : packed));
  }

  /** Of a column that is often the only other one: an id. */
  private static @Nullable Encoder<?> plain(DataType type) {
    if (type.equals(DataTypes.LongType)) {
      return Encoders.LONG();
    }
    if (type.equals(DataTypes.IntegerType)) {
      return Encoders.INT();
    }
    return type.equals(DataTypes.StringType) ? Encoders.STRING() : null;
  }

  /** How the input comes and goes. */
  private record Cells(Encoder<Object> in, Encoder<Object> out, boolean boxed) {
    Column sent(Column column) {
      return boxed ? struct(column.as("numbers")) : column;
    }
  }

  private static Cells cells(SparkSession session, DataType type) {
    if (type.equals(SQLDataTypes.VectorType())) {
      Encoder<Object> vectors = untyped(Encoders.udt((UserDefinedType<?>) type));
      return new Cells(vectors, vectors, false);
    }
    Encoder<Object> arrays = arrays(session, elementType(type));
    if (!((ArrayType) type).containsNull()) {
      return new Cells(arrays, arrays, false);
    }
    boolean single = elementType(type).equals(DataTypes.FloatType);
    Encoder<?> boxes =
        single ? Encoders.bean(Numbers.Floats.class) : Encoders.bean(Numbers.Doubles.class);
    return new Cells(untyped(boxes), arrays, true);
  }

  private static DataType elementType(DataType array) {
    return ((ArrayType) array).elementType();
  }

  private static Encoder<Object> arrays(SparkSession session, DataType element) {
    return untyped(
        element.equals(DataTypes.FloatType)
            ? session.implicits().newFloatArrayEncoder()
            : session.implicits().newDoubleArrayEncoder());
  }

  @SuppressWarnings("unchecked") // what comes is handed on, or looked at by Numbers
  private static Encoder<Object> untyped(Encoder<?> encoder) {
    return (Encoder<Object>) encoder;
  }

  // --- on an executor ---------------------------------------------------------------------------

  @Override
  public Iterator<Tuple3<Object, Object, Object>> call(Iterator<Tuple2<Object, Object>> rows)
      throws IOException {
    ArchitectureSource net = (ArchitectureSource) source.value();
    return new Batches(rows, net.model(), net.batch(width, batchRows));
  }

  private final class Batches implements Iterator<Tuple3<Object, Object, Object>> {
    private final Iterator<Tuple2<Object, Object>> rows;
    private final Layer model;
    private final NumberBatch batch;
    private final List<Tuple2<Object, Object>> taken = new ArrayList<>();
    private final List<Object> cells = new ArrayList<>();
    private TensorVectors vectors = new TensorVectors(new float[0], 0);
    private int next;
    private long before;

    Batches(Iterator<Tuple2<Object, Object>> rows, Layer model, NumberBatch batch) {
      this.rows = rows;
      this.model = model;
      this.batch = batch;
    }

    @Override
    public boolean hasNext() {
      return next < taken.size() || rows.hasNext();
    }

    @Override
    public Tuple3<Object, Object, Object> next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      if (next == taken.size()) {
        fill();
      }
      int i = next++;
      @Nullable Object numbers = kept ? Numbers.plain(cells.get(i)) : null;
      return new Tuple3<>(taken.get(i)._1(), numbers, vectors.row(i));
    }

    private void fill() {
      before += taken.size();
      taken.clear();
      cells.clear();
      next = 0;
      while (!batch.isFull() && rows.hasNext()) {
        Tuple2<Object, Object> row = rows.next();
        Object cell = Numbers.cell(row._2());
        String fault = batch.add(cell);
        if (cell == null || fault != null) {
          throw new IllegalArgumentException(
              RowEmbedder.message(inputCol, before + taken.size(), "" + fault)
                  + RowEmbedder.REMEDY);
        }
        taken.add(row);
        cells.add(cell);
      }
      ThreadLimit alone = ThreadLimit.of(1);
      try {
        vectors = TensorVectors.of(model.apply(batch.take()), taken.size());
      } finally {
        alone.close();
      }
    }
  }
}
