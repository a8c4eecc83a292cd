package dev.capstan.examples.csv;

import dev.capstan.data.MissingPolicy;
import dev.capstan.data.Schema;
import dev.capstan.data.Splits;
import dev.capstan.data.Table;
import dev.capstan.examples.train.Protocol;
import dev.capstan.examples.train.Split;
import dev.capstan.nn.RandomStream;
import dev.capstan.nn.data.Dataset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A table made ready for training: what was learned of its columns, its two parts, and what was
 * noticed on the way, each said once with counts.
 */
record CsvSplit(Schema schema, Split split, List<String> notes) {

  static CsvSplit of(
      Table table, String label, String id, MissingPolicy missing, double share, long seed) {
    List<String> notes = new ArrayList<>();
    Schema whole = Schema.learn(table, label, id, missing).schema();
    Table usable = whole.usable(table);
    if (usable.size() < table.size()) {
      notes.add(
          (table.size() - usable.size())
              + " of "
              + table.size()
              + " rows are left out: a value is missing");
    }
    if (!id.isEmpty()) {
      whole.ids(usable);
    }
    boolean[] test = Splits.stratified(usable.cells(label), share, new RandomStream(seed));
    Schema.Learned learned = Schema.learn(usable.where(i -> !test[i]), label, id, missing);
    notes.addAll(learned.notes());
    Schema schema = learned.schema();
    Dataset train = withoutSingles(schema.dataset(usable.where(i -> !test[i])), table, notes);
    Dataset asked = schema.dataset(usable.where(i -> test[i]));
    requireMates(asked, table, share);
    Split split = new Split(table.source(), Protocol.CLOSED, train, asked, schema.classes(), 0);
    return new CsvSplit(schema, split, List.copyOf(notes));
  }

  /** A row that is alone in its class has nothing to be drawn to. */
  private static Dataset withoutSingles(Dataset train, Table table, List<String> notes) {
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
          table.source()
              + ": "
              + classes
              + " classes have two training rows or more, expected two or more classes");
    }
    return kept;
  }

  private static void requireMates(Dataset test, Table table, double share) {
    if (Arrays.stream(counts(test)).noneMatch(n -> n > 1)) {
      throw new IllegalArgumentException(
          table.source()
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
