package dev.capstan.spark;

import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
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
    if (width == 0 ? got == 0 : got != width) {
      return "got " + got + " numbers, expected " + (width == 0 ? "one or more" : width);
    }
    if (hasNull(cell)) {
      return "got null among " + got + " numbers, expected " + expected;
    }
    return null;
  }

  static int length(Object cell) {
    if (cell instanceof Object[] boxes) {
      return boxes.length;
    }
    if (cell instanceof float[] floats) {
      return floats.length;
    }
    if (cell instanceof double[] doubles) {
      return doubles.length;
    }
    return cell instanceof Vector vector ? vector.size() : ((Seq<?>) cell).length();
  }

  private static boolean hasNull(Object cell) {
    if (cell instanceof Object[] boxes) {
      return Arrays.asList(boxes).contains(null);
    }
    return cell instanceof Seq<?> seq && seq.contains(null);
  }

  /** Whether all numbers were copied; a null among them ends it. */
  static boolean copied(Object cell, float[] into, int from) {
    if (cell instanceof float[] floats) {
      System.arraycopy(floats, 0, into, from, floats.length);
      return true;
    }
    if (cell instanceof Float[] boxes) { // the usual case, without a look at each box's class
      for (int i = 0; i < boxes.length; i++) {
        Float box = boxes[i];
        if (box == null) {
          return false;
        }
        into[from + i] = box;
      }
      return true;
    }
    if (cell instanceof Object[] boxes) {
      return unboxed(boxes, into, from);
    }
    if (cell instanceof Seq<?> seq) {
      return unboxed(boxes(seq), into, from);
    }
    double[] doubles = cell instanceof Vector vector ? vector.toArray() : (double[]) cell;
    for (int i = 0; i < doubles.length; i++) {
      into[from + i] = (float) doubles[i];
    }
    return true;
  }

  /** Whether all numbers were copied; a null among them ends it. */
  static boolean copied(Object cell, double[] into, int from) {
    if (cell instanceof Object[] boxes) {
      return unboxed(boxes, into, from);
    }
    if (cell instanceof Seq<?> seq) {
      return unboxed(boxes(seq), into, from);
    }
    if (cell instanceof float[] floats) {
      for (int i = 0; i < floats.length; i++) {
        into[from + i] = floats[i];
      }
      return true;
    }
    double[] doubles = cell instanceof Vector vector ? vector.toArray() : (double[]) cell;
    System.arraycopy(doubles, 0, into, from, doubles.length);
    return true;
  }

  private static @Nullable Object[] boxes(Seq<?> seq) {
    @Nullable Object[] boxes = new @Nullable Object[seq.length()];
    seq.copyToArray(boxes);
    return boxes;
  }

  private static boolean unboxed(@Nullable Object[] boxes, float[] into, int from) {
    for (int i = 0; i < boxes.length; i++) {
      if (!(boxes[i] instanceof Number number)) {
        return false;
      }
      into[from + i] = number.floatValue();
    }
    return true;
  }

  private static boolean unboxed(@Nullable Object[] boxes, double[] into, int from) {
    for (int i = 0; i < boxes.length; i++) {
      if (!(boxes[i] instanceof Number number)) {
        return false;
      }
      into[from + i] = number.doubleValue();
    }
    return true;
  }

  /** As an array or vector that has no null, which the cell had not either. */
  static Object plain(Object cell) {
    if (cell instanceof Float[] boxes) {
      float[] plain = new float[boxes.length];
      copied(boxes, plain, 0);
      return plain;
    }
    if (cell instanceof Double[] boxes) {
      double[] plain = new double[boxes.length];
      unboxed(boxes, plain, 0);
      return plain;
    }
    return cell;
  }

  // --- cells that Spark fills -------------------------------------------------------------------

  /** What was sent as a struct, if it was. */
  static @Nullable Object cell(@Nullable Object sent) {
    if (sent instanceof Floats floats) {
      return floats.numbers;
    }
    return sent instanceof Doubles doubles ? doubles.numbers : sent;
  }

  /** A cell of {@code array<float>} with nulls, which Spark's generated code makes. */
  public static final class Floats implements Serializable {
    private static final long serialVersionUID = 1;

    private @Nullable Float @Nullable [] numbers;

    public @Nullable Float @Nullable [] getNumbers() {
      return numbers;
    }

    public void setNumbers(@Nullable Float @Nullable [] numbers) {
      this.numbers = numbers;
    }
  }

  /** A cell of {@code array<double>} with nulls, which Spark's generated code makes. */
  public static final class Doubles implements Serializable {
    private static final long serialVersionUID = 1;

    private @Nullable Double @Nullable [] numbers;

    public @Nullable Double @Nullable [] getNumbers() {
      return numbers;
    }

    public void setNumbers(@Nullable Double @Nullable [] numbers) {
      this.numbers = numbers;
    }
  }
}
