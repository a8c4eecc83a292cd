package dev.capstan.lucene;

import dev.capstan.nn.index.Metric;
import dev.capstan.ops.ShapeException;
import java.io.IOException;
import java.util.Map;
import org.apache.lucene.index.VectorSimilarityFunction;

/**
 * What the vectors of an index are: their width, and how near two of them are. Both are kept beside
 * the index, as Lucene knows them only once a vector is there.
 */
record Vectors(int width, Metric metric) {
  /** Lucene's own limit. */
  static final int MOST = 1024;

  static final String ID = "id";
  static final String PAYLOAD = "payload";
  static final String VECTOR = "vector";

  private static final String FORMAT = "capstan.format";
  private static final String VERSION = "1";
  private static final String WIDTH = "capstan.width";
  private static final String METRIC = "capstan.metric";

  Vectors {
    if (width < 1 || width > MOST) {
      throw new IllegalArgumentException(
          "hnsw: width: got "
              + width
              + ", expected 1 to "
              + MOST
              + ", which is as many numbers as Lucene takes; project wider vectors, or search"
              + " exactly by EmbeddingIndex");
    }
  }

  Map<String, String> commitData() {
    return Map.of(FORMAT, VERSION, WIDTH, Integer.toString(width), METRIC, metric.name());
  }

  static Vectors of(Map<String, String> commitData, Object folder) throws IOException {
    if (!VERSION.equals(commitData.get(FORMAT))) {
      throw new IOException("hnsw: " + folder + ": an index of other making than HnswWriter's");
    }
    try {
      return new Vectors(
          Integer.parseInt(commitData.getOrDefault(WIDTH, "")),
          Metric.valueOf(commitData.getOrDefault(METRIC, "")));
    } catch (IllegalArgumentException e) {
      throw new IOException("hnsw: " + folder + ": it does not say what its vectors are", e);
    }
  }

  /** With the cosine, vectors lie at length 1, and their product serves. */
  VectorSimilarityFunction similarity() {
    return switch (metric) {
      case EUCLIDEAN -> VectorSimilarityFunction.EUCLIDEAN;
      case COSINE -> VectorSimilarityFunction.DOT_PRODUCT;
      case DOT -> VectorSimilarityFunction.MAXIMUM_INNER_PRODUCT;
    };
  }

  /** A copy that may be kept, at length 1 where the metric wants it; the zero vector stays. */
  float[] ready(String what, float[] vector) {
    if (vector.length != width) {
      throw new ShapeException(
          what + ": got a vector of " + vector.length + " numbers, expected " + width);
    }
    double squares = 0;
    for (int i = 0; i < width; i++) {
      if (!Float.isFinite(vector[i])) {
        throw new IllegalArgumentException(
            what + ": got " + vector[i] + " at " + i + ", expected finite numbers");
      }
      squares += (double) vector[i] * vector[i];
    }
    float[] copy = vector.clone();
    if (metric == Metric.COSINE && squares > 0) {
      double length = Math.sqrt(squares);
      for (int i = 0; i < width; i++) {
        copy[i] = (float) (vector[i] / length);
      }
    }
    return copy;
  }

  /** In the metric's sense, computed in double. */
  double distance(float[] x, float[] y) {
    double sum = 0;
    for (int i = 0; i < width; i++) {
      double difference = (double) x[i] - y[i];
      sum += metric == Metric.EUCLIDEAN ? difference * difference : (double) x[i] * y[i];
    }
    return switch (metric) {
      case EUCLIDEAN -> Math.sqrt(sum);
      case COSINE -> 1 - Math.max(-1, Math.min(1, sum));
      case DOT -> -sum;
    };
  }
}
