package dev.capstan.examples.csv;

import dev.capstan.data.Encoder;
import dev.capstan.data.Schema;
import dev.capstan.data.Table;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/** An encoder of tables. */
record ServedTable(Encoder encoder) implements Served {
  @Override
  public int dimension() {
    return encoder.dimension();
  }

  @Override
  public Named named(Path file) throws IOException {
    Table table = Table.read(file);
    List<String> ids = encoder.schema().ids(table);
    String label = encoder.schema().label();
    List<String> labels =
        table.columns().contains(label)
            ? table.cells(label)
            : Collections.nCopies(table.size(), "");
    return new Named(ids, labels, encoder.encode(table));
  }

  @Override
  public Labelled labelled(Path file) throws IOException {
    Schema schema = encoder.schema();
    Table all = Table.read(file);
    Table table = schema.usable(all);
    Tensor raw = schema.encode(table);
    int out = all.size() - table.size();
    return new Labelled(
        raw,
        encoder.embed(raw),
        IntTensor.of(schema.labels(table)),
        schema.classes(),
        out == 0
            ? List.of()
            : List.of(out + " of " + all.size() + " rows are left out: a value is missing"));
  }
}
