package dev.capstan.spark;

import dev.capstan.ops.ThreadLimit;
import dev.capstan.spark.EmbeddingSource.TaskModel;
import dev.capstan.spark.EmbeddingSource.Vectors;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What a task does: takes rows batch by batch, and puts a vector behind each, and what was wrong
 * with it if that is wanted. A vector does not depend on the other rows of its batch.
 *
 * <p>A task keeps to its thread, as an executor runs as many tasks as it has processors.
 */
final class RowEmbedder implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1;

  /** Follows a fault that ends the job. */
  static final String REMEDY = "; setErrorCol keeps such rows, with this in a column";

  private final Broadcast<EmbeddingSource> source;
  private final StructType schema;
  private final String inputCol;
  private final int width;
  private final int batchRows;
  private final boolean errors;

  /**
   * @param errors whether faults go to a column of their own; else they end the job
   */
  RowEmbedder(
      Broadcast<EmbeddingSource> source,
      StructType schema,
      String inputCol,
      int width,
      int batchRows,
      boolean errors) {
    this.source = source;
    this.schema = schema;
    this.inputCol = inputCol;
    this.width = width;
    this.batchRows = batchRows;
    this.errors = errors;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) throws IOException {
    return new Batches(rows, source.value().open(schema, inputCol, width));
  }

  private final class Batches implements Iterator<Row> {
    private final Iterator<Row> rows;
    private final TaskModel model;
    private final Queue<Row> ready = new ArrayDeque<>();
    private long taken;

    Batches(Iterator<Row> rows, TaskModel model) {
      this.rows = rows;
      this.model = model;
    }

    @Override
    public boolean hasNext() {
      if (ready.isEmpty() && rows.hasNext()) {
        fill();
      }
      return !ready.isEmpty();
    }

    @Override
    public Row next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.remove();
    }

    private void fill() {
      List<Row> batch = new ArrayList<>();
      List<@Nullable String> faults = new ArrayList<>();
      List<Row> good = new ArrayList<>();
      while (batch.size() < batchRows && rows.hasNext()) {
        Row row = rows.next();
        String fault = model.fault(row);
        if (fault != null && !errors) {
          throw new IllegalArgumentException(message(inputCol, taken, fault) + REMEDY);
        }
        batch.add(row);
        faults.add(fault == null ? null : message(inputCol, taken, fault));
        if (fault == null) {
          good.add(row);
        }
        taken++;
      }
      Vectors vectors = good.isEmpty() ? null : embedded(good);
      int next = 0;
      for (int i = 0; i < batch.size(); i++) {
        String fault = faults.get(i);
        Object vector = vectors == null || fault != null ? null : vectors.row(next++);
        ready.add(longer(batch.get(i), vector, fault));
      }
    }

    private Vectors embedded(List<Row> good) {
      ThreadLimit alone = ThreadLimit.of(1);
      try {
        return model.embed(good);
      } finally {
        alone.close();
      }
    }

    private Row longer(Row row, @Nullable Object vector, @Nullable String fault) {
      int n = row.size();
      @Nullable Object[] cells = new @Nullable Object[n + (errors ? 2 : 1)];
      for (int i = 0; i < n; i++) {
        cells[i] = row.get(i);
      }
      cells[n] = vector;
      if (errors) {
        cells[n + 1] = fault;
      }
      return RowFactory.create(cells);
    }
  }

  /** Where a fault is, and what. */
  static String message(String inputCol, long row, String fault) {
    TaskContext task = TaskContext.get();
    return "embed: column '"
        + inputCol
        + "', row "
        + row
        + (task == null ? "" : " of partition " + task.partitionId())
        + ": "
        + fault;
  }
}
