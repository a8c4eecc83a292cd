package dev.capstan.nn.io;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.CRC32C;

/**
 * What tells whether tensors and texts came back from a file as they went in: CRC-32C over names,
 * forms and numbers of all tensors, and over all texts, in their order.
 */
public final class Checksum {
  private static final int CHUNK = 1 << 16;

  private Checksum() {}

  /** As eight hexadecimal digits. */
  public static String of(Map<String, Tensor> tensors, Map<String, String> texts) {
    requireNonNull(tensors, "tensors");
    requireNonNull(texts, "texts");
    CRC32C sum = new CRC32C();
    tensors.forEach((name, t) -> add(sum, name, t));
    texts.forEach(
        (name, text) -> {
          add(sum, name);
          add(sum, text);
        });
    return String.format("%08x", sum.getValue());
  }

  private static void add(CRC32C sum, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sum.update(ByteBuffer.allocate(4).putInt(bytes.length).flip());
    sum.update(bytes);
  }

  private static void add(CRC32C sum, String name, Tensor t) {
    add(sum, name);
    add(sum, t.form().toString());
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    boolean single = t.dtype() == DType.FLOAT32;
    for (int i = 0; i < t.size(); i++) {
      if (single) {
        chunk.putInt(Float.floatToRawIntBits((float) t.at(i)));
      } else {
        chunk.putLong(Double.doubleToRawLongBits(t.at(i)));
      }
      if (!chunk.hasRemaining()) {
        sum.update(chunk.flip());
        chunk.clear();
      }
    }
    sum.update(chunk.flip());
  }
}
