package dev.capstan.losses;

import dev.capstan.ops.Comparisons;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Reductions;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Two vectors to point one way or not, as PyTorch's {@code cosine_embedding_loss}.
 *
 * <p>With {@code cos = x₁·x₂ / √((|x₁|² + 1e-12)(|x₂|² + 1e-12))}: {@code 1 − cos} for target 1,
 * {@code max(cos − margin, 0)} for target −1, 0 for others.
 *
 * <p>Shapes: {@code x₁, x₂: [N, D]} with {@code target: [N]}, or {@code [D]} with a scalar; losses
 * of the target's shape.
 *
 * <p>Gradient: 0 where the hinge is exactly 0. The target gets none.
 *
 * <p>Domain: any margin; a zero vector has cosine 0. The mean of nothing is NaN, or 0 if safe.
 * Source: PyTorch 2.15.
 *
 * @param margin the cosine below which −1 costs nothing
 * @param reduction what is made of the losses
 */
public record CosineEmbeddingLoss(double margin, Reduction reduction, Variant variant)
    implements Loss {
  private static final String NAME = "CosineEmbeddingLoss";
  static final String KEY = "cosine_embedding_loss";

  /** The safe form with PyTorch's defaults. */
  public CosineEmbeddingLoss() {
    this(0, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static CosineEmbeddingLoss torch() {
    return new CosineEmbeddingLoss(0, Reduction.MEAN, Variant.FAITHFUL);
  }

  public CosineEmbeddingLoss withMargin(double value) {
    return new CosineEmbeddingLoss(value, reduction, variant);
  }

  public CosineEmbeddingLoss withReduction(Reduction value) {
    return new CosineEmbeddingLoss(margin, value, variant);
  }

  /** The system's constant is a float, which shows in the gradients of zero vectors. */
  private static final double EPS = 1e-12f;

  /**
   * The loss.
   *
   * @throws ShapeException if the shapes do not fit
   * @throws dev.capstan.ops.DTypeException if the dtypes differ
   */
  public Tensor apply(Tensor input1, Tensor input2, Tensor target) {
    requireShapes(Checks.broadcast(NAME, "input1", input1, "input2", input2), target);
    Tensor cosine =
        Elementwise.div(
            Reductions.sum(Elementwise.mul(input1, input2), -1),
            Elementwise.sqrt(Elementwise.mul(square(input1), square(input2))));
    Tensor hinge = Elementwise.relu(Elementwise.sub(cosine, margin));
    Tensor near = Elementwise.where(Comparisons.eq(target, 1), Elementwise.rsub(cosine, 1), 0);
    Tensor far = Elementwise.where(Comparisons.eq(target, -1), hinge, 0);
    return reduction.of(Elementwise.add(near, far), variant);
  }

  private static Tensor square(Tensor x) {
    return Elementwise.add(Reductions.sum(Elementwise.square(x), -1), EPS);
  }

  private static void requireShapes(Shape vectors, Tensor target) {
    boolean fit = vectors.rank() >= 1 && vectors.rank() <= 2 && target.rank() == vectors.rank() - 1;
    if (!fit || target.rank() == 1 && target.size() != vectors.get(0)) {
      throw new ShapeException(
          NAME
              + ": shapes do not fit: got vectors "
              + vectors
              + " and target "
              + target.shape()
              + ", expected [N, D] and [N], or [D] and []");
    }
  }

  @Override
  public Tensor applyTo(Map<String, ?> inputs) {
    Inputs in = new Inputs(NAME, inputs, "input1", "input2", "target");
    Tensor input1 = in.tensor("input1");
    return apply(input1, in.tensor("input2"), in.numbers("target", input1));
  }

  @Override
  public Map<String, @Nullable Object> config() {
    Map<String, @Nullable Object> map = Config.of(PlainLosses.name(KEY, variant));
    map.put("margin", margin);
    map.put("reduction", reduction.key());
    return map;
  }

  static CosineEmbeddingLoss fromConfig(Config config) {
    return new CosineEmbeddingLoss(
        config.real("margin", 0), config.reduction(), PlainLosses.variant(config));
  }
}
