package dev.capstan.nn.io;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.Loading;
import dev.capstan.nn.NeuralModule;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Tensors by name in the safetensors format, which other systems read and write as well: the length
 * of a header as a little-endian 64-bit integer, the header as JSON ({@code {"name": {"dtype":
 * "F32", "shape": [2, 3], "data_offsets": [0, 24]}, …}}), then the elements, little-endian and
 * row-major. Nothing in a file is ever executed.
 *
 * <p>F32 and F64 are written. Halves, integers and booleans are read too, as the next type that
 * holds all their values: F16, BF16, I8, U8, I16, U16 and BOOL as float32, I32, U32, I64 and U64 as
 * float64; an integer that is no double is refused. A file must be as the format's description
 * wants it: names once, tensors without overlap or hole, nothing behind them.
 *
 * <p>A file in parts, as large models come, is named by its index, which ends in {@code .json}.
 *
 * @see <a href="https://github.com/huggingface/safetensors">the format's description</a>
 */
public final class Safetensors {
  /** How many bytes are written at a time. */
  private static final int CHUNK = 1 << 18;

  private Safetensors() {}

  // --- modules --------------------------------------------------------------------------------

  /** Writes all parameters, buffers and tables of a module, by path. */
  public static void save(NeuralModule module, Path file) throws IOException {
    write(module.weights(), file);
  }

  /**
   * Reads all parameters, buffers and tables of a module. If anything does not fit, nothing is
   * changed.
   *
   * @throws IOException if the file is damaged, or its names, dtypes or shapes are not the
   *     module's: then it lists all that is missing, not in the module, or of another form
   */
  public static void load(NeuralModule module, Path file) throws IOException {
    requireNonNull(module, "module");
    load(module, file, LoadOptions.exact());
  }

  /**
   * Reads what fits, under other names if wanted, and says what did not. If the options do not
   * allow what differs, nothing is changed.
   *
   * @throws IOException as {@link #load(NeuralModule, Path)}, but for what the options allow
   */
  public static Loading load(NeuralModule module, Path file, LoadOptions options)
      throws IOException {
    requireNonNull(module, "module");
    requireNonNull(options, "options");
    Loading loading =
        Loading.of(module, options.converted(module, options.renamed(read(file), file)));
    if (!options.allows(loading)) {
      throw new IOException(file + ": not this module's: " + loading.differences());
    }
    loading.run();
    return loading;
  }

  // --- writing --------------------------------------------------------------------------------

  /** Writes tensors by name; the file appears whole or not at all. */
  public static void write(Map<String, Tensor> tensors, Path file) throws IOException {
    write(tensors, Map.of(), file);
  }

  /** Writes tensors by name, and words about them; the file appears whole or not at all. */
  public static void write(Map<String, Tensor> tensors, Map<String, String> metadata, Path file)
      throws IOException {
    byte[] header = header(tensors, metadata);
    WholeFile.write(file, out -> write(header, tensors, out));
  }

  /**
   * Writes to a stream, which stays open.
   *
   * @throws IllegalArgumentException if a name is {@code __metadata__} or no text of Unicode
   */
  public static void write(
      Map<String, Tensor> tensors, Map<String, String> metadata, OutputStream out)
      throws IOException {
    requireNonNull(tensors, "tensors");
    requireNonNull(metadata, "metadata");
    requireNonNull(out, "out");
    write(header(tensors, metadata), tensors, out);
  }

  private static void write(byte[] header, Map<String, Tensor> tensors, OutputStream out)
      throws IOException {
    ByteBuffer first = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    out.write(first.putLong(header.length).array());
    out.write(header);
    for (Tensor t : tensors.values()) {
      elements(t, out);
    }
  }

