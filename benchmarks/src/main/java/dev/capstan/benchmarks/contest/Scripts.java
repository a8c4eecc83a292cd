package dev.capstan.benchmarks.contest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The peers' programs in Python that travel in the jar, as files that Python can read. */
public final class Scripts {
  private final Path folder;

  /** Puts them into a new folder that goes away with this process. */
  public Scripts() throws IOException {
    folder = Files.createTempDirectory("capstan-pytorch");
    folder.toFile().deleteOnExit();
  }

  /** One of them, beside those asked for before, so that it can import them. */
  public Path get(String name) throws IOException {
    Path file = folder.resolve(name);
    file.toFile().deleteOnExit();
    try (InputStream in =
        Scripts.class.getResourceAsStream("/dev/capstan/benchmarks/pytorch/" + name)) {
      Files.write(file, Objects.requireNonNull(in, name).readAllBytes());
    }
    return file;
  }
}
