package dev.capstan.losses;

import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.losses.distance.DistanceMatrix;
import dev.capstan.losses.distance.SimilarityDistance;
import dev.capstan.ops.Elementwise;
import dev.capstan.ops.Movement;
import dev.capstan.ops.Shape;
import dev.capstan.ops.ShapeException;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the two triplet losses of TensorFlow Addons share. */
final class AddonsTriplets {
  private static final String CALLABLE = "callable";

  private AddonsTriplets() {}

  /** The distances of a batch, which must be a square matrix. */
  static Tensor distances(String loss, DistanceMatrix distance, Tensor embeddings) {
    int n = embeddings.shape().get(0);
    Tensor d = distance.of(embeddings);
    if (!d.shape().equals(Shape.of(n, n))) {
      throw new ShapeException(
          loss
              + ": the distance function gave shape "
              + d.shape()
              + " for "
              + n
              + " embeddings, expected ["
              + n
              + ", "
              + n
              + "]");
    }
    return d;
  }

  static Tensor weighted(String loss, Tensor value, Tensor weight) {
    Batches.requireScalarWeight(loss, weight, "because the loss is one number for the whole batch");
    return Elementwise.mul(value, Movement.reshape(weight, Shape.scalar().toArray()));
  }

  static void write(Map<String, @Nullable Object> map, double margin, DistanceMatrix distance) {
    map.put("reduction", "none");
    map.put("name", null);
    map.put("margin", margin);
    map.put("distance_metric", key(distance));
  }

  private static String key(DistanceMatrix distance) {
    boolean named = distance instanceof AddonsDistance || distance.key().equals(CALLABLE);
    return named ? distance.key() : CALLABLE + ":" + distance.key();
  }

  static double margin(Config config) {
    config.label("name");
    if (config.has("reduction")) {
      // Fixed in the system, where every value is accepted and has no effect.
      config.label("reduction");
    }
    return config.real("margin", 1);
  }

  /** A named distance; a function of the user's cannot be read back. */
  static DistanceMatrix distance(Config config) {
    String name = config.text("distance_metric", AddonsDistance.L2.key());
    for (AddonsDistance known : AddonsDistance.values()) {
      if (known.key().equals(name)) {
        return known;
      }
    }
    for (SimilarityDistance known : SimilarityDistance.values()) {
      if (name.equals(CALLABLE + ":" + known.key())) {
        return known;
      }
    }
    throw config.refuse(
        "distance_metric",
        "one of "
            + Arrays.stream(AddonsDistance.values()).map(AddonsDistance::key).toList()
            + ", or callable: and the name of a distance of TensorFlow Similarity; set a function"
            + " of your own with withDistance");
  }
}
