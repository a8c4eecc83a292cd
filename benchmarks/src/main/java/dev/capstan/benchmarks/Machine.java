package dev.capstan.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a table must say of where it was made. */
final class Machine {
  private Machine() {}

  static String describe() {
    return processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors";
  }

  /** The processor's name where the system tells it, with family and model where that is vague. */
  private static String processor() {
    Path info = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(info)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(info)) {
      String[] facts =
          lines
              .takeWhile(line -> !line.isBlank())
              .filter(line -> line.matches("(model name|cpu family|model)\\s*:.*"))
              .map(line -> line.replaceAll("\\s*:\\s*", " ").replace("model name ", ""))
              .toArray(String[]::new);
      return facts.length == 0 ? System.getProperty("os.arch") : String.join(" ", facts);
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
