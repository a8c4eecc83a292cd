package dev.capstan.nn.index;

/** How near two rows are. */
public enum Metric {
  /** √Σ(x − y)². */
  EUCLIDEAN,
  /** 1 − x·y / (|x| |y|); a zero row is at distance 1 from everything. */
  COSINE,
  /** −x·y, for vectors whose length means something: no distance, but the smaller, the nearer. */
  DOT;

  /** The distance that belongs to a sum: of squared differences, or of products. */
  double ofSum(double sum) {
    return switch (this) {
      case EUCLIDEAN -> Math.sqrt(sum);
      case COSINE -> 1 - Math.max(-1, Math.min(1, sum));
      case DOT -> -sum;
    };
  }
}
