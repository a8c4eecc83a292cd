package dev.capstan.nn.io;

import dev.capstan.ops.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The JSON of a safetensors header: just as much of the language as the format uses. */
final class HeaderText {
  private static final String METADATA = "__metadata__";

  private final String text;
  private final String file;
  private int at;

  private HeaderText(String text, String file) {
    this.text = text;
    this.file = file;
  }

  /** One tensor's line. */
  record Entry(String name, String dtype, int[] shape, long begin, long end) {}

  static List<Entry> parse(String text, String file) throws IOException {
    HeaderText parser = new HeaderText(text, file);
    List<Entry> entries = new ArrayList<>();
    parser.object(
        name -> {
          if (name.equals(METADATA)) {
            parser.object(key -> parser.string());
          } else {
            entries.add(parser.entry(name));
          }
        });
    parser.blanks();
    parser.require(parser.at == text.length(), "the end of the header");
    return entries;
  }

  /** Letters, digits and the like as they are; what JSON reserves by its number. */
  static String quoted(String name) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      quoted.append(c == '"' || c == '\\' || c < ' ' ? String.format("\\u%04x", (int) c) : c);
    }
    return quoted.append('"').toString();
  }

  private interface Member {
    void read(String name) throws IOException;
  }

  private Entry entry(String name) throws IOException {
    String[] dtype = {""};
    List<Long> shape = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    object(
        key -> {
          switch (key) {
            case "dtype" -> dtype[0] = string();
            case "shape" -> numbers(shape);
            case "data_offsets" -> numbers(offsets);
            default -> require(false, "dtype, shape or data_offsets");
          }
        });
    require(offsets.size() == 2, "two data_offsets of '" + name + "'");
    require(
        shape.size() <= Shape.MAX_RANK, "at most " + Shape.MAX_RANK + " axes of '" + name + "'");
    int[] sizes = new int[shape.size()];
    for (int i = 0; i < sizes.length; i++) {
      require(shape.get(i) <= Integer.MAX_VALUE, "sizes of '" + name + "' that fit an int");
      sizes[i] = (int) (long) shape.get(i);
    }
    return new Entry(name, dtype[0], sizes, offsets.get(0), offsets.get(1));
  }

  private void object(Member member) throws IOException {
    expect('{');
    if (next() != '}') {
      do {
        String name = string();
        expect(':');
        member.read(name);
      } while (skip(','));
    }
    expect('}');
  }

  private void numbers(List<Long> into) throws IOException {
    expect('[');
    if (next() != ']') {
      do {
        next();
        int from = at;
        while (at < text.length() && Character.isDigit(text.charAt(at))) {
          at++;
        }
        require(at > from && at - from < 19, "a whole number");
        into.add(Long.parseLong(text.substring(from, at)));
      } while (skip(','));
    }
    expect(']');
  }

  private String string() throws IOException {
    expect('"');
    StringBuilder out = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      out.append(c == '\\' ? escaped() : c);
    }
    require(at < text.length(), "the end of a string");
    at++;
    return out.toString();
  }

  private char escaped() throws IOException {
    require(at < text.length(), "an escape");
    char c = text.charAt(at++);
    int plain = "\"\\/bfnrt".indexOf(c);
    if (plain >= 0) {
      return "\"\\/\b\f\n\r\t".charAt(plain);
    }
    require(c == 'u' && at + 4 <= text.length(), "an escape");
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit(text.charAt(at++), 16);
      require(digit >= 0, "four hexadecimal digits");
      code = 16 * code + digit;
    }
    return (char) code;
  }

  private char next() {
    blanks();
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void blanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  private boolean skip(char c) {
    if (next() == c) {
      at++;
      return true;
    }
    return false;
  }

  private void expect(char c) throws IOException {
    require(skip(c), "'" + c + "'");
  }

  private void require(boolean holds, String what) throws IOException {
    if (!holds) {
      throw new IOException(
          file + ": the header is damaged: expected " + what + " (at byte " + (8 + at) + ")");
    }
  }
}
