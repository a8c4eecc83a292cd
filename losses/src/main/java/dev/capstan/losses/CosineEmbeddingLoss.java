package dev.capstan.losses;

import static dev.capstan.ops.Elementwise.where;
import static java.util.Objects.requireNonNull;

import dev.capstan.losses.config.Named;
import dev.capstan.ops.DType;
import dev.capstan.ops.Magnitudes;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.option.KeepDims;

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
@Named(value = "cosine_embedding_loss", system = "torch")
public record CosineEmbeddingLoss(double margin, Reduction reduction, Variant variant)
    implements PairLoss<CosineEmbeddingLoss> {
  /** The system's constant is a float, which shows in the gradients of zero vectors. */
  private static final double EPS = 1e-12f;

  public CosineEmbeddingLoss {
    requireNonNull(reduction, "reduction");
    requireNonNull(variant, "variant");
  }

  /** The safe form with PyTorch's defaults. */
  public CosineEmbeddingLoss() {
    this(0, Reduction.MEAN, Variant.SAFE);
  }

  /** PyTorch's form with its defaults. */
  public static CosineEmbeddingLoss torch() {
    return new CosineEmbeddingLoss().withVariant(Variant.FAITHFUL);
  }

  @Override
  public Tensor apply(Tensor input1, Tensor input2, Tensor target) {
    requireNonNull(input1, "input1");
    requireNonNull(input2, "input2");
    requireShapes(
        Checks.broadcast("CosineEmbeddingLoss", "input1", input1, "input2", input2), target);
    Tensor cosine = cosine(input1, input2);
    Tensor near = where(target.eq(1), cosine.rsub(1), 0);
    Tensor far = where(target.eq(-1), cosine.sub(margin).relu(), 0);
    return reduction.of(near.add(far), variant);
  }

  private Tensor cosine(Tensor x, Tensor y) {
    if (variant == Variant.SAFE && (far(x) || far(y))) {
      Tensor p = powers(x);
      Tensor q = powers(y);
      return cosine(x.mul(p), y.mul(q), square(p), square(q));
    }
    Tensor one = Tensor.ones(x.dtype());
    return cosine(x, y, one, one);
  }

  /** Of rows multiplied by numbers whose squares are given. */
  private static Tensor cosine(Tensor x, Tensor y, Tensor p, Tensor q) {
    Tensor lengths = square(x).add(p.mul(EPS)).mul(square(y).add(q.mul(EPS))).sqrt();
    return x.mul(y).sum(-1).div(lengths);
  }

  private static Tensor square(Tensor x) {
    return x.square().sum(-1);
  }

  /** Whether squares of squares may overflow. */
  private static boolean far(Tensor x) {
    return Magnitudes.largest(x) > (x.dtype() == DType.FLOAT64 ? 0x1p240 : 0x1p30);
  }

  /** For each row a power of two that brings large numbers near 1. */
  private static Tensor powers(Tensor x) {
    Tensor most = x.detach().abs().amax(KeepDims.YES, -1);
    return most.like(
        i -> {
          double m = most.at(i);
          return m > 1 && m <= Double.MAX_VALUE ? Math.scalb(1.0, -Math.getExponent(m)) : 1;
        });
  }

  private static void requireShapes(Shape vectors, Tensor target) {
    boolean fit = vectors.rank() >= 1 && vectors.rank() <= 2 && target.rank() == vectors.rank() - 1;
    if (!fit || target.rank() == 1 && target.size() != vectors.get(0)) {
      throw new ShapeException(
          ("CosineEmbeddingLoss: shapes do not fit: got vectors %s and target %s, expected"
                  + " [N, D] and [N], or [D] and []")
              .formatted(vectors, target.shape()));
    }
  }
}
