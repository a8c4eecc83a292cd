package dev.capstan.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The small files of an encoder's folder: configurations, vocabularies, the model card. */
final class FolderTexts {
  private static final List<String> ENDINGS = List.of(".json", ".txt", ".md", ".model");

  /** More than the largest vocabulary in use has; a file beyond it is not one of these. */
  private static final long LARGEST = 64L << 20;

  private FolderTexts() {}

  static Map<String, byte[]> read(Path folder) throws IOException {
    Map<String, byte[]> all = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(folder, 2)) {
      for (Path file : files.sorted().filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString().replace('\\', '/');
        boolean index = name.endsWith(".index.json");
        if (!index && ENDINGS.stream().anyMatch(name::endsWith) && Files.size(file) <= LARGEST) {
          all.put(name, Files.readAllBytes(file));
        }
      }
    }
    return all;
  }

  static void write(Map<String, byte[]> all, Path folder) throws IOException {
    for (Map.Entry<String, byte[]> each : all.entrySet()) {
      Path file = folder.resolve(each.getKey());
      Files.createDirectories(parent(file));
      Files.write(file, each.getValue());
    }
  }

  static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IllegalArgumentException("folder: '" + file + "' has no parent");
    }
    return parent;
  }
}
