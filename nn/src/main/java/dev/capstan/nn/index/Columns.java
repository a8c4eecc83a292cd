package dev.capstan.nn.index;

import dev.capstan.ops.DType;
import dev.capstan.ops.Tensor;

/**
 * The rows of a gallery, feature by feature, so that an innermost loop runs over rows and adds one
 * feature's share to each: a form that the compiler vectorises. Held in the dtype of the rows, and
 * measured in it, so that rows that only float64 tells apart are told apart.
 */
interface Columns {
  /** Four features of so many rows, and a query's distances to them, are 20 KB. */
  int ROWS_AT_A_TIME = 1024;

  /** Rows {@code [N, D]}, made ready for a metric. */
  static Columns of(Tensor rows, Metric metric) {
    return rows.dtype() == DType.FLOAT64
        ? DoubleColumns.of(rows, metric)
        : FloatColumns.of(rows.toFloatArray(), rows.shape().get(1), metric);
  }

  int size();

  int width();

  /** Queries that are no rows of the gallery, made ready for the same metric. */
  Queries queries(Tensor rows);

  /** The gallery's own rows as queries. */
  Queries own();

  /** Rows to measure the gallery by. */
  interface Queries {
    int size();

    /** How far the gallery's rows are from {@code count} queries. */
    RowDistances[] measure(int from, int count);

    /** The distance of a query and a row of the gallery, summed in double. */
    double exact(int query, int row);
  }
}
