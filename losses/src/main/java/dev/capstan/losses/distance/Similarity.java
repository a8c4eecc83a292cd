package dev.capstan.losses.distance;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Config;
import dev.capstan.losses.config.Keyed;
import dev.capstan.ops.Tensor;

/** The similarities that sentence-transformers knows by name. */
public enum Similarity implements Keyed {
  /** The cosine: the product of rows divided by their length, at least 1e-12. */
  COSINE("cos_sim", "cosine", DotProductSimilarity.cosine()),
  /** The product of the rows as they are. */
  DOT("dot_score", "dot", DotProductSimilarity.dotProduct());

  private final String key;
  private final String alias;
  private final DotProductSimilarity product;

  Similarity(String key, String alias, DotProductSimilarity product) {
    this.key = key;
    this.alias = alias;
    this.product = product;
  }

  /** All pairs: [N, D] and [M, D] give [N, M]. */
  public Tensor between(Tensor x, Tensor y) {
    requireNonNull(y, "y");
    return product.between(x, y);
  }

  /** Corresponding rows: [N, D] twice gives [N]. */
  public Tensor rows(Tensor x, Tensor y) {
    requireNonNull(y, "y");
    return product.rows(x, y);
  }

  /** The similarity under a key, by the system's name of the function or its first word. */
  public static Similarity read(Config config, String key, Similarity otherwise) {
    requireNonNull(key, "key");
    String name = config.text(key, otherwise.key);
    for (Similarity each : values()) {
      if (name.equals(each.key) || name.equals(each.alias) || name.equals("pairwise_" + each.key)) {
        return each;
      }
    }
    throw config.refuse(key, "cos_sim or dot_score");
  }

  @Override
  public String key() {
    return key;
  }
}
