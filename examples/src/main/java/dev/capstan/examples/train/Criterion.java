package dev.capstan.examples.train;

import dev.capstan.losses.TripletSemiHardLoss;
import dev.capstan.losses.distance.AddonsDistance;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The losses that the command line can train with, on embeddings of length 1. */
public enum Criterion {
  /** The recipe's: TensorFlow Addons' semi-hard negatives, squared distances, margin 1. */
  TRIPLET_SEMI_HARD("triplet loss, semi-hard negatives, squared L2, margin 1", "tfa-semihard") {
    private final TripletSemiHardLoss loss =
        new TripletSemiHardLoss().withDistance(AddonsDistance.SQUARED_L2);

    @Override
    Tensor apply(Tensor embeddings, IntTensor labels) {
      return loss.apply(labels, embeddings);
    }
  };

  private final String description;
  private final String alias;

  Criterion(String description, String alias) {
    this.description = description;
    this.alias = alias;
  }

  /** The loss of a batch: embeddings {@code [B, E]}, labels {@code [B]}; a scalar. */
  abstract Tensor apply(Tensor embeddings, IntTensor labels);

  /** As the command line knows it. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public String description() {
    return description;
  }

  /** Whether the name is its own or its alias. */
  boolean answersTo(String canonical) {
    return canonical.equals(id()) || canonical.equals(alias);
  }

  static List<String> names() {
    return Arrays.stream(values()).map(Criterion::id).toList();
  }

  /** The one of this name; null if there is none. */
  static @Nullable Criterion of(String canonical) {
    for (Criterion criterion : values()) {
      if (criterion.answersTo(canonical)) {
        return criterion;
      }
    }
    return null;
  }
}
