package dev.capstan.spark;

import dev.capstan.text.SentenceEncoder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/** A folder of a sentence encoder, packed; its column holds texts. */
final class FolderSource implements EmbeddingSource {
  static final String KIND = "sentences";

  private static final long serialVersionUID = 1;

  private final byte[] packed;
  private final MadeOnce<SentenceEncoder> shared = new MadeOnce<>();

  FolderSource(byte[] packed) {
    this.packed = packed;
  }

  /** Packs the folder, whose files lose their times, so that the same files give the same bytes. */
  static FolderSource of(Path folder) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out);
        Stream<Path> files = Files.walk(folder)) {
      zip.setLevel(1); // weights hardly shrink
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        ZipEntry entry = new ZipEntry(folder.relativize(file).toString().replace('\\', '/'));
        entry.setTime(0);
        zip.putNextEntry(entry);
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return new FolderSource(out.toByteArray());
  }

  private static void unpack(byte[] packed, Path folder) throws IOException {
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(packed))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path file = folder.resolve(entry.getName()).normalize();
        if (!file.startsWith(folder)) {
          throw new IOException("embedder: damaged: a file outside of its folder: " + entry);
        }
        Files.createDirectories(file.getParent());
        Files.copy(zip, file);
      }
    }
  }

  /** The encoder, for the calling thread alone. */
  SentenceEncoder encoder() throws IOException {
    return shared.get(this::open).replica();
  }

  private SentenceEncoder open() throws IOException {
    Path folder = Files.createTempDirectory("capstan-sentences");
    try {
      unpack(packed, folder);
      return SentenceEncoder.open(folder);
    } finally {
      IndexFolders.deleteLocal(folder);
    }
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public byte[] bytes() {
    return packed;
  }

  @Override
  public void requireInput(StructType schema, String inputCol) {
    DataType type = Numbers.column(schema, inputCol);
    if (!type.equals(DataTypes.StringType)) {
      throw new IllegalArgumentException(
          "column '" + inputCol + "': got " + type.catalogString() + ", expected string");
    }
  }

  @Override
  public TaskModel open(StructType schema, String inputCol, int width) throws IOException {
    return new OfTexts(encoder(), schema.fieldIndex(inputCol));
  }

  private record OfTexts(SentenceEncoder encoder, int column) implements TaskModel {
    @Override
    public @Nullable String fault(Row row) {
      return row.isNullAt(column) ? "got null, expected a text" : null;
    }

    @Override
    public Vectors embed(List<Row> rows) {
      List<String> texts = new ArrayList<>();
      rows.forEach(row -> texts.add(row.getString(column)));
      return TensorVectors.of(encoder.encode(texts), rows.size());
    }
  }
}
