package dev.capstan.nn.io;

import dev.capstan.ops.Shape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON of a safetensors header, and of the index of a file in parts: just as much of the
 * language as the two use. What is said twice is refused, not taken as said last.
 */
final class HeaderText {
  static final String METADATA = "__metadata__";

  /** Deeper nesting than any index has. */
  private static final int DEEPEST = 32;

  private final String text;
  private final String file;
  private int at;

  private HeaderText(String text, String file) {
    this.text = text;
    this.file = file;
  }

  /** One tensor's line. */
  record Entry(String name, String dtype, int[] shape, long begin, long end) {}

  /** What a header says. */
  record Contents(List<Entry> entries, Map<String, String> metadata) {}

  static Contents parse(String text, String file) throws IOException {
    HeaderText parser = new HeaderText(text, file);
    Map<String, Entry> entries = new LinkedHashMap<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    parser.require(text.startsWith("{"), "'{'");
    parser.object(
        name -> {
          if (name.equals(METADATA)) {
            parser.strings(metadata);
          } else {
            entries.put(name, parser.entry(name));
          }
        });
    parser.end();
    return new Contents(List.copyOf(entries.values()), metadata);
  }

  /** The {@code weight_map} of an index: which file holds which tensor. */
  static Map<String, String> parseIndex(String text, String file) throws IOException {
    HeaderText parser = new HeaderText(text, file);
    Map<String, String> files = new LinkedHashMap<>();
    boolean[] found = {false};
    parser.object(
        key -> {
          if (key.equals("weight_map")) {
            found[0] = true;
            parser.strings(files);
          } else {
            parser.anything(0);
          }
        });
    parser.end();
    parser.require(found[0], "a weight_map");
    return files;
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

  private void strings(Map<String, String> into) throws IOException {
    object(key -> into.put(key, string()));
  }

  private Entry entry(String name) throws IOException {
    String[] dtype = {""};
    List<Long> shape = new ArrayList<>();
    List<Long> offsets = new ArrayList<>();
    boolean[] shaped = {false};
    object(
        key -> {
          switch (key) {
            case "dtype" -> dtype[0] = string();
            case "shape" -> {
              shaped[0] = true;
              numbers(shape);
            }
            case "data_offsets" -> numbers(offsets);
            default -> require(false, "dtype, shape or data_offsets");
          }
        });
    require(offsets.size() == 2, "two data_offsets of '" + shown(name) + "'");
    require(shaped[0], "a shape of '" + shown(name) + "'");
    require(!dtype[0].isEmpty(), "a dtype of '" + shown(name) + "'");
    require(
        shape.size() <= Shape.MAX_RANK,
        "at most " + Shape.MAX_RANK + " axes of '" + shown(name) + "'");
    int[] sizes = new int[shape.size()];
    for (int i = 0; i < sizes.length; i++) {
      require(shape.get(i) <= Integer.MAX_VALUE, "sizes of '" + shown(name) + "' that fit an int");
      sizes[i] = (int) (long) shape.get(i);
    }
    return new Entry(name, dtype[0], sizes, offsets.get(0), offsets.get(1));
  }

  /** A name that somebody chose, short enough for a message. */
  static String shown(String name) {
    return name.length() > 80 ? name.substring(0, 80) + "…" : name;
  }

  private void object(Member member) throws IOException {
    expect('{');
    Map<String, Integer> seen = new LinkedHashMap<>();
    if (next() != '}') {
      do {
        String name = string();
        require(seen.put(name, at) == null, "'" + shown(name) + "' only once");
        expect(':');
        member.read(name);
      } while (skip(','));
    }
    expect('}');
  }

  private void anything(int depth) throws IOException {
    require(depth < DEEPEST, "less nesting");
    switch (next()) {
      case '{' -> object(key -> anything(depth + 1));
      case '"' -> string();
      case '[' -> {
        expect('[');
        if (next() != ']') {
          do {
            anything(depth + 1);
          } while (skip(','));
        }
        expect(']');
      }
      default -> {
        int from = at;
        while (at < text.length()
            && "+-.0123456789abcdefghijklmnopqrstuvwxyzE".indexOf(text.charAt(at)) >= 0) {
          at++;
        }
        require(at > from, "a value");
      }
    }
  }

  private void numbers(List<Long> into) throws IOException {
    expect('[');
    if (next() != ']') {
      do {
        next();
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
          at++;
        }
        boolean plain = at - from == 1 || at > from && text.charAt(from) != '0';
        require(plain && at - from < 19, "a whole number");
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
      require(c >= ' ', "an escape for a control character");
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
      int digit = "0123456789abcdef".indexOf(Character.toLowerCase(text.charAt(at++)));
      require(digit >= 0, "four hexadecimal digits");
      code = 16 * code + digit;
    }
    return (char) code;
  }

  private void end() throws IOException {
    next();
    require(at == text.length(), "the end of the header");
  }

  private char next() {
    while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
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
