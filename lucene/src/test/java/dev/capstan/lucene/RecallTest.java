package dev.capstan.lucene;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.capstan.data.Table;
import dev.capstan.nn.index.EmbeddingIndex;
import dev.capstan.nn.index.Match;
import dev.capstan.nn.index.Metric;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much walks miss on the letters: 20,000 rows of 16, every twentieth asked about. */
final class RecallTest {
  private static final Path LETTERS =
      Path.of("../examples/src/main/resources/dev/capstan/examples/data/letter.csv.gz");

  private static final int ASKED = 20;

  @TempDir private Path folder = Path.of("");

  /** Integer features lie alike often, so a row counts as found if none nearer is missing. */
  @Test
  void ofTheTenNearestNearlyAllAreFound() throws IOException {
    Table table = Table.read(LETTERS);
    List<float[]> rows = new ArrayList<>();
    for (List<String> row : table.rows()) {
      float[] numbers = new float[16];
      int at = 0;
      for (int column = 0; column < row.size(); column++) {
        if (row.get(column).matches("-?[0-9.]+") && at < 16) {
          numbers[at++] = Float.parseFloat(row.get(column));
        }
      }
      rows.add(numbers);
    }
    EmbeddingIndex exact = EmbeddingIndex.create(16, Metric.EUCLIDEAN);
    long start = System.nanoTime();
    try (HnswWriter writer = HnswWriter.open(folder, 16, Metric.EUCLIDEAN)) {
      for (int i = 0; i < rows.size(); i++) {
        writer.add("r" + i, rows.get(i));
      }
      writer.merge();
      writer.commit();
    }
    double built = (System.nanoTime() - start) * 1e-9;
    for (int i = 0; i < rows.size(); i++) {
      exact.add("r" + i, rows.get(i));
    }
    List<List<Match>> expected = new ArrayList<>();
    start = System.nanoTime();
    for (int i = 0; i < rows.size(); i += ASKED) {
      expected.add(exact.search(rows.get(i), 10));
    }
    long exactMicros = (System.nanoTime() - start) / 1000 / expected.size();
    StringBuilder lines = new StringBuilder();
    try (HnswIndex index = HnswIndex.open(folder)) {
      for (int candidates : new int[] {10, 30, 70, 200}) {
        int found = 0;
        start = System.nanoTime();
        for (int q = 0; q < expected.size(); q++) {
          double farthest = expected.get(q).get(9).distance() + 1e-6;
          List<Match> got = index.search(rows.get(q * ASKED), 10, candidates);
          found += (int) got.stream().filter(m -> m.distance() <= farthest).count();
        }
        long micros = (System.nanoTime() - start) / 1000 / expected.size();
        double recall = found / (10.0 * expected.size());
        lines.append(
            String.format("%d candidates: recall@10 %.4f, %d µs%n", candidates, recall, micros));
        assertTrue(candidates < 70 || recall >= 0.99, lines::toString);
      }
    }
    System.out.printf(
        "%,d rows, built in %.1f s, exact search %d µs a query%n%s",
        rows.size(), built, exactMicros, lines);
  }
}
