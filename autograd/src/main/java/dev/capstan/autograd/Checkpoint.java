package dev.capstan.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A function as one operation: its inner values are not kept, and it is run once more, as its own
 * plain form, when the gradient is wanted.
 *
 * <p>Both runs must be the same computation of the inputs alone. What the function captures would
 * get no gradient, so meeting a captured traced value is refused in either run; a second run that
 * gives other numbers (a random mask drawn anew, a count that went on) would give the gradient of
 * another function, so the second value is compared with the first.
 */
final class Checkpoint<V extends Traced<V>> extends Operation<V> {
  private final Function<List<V>, V> f;

  Checkpoint(Function<List<V>, V> f) {
    super("checkpoint");
    this.f = f;
  }

  V apply(V[] inputs) {
    return record(inputs);
  }

  @Override
  protected V value(V[] inputs) {
    List<V> constants = new ArrayList<>();
    Tape tape = null;
    for (V in : inputs) {
      Node<V> node = in.node();
      tape = tape == null && node != null ? node.tape() : tape;
      constants.add(in.traced(null));
    }
    if (tape == null) {
      return run(constants);
    }
    V value = tape.refusingCaptures(name(), () -> run(constants));
    Node<V> captured = value.node();
    if (captured != null && !captured.tape().closed()) {
      boolean here = captured.tape() == tape;
      throw new IllegalStateException(
          "checkpoint: its function captures a traced value"
              + (here ? "" : " of another tape")
              + ": its result is "
              + captured.title()
              + Tape.CURE_OF_CAPTURES);
    }
    return value.traced(null);
  }

  private V run(List<V> inputs) {
    return Transforms.notNull(name(), f.apply(inputs));
  }

  @Override
  protected V vjp(int input, V g, V y, V[] inputs) {
    throw new IllegalStateException("checkpoint: its gradient is its plain form's");
  }

  @Override
  boolean fused() {
    return true;
  }

  @Override
  V twin(V[] inputs) {
    return run(List.of(inputs));
  }

  @Override
  void requireSameValue(V first, V second) {
    int at = first.sameForm(second) ? firstDifference(first, second) : -1;
    if (at >= 0 || !first.sameForm(second)) {
      throw new IllegalStateException(
          "checkpoint: its function gave another value when it was run again for the gradient: "
              + (at < 0
                  ? "got " + second.form() + ", expected " + first.form()
                  : "element " + at + " is " + second.at(at) + ", expected " + first.at(at))
              + "; draw random numbers outside of it and pass them as an input");
    }
  }

  private static <V extends Traced<V>> int firstDifference(V first, V second) {
    int n = first.form().size();
    for (int i = 0; i < n; i++) {
      if (Double.compare(first.at(i), second.at(i)) != 0) {
        return i;
      }
    }
    return -1;
  }

  @Override
  @Nullable V @Nullable [] shares(V g, V y) {
    return null;
  }
}
