package dev.capstan.autograd;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One line of the tape: a value, and the operation that made it (none for a watched leaf).
 *
 * <p>A node can be replayed, asked for the branch it took, and its rules can be run in isolation;
 * checking, blame and explanation need no more than that.
 *
 * @param <V> the values of the tape
 */
public final class Node<V extends Traced<V>> {

  private Tape tape;
  private int index;
  private @Nullable Primitive<V> primitive;
  private @Nullable V value;
  private @Nullable String label;
  private @Nullable UnaryOperator<V> hook;
  private StackWalker.@Nullable StackFrame callSite;

  /** The node whose rule recorded this one; null if the user's own code did. */
  private @Nullable Node<?> origin;

  /** True if the node keeps its gradient after a walk: leaves, and what the user watched. */
  private boolean watched;

  Node(Tape tape, @Nullable Primitive<V> primitive) {
    this.tape = tape;
    this.primitive = primitive;
  }

  /** The position on the tape: inputs always stand before what is made of them. */
  public int index() {
    return index;
  }

  /** The name of the operation; {@code watch} for a leaf. */
  public String op() {
    return primitive == null ? "watch" : primitive.name();
  }

  /** The name given by {@link Tape#watch(Traced, String)}, or null. */
  public @Nullable String label() {
    return label;
  }

  /** The recorded value. */
  public V value() {
    if (value == null) {
      throw new IllegalStateException(
          "node: its tape is closed and holds no values any more; ask before close()");
    }
    return value;
  }

  /** The inputs, in order; empty for a leaf. */
  public List<V> inputs() {
    return primitive == null ? List.of() : primitive.inputList();
  }

  /** The value computed once more from the recorded inputs; data-dependent branches are retaken. */
  public V replay() {
    return primitive == null ? value().traced(null) : primitive.compute(primitive.constants());
  }

  /** The value computed from other inputs; nothing is recorded. */
  public V replay(List<V> inputs) {
    if (primitive == null) {
      throw new IllegalStateException("replay: a watched leaf has no inputs");
    }
    V[] at = Arrays.copyOf(primitive.inputs(), inputs.size());
    for (int i = 0; i < at.length; i++) {
      at[i] = inputs.get(i).traced(null);
    }
    return primitive.compute(at);
  }

  /**
   * The inputs' gradients for the cotangent {@code g} by this node's own rules, recording paused;
   * null where the input is a constant.
   */
  public List<@Nullable V> vjp(V g) {
    @Nullable V[] out = tape.paused(() -> Walk.contributions(this, g, false));
    return Arrays.asList(out);
  }

  /** The signature of the branch that was taken; 0 for an operation without branches. */
  public long branch() {
    return primitive == null ? 0 : tape.paused(primitive::branchSignature);
  }

  /** Where the user called the operation, {@code File.java:line}; null without CALL_SITES. */
  public @Nullable String callSite() {
    return callSite == null ? null : callSite.getFileName() + ":" + callSite.getLineNumber();
  }

  /** True if this is a leaf, or an inner value that the user watched. */
  public boolean watched() {
    return watched;
  }

  /** Whether an operation on this node's value would be recorded now. */
  public boolean recording() {
    return tape.recording();
  }

  /**
   * The node whose rule recorded this one while a gradient was made differentiable; null for what
   * the user's own code called.
   */
  public @Nullable Node<?> origin() {
    return origin;
  }

  /** The tape that this node stands on. */
  public Tape tape() {
    return tape;
  }

  @Override
  public String toString() {
    String what = label == null ? op() : op() + " '" + label + "'";
    String where = callSite == null ? "" : " at " + callSite();
    return "#" + index + " " + what + (value == null ? "" : " " + value.form()) + where;
  }

  @Nullable Primitive<V> primitive() {
    return primitive;
  }

  @Nullable UnaryOperator<V> hook() {
    return hook;
  }

  void hook(UnaryOperator<V> next) {
    UnaryOperator<V> before = hook;
    hook = before == null ? next : g -> next.apply(before.apply(g));
  }

  void watch(@Nullable String name) {
    watched = true;
    label = name == null ? label : name;
  }

  void recordedBy(@Nullable Node<?> rule) {
    origin = rule;
  }

  void called(StackWalker.StackFrame frame) {
    callSite = frame;
  }

  void place(Tape on, int at) {
    tape = on;
    index = at;
  }

  void hold(V recorded) {
    value = recorded;
  }

  void release() {
    primitive = null;
    value = null;
    hook = null;
    origin = null;
  }
}
