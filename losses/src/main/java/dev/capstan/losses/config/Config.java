package dev.capstan.losses.config;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads a configuration, key by key, with defaults for what is absent; refuses what has the wrong
 * type, and in {@link #done} what nobody asked for. Messages name the loss and the key.
 */
public final class Config {
  /** How deep a configuration may be nested: parts in losses in losses. */
  private static final int DEEPEST = 16;

  /** How much of a text of the user's a message repeats. */
  private static final int MOST_SAID = 80;

  private final String loss;
  private final Map<String, ?> map;
  private final int depth;
  private final List<String> asked = new ArrayList<>();

  /** The parameters of a loss, by the name to be used in messages. */
  public Config(String loss, Map<String, ?> map) {
    this(requireNonNull(loss, "loss"), requireNonNull(map, "map"), 0);
  }

  private Config(String loss, Map<String, ?> map, int depth) {
    this.loss = loss;
    this.map = map;
    this.depth = depth;
    if (depth > DEEPEST) {
      throw new IllegalArgumentException(
          "fromConfig: nested too deeply: got more than %s maps within each other"
              .formatted(DEEPEST));
    }
  }

  /** The name under which the loss was asked for. */
  public String loss() {
    return loss;
  }

  /** Whether there is a key. */
  public boolean has(String key) {
    requireNonNull(key, "key");
    if (!asked.contains(key)) {
      asked.add(key);
    }
    return map.containsKey(key);
  }

  /** A real number; text "Infinity", "-Infinity", "NaN" as JSON writes them. */
  public double real(String key, double otherwise) {
    requireNonNull(key, "key");
    return has(key) ? required(key, "a number", real(get(key))) : otherwise;
  }

  /** A real number or null. */
  public @Nullable Double realOrNull(String key, @Nullable Double otherwise) {
    requireNonNull(key, "key");
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
  public int integer(String key, int otherwise) {
    requireNonNull(key, "key");
    if (!has(key)) {
      return otherwise;
    }
    Object value = get(key);
    boolean whole = value instanceof Integer || value instanceof Long || value instanceof Short;
    long wide = value instanceof Number number ? number.longValue() : 0;
    return required(key, "a whole number", whole && wide == (int) wide ? (int) wide : null);
  }

  /** A whole number, of any type. */
  int wholeReal(String key, int otherwise) {
    double value = real(key, otherwise);
    return required(key, "a whole number", value == (int) value ? (int) value : null);
  }

  /** A switch. */
  public boolean flag(String key, boolean otherwise) {
    requireNonNull(key, "key");
    Object value = has(key) ? get(key) : (Object) otherwise;
    return required(key, "true or false", value instanceof Boolean b ? b : null);
  }

  /** A switch or null. */
  public @Nullable Boolean flagOrNull(String key) {
    requireNonNull(key, "key");
    return get(key) == null ? null : (Boolean) flag(key, false);
  }

  /** A text. */
  public String text(String key, String otherwise) {
    requireNonNull(key, "key");
    requireNonNull(otherwise, "otherwise");
    Object value = has(key) ? get(key) : otherwise;
    return required(key, "text", value instanceof String text ? text : null);
  }

  /** A key that is read and not kept: Keras's {@code name}. */
  public void label(String key) {
    requireNonNull(key, "key");
    Object value = get(key);
    if (value != null) {
      required(key, "text or null", value instanceof String text ? text : null);
    }
  }

  /** A list of real numbers. */
  public List<Double> reals(String key) {
    List<Double> all = new ArrayList<>();
    if (required(key, "a list of numbers", get(key)) instanceof List<?> list) {
      for (Object each : list) {
        all.add(required(key, "a list of numbers", real(each)));
      }
      return all;
    }
    throw refuse(key, "a list of numbers");
  }

  /** A list, each of its elements read as if it stood under a key of its own. */
  public <T> List<T> items(String key, BiFunction<Config, String, T> read) {
    requireNonNull(read, "read");
    List<T> all = new ArrayList<>();
    if (get(key) instanceof List<?> list) {
      for (Object each : list) {
        String at = key + "[" + all.size() + "]";
        all.add(read.apply(within(loss, Collections.singletonMap(at, each)), at));
      }
      return all;
    }
    throw refuse(key, "a list");
  }

  /** All that is there, as a map of its own. */
  public Map<String, @Nullable Object> map() {
    return new LinkedHashMap<>(map);
  }

  /** All keys, in alphabetical order. */
  public Set<String> keys() {
    return new TreeSet<>(map.keySet());
  }

  /** A map; empty if there is none. */
  public Map<String, @Nullable Object> map(String key) {
    requireNonNull(key, "key");
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    if (has(key)) {
      Map<?, ?> inner = required(key, "a map", get(key) instanceof Map<?, ?> value ? value : null);
      inner.forEach((k, v) -> copy.put(String.valueOf(k), v));
    }
    return copy;
  }

  /** A configuration within this one, by its key; null if there is none. */
  public @Nullable Config part(String key) {
    requireNonNull(key, "key");
    return get(key) == null ? null : within(loss + "." + key, map(key));
  }

  private Config within(String name, Map<String, ?> inner) {
    return new Config(name, inner, depth + 1);
  }

  /** The same place with another name and other keys. */
  public Config renamed(String name, Map<String, ?> parameters) {
    requireNonNull(name, "name");
    requireNonNull(parameters, "parameters");
    return new Config(name, parameters, depth);
  }

  /** A key that is no choice: it is read, and refused if it asks for something else. */
  void fixed(Fixed fixed) {
    if (fixed.remedy().isEmpty()) {
      label(fixed.key());
    } else if (!text(fixed.key(), fixed.value()).equals(fixed.value())) {
      throw refuse(fixed.key(), "\"" + fixed.value() + "\"; " + fixed.remedy());
    }
  }

  /** A refusal of the value under a key, which names both and what was expected. */
  public IllegalArgumentException refuse(String key, String expected) {
    requireNonNull(key, "key");
    requireNonNull(expected, "expected");
    return new IllegalArgumentException(
        "fromConfig: %s: wrong value of '%s': got %s, expected %s"
            .formatted(elided(loss), elided(key), said(get(key)), expected));
  }

  /** A value in a message: short, however large or deep it is. */
  private static String said(@Nullable Object value) {
    String type = value == null ? "" : " (" + value.getClass().getSimpleName() + ")";
    if (value instanceof Map<?, ?> map) {
      return "a map of " + map.size() + type;
    }
    if (value instanceof Collection<?> list) {
      return "a list of " + list.size() + type;
    }
    String text = elided(String.valueOf(value));
    return (value instanceof String ? "\"" + text + "\"" : text) + type;
  }

  /** A text of the user's in a message: its beginning, if it is long. */
  public static String elided(String text) {
    return text.length() <= MOST_SAID ? text : text.substring(0, MOST_SAID) + "…";
  }

  /** Refuses keys that no getter asked for. */
  public void done() {
    for (String key : map.keySet()) {
      if (!asked.contains(key)) {
        throw new IllegalArgumentException(
            "fromConfig: %s: unknown key: got '%s', expected one of %s"
                .formatted(elided(loss), elided(key), new TreeSet<>(asked)));
      }
    }
  }

  /** The value under a key as it stands; null if there is none. */
  public @Nullable Object get(String key) {
    requireNonNull(key, "key");
    return has(key) ? map.get(key) : null;
  }

  private <T> T required(String key, String expected, @Nullable T value) {
    if (value == null) {
      throw refuse(key, expected);
    }
    return value;
  }
}
