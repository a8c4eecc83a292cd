package dev.capstan.nn.data;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Tensor;

/** Some rows of a data set: features {@code [B, D]}, labels {@code [B]}. */
public record Batch(Tensor features, IntTensor labels) {
  public Batch {
    requireNonNull(features, "features");
    requireNonNull(labels, "labels");
  }

  @Override
  public String toString() {
    return "batch of features " + features.form() + " and labels int " + labels.shape();
  }
}
