package dev.capstan.ops;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A setting that cannot be followed is named by the first computation, and by the second. */
final class SettingsTest {

  /** Computes twice, and prints what comes of it. */
  static final class Twice {
    private Twice() {}

    public static void main(String[] arguments) {
      for (int i = 0; i < 2; i++) {
        try {
          Tensor.of(1.0, 2.0).exp();
        } catch (IllegalStateException e) {
          System.out.println(e.getMessage());
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          capstan.kernels=blah|capstan.kernels: got 'blah', expected scalar or vector
          capstan.kernels=vector|capstan.kernels=vector: the module jdk.incubator.vector is not \
          there; start java with --add-modules jdk.incubator.vector
          capstan.threads=abc|capstan.threads: got 'abc', expected a whole number from 1 on
          capstan.threads=-3|capstan.threads: got '-3', expected a whole number from 1 on
          """)
  void isNamed(String setting, String message) throws Exception {
    Process java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-D" + setting,
                "-cp",
                System.getProperty("java.class.path"),
                Twice.class.getName())
            .redirectErrorStream(true)
            .start();
    String said = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    java.waitFor(1, TimeUnit.MINUTES);
    assertEquals((message + "\n").repeat(2), said.replace("\r", ""));
  }
}
