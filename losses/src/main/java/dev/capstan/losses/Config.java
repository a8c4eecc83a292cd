package dev.capstan.losses;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration, key by key, with defaults for what is absent; refuses what has the wrong
 * type, and in {@link #done} what nobody asked for. Messages name the loss and the key.
 */
final class Config {
  private final String loss;
  private final Map<String, ?> map;
  private final List<String> asked = new ArrayList<>();

  Config(String loss, Map<String, ?> map) {
    this.loss = loss;
    this.map = map;
  }

  /** The name under which the loss was asked for. */
  String loss() {
    return loss;
  }

  boolean has(String key) {
    if (!asked.contains(key)) {
      asked.add(key);
    }
    return map.containsKey(key);
  }

  /** A real number; text "Infinity", "-Infinity", "NaN" as JSON writes them. */
  double real(String key, double otherwise) {
    return has(key) ? required(key, "a number", real(get(key))) : otherwise;
  }

  /** A real number or null. */
  @Nullable Double realOrNull(String key, @Nullable Double otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    return get(key) == null ? null : required(key, "a number or null", real(get(key)));
  }

  private static @Nullable Double real(@Nullable Object value) {
    if (value instanceof String text) {
      return switch (text) {
        case "Infinity", "inf" -> Double.POSITIVE_INFINITY;
        case "-Infinity", "-inf" -> Double.NEGATIVE_INFINITY;
        case "NaN" -> Double.NaN;
        default -> null;
      };
    }
    return value instanceof Number number ? (Double) number.doubleValue() : null;
  }

  /** A whole number, of an integer type. */
  int integer(String key, int otherwise) {
    if (!has(key)) {
      return otherwise;
    }
    Object value = get(key);
    boolean whole = value instanceof Integer || value instanceof Long || value instanceof Short;
    long wide = value instanceof Number number ? number.longValue() : 0;
    return required(key, "a whole number", whole && wide == (int) wide ? (int) wide : null);
  }

  /** A switch. */
  boolean flag(String key, boolean otherwise) {
    Object value = has(key) ? get(key) : (Object) otherwise;
    return required(key, "true or false", value instanceof Boolean b ? b : null);
  }

  /** A switch or null. */
  @Nullable Boolean flagOrNull(String key) {
    return get(key) == null ? null : (Boolean) flag(key, false);
  }

  /** A text. */
  String text(String key, String otherwise) {
    Object value = has(key) ? get(key) : otherwise;
    return required(key, "text", value instanceof String text ? text : null);
  }

  /** A key that is read and not kept: Keras's {@code name}. */
  void label(String key) {
    Object value = get(key);
    if (value != null) {
      required(key, "text or null", value instanceof String text ? text : null);
    }
  }

  /** A list of real numbers. */
  List<Double> reals(String key) {
    List<Double> all = new ArrayList<>();
    if (required(key, "a list of numbers", get(key)) instanceof List<?> list) {
      for (Object each : list) {
        all.add(required(key, "a list of numbers", real(each)));
      }
      return all;
    }
    throw refuse(key, "a list of numbers");
  }

  /** A map; empty if there is none. */
  Map<String, @Nullable Object> map(String key) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    if (has(key)) {
      Map<?, ?> inner = required(key, "a map", get(key) instanceof Map<?, ?> value ? value : null);
      inner.forEach((k, v) -> copy.put(String.valueOf(k), v));
    }
    return copy;
  }

  /** A configuration within this one; null if there is none. */
  @Nullable Config part(String key) {
    return get(key) == null ? null : new Config(loss + "." + key, map(key));
  }

  /** A reduction of PyTorch or MindSpore, with PyTorch's deprecated pair of keys. */
  Reduction reduction() {
    Reduction named =
        switch (text("reduction", "mean")) {
          case "none" -> Reduction.NONE;
          case "mean", "elementwise_mean" -> Reduction.MEAN;
          case "sum" -> Reduction.SUM;
          default -> throw refuse("reduction", "none, mean or sum");
        };
    return Reduction.fromDeprecated(flagOrNull("size_average"), flagOrNull("reduce"), named);
  }

  /** As {@link #reduction}, and PyTorch's {@code batchmean}, which its {@code kl_div} alone has. */
  Reduction reductionOrBatchMean() {
    return "batchmean".equals(get("reduction")) ? Reduction.BATCH_MEAN : reduction();
  }

  IllegalArgumentException refuse(String key, String expected) {
    Object value = get(key);
    String type = value == null ? "" : " (" + value.getClass().getSimpleName() + ")";
    return new IllegalArgumentException(
        "fromConfig: "
            + loss
            + ": wrong value of '"
            + key
            + "': got "
            + (value instanceof String ? "\"" + value + "\"" : value)
            + type
            + ", expected "
            + expected);
  }

  /** Refuses keys that no getter asked for. */
  void done() {
    for (String key : map.keySet()) {
      if (!asked.contains(key)) {
        throw new IllegalArgumentException(
            "fromConfig: "
                + loss
                + ": unknown key: got '"
                + key
                + "', expected one of "
                + new TreeSet<>(asked));
      }
    }
  }

  private @Nullable Object get(String key) {
    return has(key) ? map.get(key) : null;
  }

  private <T> T required(String key, String expected, @Nullable T value) {
    if (value == null) {
      throw refuse(key, expected);
    }
    return value;
  }

  /** Begins a configuration to be written. */
  static Map<String, @Nullable Object> of(String loss) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("loss", loss);
    return map;
  }
}
