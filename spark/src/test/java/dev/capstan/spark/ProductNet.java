package dev.capstan.spark;

import dev.capstan.nn.Layer;
import dev.capstan.nn.layer.Activation;
import dev.capstan.nn.layer.L2Normalize;
import dev.capstan.nn.layer.Linear;
import dev.capstan.nn.layer.Sequential;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** The architecture of README. */
public final class ProductNet implements Supplier<Layer> {
  @Override
  public Layer get() {
    SplittableRandom random = new SplittableRandom(7);
    return new Sequential(
        new Linear(64, 128, random),
        Activation.relu(),
        new Linear(128, 32, random),
        new L2Normalize());
  }
}
