package dev.capstan.autograd;

import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * A value that a {@link Tape} can follow: all that the engine ever asks of a number or a tensor.
 *
 * <p>Implementations are immutable. A value either carries the {@link Node} that made it or is a
 * constant. {@link #plus} is written with the same recorded operations as everything else, so that
 * the accumulation of gradients can itself be differentiated.
 *
 * @param <V> the implementing type itself
 */
public interface Traced<V extends Traced<V>> {

  /** The node that made this value; null for a constant. */
  @Nullable Node<V> node();

  /** The same numbers carrying another node, or none; shares storage with this value. */
  V traced(@Nullable Node<V> node);

  /** What this value looks like without its numbers. Values of equal form can be added. */
  Form form();

  /** Whether a value could be added to this one; as {@code form().equals(other.form())}. */
  default boolean sameForm(V other) {
    return form().equals(other.form());
  }

  /** The element at a flat (row-major) index. */
  double at(int index);

  /** A constant of this value's form, element i being {@code elements.applyAsDouble(i)}. */
  V like(IntToDoubleFunction elements);

  /** The sum of two values of equal form, recorded like any other operation. */
  V plus(V other);

  /** Memory for a backward walk that starts at this value; asked once a walk. */
  default Scratch<V> scratch() {
    return Scratch.none();
  }
}
