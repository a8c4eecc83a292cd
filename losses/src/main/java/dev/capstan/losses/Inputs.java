package dev.capstan.losses;

import dev.capstan.losses.config.Config;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Inputs by name, for {@link Loss#applyTo}. */
final class Inputs {
  private final String loss;
  private final Map<String, ?> map;

  /** Inputs, of which only the given names may occur. */
  Inputs(String loss, Map<String, ?> map, String... names) {
    this.loss = loss;
    this.map = map;
    Set<String> known = new TreeSet<>(Set.of(names));
    for (String name : map.keySet()) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException(
            loss + ": unknown input: got '" + Config.elided(name) + "', expected some of " + known);
      }
    }
  }

  boolean has(String name) {
    return map.containsKey(name);
  }

  Tensor tensor(String name) {
    return input(name, Tensor.class);
  }

  @Nullable Tensor tensorOrNull(String name) {
    return has(name) ? tensor(name) : null;
  }

  Tensor tensor(String name, Tensor otherwise) {
    return has(name) ? tensor(name) : otherwise;
  }

  boolean isInts(String name) {
    return map.get(name) instanceof IntTensor;
  }

  IntTensor ints(String name) {
    return input(name, IntTensor.class);
  }

  /** Labels; numbers of any type serve, equal numbers being the same label. */
  IntTensor labels(String name) {
    if (!(map.get(name) instanceof Tensor t)) {
      return ints(name);
    }
    double[] sorted = java.util.Arrays.stream(t.toArray()).distinct().sorted().toArray();
    int[] ranks = new int[t.size()];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = java.util.Arrays.binarySearch(sorted, t.at(i));
    }
    return IntTensor.of(ranks, t.shape().toArray());
  }

  /** A tensor of real numbers, or one of whole numbers taken as such. */
  Tensor numbers(String name, Tensor like) {
    if (map.get(name) instanceof IntTensor ints) {
      return Tensor.generate(like.dtype(), Shape.of(ints.shape().toArray()), ints::at);
    }
    return tensor(name);
  }

  private <T> T input(String name, Class<T> type) {
    Object value = map.get(name);
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(
          "%s: input '%s': got %s, expected %s"
              .formatted(
                  loss,
                  name,
                  value == null ? "none" : value.getClass().getSimpleName(),
                  type.getSimpleName()));
    }
    return type.cast(value);
  }
}
