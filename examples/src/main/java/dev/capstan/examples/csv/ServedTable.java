package dev.capstan.examples.csv;

import dev.capstan.data.Encoder;
import dev.capstan.data.RowNames;
import dev.capstan.data.Schema;
import dev.capstan.data.Table;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An encoder of tables. Files are read a thousand rows at a time: their text takes ten times the
 * memory of their numbers.
 */
record ServedTable(Encoder encoder) implements Served {
  private static final int ROWS_AT_A_TIME = 1000;

  @Override
  public int dimension() {
    return encoder.dimension();
  }

  @Override
  public Named named(Path file) throws IOException {
    String label = encoder.schema().label();
    RowNames ids = new RowNames(encoder.schema());
    List<String> labels = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    Table.each(
        file,
        ROWS_AT_A_TIME,
        part -> {
          ids.add(part);
          labels.addAll(
              part.columns().contains(label)
                  ? part.cells(label)
                  : Collections.nCopies(part.size(), ""));
          vectors.add(encoder.encode(part).toFloatArray());
        });
    return new Named(ids.list(), labels, together(vectors, dimension()));
  }

  @Override
  public Labelled labelled(Path file) throws IOException {
    Schema schema = encoder.schema();
    List<int[]> labels = new ArrayList<>();
    List<float[]> numbers = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    int[] all = new int[1];
    Table.each(
        file,
        ROWS_AT_A_TIME,
        part -> {
          Table usable = schema.usable(part);
          all[0] += part.size();
          labels.add(schema.labels(usable));
          Tensor x = schema.encode(usable);
          numbers.add(x.toFloatArray());
          vectors.add(encoder.embed(x).toFloatArray());
        });
    Tensor raw = together(numbers, schema.width());
    int out = all[0] - raw.shape().get(0);
    return new Labelled(
        raw,
        together(vectors, dimension()),
        IntTensor.of(labels.stream().flatMapToInt(IntStream::of).toArray()),
        schema.classes(),
        out == 0
            ? List.of()
            : List.of(out + " of " + all[0] + " rows are left out: a value is missing"));
  }

  private static Tensor together(List<float[]> parts, int width) {
    int length = parts.stream().mapToInt(part -> part.length).reduce(0, Math::addExact);
    float[] all = new float[length];
    int from = 0;
    for (float[] part : parts) {
      System.arraycopy(part, 0, all, from, part.length);
      from += part.length;
    }
    return Tensor.of(all, length / width, width);
  }
}
