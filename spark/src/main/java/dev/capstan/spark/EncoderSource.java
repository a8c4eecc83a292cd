package dev.capstan.spark;

import dev.capstan.data.Encoder;
import dev.capstan.data.FeatureColumn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** An encoder with its schema: it finds its columns by their names. */
final class EncoderSource implements EmbeddingSource {
  static final String KIND = "encoder";

  private static final long serialVersionUID = 1;

  private final byte[] file;
  private final MadeOnce<Encoder> shared = new MadeOnce<>();

  EncoderSource(byte[] file) {
    this.file = file;
  }

  static EncoderSource of(Encoder encoder) throws IOException {
    Path saved = Files.createTempFile("capstan", ".encoder");
    try {
      encoder.save(saved);
      return new EncoderSource(Files.readAllBytes(saved));
    } finally {
      Files.deleteIfExists(saved);
    }
  }

  /** Immutable, so that all tasks may share it. */
  Encoder encoder() throws IOException {
    return shared.get(this::load);
  }

  private Encoder load() throws IOException {
    Path saved = Files.createTempFile("capstan", ".encoder");
    try {
      Files.write(saved, file);
      return Encoder.load(saved);
    } finally {
      Files.deleteIfExists(saved);
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public byte[] bytes() {
    return file;
  }

  @Override
  public void requireInput(StructType schema, String inputCol) {
    columns(inputCol).forEach(name -> Numbers.column(schema, name));
  }

  @Override
  public List<String> columns(String inputCol) {
    try {
      return encoder().schema().features().stream().map(FeatureColumn::name).toList();
    } catch (IOException e) {
      throw new IllegalArgumentException("encoder: is damaged: " + e.getMessage(), e);
    }
  }

  @Override
  public TaskModel open(StructType schema, String inputCol, int width) throws IOException {
    return new OfCells(encoder(), schema);
  }

  /** Cells are read as they would stand in a table; null is a cell that holds nothing. */
  private static final class OfCells implements TaskModel {
    private final Encoder encoder;
    private final Map<String, Integer> places = new LinkedHashMap<>();

    OfCells(Encoder encoder, StructType schema) {
      this.encoder = encoder;
      for (FeatureColumn feature : encoder.schema().features()) {
        places.put(feature.name(), schema.fieldIndex(feature.name()));
      }
    }

    private Map<String, String> cells(Row row) {
      Map<String, String> cells = new LinkedHashMap<>();
      places.forEach((name, at) -> cells.put(name, row.isNullAt(at) ? "" : "" + row.get(at)));
      return cells;
    }

    @Override
    public @Nullable String fault(Row row) {
      try {
        encoder.schema().encode(cells(row));
        return null;
      } catch (IllegalArgumentException e) {
        return String.valueOf(e.getMessage());
      }
    }

    @Override
    public Vectors embed(List<Row> rows) {
      List<Map<String, String>> all = new ArrayList<>();
      rows.forEach(row -> all.add(cells(row)));
      return TensorVectors.of(encoder.encode(all), rows.size());
    }
  }
}
