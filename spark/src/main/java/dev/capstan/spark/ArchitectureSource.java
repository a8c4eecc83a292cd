package dev.capstan.spark;

import dev.capstan.nn.Layer;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.Snapshot;
import dev.capstan.nn.io.Safetensors;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A net by its class's name, and its weights. */
final class ArchitectureSource implements EmbeddingSource {
  static final String KIND = "architecture";

  private static final long serialVersionUID = 1;

  private final String architecture;
  private final byte[] weights;
  private final DType dtype;

  /** How long the first linear layer wants its rows; 0 if there is none. */
  private final int inputs;

  private final MadeOnce<Snapshot<? extends Layer>> shared = new MadeOnce<>();

  private ArchitectureSource(String architecture, byte[] weights, Layer model) {
    this.architecture = architecture;
    this.weights = weights;
    this.dtype =
        model.parameters().stream().map(p -> p.form().dtype()).findFirst().orElse(DType.FLOAT32);
    this.inputs =
        model.parameters().stream()
            .filter(p -> p.form().shape().rank() >= 2)
            .limit(1)
            .filter(p -> p.form().shape().rank() == 2)
            .mapToInt(ArchitectureSource::columns)
            .sum();
  }

  /** How many numbers a row has; 0 if the net does not say it. */
  int inputs() {
    return inputs;
  }

  private static int columns(Parameter p) {
    return p.form().shape().get(1);
  }

  /** Of a model that was trained somewhere. */
  static ArchitectureSource of(String architecture, Layer model) throws IOException {
    return of(architecture, bytes(model.weights()));
  }

  /** Of weights that {@link Safetensors} wrote. */
  static ArchitectureSource of(String architecture, byte[] weights) throws IOException {
    Layer model = Architectures.make(architecture);
    model.load(tensors(weights));
    return new ArchitectureSource(architecture, weights, model);
  }

  static byte[] bytes(Map<String, Tensor> tensors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Safetensors.write(tensors, Map.of(), out);
    return out.toByteArray();
  }

  static Map<String, Tensor> tensors(byte[] bytes) throws IOException {
    return Safetensors.read(new ByteArrayInputStream(bytes), "weights").tensors();
  }

  /** The model, for the calling thread alone. */
  Layer model() throws IOException {
    return shared.get(this::load).replica();
  }

  private Snapshot<? extends Layer> load() throws IOException {
    Layer model = Architectures.make(architecture);
    model.load(tensors(weights));
    return model.publish();
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String architecture() {
    return architecture;
  }

  @Override
  public byte[] bytes() {
    return weights;
  }

  @Override
  public DataType elementType() {
    return TensorVectors.type(dtype);
  }

  @Override
  public void requireInput(StructType schema, String inputCol) {
    Numbers.require(schema, inputCol);
  }

  /** An empty batch of rows for {@link #model()}. */
  NumberBatch batch(int width, int most) {
    return new NumberBatch(dtype, width == 0 ? inputs : width, most);
  }

  @Override
  public TaskModel open(StructType schema, String inputCol, int width) throws IOException {
    return new OfNumbers(model(), schema.fieldIndex(inputCol), width == 0 ? inputs : width, dtype);
  }

  /** Rows of numbers, as long as the first one if nobody says how long. */
  private static final class OfNumbers implements TaskModel {
    private final Layer model;
    private final int column;
    private final DType dtype;
    private int width;

    OfNumbers(Layer model, int column, int width, DType dtype) {
      this.model = model;
      this.column = column;
      this.width = width;
      this.dtype = dtype;
    }

    @Override
    public @Nullable String fault(Row row) {
      Object cell = row.get(column);
      String fault = Numbers.fault(cell, width);
      if (fault == null && width == 0) {
        width = Numbers.length(cell);
      }
      return fault;
    }

    @Override
    public Vectors embed(List<Row> rows) {
      NumberBatch batch = new NumberBatch(dtype, width, rows.size());
      rows.forEach(row -> batch.add(row.get(column)));
      return TensorVectors.of(model.apply(batch.take()), rows.size());
    }
  }
}
