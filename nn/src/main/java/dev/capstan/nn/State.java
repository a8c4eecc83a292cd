package dev.capstan.nn;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Tensor;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What something {@link Stateful} remembers: tensors, and numbers and words as text, each under a
 * name. Names are joined by points, so a state may hold the states of parts. Immutable.
 *
 * <p>A double is written by {@link Double#toString}, which tells every double apart.
 */
public final class State {
  private final Map<String, Tensor> tensors;
  private final Map<String, String> texts;

  private State(Map<String, Tensor> tensors, Map<String, String> texts) {
    this.tensors = tensors;
    this.texts = texts;
  }

  /** A state of given tensors and texts. */
  public static State of(Map<String, Tensor> tensors, Map<String, String> texts) {
    requireNonNull(texts, "texts");
    Map<String, Tensor> constants = new LinkedHashMap<>();
    tensors.forEach((name, t) -> constants.put(name, t.detach()));
    return new State(constants, new LinkedHashMap<>(texts));
  }

  public static Builder builder() {
    return new Builder();
  }

  /** Collects a state. */
  public static final class Builder {
    private final Map<String, Tensor> tensors = new LinkedHashMap<>();
    private final Map<String, String> texts = new LinkedHashMap<>();

    private Builder() {}

    public Builder put(String name, Tensor tensor) {
      requireNonNull(name, "name");
      requireNonNull(tensor, "tensor");
      tensors.put(name, tensor.detach());
      return this;
    }

    public Builder put(String name, String text) {
      requireNonNull(name, "name");
      requireNonNull(text, "text");
      texts.put(name, text);
      return this;
    }

    public Builder put(String name, long whole) {
      requireNonNull(name, "name");
      return put(name, Long.toString(whole));
    }

    public Builder put(String name, double real) {
      requireNonNull(name, "name");
      return put(name, Double.toString(real));
    }

    public Builder put(String name, double[] reals) {
      requireNonNull(name, "name");
      requireNonNull(reals, "reals");
      return put(
          name, Arrays.stream(reals).mapToObj(Double::toString).collect(Collectors.joining(" ")));
    }

    public Builder put(String name, int[] wholes) {
      requireNonNull(name, "name");
      requireNonNull(wholes, "wholes");
      return put(
          name, IntStream.of(wholes).mapToObj(Integer::toString).collect(Collectors.joining(" ")));
    }

    /** All of a part's state, each name behind the part's. */
    public Builder put(String part, State state) {
      requireNonNull(part, "part");
      requireNonNull(state, "state");
      state.tensors.forEach((name, t) -> tensors.put(part + "." + name, t));
      state.texts.forEach((name, t) -> texts.put(part + "." + name, t));
      return this;
    }

    public State build() {
      return new State(new LinkedHashMap<>(tensors), new LinkedHashMap<>(texts));
    }
  }

  /** The tensors by name. */
  public Map<String, Tensor> tensors() {
    return Collections.unmodifiableMap(tensors);
  }

  /** Numbers and words by name. */
  public Map<String, String> texts() {
    return Collections.unmodifiableMap(texts);
  }

  /** The state of a part, its names without the part's. */
  public State part(String name) {
    requireNonNull(name, "name");
    return new State(behind(name + ".", tensors), behind(name + ".", texts));
  }

  private static <T> Map<String, T> behind(String prefix, Map<String, T> all) {
    Map<String, T> part = new LinkedHashMap<>();
    all.forEach(
        (name, thing) -> {
          if (name.startsWith(prefix)) {
            part.put(name.substring(prefix.length()), thing);
          }
        });
    return part;
  }

  public boolean isEmpty() {
    return tensors.isEmpty() && texts.isEmpty();
  }

  /** Whether there is a tensor or a text of this name. */
  public boolean has(String name) {
    requireNonNull(name, "name");
    return tensors.containsKey(name) || texts.containsKey(name);
  }

  // --- reading --------------------------------------------------------------------------------

  /**
   * A tensor.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public Tensor tensor(String name) {
    requireNonNull(name, "name");
    return found(tensors, name);
  }

  /**
   * A text.
   *
   * @throws IllegalArgumentException if there is none of this name
   */
  public String text(String name) {
    requireNonNull(name, "name");
    return found(texts, name);
  }

  private static <T> T found(Map<String, T> all, String name) {
    T thing = all.get(name);
    if (thing == null) {
      throw new IllegalArgumentException(
          "restore: " + Quoted.of(name) + " is missing from the state");
    }
    return thing;
  }

  public long whole(String name) {
    requireNonNull(name, "name");
    return parsed(name, "a whole number", Long::valueOf);
  }

  /** A whole number of 0 or more that fits an int. */
  public int count(String name) {
    requireNonNull(name, "name");
    long value = whole(name);
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw unfit(name, text(name), "a count");
    }
    return (int) value;
  }

  public double real(String name) {
    requireNonNull(name, "name");
    return parsed(name, "a number", Double::valueOf);
  }

  public double[] reals(String name) {
    requireNonNull(name, "name");
    return parsed(name, "numbers", s -> words(s).mapToDouble(Double::parseDouble).toArray());
  }

  public int[] wholes(String name) {
    requireNonNull(name, "name");
    return parsed(name, "whole numbers", s -> words(s).mapToInt(Integer::parseInt).toArray());
  }

  private static Stream<String> words(String text) {
    return text.isEmpty() ? Stream.empty() : Arrays.stream(text.split(" ", -1));
  }

  private <T> T parsed(String name, String what, Function<String, T> parse) {
    String text = text(name);
    try {
      return parse.apply(text);
    } catch (NumberFormatException e) {
      throw unfit(name, text, what);
    }
  }

  /**
   * Requires a text to be what it is expected to be: a mark that tells states of two makings apart.
   *
   * @throws IllegalArgumentException saying what was found
   */
  public void require(String name, String expected) {
    requireNonNull(name, "name");
    requireNonNull(expected, "expected");
    if (!text(name).equals(expected)) {
      throw unfit(name, text(name), Quoted.of(expected));
    }
  }

  private static IllegalArgumentException unfit(String name, String got, String expected) {
    return new IllegalArgumentException(
        "restore: " + Quoted.of(name) + ": got " + Quoted.of(got) + ", expected " + expected);
  }
}
