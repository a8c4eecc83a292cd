package dev.capstan.benchmarks;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * A JDK that can be measured on.
 *
 * @param version in full, as in 17.0.15
 */
record Jdk(Path home, String version) {

  static Jdk running() {
    return new Jdk(Path.of(System.getProperty("java.home")), System.getProperty("java.version"));
  }

  /**
   * @throws IllegalArgumentException if there is no JDK in this folder
   */
  static Jdk at(Path home) {
    Path release = home.resolve("release");
    Properties facts = new Properties();
    try (Reader in = Files.newBufferedReader(release)) {
      facts.load(in);
    } catch (IOException e) {
      throw new IllegalArgumentException(home + " is no JDK: it has no readable file 'release'", e);
    }
    String version = facts.getProperty("JAVA_VERSION", "").replace("\"", "");
    if (!version.matches("\\d+.*")) {
      throw new IllegalArgumentException(release + " names no JAVA_VERSION");
    }
    return new Jdk(home, version);
  }

  int feature() {
    return Integer.parseInt(version.split("[^0-9]", 2)[0]);
  }

  String command() {
    return home.resolve("bin").resolve("java").toString();
  }
}
