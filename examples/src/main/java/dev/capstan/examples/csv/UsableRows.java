package dev.capstan.examples.csv;

import dev.capstan.nn.data.Dataset;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rows from which something can be learned, and by which something can be judged. */
final class UsableRows {
  private UsableRows() {}

  /**
   * A row that is alone in its class has nothing to be drawn to.
   *
   * @throws IllegalArgumentException if less than two classes are left
   */
  static Dataset withoutSingles(Dataset train, String source, List<String> notes) {
    int[] counts = counts(train);
    Dataset kept = train.where(row -> counts[train.label(row)] > 1);
    if (kept.size() < train.size()) {
      notes.add(
          (train.size() - kept.size())
              + " training rows are left out of the batches: each is the only one of its class");
    }
    long classes = Arrays.stream(counts).filter(n -> n > 1).count();
    if (classes < 2) {
      throw new IllegalArgumentException(
          source
              + ": "
              + (classes == 1 ? "1 class has" : "no class has")
              + " two training rows or more, expected two such classes: bring more rows");
    }
    return kept;
  }

  /**
   * Refuses test rows of which no two are of one class.
   *
   * @param share of the rows, as it was asked for
   */
  static void requireMates(Dataset test, String source, double share) {
    if (Arrays.stream(counts(test)).noneMatch(n -> n > 1)) {
      throw new IllegalArgumentException(
          source
              + ": no class has two test rows at --test "
              + share
              + ", so nothing could be judged; raise it, or bring more rows");
    }
  }

  private static int[] counts(Dataset data) {
    int[] counts = new int[data.classes()];
    IntStream.range(0, data.size()).forEach(i -> counts[data.label(i)]++);
    return counts;
  }
}
