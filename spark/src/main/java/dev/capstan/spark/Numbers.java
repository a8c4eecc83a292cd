package dev.capstan.spark;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import scala.collection.Iterator;
import scala.collection.Seq;

/** Columns of numbers: {@code array<float>}, {@code array<double>}, or Spark's ML vectors. */
final class Numbers {
  private Numbers() {}

  /** Refuses any other type. */
  static void require(StructType schema, String column) {
    DataType type = column(schema, column);
    boolean numbers =
        type.equals(SQLDataTypes.VectorType())
            || type instanceof ArrayType array
                && (array.elementType().equals(DataTypes.FloatType)
                    || array.elementType().equals(DataTypes.DoubleType));
    if (!numbers) {
      throw new IllegalArgumentException(
          "column '"
              + column
              + "': got "
              + type.catalogString()
              + ", expected array<float>, array<double> or vector");
    }
  }

  /**
   * The type of a column.
   *
   * @throws IllegalArgumentException if there is none, listing those that there are
   */
  static DataType column(StructType schema, String column) {
    for (String name : schema.fieldNames()) {
      if (name.equals(column)) {
        return schema.apply(column).dataType();
      }
    }
    throw new IllegalArgumentException(
        "column '"
            + column
            + "': not in the data set, which has "
            + String.join(", ", schema.fieldNames()));
  }

  /** What is wrong with a cell; null if nothing. */
  static @Nullable String fault(@Nullable Object cell, int width) {
    String expected = width == 0 ? "numbers" : width + " numbers";
    if (cell == null) {
      return "got null, expected " + expected;
    }
    int got = length(cell);
    if (width != 0 && got != width) {
      return "got " + got + " numbers, expected " + width;
    }
    if (cell instanceof Seq<?> seq && hasNull(seq)) {
      return "got null among " + got + " numbers, expected " + expected;
    }
    return null;
  }

  static int length(Object cell) {
    return cell instanceof Vector vector ? vector.size() : ((Seq<?>) cell).length();
  }

  private static boolean hasNull(Seq<?> seq) {
    Iterator<?> each = seq.iterator();
    while (each.hasNext()) {
      if (each.next() == null) {
        return true;
      }
    }
    return false;
  }

  static void copy(Object cell, float[] into, int from) {
    int at = from;
    if (cell instanceof Vector vector) {
      for (double each : vector.toArray()) {
        into[at++] = (float) each;
      }
    } else {
      Iterator<?> each = ((Seq<?>) cell).iterator();
      while (each.hasNext()) {
        into[at++] = ((Number) each.next()).floatValue();
      }
    }
  }

  static void copy(Object cell, double[] into, int from) {
    int at = from;
    if (cell instanceof Vector vector) {
      System.arraycopy(vector.toArray(), 0, into, from, vector.size());
    } else {
      Iterator<?> each = ((Seq<?>) cell).iterator();
      while (each.hasNext()) {
        into[at++] = ((Number) each.next()).doubleValue();
      }
    }
  }
}
