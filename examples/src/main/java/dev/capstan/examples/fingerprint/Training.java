package dev.capstan.examples.fingerprint;

import dev.capstan.examples.train.SeededRun;
import dev.capstan.examples.train.Source;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Training runs from a seed: each epoch's loss, and what the trained nets make of the test rows.
 */
final class Training {
  private Training() {}

  static List<Row> rows(Path mnist) {
    List<Row> rows = new ArrayList<>();
    rows.add(row(Source.DIGITS, 3, mnist));
    rows.add(row(Source.LETTER, 1, mnist));
    if (Files.isDirectory(mnist)) {
      rows.add(row(Source.MNIST, 1, mnist));
    }
    return rows;
  }

  private static Row row(Source source, int epochs, Path mnist) {
    return new Row(
        "training on " + source.id() + ", epochs: " + epochs,
        bits -> {
          SeededRun run = SeededRun.of(source, epochs, mnist);
          run.losses().forEach(bits::add);
          bits.add(run.embedded());
        });
  }
}
