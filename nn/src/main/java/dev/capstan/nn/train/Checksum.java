package dev.capstan.nn.train;

import dev.capstan.nn.State;
import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** CRC-32C over names, forms and numbers of all tensors, and over all texts, in their order. */
final class Checksum {
  private static final int CHUNK = 1 << 16;

  private Checksum() {}

  static String of(State state) {
    CRC32C sum = new CRC32C();
    state.tensors().forEach((name, t) -> add(sum, name, t));
    state
        .texts()
        .forEach(
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
