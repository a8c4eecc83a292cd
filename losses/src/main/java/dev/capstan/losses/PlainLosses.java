package dev.capstan.losses;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** The losses of PyTorch that compare a prediction with a target, by name. */
final class PlainLosses {
  private PlainLosses() {}

  static Map<String, Function<Config, Loss>> all() {
    Map<String, Function<Config, Loss>> all = new LinkedHashMap<>();
    return all;
  }

  /** The name of a variant. */
  static String name(String name, Variant variant) {
    return variant == Variant.SAFE ? name : "torch_" + name;
  }

  /** The variant of a name. */
  static Variant variant(Config config) {
    return config.loss().startsWith("torch_") ? Variant.FAITHFUL : Variant.SAFE;
  }
}
