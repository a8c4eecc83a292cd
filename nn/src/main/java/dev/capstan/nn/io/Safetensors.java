package dev.capstan.nn.io;

import dev.capstan.nn.Buffer;
import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.RowTable;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * Parameters in the safetensors format, which other systems read and write as well: the length of a
 * header as a little-endian 64-bit integer, the header as JSON ({@code {"name": {"dtype": "F32",
 * "shape": [2, 3], "data_offsets": [0, 24]}, …}}), then the elements, little-endian and row-major.
 * Only F32 and F64 are known here. Nothing in a file is ever executed.
 *
 * @see <a href="https://github.com/huggingface/safetensors">the format's description</a>
 */
public final class Safetensors {
  private Safetensors() {}

  /** Writes all parameters, buffers and tables of a module, by path. */
  public static void save(NeuralModule module, Path file) throws IOException {
    Map<String, Tensor> all = new LinkedHashMap<>();
    module.namedParameters().forEach((name, p) -> all.put(name, p.value()));
    module.namedBuffers().forEach((name, b) -> all.put(name, b.value()));
    module.namedTables().forEach((name, t) -> all.put(name, t.toTensor()));
    write(all, file);
  }

  /**
   * Reads all parameters, buffers and tables of a module. If anything does not fit, nothing is
   * changed.
   *
   * @throws IOException if the file is damaged, or its names, dtypes or shapes are not the module's
   */
  public static void load(NeuralModule module, Path file) throws IOException {
    Map<String, Tensor> read = read(file);
    Map<String, Parameter> parameters = module.namedParameters();
    Map<String, Buffer> buffers = module.namedBuffers();
    Map<String, RowTable> tables = module.namedTables();
    Map<String, String> wanted = new LinkedHashMap<>();
    parameters.forEach((name, p) -> wanted.put(name, p.value().form().toString()));
    buffers.forEach((name, b) -> wanted.put(name, b.value().form().toString()));
    tables.forEach((n, t) -> wanted.put(n, t.dtype() + " [" + t.rows() + ", " + t.width() + "]"));
    requireFit(file, wanted, read);
    parameters.forEach((name, p) -> p.assign(of(read, name)));
    buffers.forEach((name, b) -> b.assign(of(read, name)));
    tables.forEach((name, t) -> t.assign(of(read, name)));
  }

  private static Tensor of(Map<String, Tensor> read, String name) {
    return Objects.requireNonNull(read.get(name));
  }

  private static void requireFit(Path file, Map<String, String> wanted, Map<String, Tensor> read)
      throws IOException {
    TreeSet<String> missing = new TreeSet<>(wanted.keySet());
    missing.removeAll(read.keySet());
    TreeSet<String> unknown = new TreeSet<>(read.keySet());
    unknown.removeAll(wanted.keySet());
    if (!missing.isEmpty() || !unknown.isEmpty()) {
      throw new IOException(
          file + ": not this module's: missing " + missing + ", not in the module " + unknown);
    }
    for (Map.Entry<String, Tensor> entry : read.entrySet()) {
      String form = entry.getValue().form().toString();
      if (!form.equals(wanted.get(entry.getKey()))) {
        throw new IOException(
            file
                + ": '"
                + entry.getKey()
                + "': got "
                + form
                + ", expected "
                + wanted.get(entry.getKey()));
      }
    }
  }

  // --- the format -----------------------------------------------------------------------------

  /** Writes tensors by name; the file appears whole or not at all. */
  public static void write(Map<String, Tensor> tensors, Path file) throws IOException {
    byte[] header = header(tensors).getBytes(StandardCharsets.UTF_8);
    long elements = tensors.values().stream().mapToLong(t -> t.form().bytes()).sum();
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(8 + header.length + elements))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(header.length).put(header);
    for (Tensor t : tensors.values()) {
      if (t.dtype() == DType.FLOAT32) {
        for (float x : t.toFloatArray()) {
          out.putFloat(x);
        }
      } else {
        for (double x : t.toArray()) {
          out.putDouble(x);
        }
      }
    }
    Path beside = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.write(beside, out.array());
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /** The header, filled up with blanks so that the elements are aligned to eight bytes. */
  private static String header(Map<String, Tensor> tensors) {
    StringBuilder json = new StringBuilder("{");
    long at = 0;
    for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
      Tensor t = entry.getValue();
      long end = at + t.form().bytes();
      json.append(json.length() > 1 ? "," : "")
          .append(HeaderText.quoted(entry.getKey()))
          .append(":{\"dtype\":\"")
          .append(t.dtype() == DType.FLOAT32 ? "F32" : "F64")
          .append("\",\"shape\":")
          .append(t.shape().toString().replace(" ", ""))
          .append(",\"data_offsets\":[")
          .append(at)
          .append(',')
          .append(end)
          .append("]}");
      at = end;
    }
    json.append('}');
    int length = json.toString().getBytes(StandardCharsets.UTF_8).length;
    return json + " ".repeat((8 - length % 8) % 8);
  }

  /**
   * Reads all tensors of a file, in the order of its header.
   *
   * @throws IOException naming the file and the fault, if it is no such file, is cut short, or
   *     holds other than F32 and F64
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    byte[] all = Files.readAllBytes(file);
    ByteBuffer in = ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
    long length = all.length < 8 ? -1 : in.getLong();
    if (length < 2 || length > all.length - 8) {
      throw new IOException(
          file
              + ": not a safetensors file, or cut short (its header would be "
              + length
              + " bytes long, the file has "
              + all.length
              + ")");
    }
    String text = new String(all, 8, (int) length, StandardCharsets.UTF_8);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    int from = 8 + (int) length;
    for (HeaderText.Entry entry : HeaderText.parse(text, file.toString())) {
      tensors.put(entry.name(), tensor(entry, in, from, file));
    }
    return tensors;
  }

  private static Tensor tensor(HeaderText.Entry entry, ByteBuffer in, int from, Path file)
      throws IOException {
    int bytes = entry.dtype().equals("F32") ? 4 : 8;
    if (!entry.dtype().equals("F32") && !entry.dtype().equals("F64")) {
      throw new IOException(
          file + ": '" + entry.name() + "': dtype: got " + entry.dtype() + ", expected F32 or F64");
    }
    long size = Arrays.stream(entry.shape()).asLongStream().reduce(1, (a, b) -> a * b);
    boolean fits =
        entry.begin() >= 0
            && entry.end() - entry.begin() == size * bytes
            && from + entry.end() <= in.capacity();
    if (!fits) {
      throw new IOException(
          file
              + ": '"
              + entry.name()
              + "': bytes "
              + entry.begin()
              + " to "
              + entry.end()
              + " do not hold "
              + Arrays.toString(entry.shape())
              + " of "
              + entry.dtype()
              + ", or lie beyond the end, at "
              + (in.capacity() - from));
    }
    int at = from + (int) entry.begin();
    if (bytes == 4) {
      float[] x = new float[(int) size];
      for (int i = 0; i < x.length; i++) {
        x[i] = in.getFloat(at + 4 * i);
      }
      return Tensor.of(x, entry.shape());
    }
    double[] x = new double[(int) size];
    for (int i = 0; i < x.length; i++) {
      x[i] = in.getDouble(at + 8 * i);
    }
    return Tensor.of(x, entry.shape());
  }
}
