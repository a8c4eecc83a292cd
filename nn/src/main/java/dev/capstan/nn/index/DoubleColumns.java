package dev.capstan.nn.index;

import dev.capstan.ops.Tensor;

/** Rows in float64: one feature at a time, as accuracy is what they are wanted for. */
final class DoubleColumns implements Columns {
  private final double[][] features;
  private final int size;
  private final Metric metric;

  private DoubleColumns(double[][] features, int size, Metric metric) {
    this.features = features;
    this.size = size;
    this.metric = metric;
  }

  static DoubleColumns of(Tensor rows, Metric metric) {
    int n = rows.shape().get(0);
    int d = rows.shape().get(1);
    double[] x = prepared(rows, metric);
    double[][] features = new double[d][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        features[j][i] = x[i * d + j];
      }
    }
    return new DoubleColumns(features, n, metric);
  }

  private static double[] prepared(Tensor rows, Metric metric) {
    double[] x = rows.toArray();
    if (metric == Metric.COSINE) {
      MatrixRows.normalize(x, rows.shape().get(1));
    }
    return x;
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
    double[] x = prepared(rows, metric);
    int d = features.length;
    return new DoubleQueries(rows.shape().get(0), (q, j) -> x[q * d + j]);
  }

  @Override
  public Queries own() {
    return new DoubleQueries(size, (q, j) -> features[j][q]);
  }

  @FunctionalInterface
  private interface Element {
    double at(int query, int feature);
  }

  private final class DoubleQueries implements Queries {
    private final int queries;
    private final Element element;

    DoubleQueries(int queries, Element element) {
      this.queries = queries;
      this.element = element;
    }

    @Override
    public int size() {
      return queries;
    }

    @Override
    public RowDistances[] measure(int from, int count) {
      RowDistances[] found = new RowDistances[count];
      for (int q = 0; q < count; q++) {
        double[] out = new double[size];
        for (int j = 0; j < features.length; j++) {
          add(features[j], element.at(from + q, j), out);
        }
        found[q] = new DoubleDistances(out, metric);
      }
      return found;
    }

    @Override
    public double exact(int query, int row) {
      double[] out = new double[1];
      for (int j = 0; j < features.length; j++) {
        add(new double[] {features[j][row]}, element.at(query, j), out);
      }
      return metric.ofSum(metric == Metric.EUCLIDEAN ? out[0] : -out[0]);
    }
  }

  private void add(double[] x, double a, double[] out) {
    if (metric == Metric.EUCLIDEAN) {
      for (int i = 0; i < out.length; i++) {
        out[i] += (x[i] - a) * (x[i] - a);
      }
    } else {
      for (int i = 0; i < out.length; i++) {
        out[i] -= x[i] * a;
      }
    }
  }

  private record DoubleDistances(double[] values, Metric metric) implements RowDistances {
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
}
