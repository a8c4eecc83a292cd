package dev.capstan.nn.io;

import static java.util.Objects.requireNonNull;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Files that are there whole or not at all, whatever happens: two writers at once, a full disk, a
 * process that is killed, a machine that loses power.
 *
 * <p>The content goes to a file of a unique name in the same folder, which is brought to the disk
 * and then renamed in one step; at last the folder is brought to the disk. A reader sees the old
 * file or the new one. Where the place is a symbolic link, the file that it points to is replaced.
 * A process that is killed may leave a hidden file that ends in {@code .part} behind, which nobody
 * reads.
 */
public final class WholeFile {
  private static final int BUFFER = 1 << 16;
  private static final int MOST_LINKS = 40;

  private WholeFile() {}

  /** What is to be written. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Refuses a folder where a file is to be read: the system says so without its name, and only at
   * the first byte.
   *
   * @throws IOException naming the folder
   */
  public static void requireNoFolder(Path file) throws IOException {
    requireNonNull(file, "file");
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a folder, expected a file");
    }
  }

  /** Writes bytes. */
  public static void write(Path file, byte[] content) throws IOException {
    requireNonNull(content, "content");
    write(file, out -> out.write(content));
  }

  /** Writes what {@code content} writes; if that throws, the place is as it was. */
  public static void write(Path file, Content content) throws IOException {
    Path target = followed(file);
    Path part = beside(target);
    try {
      try (FileChannel channel =
              FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER)) {
        content.writeTo(out);
        out.flush();
        channel.force(true);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      forceFolder(target);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private static Path beside(Path target) {
    Path name = target.getFileName();
    if (name == null) {
      throw new IllegalArgumentException("write: got '" + target + "', expected a file");
    }
    long process = ProcessHandle.current().pid();
    return target.resolveSibling("." + name + "." + process + "-" + UUID.randomUUID() + ".part");
  }

  /** Where links lead, to a file that need not be there. */
  private static Path followed(Path file) throws IOException {
    Path at = file;
    for (int i = 0; Files.isSymbolicLink(at); i++) {
      if (i == MOST_LINKS) {
        throw new FileSystemLoopException(file.toString());
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    return at;
  }

  /** The new name outlives a loss of power too; a system that cannot do this is let be. */
  @SuppressWarnings("EmptyCatch") // Windows has no way to force a folder, and needs none
  private static void forceFolder(Path target) {
    Path folder = target.toAbsolutePath().getParent();
    if (folder != null) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      } catch (IOException e) {
        // the file itself is whole and in place
      }
    }
  }

  /**
   * Makes the folder if need be and tries it by a file that is deleted at once.
   *
   * @throws IOException saying in one line why nothing can be written there
   */
  public static void requireWritableFolder(Path folder) throws IOException {
    requireNonNull(folder, "folder");
    try {
      Files.createDirectories(folder);
      Path probe = beside(folder.resolve("capstan-probe"));
      Files.write(probe, new byte[0]);
      Files.delete(probe);
    } catch (FileAlreadyExistsException e) {
      throw new IOException("cannot write to " + folder + ": " + e.getFile() + " is a file", e);
    } catch (AccessDeniedException e) {
      throw new IOException("cannot write to " + folder + ": permission denied", e);
    } catch (IOException e) {
      throw new IOException("cannot write to " + folder + ": " + e.getMessage(), e);
    }
  }
}
