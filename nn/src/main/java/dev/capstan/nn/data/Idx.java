package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.ShapeException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;

/**
 * An array of unsigned bytes in the IDX format of the MNIST files: two zero bytes, the type (8 for
 * unsigned byte), the number of dimensions, a big-endian 32-bit size for each, then the elements.
 *
 * @param sizes the size of each dimension
 * @param data the elements, row-major
 */
public record Idx(int[] sizes, byte[] data) {
  private static final int UNSIGNED_BYTE = 8;
  private static final int MOST_DIMENSIONS = 8;

  /** What a JVM can still hold in one array, with the header before it. */
  private static final int LARGEST = Integer.MAX_VALUE - 64;

  public Idx {
    requireNonNull(sizes, "sizes");
    requireNonNull(data, "data");
    long elements = sizes.length == 0 ? -1 : 1;
    for (int size : sizes) {
      elements = size < 0 ? -1 : Math.min(elements * size, LARGEST + 1L);
    }
    if (elements != data.length || sizes.length > MOST_DIMENSIONS) {
      throw new ShapeException(
          "idx: got sizes "
              + Arrays.toString(Arrays.copyOf(sizes, Math.min(sizes.length, MOST_DIMENSIONS)))
              + " for "
              + data.length
              + " elements, expected 1 to 8 sizes whose product is their number");
    }
  }

  /**
   * Reads a file, compressed with gzip or not; the stream is not closed. No more is unpacked than
   * the header says.
   *
   * @param name what messages call the file
   * @throws IOException naming the file, what is wrong and at which byte, if it is no IDX file of
   *     unsigned bytes, is cut short, or goes on after its end
   */
  public static Idx read(InputStream in, String name) throws IOException {
    requireNonNull(in, "in");
    requireNonNull(name, "name");
    byte[] all;
    try {
      all = bounded(unpacked(in));
    } catch (EOFException e) {
      throw new IOException(name + ": the compressed data is cut short; get the file anew", e);
    } catch (IOException e) {
      throw new IOException(name + ": cannot be read: " + e.getMessage(), e);
    }
    return parse(all, name);
  }

  private static InputStream unpacked(InputStream in) throws IOException {
    PushbackInputStream raw = new PushbackInputStream(in, 2);
    byte[] first = raw.readNBytes(2);
    raw.unread(first);
    boolean gzip = first.length == 2 && (first[0] & 0xff) == 0x1f && (first[1] & 0xff) == 0x8b;
    return gzip ? new GZIPInputStream(raw) : raw;
  }

  /** The file up to one byte more than its header says, so that a small file unpacks to no more. */
  private static byte[] bounded(InputStream in) throws IOException {
    byte[] begin = in.readNBytes(4 + 4 * MOST_DIMENSIONS);
    int rank = begin.length < 4 ? 0 : begin[3];
    long end = begin.length;
    if (rank >= 1 && rank <= MOST_DIMENSIONS && begin.length >= 4 + 4 * rank) {
      long elements = 1;
      end = 4 + 4L * rank + 1;
      for (int i = 0; i < rank; i++) {
        elements = Math.min(elements * Math.max(0, bigEndian(begin, 4 + 4 * i)), LARGEST);
      }
      end += elements;
    }
    byte[] all = Arrays.copyOf(begin, (int) Math.min(begin.length, end));
    if (end <= begin.length) {
      return all;
    }
    byte[] rest = in.readNBytes((int) Math.min(end - begin.length, LARGEST));
    all = Arrays.copyOf(begin, begin.length + rest.length);
    System.arraycopy(rest, 0, all, begin.length, rest.length);
    return all;
  }

  private static Idx parse(byte[] all, String name) throws IOException {
    require(all.length >= 4, name, all.length, "the header is cut short");
    require(all[0] == 0 && all[1] == 0, name, 0, "not an IDX file: it does not begin with 0 0");
    require(
        all[2] == UNSIGNED_BYTE, name, 2, "element type: got " + all[2] + ", expected 8 (byte)");
    int rank = all[3];
    require(
        rank >= 1 && rank <= MOST_DIMENSIONS,
        name,
        3,
        "dimensions: got " + rank + ", expected 1 to " + MOST_DIMENSIONS);
    int from = 4 + 4 * rank;
    require(all.length >= from, name, all.length, "the header is cut short");
    int[] sizes = new int[rank];
    long elements = 1;
    for (int i = 0; i < rank; i++) {
      sizes[i] = bigEndian(all, 4 + 4 * i);
      require(sizes[i] >= 0, name, 4 + 4 * i, "size of dimension " + i + " is negative");
      elements = Math.min(elements * sizes[i], Integer.MAX_VALUE);
    }
    long have = all.length - (long) from;
    String sized = ", expected " + elements + " for " + Arrays.toString(sizes);
    require(have >= elements, name, all.length, "cut short: got " + have + " elements" + sized);
    require(
        have == elements,
        name,
        from + elements,
        "goes on after its end: got more elements" + sized);
    return new Idx(sizes, Arrays.copyOfRange(all, from, all.length));
  }

  private static int bigEndian(byte[] x, int at) {
    return (x[at] & 0xff) << 24
        | (x[at + 1] & 0xff) << 16
        | (x[at + 2] & 0xff) << 8
        | (x[at + 3] & 0xff);
  }

  private static void require(boolean holds, String name, long offset, String what)
      throws IOException {
    if (!holds) {
      throw new IOException(name + ": " + what + " (at byte " + offset + ")");
    }
  }

  /**
   * Images and their labels as one data set: a row an image.
   *
   * @throws IOException if there are not as many labels as images, or no pixels
   */
  public static Dataset dataset(Idx images, Idx labels, String name) throws IOException {
    requireNonNull(images, "images");
    requireNonNull(labels, "labels");
    requireNonNull(name, "name");
    int rows = images.sizes()[0];
    if (labels.sizes().length != 1 || labels.sizes()[0] != rows || images.data().length == 0) {
      throw new IOException(
          name
              + ": images and labels do not fit: got "
              + Arrays.toString(images.sizes())
              + " and "
              + Arrays.toString(labels.sizes()));
    }
    float[] x = new float[images.data().length];
    for (int i = 0; i < x.length; i++) {
      x[i] = images.data()[i] & 0xff;
    }
    int[] y = new int[rows];
    for (int i = 0; i < rows; i++) {
      y[i] = labels.data()[i] & 0xff;
    }
    return Dataset.of(x, x.length / rows, y);
  }
}
