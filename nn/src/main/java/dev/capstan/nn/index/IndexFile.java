package dev.capstan.nn.index;

import dev.capstan.nn.io.WholeFile;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * An index as a file: 8 bytes {@code CAPINDEX}, then in big-endian order the version (2), the
 * metric (1 Euclidean, 2 cosine, 3 dot), the width, the number of vectors, the length of the table
 * of names in bytes and its CRC-32 (together with the numbers before), then the table (for each
 * vector the lengths and UTF-8 bytes of name and payload), zeros up to a multiple of 64, and the
 * vectors in blocks of 1024, feature by feature, float32, little-endian. The last block is padded
 * with zeros. After them come 8 bytes, big-endian, with the CRC-32C of all that follows the table.
 *
 * <p>Opening a file reads it once, to take that sum: as the first search would. Version 1 ended
 * with the vectors; such files open as they did, their vectors unchecked.
 */
final class IndexFile {
  private static final byte[] MAGIC = "CAPINDEX".getBytes(StandardCharsets.US_ASCII);
  private static final int VERSION = 2;

  /** The last version without a sum over the vectors. */
  private static final int UNCHECKED = 1;

  private static final int SUM = 8;
  private static final int HEADER = 8 + 4 * 4 + 8 + 8;
  private static final int ALIGNMENT = 64;

  /** Mapped at a time; a mapping cannot be longer than 2 GB. */
  private static final long SEGMENT = 1L << 29;

  private IndexFile() {}

  // --- writing --------------------------------------------------------------------------------

  static void write(
      Path file,
      int width,
      Metric metric,
      List<VectorBlock> blocks,
      List<String> ids,
      List<String> payloads)
      throws IOException {
    byte[] table = table(ids, payloads);
    WholeFile.write(
        file,
        out -> {
          out.write(header(width, metric, ids.size(), table));
          out.write(table);
          CRC32C sum = new CRC32C();
          byte[] zeros = new byte[padding(table.length)];
          sum.update(zeros);
          out.write(zeros);
          ByteBuffer part =
              ByteBuffer.allocate(4 * Columns.ROWS_AT_A_TIME).order(ByteOrder.LITTLE_ENDIAN);
          for (VectorBlock block : blocks) {
            for (float[] feature : block.features()) {
              part.asFloatBuffer().put(feature);
              sum.update(part.array());
              out.write(part.array());
            }
          }
          out.write(ByteBuffer.allocate(SUM).putLong(sum.getValue()).array());
        });
  }

  private static byte[] table(List<String> ids, List<String> payloads) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    for (int i = 0; i < ids.size(); i++) {
      for (String text : List.of(ids.get(i), payloads.get(i))) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] header(int width, Metric metric, int size, byte[] table) {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    header.put(MAGIC).putInt(VERSION).putInt(code(metric)).putInt(width).putInt(size);
    header.putLong(table.length);
    header.putLong(checksum(header.array(), HEADER - 8, table));
    return header.array();
  }

  private static int code(Metric metric) {
    return switch (metric) {
      case EUCLIDEAN -> 1;
      case COSINE -> 2;
      case DOT -> 3;
    };
  }

  private static Optional<Metric> metric(int code) {
    return Arrays.stream(Metric.values()).filter(m -> code(m) == code).findFirst();
  }

  private static long checksum(byte[] header, int length, byte[] table) {
    CRC32 sum = new CRC32();
    sum.update(header, 0, length);
    sum.update(table);
    return sum.getValue();
  }

  private static int padding(long table) {
    return (int) ((ALIGNMENT - (HEADER + table) % ALIGNMENT) % ALIGNMENT);
  }

  // --- reading --------------------------------------------------------------------------------

  static EmbeddingIndex read(Path file) throws IOException {
    WholeFile.requireNoFolder(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return read(file, channel);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException("index: no file " + file);
    }
  }

