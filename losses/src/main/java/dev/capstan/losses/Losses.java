package dev.capstan.losses;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Losses by name, and from configurations: those that {@link Loss#config} writes, and those of the
 * systems themselves.
 *
 * <pre>{@code
 * Loss loss = Losses.fromConfig(Map.of("loss", "torch_triplet_margin_loss", "margin", 0.2));
 * Loss same = Losses.fromConfig(loss.config());
 * }</pre>
 *
 * <p>A name with a system in front ({@code torch_}, {@code mindspore_}, {@code tfa_}, {@code
 * tfsim_}) is the faithful form, the name alone the safe one. Keys are the system's own, and what
 * is absent has the system's default.
 */
public final class Losses {
  private static final Map<String, Function<Config, Loss>> KNOWN = known();

  private Losses() {}

  private static Map<String, Function<Config, Loss>> known() {
    Map<String, Function<Config, Loss>> all = new LinkedHashMap<>();
    for (var each : TripletMarginLoss.Convention.values()) {
      all.put(each.key(), TripletMarginLoss::fromConfig);
    }
    for (var each : MultiMarginLoss.Convention.values()) {
      all.put(each.key(), MultiMarginLoss::fromConfig);
    }
    both(
        all,
        "torch_",
        "triplet_margin_with_distance_loss",
        TripletMarginWithDistanceLoss::fromConfig);
    both(all, "tfa_", "triplet_semihard_loss", TripletSemiHardLoss::fromConfig);
    both(all, "tfa_", "triplet_hard_loss", TripletHardLoss::fromConfig);
    both(all, "tfsim_", "triplet_loss", TripletLoss::fromConfig);
    PlainLosses.all().forEach((name, make) -> both(all, "torch_", name, make));
    FamilyLosses.all().forEach((name, make) -> both(all, FamilyLosses.SYSTEM, name, make));
    all.put(MinedTripletLoss.NAME, MinedTripletLoss::fromConfig);
    all.put(RegularizedLoss.NAME, RegularizedLoss::fromConfig);
    return all;
  }

  private static void both(
      Map<String, Function<Config, Loss>> all,
      String system,
      String name,
      Function<Config, Loss> make) {
    all.put(name, make);
    all.put(system + name, make);
  }

  /** The names of all losses, in alphabetical order. */
  public static Set<String> names() {
    return new TreeSet<>(KNOWN.keySet());
  }

  /**
   * The loss of a configuration: a map with the loss's name under {@code loss} and its parameters
   * beside it, or Keras's form, a map of {@code class_name} and {@code config}.
   *
   * @throws IllegalArgumentException if the name or a key is unknown, or a value has the wrong type
   */
  public static Loss fromConfig(Map<String, ?> config) {
    if (config.get("class_name") instanceof String className
        && config.get("config") instanceof Map<?, ?> inner) {
      return fromConfig(Keras.name(className), Keras.parameters(inner));
    }
    if (!(config.get("loss") instanceof String name)) {
      throw new IllegalArgumentException(
          "fromConfig: no name of a loss: got keys "
              + new TreeSet<>(config.keySet())
              + ", expected the name under 'loss'; one of "
              + names());
    }
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>(config);
    parameters.remove("loss");
    return fromConfig(name, parameters);
  }

  /**
   * The loss of a name and its system's own configuration.
   *
   * @throws IllegalArgumentException if the name or a key is unknown, or a value has the wrong type
   */
  public static Loss fromConfig(String name, Map<String, ?> parameters) {
    Function<Config, Loss> make = KNOWN.get(name);
    if (make == null) {
      throw new IllegalArgumentException(
          "fromConfig: unknown loss: got '" + name + "', expected one of " + names());
    }
    Config config = new Config(name, parameters);
    Loss loss = make.apply(config);
    config.done();
    return loss;
  }
}
