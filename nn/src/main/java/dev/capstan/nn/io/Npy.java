package dev.capstan.nn.io;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.DType;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One array in NumPy's format: a magic word, a version, a header that is a Python dictionary, then
 * the elements. Written is version 1.0, little-endian, row-major. Read are versions 1 to 3, either
 * byte order, either order of axes, and every type that {@link Safetensors} reads, widened alike.
 *
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the
 *     format's description</a>
 */
public final class Npy {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST = 1 << 20;

  private static final Pattern HEADER =
      Pattern.compile(
          "\\{\\s*(?:(?:'descr'\\s*:\\s*'(?<descr>[^']{1,8})'"
              + "|'fortran_order'\\s*:\\s*(?<fortran>True|False)"
              + "|'shape'\\s*:\\s*\\((?<shape>[0-9, ]*)\\))\\s*,?\\s*){3}\\}\\s*");

  private Npy() {}

  /** Writes a tensor; the file appears whole or not at all. */
  public static void write(Tensor x, Path file) throws IOException {
    WholeFile.write(file, out -> write(x, out));
  }

  /** Where the rows of a matrix come from, part by part. */
  public interface Rows {
    /** Hands over every part [n, columns], in order. */
    void to(Part part) throws IOException;
  }

  /** Takes a part of a matrix. */
  public interface Part {
    /** Takes rows [n, columns]. */
    void accept(Tensor rows) throws IOException;
  }

  /**
   * Writes a matrix of float32 whose rows come part by part, so that it need not fit into memory;
   * the file appears whole or not at all.
   *
   * @throws IOException if it cannot be written
   * @throws ShapeException if a part has other columns, or there are fewer or more rows in the end
   */
  public static void write(int rows, int columns, Rows parts, Path file) throws IOException {
    requireNonNull(parts, "parts");
    WholeFile.write(
        file,
        out -> {
          header(new int[] {rows, columns}, DType.FLOAT32, out);
          long[] written = {0};
          parts.to(
              part -> {
                if (part.rank() != 2 || part.shape().get(1) != columns) {
                  throw new ShapeException(
                      "npy: got a part " + part.shape() + ", expected [n, " + columns + "]");
                }
                written[0] += part.shape().get(0);
                Safetensors.elements(part.to(DType.FLOAT32), out);
              });
          if (written[0] != rows) {
            throw new ShapeException("npy: got " + written[0] + " rows, expected " + rows);
          }
        });
  }

  /** Writes to a stream, which stays open. */
  public static void write(Tensor x, OutputStream out) throws IOException {
    requireNonNull(x, "x");
    requireNonNull(out, "out");
    header(x.shape().toArray(), x.dtype(), out);
    Safetensors.elements(x, out);
  }

  private static void header(int[] sizes, DType dtype, OutputStream out) throws IOException {
    StringBuilder shape = new StringBuilder();
    for (int size : sizes) {
      shape.append(size).append(", ");
    }
    if (sizes.length != 1 && shape.length() > 0) {
      shape.setLength(shape.length() - 2);
    } else if (sizes.length == 1) {
      shape.setLength(shape.length() - 1);
    }
    String text =
        "{'descr': '"
            + (dtype == DType.FLOAT32 ? "<f4" : "<f8")
            + "', 'fortran_order': False, 'shape': ("
            + shape
            + "), }";
    int blanks = 63 - (MAGIC.length + 4 + text.length()) % 64;
    byte[] header = (text + " ".repeat(blanks) + "\n").getBytes(StandardCharsets.US_ASCII);
    out.write(MAGIC);
    out.write(new byte[] {1, 0, (byte) header.length, (byte) (header.length >> 8)});
    out.write(header);
  }

