package dev.capstan.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/**
 * Flat folders on any of Hadoop's file systems, and copies of them. Lucene works on files of this
 * machine alone; those are reached without Hadoop, which would lay checksums beside them.
 */
final class IndexFolders implements Serializable {
  private static final long serialVersionUID = 1;

  /** Hadoop's own class of it does not travel. */
  private final Map<String, String> settings = new HashMap<>();

  IndexFolders(Configuration hadoop) {
    hadoop.forEach(each -> settings.put(each.getKey(), each.getValue()));
  }

  private static org.apache.hadoop.fs.Path path(String folder) {
    return new org.apache.hadoop.fs.Path(folder);
  }

  private FileSystem files(String folder) throws IOException {
    Configuration hadoop = new Configuration(false);
    settings.forEach(hadoop::set);
    return path(folder).getFileSystem(hadoop);
  }

  private static boolean isLocal(FileSystem files) {
    return files.getScheme().equals("file");
  }

  private static Path local(String folder) {
    return Path.of(path(folder).toUri().getPath());
  }

  boolean exists(String folder) throws IOException {
    return files(folder).exists(path(folder));
  }

  /** Copies a folder of this machine, but for its lock. */
  void send(Path from, String to) throws IOException {
    FileSystem files = files(to);
    if (isLocal(files)) {
      Files.createDirectories(local(to));
    }
    for (Path file : all(from)) {
      String name = file.getFileName().toString();
      if (name.equals("write.lock")) {
        continue;
      }
      if (isLocal(files)) {
        Files.copy(file, local(to).resolve(name));
      } else {
        try (OutputStream out = files.create(path(to + "/" + name), false)) {
          Files.copy(file, out);
        }
      }
    }
  }

  private static List<Path> all(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** The folder itself if it is of this machine, else a copy. */
  Path near(String folder, Path copy) throws IOException {
    if (isLocal(files(folder))) {
      return local(folder);
    }
    fetch(folder, copy);
    return copy;
  }

  void fetch(String from, Path to) throws IOException {
    FileSystem files = files(from);
    FileStatus[] all = files.listStatus(path(from));
    Files.createDirectories(to);
    for (FileStatus each : all) {
      try (InputStream in = files.open(each.getPath())) {
        Files.copy(in, to.resolve(each.getPath().getName()));
      }
    }
  }

  void delete(String folder) throws IOException {
    files(folder).delete(path(folder), true);
  }

  static void deleteLocal(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }
}
