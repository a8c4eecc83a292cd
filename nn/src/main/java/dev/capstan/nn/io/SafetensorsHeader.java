package dev.capstan.nn.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A safetensors header that was checked as a whole: every tensor's bytes are what dtype and shape
 * ask for, and together they fill the file without overlap, hole or rest.
 *
 * @param length the bytes of the header's text
 * @param entries in the order of the header
 */
record SafetensorsHeader(int length, Map<String, Slot> entries, Map<String, String> metadata) {
  /** What the format's own library allows. */
  static final int LONGEST = 100_000_000;

  /** What an array holds. */
  private static final int MOST = Integer.MAX_VALUE - 8;

  /** One tensor; begin counts from the end of the header. */
  record Slot(StoredType type, int[] shape, long begin, long bytes) {}

  /** The bytes before the first tensor. */
  long start() {
    return 8L + length;
  }

  /** The slots in the order of their bytes. */
  List<Map.Entry<String, Slot>> inOrder() {
    List<Map.Entry<String, Slot>> all = new ArrayList<>(entries.entrySet());
    all.sort(Comparator.comparingLong(e -> e.getValue().begin()));
    return all;
  }

  /** The length of the text, from a file's first eight bytes. */
  static int length(ByteBuffer first, long fileSize, String file) throws IOException {
    if (fileSize == 0) {
      throw new IOException(file + ": is empty, expected a safetensors file");
    }
    long length = first.remaining() < 8 ? -1 : first.order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > LONGEST || length > fileSize - 8) {
      throw new IOException(
          file
              + ": not a safetensors file, or cut short (its header would be "
              + length
              + " bytes long, the file has "
              + fileSize
              + ")");
    }
    return (int) length;
  }

  /** The header of this text, before so many bytes of elements; −1 if their number is unknown. */
  static SafetensorsHeader of(byte[] text, long elements, String file) throws IOException {
    HeaderText.Contents contents = HeaderText.parse(decoded(text, file), file);
    Map<String, Slot> slots = new LinkedHashMap<>();
    for (HeaderText.Entry entry : contents.entries()) {
      slots.put(entry.name(), slot(entry, elements, file));
    }
    SafetensorsHeader header = new SafetensorsHeader(text.length, slots, contents.metadata());
    header.requireGapless(elements, file);
    return header;
  }

  private static String decoded(byte[] text, String file) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(text))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": the header is damaged: it is no UTF-8", e);
    }
  }

  private static Slot slot(HeaderText.Entry entry, long elements, String file) throws IOException {
    StoredType type = type(entry, file);
    long size = size(entry.shape());
    boolean fits =
        entry.begin() <= entry.end()
            && (entry.end() - entry.begin()) % type.bytes() == 0
            && (entry.end() - entry.begin()) / type.bytes() == size
            && (elements < 0 || entry.end() <= elements);
    if (!fits) {
      throw new IOException(
          file
              + ": '"
              + HeaderText.shown(entry.name())
              + "': bytes "
              + entry.begin()
              + " to "
              + entry.end()
              + " do not hold "
              + Arrays.toString(entry.shape())
              + " of "
              + type
              + (elements < 0 ? "" : ", or lie beyond the end, at " + elements));
    }
    if (size > MOST) {
      throw new IOException(
          file
              + ": '"
              + HeaderText.shown(entry.name())
              + "': got "
              + size
              + " elements, expected at most 2147483639: more than an array can hold");
    }
    return new Slot(type, entry.shape(), entry.begin(), entry.end() - entry.begin());
  }

  /** The product of the sizes, at most {@link Long#MAX_VALUE}; 0 if one is. */
  private static long size(int[] shape) {
    long size = 1;
    for (int each : shape) {
      if (each == 0) {
        return 0;
      }
      size = size > Long.MAX_VALUE / each ? Long.MAX_VALUE : size * each;
    }
    return size;
  }

  private static StoredType type(HeaderText.Entry entry, String file) throws IOException {
    for (StoredType type : StoredType.values()) {
      if (type.name().equals(entry.dtype())) {
        return type;
      }
    }
    throw new IOException(
        file
            + ": '"
            + HeaderText.shown(entry.name())
            + "': dtype: got "
            + HeaderText.shown(entry.dtype())
            + ", expected one of "
            + List.of(StoredType.values()));
  }

  private void requireGapless(long elements, String file) throws IOException {
    long at = 0;
    for (Map.Entry<String, Slot> entry : inOrder()) {
      Slot slot = entry.getValue();
      if (slot.begin() != at) {
        throw new IOException(
            file
                + ": '"
                + HeaderText.shown(entry.getKey())
                + "': its bytes begin at "
                + slot.begin()
                + ", expected "
                + at
                + ": tensors overlap or leave a hole");
      }
      at += slot.bytes();
    }
    if (elements >= 0 && at != elements) {
      throw new IOException(
          file + ": " + (elements - at) + " bytes follow the last tensor, expected none");
    }
  }
}