  /**
   * Reads a tensor.
   *
   * @throws IOException naming the file and the fault, if it is no such file, is cut short, goes on
   *     behind the array, or holds another type
   */
  public static Tensor read(Path file) throws IOException {
    WholeFile.requireNoFolder(file);
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      return read(in, file.toString());
    }
  }

  /** Reads a stream to its end; {@code name} is what messages call it. */
  public static Tensor read(InputStream in, String name) throws IOException {
    requireNonNull(name, "name");
    byte[] first = exactly(in, 8, name);
    if (!Arrays.equals(MAGIC, Arrays.copyOf(first, MAGIC.length))) {
      throw new IOException(name + ": no NPY file: it begins otherwise");
    }
    int version = first[6];
    if (version < 1 || version > 3) {
      throw new IOException(name + ": version: got " + version + ", expected 1, 2 or 3");
    }
    ByteBuffer sizes = ByteBuffer.wrap(exactly(in, version == 1 ? 2 : 4, name));
    sizes.order(ByteOrder.LITTLE_ENDIAN);
    long length = version == 1 ? Short.toUnsignedInt(sizes.getShort()) : sizes.getInt();
    if (length < 0 || length > LONGEST) {
      throw new IOException(name + ": the header is damaged: it would be " + length + " long");
    }
    String text = new String(exactly(in, (int) length, name), StandardCharsets.UTF_8);
    Tensor x = array(text, in, name);
    if (in.read() >= 0) {
      throw new IOException(name + ": bytes follow the array, expected none");
    }
    return x;
  }

  private static Tensor array(String text, InputStream in, String name) throws IOException {
    Matcher header = HEADER.matcher(text);
    if (!header.matches()
        || header.group("descr") == null
        || header.group("fortran") == null
        || header.group("shape") == null) {
      throw new IOException(
          name + ": the header is damaged, or of a record: got " + HeaderText.shown(text.strip()));
    }
    String descr = header.group("descr");
    StoredType type = type(descr, name);
    ByteOrder order = descr.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int[] shape = shape(header.group("shape"), name);
    boolean columnMajor = header.group("fortran").equals("True");
    try {
      Tensor x =
          type.read(
              n -> ByteBuffer.wrap(exactly(in, n, name)).order(order),
              columnMajor ? reversed(shape) : shape);
      return columnMajor && shape.length > 1 ? Movement.permute(x, backwards(shape.length)) : x;
    } catch (StoredType.NoSuchNumber e) {
      throw new IOException(name + ": " + e.getMessage(), e);
    }
  }

  private static StoredType type(String descr, String name) throws IOException {
    return switch (descr.replaceAll("^[<>=|]", "")) {
      case "f8" -> StoredType.F64;
      case "f4" -> StoredType.F32;
      case "f2" -> StoredType.F16;
      case "i8" -> StoredType.I64;
      case "u8" -> StoredType.U64;
      case "i4" -> StoredType.I32;
      case "u4" -> StoredType.U32;
      case "i2" -> StoredType.I16;
      case "u2" -> StoredType.U16;
      case "i1" -> StoredType.I8;
      case "u1" -> StoredType.U8;
      case "b1" -> StoredType.BOOL;
      default ->
          throw new IOException(
              name + ": type: got '" + descr + "', expected floats, integers or booleans");
    };
  }

  private static int[] shape(String text, String name) throws IOException {
    String[] words = Arrays.stream(text.split(",")).map(String::strip).toArray(String[]::new);
    int rank =
        words.length > 0 && words[words.length - 1].isEmpty() ? words.length - 1 : words.length;
    if (rank > Shape.MAX_RANK) {
      throw new IOException(name + ": got " + rank + " axes, expected at most " + Shape.MAX_RANK);
    }
    int[] shape = new int[rank];
    long size = 1;
    for (int i = 0; i < rank; i++) {
      if (!words[i].matches("[0-9]{1,10}") || Long.parseLong(words[i]) > Integer.MAX_VALUE) {
        throw new IOException(name + ": shape: got (" + HeaderText.shown(text) + ")");
      }
      shape[i] = Integer.parseInt(words[i]);
      size = Math.min(Integer.MAX_VALUE, size * Math.max(1, shape[i]));
    }
    if (size >= Integer.MAX_VALUE - 8) {
      throw new IOException(
          name + ": shape: got (" + text + "): more elements than an array can hold");
    }
    return shape;
  }

  private static int[] reversed(int[] shape) {
    int[] back = new int[shape.length];
    for (int i = 0; i < shape.length; i++) {
      back[i] = shape[shape.length - 1 - i];
    }
    return back;
  }

  private static int[] backwards(int rank) {
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      axes[i] = rank - 1 - i;
    }
    return axes;
  }

  private static byte[] exactly(InputStream in, int n, String name) throws IOException {
    byte[] all = in.readNBytes(n);
    if (all.length < n) {
      throw new IOException(name + ": cut short: got " + all.length + " bytes of " + n);
    }
    return all;
  }
}
