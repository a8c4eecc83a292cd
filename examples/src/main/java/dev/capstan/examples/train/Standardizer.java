package dev.capstan.examples.train;

import dev.capstan.nn.data.Dataset;

/** Brings each feature to mean 0 and standard deviation 1 over the rows it was made from. */
record Standardizer(double[] mean, double[] deviation) {

  static Standardizer of(Dataset data) {
    int d = data.width();
    int n = data.size();
    double[] mean = new double[d];
    double[] deviation = new double[d];
    for (int i = 0; i < n; i++) {
      float[] row = data.row(i);
      for (int j = 0; j < d; j++) {
        mean[j] += row[j] / (double) n;
      }
    }
    for (int i = 0; i < n; i++) {
      float[] row = data.row(i);
      for (int j = 0; j < d; j++) {
        deviation[j] += (row[j] - mean[j]) * (row[j] - mean[j]) / n;
      }
    }
    for (int j = 0; j < d; j++) {
      deviation[j] = deviation[j] > 0 ? Math.sqrt(deviation[j]) : 1;
    }
    return new Standardizer(mean, deviation);
  }

  Dataset apply(Dataset data) {
    int d = data.width();
    float[] x = data.features().toFloatArray();
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) ((x[i] - mean[i % d]) / deviation[i % d]);
    }
    return Dataset.of(x, d, data.labels().toArray());
  }
}
