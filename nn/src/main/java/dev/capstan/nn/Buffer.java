package dev.capstan.nn;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.Tensor;

/**
 * A tensor that a module remembers but no optimizer trains: running statistics, counters. It is
 * saved and copied with the module.
 */
public final class Buffer {
  private final String name;
  private final Turns turns = new Turns();
  private Tensor value;

  public Buffer(String name, Tensor initial) {
    requireNonNull(name, "name");
    this.name = name;
    this.value = initial.detach();
  }

  public String name() {
    return name;
  }

  public Tensor value() {
    return value;
  }

  /**
   * Replaces the value; only the numbers are taken.
   *
   * @throws IllegalArgumentException if dtype or shape differ
   */
  public void assign(Tensor next) {
    if (!next.sameForm(value)) {
      throw new IllegalArgumentException(
          "assign: form of buffer "
              + Quoted.of(name)
              + ": got "
              + next.form()
              + ", expected "
              + value.form()
              + "; a buffer keeps its dtype and shape");
    }
    turns.begin();
    value = next.detach();
    turns.end();
  }

  Turns turns() {
    return turns;
  }

  @Override
  public String toString() {
    return "buffer " + Quoted.of(name) + " " + value.form();
  }
}
