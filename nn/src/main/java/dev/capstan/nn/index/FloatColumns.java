package dev.capstan.nn.index;

import dev.capstan.ops.Tensor;

/** Rows in float32. */
final class FloatColumns implements Columns {
  private final float[][] features;
  private final int size;
  private final Metric metric;

  private FloatColumns(float[][] features, int size, Metric metric) {
    this.features = features;
    this.size = size;
    this.metric = metric;
  }

  /** Over row-major rows, which are normalised in place where the metric wants it. */
  static FloatColumns of(float[] rows, int d, Metric metric) {
    if (metric == Metric.COSINE) {
      MatrixRows.normalize(rows, d);
    }
    int n = d == 0 ? 0 : rows.length / d;
    float[][] features = new float[d][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        features[j][i] = rows[i * d + j];
      }
    }
    return new FloatColumns(features, n, metric);
  }

  /** Over columns that are ready. */
  static FloatColumns ready(float[][] features, int size, Metric metric) {
    return new FloatColumns(features, size, metric);
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public int width() {
    return features.length;
  }

  @Override
  public Queries queries(Tensor rows) {
    float[] x = rows.toFloatArray();
    if (metric == Metric.COSINE) {
      MatrixRows.normalize(x, features.length);
    }
    int d = features.length;
    return new FloatQueries(rows.shape().get(0), (q, j) -> x[q * d + j]);
  }

  @Override
  public Queries own() {
    return new FloatQueries(size, (q, j) -> features[j][q]);
  }

  @FunctionalInterface
  private interface Element {
    float at(int query, int feature);
  }

  private final class FloatQueries implements Queries {
    private final int queries;
    private final Element element;

    FloatQueries(int queries, Element element) {
      this.queries = queries;
      this.element = element;
    }

    @Override
    public int size() {
      return queries;
    }

    @Override
    public RowDistances[] measure(int from, int count) {
      int d = features.length;
      float[] rows = new float[count * d];
      for (int q = 0; q < count; q++) {
        for (int j = 0; j < d; j++) {
          rows[q * d + j] = element.at(from + q, j);
        }
      }
      float[][] out = new float[count][size];
      for (int start = 0; start < size; start += ROWS_AT_A_TIME) {
        stretch(rows, out, start, Math.min(size, start + ROWS_AT_A_TIME));
      }
      RowDistances[] found = new RowDistances[count];
      for (int q = 0; q < count; q++) {
        found[q] = new FloatDistances(out[q], metric);
      }
      return found;
    }

    @Override
    public double exact(int query, int row) {
      double sum = 0;
      for (int j = 0; j < features.length; j++) {
        double a = element.at(query, j);
        double b = features[j][row];
        sum += metric == Metric.EUCLIDEAN ? (a - b) * (a - b) : a * b;
      }
      return metric.ofSum(sum);
    }
  }

  private record FloatDistances(float[] values, Metric metric) implements RowDistances {
    @Override
    public int size() {
      return values.length;
    }

    @Override
    public double at(int row) {
      return values[Nearest.checked(row, values.length)];
    }

    @Override
    public double distance(int row) {
      return metric.ofSum(metric == Metric.EUCLIDEAN ? at(row) : -at(row));
    }

    @Override
    public int[] nearest(int k, int except) {
      return Nearest.of(values, k, except);
    }
  }

  /** Squared distances to a stretch of the gallery, or products with it, negated. */
  private void stretch(float[] rows, float[][] out, int from, int to) {
    int d = features.length;
    boolean squares = metric == Metric.EUCLIDEAN;
    int j = 0;
    for (; j + 4 <= d; j += 4) {
      for (int q = 0; q < out.length; q++) {
        if (squares) {
          addSquares(j, rows, q * d + j, out[q], from, to);
        } else {
          subtractProducts(j, rows, q * d + j, out[q], from, to);
        }
      }
    }
    for (; j < d; j++) {
      for (int q = 0; q < out.length; q++) {
        float a = rows[q * d + j];
        if (squares) {
          addSquares(features[j], a, out[q], from, to);
        } else {
          subtractProducts(features[j], a, out[q], from, to);
        }
      }
    }
  }

  /** Four features in their order, so that a sum is read and written once for four. */
  private void addSquares(int j, float[] row, int at, float[] out, int from, int to) {
    float[] x = features[j];
    float[] y = features[j + 1];
    float[] z = features[j + 2];
    float[] u = features[j + 3];
    float a = row[at];
    float b = row[at + 1];
    float c = row[at + 2];
    float d = row[at + 3];
    for (int i = from; i < to; i++) {
      float sum = out[i] + (x[i] - a) * (x[i] - a);
      sum += (y[i] - b) * (y[i] - b);
      sum += (z[i] - c) * (z[i] - c);
      out[i] = sum + (u[i] - d) * (u[i] - d);
    }
  }

  private static void addSquares(float[] x, float a, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] += (x[i] - a) * (x[i] - a);
    }
  }

  private void subtractProducts(int j, float[] row, int at, float[] out, int from, int to) {
    float[] x = features[j];
    float[] y = features[j + 1];
    float[] z = features[j + 2];
    float[] u = features[j + 3];
    float a = row[at];
    float b = row[at + 1];
    float c = row[at + 2];
    float d = row[at + 3];
    for (int i = from; i < to; i++) {
      out[i] = out[i] - x[i] * a - y[i] * b - z[i] * c - u[i] * d;
    }
  }

  private static void subtractProducts(float[] x, float a, float[] out, int from, int to) {
    for (int i = from; i < to; i++) {
      out[i] -= x[i] * a;
    }
  }
}
