package dev.capstan.nn.index;

/** How near two rows are. */
public enum Metric {
  /** √Σ(x − y)². */
  EUCLIDEAN,
  /** 1 − x·y / (|x| |y|); a zero row is at distance 1 from everything. */
  COSINE
}
