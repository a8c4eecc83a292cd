package dev.capstan.spark;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * What an embedder carries to the executors: bytes, and how to make a model of them. An executor
 * makes one, which all its tasks share; that is a cache, not a state.
 */
interface EmbeddingSource extends Serializable {

  /** What kind it is, for the file. */
  String kind();

  /** The class of an architecture; empty if there is none. */
  default String architecture() {
    return "";
  }

  /** Weights, encoder or folder. */
  byte[] bytes();

  /** The type of a vector's elements; float unless a source says otherwise. */
  default DataType elementType() {
    return DataTypes.FloatType;
  }

  /**
   * Refuses columns that cannot be embedded.
   *
   * @throws IllegalArgumentException naming the column, its type, and what it should be
   */
  void requireInput(StructType schema, String inputCol);

  /** The columns that are read. */
  default List<String> columns(String inputCol) {
    return List.of(inputCol);
  }

  /**
   * A model for one task.
   *
   * @param schema of the rows that it is going to be given
   * @param width how long rows must be; 0 if the model shall say
   */
  TaskModel open(StructType schema, String inputCol, int width) throws IOException;

  /** A model that one task uses. */
  interface TaskModel {
    /** What is wrong with a row, to be said behind the name of its place; null if nothing. */
    @Nullable String fault(Row row);

    /** The vectors of rows, none of which has a fault, one behind the other. */
    Vectors embed(List<Row> rows);
  }

  /** Vectors in an array of float or double. */
  interface Vectors {
    /** The vector of a row, as Spark takes it. */
    Object row(int i);
  }
}
