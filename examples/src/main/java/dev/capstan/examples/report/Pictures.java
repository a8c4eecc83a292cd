package dev.capstan.examples.report;

import dev.capstan.nn.data.Dataset;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * All test rows as one picture, row by row in tiles: a PNG with a palette from paper to ink,
 * written here because the JDK's writer takes longer to start than the page takes to make.
 */
final class Pictures {
  private static final int[] PAPER = {242, 240, 234};
  private static final int[] INK = {31, 36, 40};
  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  private static final int LEVELS = 256;

  private final Dataset rows;
  private final int side;
  private final int columns;

  Pictures(Dataset rows, int side) {
    this.rows = rows;
    this.side = side;
    this.columns = (int) Math.max(1, Math.ceil(Math.sqrt(rows.size())));
  }

  int columns() {
    return columns;
  }

  int lines() {
    return Math.max(1, (rows.size() + columns - 1) / columns);
  }

  /** The picture as an address that holds it. */
  String dataUri() throws IOException {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png());
  }

  byte[] png() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(SIGNATURE);
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    DataOutputStream fields = new DataOutputStream(header);
    fields.writeInt(columns * side);
    fields.writeInt(lines() * side);
    fields.write(new byte[] {8, 3, 0, 0, 0}); // 8 bits, palette, the only methods there are
    chunk(out, "IHDR", header.toByteArray());
    chunk(out, "PLTE", palette());
    chunk(out, "IDAT", compressed());
    chunk(out, "IEND", new byte[0]);
    return out.toByteArray();
  }

  private static byte[] palette() {
    byte[] palette = new byte[3 * LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      for (int c = 0; c < 3; c++) {
        palette[3 * i + c] = (byte) (PAPER[c] + (INK[c] - PAPER[c]) * i / (LEVELS - 1));
      }
    }
    return palette;
  }

  /** Lines of pixels, each after a zero that says "not filtered". */
  private byte[] compressed() throws IOException {
    int width = columns * side;
    byte[] lines = new byte[lines() * side * (width + 1)];
    for (int row = 0; row < rows.size(); row++) {
      float[] pixels = rows.row(row);
      int top = row / columns * side;
      int left = row % columns * side;
      for (int i = 0; i < side * side; i++) {
        int at = (top + i / side) * (width + 1) + 1 + left + i % side;
        lines[at] = (byte) Math.round((LEVELS - 1) * Math.min(1, Math.max(0, pixels[i])));
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater =
        new DeflaterOutputStream(out, new Deflater(Deflater.BEST_COMPRESSION))) {
      deflater.write(lines);
    }
    return out.toByteArray();
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(content);
    DataOutputStream data = new DataOutputStream(out);
    data.writeInt(content.length);
    data.write(name);
    data.write(content);
    data.writeInt((int) sum.getValue());
  }
}
