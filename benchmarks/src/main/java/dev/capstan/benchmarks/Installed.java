package dev.capstan.benchmarks;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** Where this program lies. */
final class Installed {
  private Installed() {}

  /** The folder of the jar, or that of the classes when they were not packed: {@code target}. */
  static Path target() {
    try {
      Path code =
          Path.of(Installed.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return Objects.requireNonNull(code.getParent());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the place of this program has no path", e);
    }
  }

  /** The root of the checkout that it was built in. */
  static Path checkout() {
    return target().resolve("..").resolve("..").normalize();
  }
}
