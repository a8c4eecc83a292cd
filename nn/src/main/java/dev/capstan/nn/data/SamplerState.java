package dev.capstan.nn.data;

import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** What the states of samplers have in common. */
final class SamplerState {
  private SamplerState() {}

  /**
   * A random generator as something whose place can be written.
   *
   * @throws IllegalStateException if it cannot
   */
  static Stateful of(RandomGenerator random) {
    if (random instanceof Stateful stream) {
      return stream;
    }
    throw new IllegalStateException(
        "sampler: got a "
            + random.getClass().getSimpleName()
            + ", whose place cannot be written; give the sampler a RandomStream");
  }

  /** The same numbers as those that there are, in another order. */
  static int[] permutation(State state, String name, int[] now) {
    int[] next = state.wholes(name);
    if (!sameRows(next, now)) {
      throw new IllegalArgumentException(
          "restore: '"
              + name
              + "': got an order of "
              + next.length
              + " for other rows than these "
              + now.length);
    }
    return next;
  }

  static boolean sameRows(int[] x, int[] y) {
    return Arrays.equals(Arrays.stream(x).sorted().toArray(), Arrays.stream(y).sorted().toArray());
  }

  static int count(State state, String name, int most) {
    int value = state.count(name);
    if (value > most) {
      throw new IllegalArgumentException(
          "restore: '" + name + "': got " + value + ", expected at most " + most);
    }
    return value;
  }
}
