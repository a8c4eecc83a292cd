package dev.capstan.spark;

import dev.capstan.lucene.HnswIndex;
import dev.capstan.lucene.HnswWriter;
import dev.capstan.nn.index.Metric;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;

/**
 * Makes an index of one segment of the rows of a partition, and sends it to a folder of its own: a
 * task that is run twice writes two, of which the driver takes the one that it was told of.
 */
final class IndexTask implements FlatMapFunction<Iterator<Row>, IndexTask.Part> {
  private static final long serialVersionUID = 1;

  private final IndexFolders folders;
  private final String staged;
  private final String vectorCol;
  private final Metric metric;
  private final int m;
  private final int beam;

  IndexTask(IndexFolders folders, String staged, String vectorCol, Metric metric, int m, int beam) {
    this.folders = folders;
    this.staged = staged;
    this.vectorCol = vectorCol;
    this.metric = metric;
    this.m = m;
    this.beam = beam;
  }

  /** What a task has written; no record, which Kryo cannot read. */
  static final class Part implements Serializable {
    private static final long serialVersionUID = 1;

    private final int partition;
    private final String folder;
    private final int width;
    private final long rows;

    Part(int partition, String folder, int width, long rows) {
      this.partition = partition;
      this.folder = folder;
      this.width = width;
      this.rows = rows;
    }

    int partition() {
      return partition;
    }

    String folder() {
      return folder;
    }

    int width() {
      return width;
    }

    long rows() {
      return rows;
    }
  }

  /** Without rows there is no part. */
  @Override
  public Iterator<Part> call(Iterator<Row> rows) throws IOException {
    if (!rows.hasNext()) {
      return List.<Part>of().iterator();
    }
    Path own = Files.createTempDirectory("capstan-segment");
    try {
      Part part = part(rows, own);
      folders.send(own, staged + "/" + part.folder());
      return List.of(part).iterator();
    } finally {
      IndexFolders.deleteLocal(own);
    }
  }

  private Part part(Iterator<Row> rows, Path own) throws IOException {
    TaskContext task = TaskContext.get();
    Row row = rows.next();
    requireSound(row, 0);
    int width = Numbers.length(row.get(1));
    long count = 0;
    try (HnswWriter writer = HnswWriter.open(own, width, metric, new HnswWriter.Graph(m, beam))) {
      while (true) {
        requireSound(row, width);
        add(writer, row, width);
        count++;
        if (!rows.hasNext()) {
          break;
        }
        row = rows.next();
      }
      writer.merge();
      writer.commit();
    }
    requireDistinct(own, count, task.partitionId());
    return new Part(
        task.partitionId(),
        "part-" + task.partitionId() + "-" + task.taskAttemptId(),
        width,
        count);
  }

  private void requireSound(Row row, int width) {
    String fault = row.isNullAt(0) ? null : Numbers.fault(row.get(1), width);
    if (row.isNullAt(0)) {
      throw new IllegalArgumentException(
          "index: got null as an id, expected one for each row; rows.na().drop() leaves such rows"
              + " out");
    }
    if (fault != null) {
      throw new IllegalArgumentException(
          "index: column '"
              + vectorCol
              + "', id "
              + row.getString(0)
              + ": "
              + fault
              + "; leave such rows out");
    }
  }

  private void add(HnswWriter writer, Row row, int width) throws IOException {
    float[] vector = new float[width];
    Numbers.copied(row.get(1), vector, 0); // without a fault it cannot fail
    try {
      writer.add(row.getString(0), vector, row.getString(2));
    } catch (IllegalArgumentException e) {
      IllegalArgumentException named =
          new IllegalArgumentException(
              "index: column '" + vectorCol + "', id " + row.getString(0) + ": " + e.getMessage());
      named.addSuppressed(e); // no cause: the last one is what Spark's users read
      throw named;
    }
  }

  private static void requireDistinct(Path own, long count, int partition) throws IOException {
    try (HnswIndex index = HnswIndex.open(own)) {
      if (index.size() != count) {
        throw new IllegalArgumentException(
            "index: partition "
                + partition
                + ": got "
                + count
                + " rows with "
                + index.size()
                + " ids, expected an id of its own for each; dropDuplicates keeps one of each");
      }
    }
  }
}
