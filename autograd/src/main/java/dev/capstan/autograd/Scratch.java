package dev.capstan.autograd;

import static java.util.Objects.requireNonNull;

/**
 * Memory that belongs to one backward walk. The walk says which gradients it holds; the
 * implementation lends arrays for what the rules compute and takes them back as soon as nobody
 * holds them. A gradient that leaves the walk leaves this memory first ({@link #release}), so a
 * value that a caller can see never changes.
 *
 * @param <V> the values of the walk
 */
public interface Scratch<V extends Traced<V>> {

  /** An equal value whose descendants get their memory here. */
  V adopt(V seed);

  /** Notes one more holder of the value. */
  void hold(V value);

  /** Notes one holder less; the memory of a value that nobody holds may be lent again. */
  void drop(V value);

  /**
   * The sum of a held value and a contribution, held in the place of the former.
   *
   * @param summed whether the held value is itself a result of this method, which may then be
   *     overwritten: nothing else refers to it before it is complete
   */
  V accumulate(V held, V contribution, boolean summed);

  /** Takes back what was lent since the last sweep and is not held: the temporaries of a rule. */
  void sweep();

  /** The same value for keeps: its memory is never lent again. */
  V release(V value);

  /** No memory of its own: every value is allocated afresh and left to the garbage collector. */
  static <V extends Traced<V>> Scratch<V> none() {
    return new Scratch<>() {
      @Override
      public V adopt(V seed) {
        requireNonNull(seed, "seed");
        return seed;
      }

      @Override
      public void hold(V value) {
        requireNonNull(value, "value");
      }

      @Override
      public void drop(V value) {
        requireNonNull(value, "value");
      }

      @Override
      public V accumulate(V held, V contribution, boolean summed) {
        requireNonNull(contribution, "contribution");
        return held.plus(contribution);
      }

      @Override
      public void sweep() {}

      @Override
      public V release(V value) {
        requireNonNull(value, "value");
        return value;
      }
    };
  }
}
