package dev.capstan.examples;

import dev.capstan.nn.io.WholeFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Where results go. A regular file is written whole or not at all ({@link WholeFile}), and its
 * folder is made if need be; what is no regular file (a device, a pipe, the process's own output)
 * is written to and never replaced.
 */
public final class OutputFile {
  /** Linux follows no more links than this. */
  private static final int MOST_LINKS = 40;

  private OutputFile() {}

  /** Writes a file, so that no reader ever sees a part of it. */
  public static void write(Path file, byte[] content) throws IOException {
    PrintStream stream = standardStream(file);
    if (stream != null) {
      writeTo(stream, content, file);
    } else if (isWrittenInPlace(file)) {
      try (OutputStream out = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
        out.write(content);
      } catch (IOException e) {
        throw cannotWrite(file, e);
      }
    } else {
      try {
        makeFolder(target(file));
        WholeFile.write(file, content);
      } catch (IOException e) {
        throw cannotWrite(file, e);
      }
    }
  }

  /** Whether this is the process's own output, under one of its names. */
  public static boolean isStandardOutput(Path file) {
    return standardStream(file) == System.out;
  }

  private static @Nullable PrintStream standardStream(Path file) {
    return switch (file.toAbsolutePath().normalize().toString()) {
      case "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1" -> System.out;
      case "/dev/stderr", "/dev/fd/2", "/proc/self/fd/2" -> System.err;
      default -> null;
    };
  }

  private static void writeTo(PrintStream stream, byte[] content, Path file) throws IOException {
    stream.write(content, 0, content.length);
    if (stream.checkError()) {
      throw new IOException("cannot write to " + file + ": a full disk, or a closed pipe");
    }
  }

  /** Devices, pipes and sockets are no files to be moved over. */
  private static boolean isWrittenInPlace(Path file) {
    return Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file);
  }

  /** Where symbolic links lead, whether or not there is something. */
  private static Path target(Path file) throws IOException {
    Path at = file;
    for (int i = 0; i < MOST_LINKS; i++) {
      if (!Files.isSymbolicLink(at)) {
        return at;
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    throw new FileSystemLoopException(file.toString());
  }

  private static void makeFolder(Path file) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
  }

  // --- before the work ------------------------------------------------------------------------

  /**
   * Tries whether a file can be written, and leaves no trace.
   *
   * @throws IOException saying in one line why not
   */
  public static void requireWritable(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException("cannot write to " + file + ": it is a folder");
    }
    if (standardStream(file) != null) {
      return;
    }
    if (isWrittenInPlace(file)) {
      if (!Files.isWritable(file)) {
        throw new IOException("cannot write to " + file + ": permission denied");
      }
      return;
    }
    Path folder = target(file).toAbsolutePath().normalize().getParent();
    if (folder == null) {
      throw new IOException("cannot write to " + file + ": it is a folder");
    }
    requireWritableFolder(folder);
  }

  /**
   * Tries whether files can be written in a folder, which may not be there yet, and leaves no
   * trace.
   *
   * @throws IOException saying in one line why not
   */
  public static void requireWritableFolder(Path folder) throws IOException {
    Deque<Path> made = new ArrayDeque<>();
    try {
      make(folder.toAbsolutePath(), made);
      Path probe = Files.createTempFile(folder, ".capstan-probe", "");
      Files.delete(probe);
    } catch (IOException e) {
      throw cannotWrite(folder, e);
    } finally {
      for (Path each : made) {
        Files.deleteIfExists(each);
      }
    }
  }

  /** Makes a folder and those above it; what was made comes last made first. */
  private static void make(Path folder, Deque<Path> made) throws IOException {
    if (Files.isDirectory(folder)) {
      return;
    }
    Path above = folder.getParent();
    if (above != null) {
      make(above, made);
    }
    Files.createDirectory(folder);
    made.push(folder);
  }

  private static IOException cannotWrite(Path file, IOException e) {
    return new IOException("cannot write to " + file + ": " + reason(file, e), e);
  }

  private static String reason(Path file, IOException e) {
    if (e instanceof FileAlreadyExistsException exists) {
      return exists.getFile() + " is a file";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof NoSuchFileException) {
      return "nothing can be made there";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    String message = e.getMessage();
    return message == null || message.equals(file.toString())
        ? e.getClass().getSimpleName()
        : message;
  }
}
