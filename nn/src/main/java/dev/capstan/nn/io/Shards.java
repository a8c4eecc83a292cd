package dev.capstan.nn.io;

import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Tensors in several files, beside an index that says which file holds which tensor. */
final class Shards {
  /** An index lists names: this is far more than any. */
  private static final long LONGEST = 100_000_000;

  private Shards() {}

  static Map<String, Tensor> read(Path index) throws IOException {
    Map<String, String> fileOf = fileOf(index);
    Map<String, Tensor> found = new LinkedHashMap<>();
    for (String part : new LinkedHashSet<>(fileOf.values())) {
      readPart(index, part, fileOf, found);
    }
    Map<String, Tensor> inOrder = new LinkedHashMap<>();
    for (String name : fileOf.keySet()) {
      inOrder.put(name, Objects.requireNonNull(found.get(name)));
    }
    return inOrder;
  }

  /** The types that the parts' tensors are stored in. */
  static Map<String, String> storedTypes(Path index) throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    for (String part : new LinkedHashSet<>(fileOf(index).values())) {
      requireBeside(index, part);
      try (SafetensorsFile file = SafetensorsFile.open(index.resolveSibling(part))) {
        types.putAll(file.storedTypes());
      }
    }
    return types;
  }

  private static Map<String, String> fileOf(Path index) throws IOException {
    if (Files.size(index) > LONGEST) {
      throw new IOException(index + ": too long for an index: " + Files.size(index) + " bytes");
    }
    return HeaderText.parseIndex(text(index), index.toString());
  }

  private static String text(Path index) throws IOException {
    try {
      return Files.readString(index);
    } catch (CharacterCodingException e) {
      throw new IOException(index + ": the header is damaged: it is no UTF-8", e);
    }
  }

  private static void readPart(
      Path index, String part, Map<String, String> fileOf, Map<String, Tensor> found)
      throws IOException {
    requireBeside(index, part);
    Set<String> wanted = new LinkedHashSet<>();
    fileOf.forEach(
        (name, file) -> {
          if (file.equals(part)) {
            wanted.add(name);
          }
        });
    try (SafetensorsFile file = SafetensorsFile.open(index.resolveSibling(part))) {
      if (!file.names().equals(wanted)) {
        Set<String> missing = new LinkedHashSet<>(wanted);
        missing.removeAll(file.names());
        Set<String> unknown = new LinkedHashSet<>(file.names());
        unknown.removeAll(wanted);
        throw new IOException(
            index + ": " + part + " lacks " + few(missing) + " and has besides " + few(unknown));
      }
      for (String name : wanted) {
        found.put(name, file.read(name));
      }
    }
  }

  private static void requireBeside(Path index, String part) throws IOException {
    if (part.isEmpty() || part.contains("/") || part.contains("\\") || part.equals("..")) {
      throw new IOException(
          index + ": got the part '" + HeaderText.shown(part) + "', expected a file beside it");
    }
  }

  private static String few(Set<String> names) {
    return names.size() <= 8
        ? names.toString()
        : names.stream().limit(8).toList() + " and " + (names.size() - 8) + " more";
  }
}
