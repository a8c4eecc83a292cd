package dev.capstan.losses.distance;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Tensor;

/**
 * The distances that sentence-transformers knows by name. The system computes each in up to three
 * ways, which differ in how they keep away from 0: of given rows, with PyTorch's eps ({@link
 * #padded}); of given triplets, plainly ({@link #between}); of a whole batch, from products ({@link
 * #of}).
 */
public enum SentenceDistance implements RowDistance, DistanceMatrix {
  /** 1 − cos. */
  COSINE("cosine"),
  /** The length of the difference. */
  EUCLIDEAN("euclidean"),
  /** The sum of the differences' sizes; there is no matrix of it. */
  MANHATTAN("manhattan");

  private final String key;

  SentenceDistance(String key) {
    this.key = key;
  }

  /** Of corresponding rows, without eps; 0 with gradient 0 where they are equal. */
  @Override
  public Tensor between(Tensor x, Tensor y) {
    requireNonNull(y, "y");
    return switch (this) {
      case COSINE -> Similarity.COSINE.rows(x, y).rsub(1);
      case EUCLIDEAN -> NamedRowDistance.PAIRWISE_P2_EPS0.between(x, y);
      case MANHATTAN -> NamedRowDistance.L1.between(x, y);
    };
  }

  /** Of corresponding rows, with 1e-6 added to each component of a difference. */
  public RowDistance padded() {
    return switch (this) {
      case COSINE -> NamedRowDistance.ONE_MINUS_COSINE;
      case EUCLIDEAN -> NamedRowDistance.PAIRWISE;
      case MANHATTAN -> NamedRowDistance.PAIRWISE_P1;
    };
  }

  @Override
  public Tensor of(Tensor embeddings) {
    requireNonNull(embeddings, "embeddings");
    return switch (this) {
      case COSINE -> Similarity.COSINE.between(embeddings, embeddings).rsub(1);
      case EUCLIDEAN -> AddonsDistance.L2.of(embeddings);
      case MANHATTAN ->
          throw new IllegalArgumentException(
              "SentenceDistance: no matrix of manhattan distances: expected cosine or euclidean");
    };
  }

  @Override
  public String key() {
    return key;
  }
}
