package dev.capstan.losses.distance;

import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Parameters;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.LinearAlgebra;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.Transpose;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The dot product of two rows; of normalised rows the cosine of their angle.
 *
 * <p>{@code u·v}. Shapes as {@link Distance}; a similarity, so a margin lies on the other side.
 * Gradient: that of a product; a zero row is normalised to 0 and its gradient is scaled by 1e12.
 *
 * @param rows whether rows are scaled to length 1 first
 */
public record DotProductSimilarity(Rows rows) implements Distance {
  /** The name of the cosine in configurations. */
  public static final String COSINE = "cosine";

  /** The name of the plain product in configurations. */
  public static final String DOT_PRODUCT = "dot_product";

  public DotProductSimilarity {
    requireNonNull(rows, "rows");
  }

  /** The cosine of the angle. */
  public static DotProductSimilarity cosine() {
    return new DotProductSimilarity(Rows.NORMALIZED);
  }

  /** The product of the rows as they are. */
  public static DotProductSimilarity dotProduct() {
    return new DotProductSimilarity(Rows.AS_GIVEN);
  }

  @Override
  public Tensor between(Tensor x, Tensor y) {
    requireNonNull(y, "y");
    Matrices.requirePair("DotProductSimilarity", x, y);
    Tensor u = rows.of(x);
    return LinearAlgebra.matmul(u, Transpose.NO, rows.other(x, u, y), Transpose.YES);
  }

  @Override
  public Tensor rows(Tensor x, Tensor y) {
    requireNonNull(y, "y");
    Matrices.requireRows("DotProductSimilarity", x, y);
    return Reductions.sum(Elementwise.mul(rows.of(x), rows.of(y)), -1);
  }

  @Override
  public Orientation orientation() {
    return Orientation.SIMILARITY;
  }

  @Override
  public String key() {
    return rows == Rows.NORMALIZED ? COSINE : DOT_PRODUCT;
  }

  /** The name says it all. */
  @Override
  public Map<String, @Nullable Object> config() {
    return Parameters.write("name", key(), COSINE);
  }
}
