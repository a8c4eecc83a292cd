package dev.capstan.spark;

import dev.capstan.nn.data.Shard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.storage.StorageLevel;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Brings the rows of a data set to their shards by a hash of their ids, once, and keeps each shard
 * as one block. Neighbouring shards share a partition, so that a task hands over few sums. The bits
 * of a shard are those of {@link Shard#split} without Spark.
 */
final class ShardBlocks {
  private ShardBlocks() {}

  /** A row on its way; of its two ids one is used. */
  private static final class Example implements Serializable {
    private static final long serialVersionUID = 1;

    private final long number;
    private final @Nullable String text;
    private final float[] features;
    private final int label;

    Example(long number, @Nullable String text, float[] features, int label) {
      this.number = number;
      this.text = text;
      this.features = features;
      this.label = label;
    }

    static int byId(Example a, Example b) {
      return a.text == null || b.text == null
          ? Long.compare(a.number, b.number)
          : a.text.compareTo(b.text);
    }

    String id() {
      return text == null ? Long.toString(number) : "'" + text + "'";
    }
  }

  /** Neighbouring shards to one partition. */
  private static final class Neighbours extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int shards;
    private final int partitions;

    Neighbours(int shards, int partitions) {
      this.shards = shards;
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return (int) ((long) (Integer) key * partitions / shards);
    }

    /** The first shard of a partition. */
    int first(int partition) {
      return (int) (((long) partition * shards + partitions - 1) / partitions);
    }
  }

  /**
   * The blocks of all shards, those without rows too.
   *
   * @param width how many numbers a row must have; 0: as many as the others of its shard
   * @throws IllegalArgumentException naming a column that is missing or of another type
   */
  static JavaRDD<ShardBlock> of(
      Dataset<?> dataset,
      String idCol,
      String featuresCol,
      String labelCol,
      int width,
      int shards,
      int partitions) {
    StructType schema = dataset.schema();
    Numbers.require(schema, featuresCol);
    requireWhole(schema, labelCol, false);
    requireWhole(schema, idCol, true);
    Neighbours neighbours = new Neighbours(shards, partitions);
    JavaPairRDD<Integer, Example> placed =
        dataset
            .toDF()
            .select(idCol, featuresCol, labelCol)
            .toJavaRDD()
            .mapToPair(row -> placed(row, featuresCol, width, shards))
            .partitionBy(neighbours);
    return placed
        .mapPartitionsWithIndex(
            (partition, examples) ->
                blocks(
                    examples,
                    featuresCol,
                    neighbours.first(partition),
                    neighbours.first(partition + 1)),
            false)
        .persist(StorageLevel.MEMORY_AND_DISK());
  }

  /** Refuses what are no whole numbers. */
  static void requireWhole(StructType schema, String column, boolean orText) {
    DataType type = Numbers.column(schema, column);
    boolean whole =
        type.equals(DataTypes.LongType)
            || type.equals(DataTypes.IntegerType)
            || type.equals(DataTypes.ShortType)
            || type.equals(DataTypes.ByteType);
    if (!whole && !(orText && type.equals(DataTypes.StringType))) {
      throw new IllegalArgumentException(
          "column '"
              + column
              + "': got "
              + type.catalogString()
              + ", expected int or bigint"
              + (orText ? " or string" : "; StringIndexer makes numbers of words"));
    }
  }

  private static Tuple2<Integer, Example> placed(
      Row row, String featuresCol, int width, int shards) {
    if (row.isNullAt(0) || row.isNullAt(2)) {
      throw new IllegalArgumentException(
          "train: got null as the "
              + (row.isNullAt(0) ? "id" : "label of id " + row.get(0))
              + "; rows.na().drop() leaves such rows out");
    }
    Object id = row.get(0);
    String fault = Numbers.fault(row.get(1), width);
    if (fault != null) {
      throw new IllegalArgumentException(
          "train: column '" + featuresCol + "', id " + id + ": " + fault + "; leave such rows out");
    }
    float[] features = new float[Numbers.length(row.get(1))];
    Numbers.copied(row.get(1), features, 0); // without a fault it cannot fail
    int label = label(((Number) row.get(2)).longValue(), id);
    if (id instanceof String text) {
      return new Tuple2<>(Shard.of(text, shards), new Example(0, text, features, label));
    }
    long number = ((Number) id).longValue();
    return new Tuple2<>(Shard.of(number, shards), new Example(number, null, features, label));
  }

  private static int label(long label, Object id) {
    if (label != (int) label) {
      throw new IllegalArgumentException(
          "train: id " + id + ": got label " + label + ", expected one that fits an int");
    }
    return (int) label;
  }

  private static Iterator<ShardBlock> blocks(
      Iterator<Tuple2<Integer, Example>> examples, String featuresCol, int first, int end) {
    Map<Integer, List<Example>> byShard = new TreeMap<>();
    for (int shard = first; shard < end; shard++) {
      byShard.put(shard, new ArrayList<>());
    }
    while (examples.hasNext()) {
      Tuple2<Integer, Example> next = examples.next();
      byShard.computeIfAbsent(next._1(), shard -> new ArrayList<>()).add(next._2());
    }
    List<ShardBlock> blocks = new ArrayList<>();
    byShard.forEach((shard, all) -> blocks.add(block(shard, featuresCol, all)));
    return blocks.iterator();
  }

  private static ShardBlock block(int shard, String featuresCol, List<Example> all) {
    Comparator<Example> byId = Example::byId;
    all.sort(byId);
    int width = all.isEmpty() ? 0 : all.get(0).features.length;
    float[] features = new float[Math.multiplyExact(all.size(), width)];
    int[] labels = new int[all.size()];
    for (int i = 0; i < labels.length; i++) {
      Example each = all.get(i);
      if (i > 0 && byId.compare(all.get(i - 1), each) == 0) {
        throw new IllegalArgumentException(
            "train: two rows have the id "
                + each.id()
                + ", expected an id of its own for each; dropDuplicates keeps one of each");
      }
      if (each.features.length != width) {
        throw new IllegalArgumentException(
            "train: column '"
                + featuresCol
                + "', id "
                + each.id()
                + ": got "
                + each.features.length
                + " numbers, expected "
                + width
                + " as in other rows; leave such rows out");
      }
      System.arraycopy(each.features, 0, features, i * width, width);
      labels[i] = each.label;
    }
    return new ShardBlock(shard, features, width, labels);
  }
}
