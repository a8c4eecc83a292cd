package dev.capstan.autograd;

import org.jspecify.annotations.Nullable;

/**
 * What a tape knows of an operation: its function, and one rule for each input that says how a
 * gradient passes back.
 *
 * <p>An operation is written in one of two ways. {@link Primitive} is the fluent one, for an
 * operation made on the spot: its function and rules close over whatever they need. A subclass of
 * this class is made once and applied often: function and rules are told the inputs, so that each
 * application leaves nothing on the tape but a node and the inputs themselves. That is worth it
 * where the arithmetic takes no longer than the recording, as with sums and products of small
 * values.
 *
 * @param <V> the values of the operation
 */
public abstract class Operation<V extends Traced<V>> {
  /** A message has room for a name, not for a page. */
  static final int LONGEST_NAME = 100;

  private final String name;

  /** An operation of the given name, as messages should show it: 1 to 100 characters. */
  protected Operation(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("operation: the name is empty, expected one for messages");
    }
    if (name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "operation: the name has "
              + name.length()
              + " characters, expected at most "
              + LONGEST_NAME);
    }
    this.name = name;
  }

  /** The value at given inputs, for now and for every replay; nothing is recorded meanwhile. */
  protected abstract V value(V[] inputs);

  /**
   * The gradient of one input, {@code y} being the result for {@code inputs}. Written with recorded
   * operations, so that it can be differentiated in turn; never called for a constant.
   */
  protected abstract V vjp(int input, V g, V y, V[] inputs);

  /** A signature of the branch taken at these inputs: equal on one smooth piece. */
  protected long branch(V[] inputs) {
    return 0;
  }

  /**
   * Whether the rules keep no gradient beyond their own run (in a field, in a list). Then the walk
   * may lend the memory of {@code g} again; without this promise {@code g} is theirs for ever.
   */
  protected boolean keepsNothing() {
    return false;
  }

  /**
   * Computes the value, and puts a node on the tape if an input has one on a tape that records.
   *
   * @return the value, carrying the new node, or a constant
   */
  protected final V record(V[] inputs) {
    Tape tape = null;
    for (V in : inputs) {
      Node<V> node = in.node();
      if (node != null) {
        tape = Tape.common(tape, node, this, inputs);
      }
    }
    if (tape == null) {
      return value(inputs);
    }
    return tape.opens(this) ? tape.apart(this, inputs) : tape.record(this, inputs);
  }

  final String name() {
    return name;
  }

  /** Refuses an operation whose rules are not complete, when it is first recorded. */
  void requireRules() {}

  /** Whether all shares come at once: from {@link #shares}, or by differentiating the twin. */
  boolean fused() {
    return false;
  }

  /** All inputs' gradients in one pass; null if only the twin gives them. */
  @Nullable V @Nullable [] shares(V g, V y) {
    return null;
  }

  /** The same function in plain recorded operations, at other inputs. */
  V twin(V[] inputs) {
    throw new IllegalStateException(name + ": has no twin");
  }

  /** Whether infinities in its value are meant, although its inputs have none. */
  boolean infinitiesMeant() {
    return false;
  }

  /** Refuses a plain form whose value shows that it is another function than the recorded one. */
  void requireSameValue(V recorded, V twin) {}
}
