package dev.capstan.losses;

import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.distance.DistanceMatrix;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the two triplet losses of TensorFlow Addons share. */
final class AddonsTriplets {
  /** How a distance is written that the system takes as a function. */
  static final String CALLABLE = "callable";

  private AddonsTriplets() {}

  /** The distances of a batch, which must be a square matrix. */
  static Tensor distances(String loss, DistanceMatrix distance, Tensor embeddings) {
    int n = embeddings.shape().get(0);
    Tensor d = distance.of(embeddings);
    if (!d.shape().equals(Shape.of(n, n))) {
      throw new ShapeException(
          "%s: the distance function gave shape %s for %s embeddings, expected %s"
              .formatted(loss, d.shape(), n, Shape.of(n, n)));
    }
    return d;
  }

  static Tensor weighted(String loss, Tensor value, Tensor weight) {
    Batches.requireScalarWeight(loss, weight, "because the loss is one number for the whole batch");
    return value.mul(weight.reshape(new int[0]));
  }

  /** A configuration in which a distance that is not the system's own is marked as a function. */
  static Map<String, @Nullable Object> config(
      Map<String, @Nullable Object> map, DistanceMatrix distance) {
    if (!(distance instanceof AddonsDistance) && !distance.key().equals(CALLABLE)) {
      map.put("distance_metric", CALLABLE + ":" + distance.key());
    }
    return map;
  }
}
