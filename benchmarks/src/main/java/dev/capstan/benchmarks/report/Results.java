package dev.capstan.benchmarks.report;

import dev.capstan.benchmarks.contest.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of results that several runs may add to, a line as soon as it is known. */
public final class Results {
  private final Path file;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  private Results(Path file) {
    this.file = file;
  }

  /**
   * What the file holds; nothing if there is none yet.
   *
   * @throws IOException if it cannot be read, or a line is no result: file and line are named
   */
  public static Results open(Path file) throws IOException {
    Results results = new Results(file);
    if (Files.exists(file)) {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        try {
          results.take(Line.read(line, Entry.class));
        } catch (IllegalArgumentException e) {
          throw new IOException(file + ":" + number + ": " + e.getMessage(), e);
        }
      }
    }
    return results;
  }

  /** Keeps an entry, here and in the file. */
  public void add(Entry entry) throws IOException {
    take(entry);
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(
        file, Line.of(entry) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  private void take(Entry entry) {
    // Removed first, so that the order is that of the latest run.
    entries.remove(entry.key());
    entries.put(entry.key(), entry);
    if (entry instanceof Entry.Row row) {
      entries.remove(new Entry.Absence(row.place(), "", "", "").key());
      entries.remove(new Entry.Absence(row.place(), row.peer(), "", "").key());
      entries.remove(new Entry.Absence(row.place(), row.peer(), row.workload(), "").key());
    }
  }

  /** All entries of one kind. */
  public <T extends Entry> List<T> of(Class<T> kind) {
    return entries.values().stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
