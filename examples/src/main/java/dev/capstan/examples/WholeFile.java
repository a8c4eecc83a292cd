package dev.capstan.examples;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are there whole or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /** Writes beside the place and moves there, so that no reader ever sees a part. */
  public static void write(Path file, byte[] content) throws IOException {
    Path beside = file.resolveSibling("." + file.getFileName() + ".part");
    try {
      Files.write(beside, content);
      Files.move(beside, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /**
   * Makes the folder if need be and tries it by a file that is deleted at once.
   *
   * @throws IOException saying in one line why nothing can be written there
   */
  public static void requireWritableFolder(Path folder) throws IOException {
    try {
      Files.createDirectories(folder);
      Path probe = folder.resolve(".capstan-probe.part");
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