  /** The bytes of a tensor's elements. */
  static void elements(Tensor t, OutputStream out) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    boolean single = t.dtype() == DType.FLOAT32;
    for (int i = 0; i < t.size(); i++) {
      if (single) {
        chunk.putFloat((float) t.at(i));
      } else {
        chunk.putDouble(t.at(i));
      }
      if (!chunk.hasRemaining()) {
        out.write(chunk.array());
        chunk.clear();
      }
    }
    out.write(chunk.array(), 0, chunk.position());
  }

  /** The header, filled up with blanks so that the elements are aligned to eight bytes. */
  private static byte[] header(Map<String, Tensor> tensors, Map<String, String> metadata) {
    StringBuilder json = new StringBuilder("{");
    if (!metadata.isEmpty()) {
      json.append(HeaderText.quoted(HeaderText.METADATA)).append(":{");
      String comma = "";
      for (Map.Entry<String, String> entry : metadata.entrySet()) {
        json.append(comma).append(HeaderText.quoted(entry.getKey()));
        json.append(':').append(HeaderText.quoted(entry.getValue()));
        comma = ",";
      }
      json.append('}');
    }
    long at = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      long end = at + entry.getValue().form().bytes();
      json.append(json.length() > 1 ? "," : "");
      line(json, entry.getKey(), entry.getValue(), at, end);
      at = end;
    }
    return padded(utf8(json.append('}').toString()));
  }

  private static void line(StringBuilder json, String name, Tensor t, long begin, long end) {
    if (name.equals(HeaderText.METADATA)) {
      throw new IllegalArgumentException(
          "write: a tensor is named '" + name + "', which the format keeps for itself");
    }
    json.append(HeaderText.quoted(name))
        .append(":{\"dtype\":\"")
        .append(t.dtype() == DType.FLOAT32 ? "F32" : "F64")
        .append("\",\"shape\":")
        .append(t.shape().toString().replace(" ", ""))
        .append(",\"data_offsets\":[")
        .append(begin)
        .append(',')
        .append(end)
        .append("]}");
  }

  private static byte[] utf8(String json) {
    try {
      ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json));
      byte[] all = new byte[bytes.remaining()];
      bytes.get(all);
      return all;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "write: a name or text is no Unicode: it holds half of a surrogate pair", e);
    }
  }

  private static byte[] padded(byte[] text) {
    byte[] all = new byte[(text.length + 7) / 8 * 8];
    Arrays.fill(all, (byte) ' ');
    System.arraycopy(text, 0, all, 0, text.length);
    return all;
  }

  // --- reading --------------------------------------------------------------------------------

  /**
   * Reads all tensors of a file, or of the parts that an index names, in the order of the header.
   *
   * @throws IOException naming the file and the fault, if it is no such file, is cut short, or
   *     breaks the format
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    if (file.toString().endsWith(".json")) {
      return Shards.read(file);
    }
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      Map<String, Tensor> tensors = new LinkedHashMap<>();
      for (String name : opened.names()) {
        tensors.put(name, opened.read(name));
      }
      return tensors;
    }
  }

  /** A file whose tensors are read one by one, as they are asked for. */
  public static SafetensorsFile open(Path file) throws IOException {
    return SafetensorsFile.open(file);
  }

  /**
   * The types that tensors are stored in, such as {@code BF16}, by name: of a file, or of the parts
   * that an index names. Only headers are read.
   *
   * @throws IOException as {@link #read(Path)}
   */
  public static Map<String, String> storedTypes(Path file) throws IOException {
    if (file.toString().endsWith(".json")) {
      return Shards.storedTypes(file);
    }
    try (SafetensorsFile opened = SafetensorsFile.open(file)) {
      return opened.storedTypes();
    }
  }

  /** What a stream held. */
  public record Contents(Map<String, Tensor> tensors, Map<String, String> metadata) {
    public Contents {
      requireNonNull(tensors, "tensors");
      requireNonNull(metadata, "metadata");
    }
  }

  /**
   * Reads a stream to its end.
   *
   * @param name what messages call it
   * @throws IOException as {@link #read(Path)}
   */
  public static Contents read(InputStream in, String name) throws IOException {
    requireNonNull(name, "name");
    byte[] first = in.readNBytes(8);
    int length = SafetensorsHeader.length(ByteBuffer.wrap(first), Long.MAX_VALUE, name);
    byte[] text = exactly(in, length, name);
    SafetensorsHeader header = SafetensorsHeader.of(text, -1, name);
    Map<String, Tensor> byPlace = new LinkedHashMap<>();
    for (Map.Entry<String, SafetensorsHeader.Slot> entry : header.inOrder()) {
      byPlace.put(entry.getKey(), tensor(entry, name, n -> littleEndian(exactly(in, n, name))));
    }
    if (in.read() >= 0) {
      throw new IOException(name + ": bytes follow the last tensor, expected none");
    }
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    header.entries().keySet().forEach(n -> tensors.put(n, Objects.requireNonNull(byPlace.get(n))));
    return new Contents(tensors, header.metadata());
  }

  private static ByteBuffer littleEndian(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** As many bytes, of which no more are held than have come. */
  private static byte[] exactly(InputStream in, int n, String name) throws IOException {
    byte[] all = in.readNBytes(n);
    if (all.length < n) {
      throw new IOException(name + ": cut short: got " + all.length + " bytes of " + n);
    }
    return all;
  }

  static Tensor tensor(
      Map.Entry<String, SafetensorsHeader.Slot> entry, String file, StoredType.Source source)
      throws IOException {
    try {
      SafetensorsHeader.Slot slot = entry.getValue();
      return slot.type().read(source, slot.shape());
    } catch (StoredType.NoSuchNumber e) {
      throw new IOException(
          file + ": '" + HeaderText.shown(entry.getKey()) + "': " + e.getMessage(), e);
    }
  }
}