  private static EmbeddingIndex read(Path file, FileChannel channel) throws IOException {
    byte[] head = part(channel, 0, HEADER, file);
    ByteBuffer header = ByteBuffer.wrap(head);
    byte[] magic = new byte[MAGIC.length];
    header.get(magic);
    require(Arrays.equals(magic, MAGIC), file, "it is no index, as EmbeddingIndex.save writes one");
    int version = header.getInt();
    require(
        version == VERSION || version == UNCHECKED,
        file,
        "version " + version + " is not known, expected " + VERSION);
    Optional<Metric> metric = metric(header.getInt());
    int width = header.getInt();
    int size = header.getInt();
    long tableBytes = header.getLong();
    long blockBytes = 4L * Columns.ROWS_AT_A_TIME * width;
    boolean sound =
        metric.isPresent()
            && width > 0
            && blockBytes <= Integer.MAX_VALUE
            && size >= 0
            && tableBytes >= 8L * size
            && tableBytes <= Integer.MAX_VALUE - 8;
    require(sound, file, "its header is damaged");
    int blocks = (size + Columns.ROWS_AT_A_TIME - 1) / Columns.ROWS_AT_A_TIME;
    long start = HEADER + tableBytes + padding(tableBytes);
    long end = start + blocks * blockBytes;
    long expected = version == UNCHECKED ? end : end + SUM;
    require(
        channel.size() == expected,
        file,
        "it has " + channel.size() + " bytes, expected " + expected);
    byte[] table = part(channel, HEADER, (int) tableBytes, file);
    require(checksum(head, HEADER - 8, table) == header.getLong(), file, "its checksum is wrong");
    List<String> ids = new ArrayList<>(size);
    List<String> payloads = new ArrayList<>(size);
    names(table, size, ids, payloads, file);
    CRC32C sum = new CRC32C();
    sum.update(part(channel, HEADER + tableBytes, padding(tableBytes), file));
    List<VectorBlock> vectors = map(channel, start, blocks, blockBytes, width, sum);
    require(
        version == UNCHECKED
            || sum.getValue() == ByteBuffer.wrap(part(channel, end, SUM, file)).getLong(),
        file,
        "its vectors have been changed: their checksum is wrong");
    return new EmbeddingIndex(width, metric.orElseThrow(), vectors, ids, payloads);
  }

  private static void names(
      byte[] table, int size, List<String> ids, List<String> payloads, Path file)
      throws IOException {
    ByteBuffer in = ByteBuffer.wrap(table);
    try {
      for (int i = 0; i < size; i++) {
        ids.add(text(in));
        payloads.add(text(in));
      }
    } catch (BufferUnderflowException | IllegalArgumentException | CharacterCodingException e) {
      throw new IOException("index: " + file + ": its table of names is damaged", e);
    }
    require(!in.hasRemaining(), file, "its table of names is longer than it says");
    require(new HashSet<>(ids).size() == size, file, "a name occurs twice");
  }

  private static String text(ByteBuffer in) throws CharacterCodingException {
    ByteBuffer utf8 = in.slice(in.position() + 4, in.getInt(in.position()));
    in.position(in.position() + 4 + utf8.remaining());
    return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
  }

  private static List<VectorBlock> map(
      FileChannel channel, long start, int blocks, long blockBytes, int width, CRC32C sum)
      throws IOException {
    int perSegment = (int) Math.max(1, SEGMENT / blockBytes);
    List<VectorBlock> mapped = new ArrayList<>(blocks);
    for (int first = 0; first < blocks; first += perSegment) {
      int count = Math.min(perSegment, blocks - first);
      ByteBuffer bytes =
          channel.map(
              FileChannel.MapMode.READ_ONLY, start + first * blockBytes, count * blockBytes);
      sum.update(bytes.duplicate());
      FloatBuffer segment = bytes.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
      int length = (int) (blockBytes / 4);
      for (int b = 0; b < count; b++) {
        mapped.add(VectorBlock.mapped(width, segment.slice(b * length, length)));
      }
    }
    return mapped;
  }

  private static byte[] part(FileChannel channel, long from, int length, Path file)
      throws IOException {
    require(channel.size() >= from + length, file, "it is cut short");
    byte[] bytes = new byte[length];
    ByteBuffer part = ByteBuffer.wrap(bytes);
    while (part.hasRemaining()) {
      if (channel.read(part, from + part.position()) < 0) {
        throw new IOException("index: " + file + ": it is cut short");
      }
    }
    return bytes;
  }

  private static void require(boolean holds, Path file, String what) throws IOException {
    if (!holds) {
      throw new IOException("index: " + file + ": " + what);
    }
  }
}
