package dev.capstan.spark;

import dev.capstan.ops.DType;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The rows of a tensor [N, E]. */
record TensorVectors(Object elements, int width) implements EmbeddingSource.Vectors {

  static TensorVectors of(Tensor vectors, int rows) {
    if (vectors.rank() != 2 || vectors.shape().get(0) != rows) {
      throw new ShapeException(
          "embed: the model made "
              + vectors.shape()
              + " of "
              + rows
              + " rows, expected ["
              + rows
              + ", E]");
    }
    boolean single = vectors.dtype() == DType.FLOAT32;
    return new TensorVectors(
        single ? vectors.toFloatArray() : vectors.toArray(), vectors.shape().get(1));
  }

  static DataType type(DType dtype) {
    return dtype == DType.FLOAT32 ? DataTypes.FloatType : DataTypes.DoubleType;
  }

  @Override
  public Object row(int i) {
    return elements instanceof float[] floats
        ? Arrays.copyOfRange(floats, i * width, (i + 1) * width)
        : Arrays.copyOfRange((double[]) elements, i * width, (i + 1) * width);
  }
}
