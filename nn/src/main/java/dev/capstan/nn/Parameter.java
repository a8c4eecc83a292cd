package dev.capstan.nn;

import dev.capstan.autograd.Tape;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.TensorForm;
import dev.capstan.ops.Workspace;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * A tensor that training replaces: the tensor is immutable, this holder is not.
 *
 * <p>Layers ask for {@link #value()} each time they are applied. Inside {@link
 * NeuralModule#gradients(java.util.function.Supplier)} or an optimizer's step the answer is a
 * variable on that scope's tape, everywhere else a constant.
 *
 * <p>A parameter belongs to one thread, as its module does; other threads work on a {@link
 * NeuralModule#replica()} that this one has made.
 *
 * <p>Training writes a new value into memory of earlier ones, but never into that of a tensor that
 * {@link #value()} has answered outside of a step: such a tensor may be kept for ever.
 */
public final class Parameter {
  private final String name;

  /** While not watched, a constant that may be {@linkplain Workspace#keep kept}. */
  private Tensor value;

  private final Turns turns = new Turns();
  private boolean frozen;
  private boolean watched;

  /**
   * @param name what messages, saved files and pictures of the tape show
   * @param initial the first value; only its numbers are taken
   */
  public Parameter(String name, Tensor initial) {
    this.name = Objects.requireNonNull(name, "name");
    this.value = initial.detach();
  }

  public String name() {
    return name;
  }

  /** The tensor to compute with now. */
  public Tensor value() {
    if (!watched) {
      if (!frozen) {
        Scope.met(this);
      }
      return constant();
    }
    return value;
  }

  /**
   * The value as a constant, inside a step too: what is computed from it passes no gradient, and an
   * optimizer that does not train this parameter does not mind.
   *
   * @throws IllegalStateException while this parameter itself is being differentiated
   */
  public Tensor constant() {
    if (watched) {
      throw new IllegalStateException(
          "constant: parameter "
              + Quoted.of(name)
              + " is being differentiated; value().stopGradient() is a constant of the step");
    }
    value = Workspace.release(value);
    return value;
  }

  /**
   * The value for use within one step: it is computed with in the step's memory, and is not to be
   * read once the step is over.
   */
  public Tensor value(Workspace step) {
    return step.lend(value);
  }

  /** Dtype and shape of the value. */
  public TensorForm form() {
    return value.form();
  }

  /**
   * Replaces the value; only the numbers are taken.
   *
   * @throws IllegalArgumentException if dtype or shape differ
   * @throws IllegalStateException while gradients are being computed
   */
  public void assign(Tensor next) {
    requireAssignable(next);
    Tensor kept = Workspace.keep(next);
    turns.begin();
    Workspace.letGo(value);
    value = kept;
    turns.end();
  }

  /** Refuses what {@link #assign} refuses, and changes nothing. */
  public void requireAssignable(Tensor next) {
    if (watched) {
      throw new IllegalStateException(
          "assign: parameter "
              + Quoted.of(name)
              + " is being differentiated; assign after the step");
    }
    if (!next.sameForm(value)) {
      throw new IllegalArgumentException(
          "assign: form of parameter "
              + Quoted.of(name)
              + ": got "
              + next.form()
              + ", expected "
              + value.form()
              + "; a parameter keeps its dtype and shape");
    }
    if (next.size() > 0) {
      next.at(0); // refuses a tensor whose memory has been given back
    }
  }

  /** Takes the parameter out of training: it becomes a constant until {@link #unfreeze()}. */
  public void freeze() {
    frozen = true;
  }

  /** Undoes {@link #freeze()}. */
  public void unfreeze() {
    frozen = false;
  }

  public boolean frozen() {
    return frozen;
  }

  /** A parameter of the same name and numbers that is trained on its own; changes nothing here. */
  Parameter copy() {
    Parameter copy = new Parameter(name, value);
    copy.frozen = frozen;
    return copy;
  }

  Turns turns() {
    return turns;
  }

  /** Makes the value, in such memory, a variable of the tape; returns what to {@link #restore}. */
  Tensor watch(Tape tape, UnaryOperator<Tensor> memory) {
    requireNotWatched();
    Tensor constant = value;
    turns.begin();
    try {
      value = tape.watch(memory.apply(constant), name);
      watched = true;
    } finally {
      if (!watched) {
        turns.end();
      }
    }
    return constant;
  }

  /** Computes with a value that somebody else watches; returns what to {@link #restore}. */
  Tensor lend(Tensor traced) {
    requireNotWatched();
    Tensor constant = value;
    turns.begin();
    value = traced;
    watched = true;
    return constant;
  }

  boolean watched() {
    return watched;
  }

  /** While it is watched, computes with another value of the same numbers; returns the former. */
  Tensor exchange(Tensor other) {
    Tensor before = value;
    value = other;
    return before;
  }

  private void requireNotWatched() {
    if (watched) {
      throw new IllegalStateException(
          "gradients: parameter "
              + Quoted.of(name)
              + " is already differentiated by an enclosing scope; "
              + "compute the inner loss outside, or on module.replica()");
    }
  }

  /** Makes the value the constant that it was before {@link #watch}. */
  void restore(Tensor constant) {
    value = constant;
    watched = false;
    turns.end();
  }

  @Override
  public String toString() {
    return "parameter " + Quoted.of(name) + " " + value.form() + (frozen ? " (frozen)" : "");
  }
}
