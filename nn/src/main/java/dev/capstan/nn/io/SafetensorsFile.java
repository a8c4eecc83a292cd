package dev.capstan.nn.io;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.io.SafetensorsHeader.Slot;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.TensorForm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A safetensors file that is open: its header was read and checked, its tensors are mapped into
 * memory and decoded as they are asked for, so a file may be much larger than the heap. Belongs to
 * one thread.
 */
public final class SafetensorsFile implements AutoCloseable {
  /** A mapping costs as much as copying some pages. */
  private static final int WORTH_MAPPING = 1 << 16;

  private final Path file;
  private final FileChannel channel;
  private final SafetensorsHeader header;

  private SafetensorsFile(Path file, FileChannel channel, SafetensorsHeader header) {
    this.file = file;
    this.channel = channel;
    this.header = header;
  }

  /**
   * Opens a file and checks its header.
   *
   * @throws IOException naming the file and the fault, if it is no such file, is cut short, or
   *     breaks the format
   */
  public static SafetensorsFile open(Path file) throws IOException {
    WholeFile.requireNoFolder(file);
    FileChannel channel = channel(file);
    try {
      String name = file.toString();
      ByteBuffer first = bytes(channel, 0, (int) Math.min(8, channel.size()), file);
      int length = SafetensorsHeader.length(first, channel.size(), name);
      byte[] text = bytes(channel, 8, length, file).array();
      return new SafetensorsFile(
          file, channel, SafetensorsHeader.of(text, channel.size() - 8 - length, name));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static FileChannel channel(Path file) throws IOException {
    try {
      return FileChannel.open(file, StandardOpenOption.READ);
    } catch (NoSuchFileException e) {
      throw new NoSuchFileException("no file " + file);
    }
  }

  private static ByteBuffer bytes(FileChannel channel, long from, int n, Path file)
      throws IOException {
    ByteBuffer all = ByteBuffer.allocate(n);
    while (all.hasRemaining()) {
      if (channel.read(all, from + all.position()) < 0) {
        throw new IOException(file + ": cut short while it was read");
      }
    }
    return all.flip();
  }

  /** The tensors' names, in the order of the header. */
  public Set<String> names() {
    return Collections.unmodifiableSet(header.entries().keySet());
  }

  /** What the file says of itself. */
  public Map<String, String> metadata() {
    return Collections.unmodifiableMap(header.metadata());
  }

  /** The type that a tensor is stored in, such as {@code BF16}. */
  public String storedType(String name) throws IOException {
    requireNonNull(name, "name");
    return slot(name).type().name();
  }

  Map<String, String> storedTypes() {
    Map<String, String> types = new LinkedHashMap<>();
    header.entries().forEach((name, slot) -> types.put(name, slot.type().name()));
    return types;
  }

  /** Dtype and shape that a tensor is read in. */
  public TensorForm form(String name) throws IOException {
    requireNonNull(name, "name");
    Slot slot = slot(name);
    return new TensorForm(slot.type().dtype(), Shape.of(slot.shape()));
  }

  /**
   * Reads one tensor.
   *
   * @throws IOException if there is none of this name, or a number in it cannot be held
   */
  public Tensor read(String name) throws IOException {
    requireNonNull(name, "name");
    Slot slot = slot(name);
    return Safetensors.tensor(
        Map.entry(name, slot), file.toString(), new Region(header.start() + slot.begin()));
  }

  /** The file from some place on; the header was held against the file's length. */
  private final class Region implements StoredType.Source {
    private long at;

    Region(long at) {
      this.at = at;
    }

    @Override
    public ByteBuffer next(int n) throws IOException {
      long from = at;
      at += n;
      ByteBuffer found =
          n < WORTH_MAPPING
              ? bytes(channel, from, n, file)
              : channel.map(FileChannel.MapMode.READ_ONLY, from, n);
      return found.order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public boolean whole() {
      return true;
    }
  }

  private Slot slot(String name) throws IOException {
    if (!header.entries().containsKey(name)) {
      throw new IOException(file + ": holds no tensor '" + HeaderText.shown(name) + "'");
    }
    return Objects.requireNonNull(header.entries().get(name));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
