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
import java.util.List;

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
    Dataset train =
        UsableRows.withoutSingles(
            schema.dataset(usable.where(i -> !test[i])), table.source(), notes);
    Dataset asked = schema.dataset(usable.where(i -> test[i]));
    UsableRows.requireMates(asked, table.source(), share);
    Split split = new Split(table.source(), Protocol.CLOSED, train, asked, schema.classes(), 0);
    return new CsvSplit(schema, split, List.copyOf(notes));
  }
}
