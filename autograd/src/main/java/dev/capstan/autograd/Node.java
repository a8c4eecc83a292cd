package dev.capstan.autograd;

import static java.util.Objects.requireNonNull;

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
  private @Nullable Operation<V> operation;
  private V @Nullable [] inputs;
  private @Nullable V value;

  /** What few nodes have, so that the others need no room for it. */
  private @Nullable Marks<V> marks;

  /**
   * The first walk that keeps this node's gradient, counted from 1: leaves, and what the user
   * watched; 0 if none does.
   */
  private int keptFromWalk;

  private static final class Marks<V extends Traced<V>> {
    @Nullable String label;
    @Nullable UnaryOperator<V> hook;
    CallSites.@Nullable Site site;

    /** The node whose rule recorded this one; null if the user's own code did. */
    @Nullable Node<?> origin;

    Tape.@Nullable Scope scope;
  }

  /** A leaf. */
  Node(Tape tape) {
    this.tape = tape;
  }

  /** What an operation makes of its inputs. */
  Node(Tape tape, Operation<V> operation, V[] inputs) {
    this.tape = tape;
    this.operation = operation;
    this.inputs = inputs;
  }

  /** The position on the tape: inputs always stand before what is made of them. */
  public int index() {
    return index;
  }

  /** The name of the operation; {@code watch} for a leaf. */
  public String op() {
    return operation == null ? "watch" : operation.name();
  }

  /** The name given by {@link Tape#watch(Traced, String)}, or null. */
  public @Nullable String label() {
    return marks == null ? null : marks.label;
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
    return inputs == null ? List.of() : List.of(inputs);
  }

  /** The value computed once more from the recorded inputs; data-dependent branches are retaken. */
  public V replay() {
    return inputs == null ? value().traced(null) : replay(inputs());
  }

  /** The value computed from other inputs; nothing is recorded. */
  public V replay(List<V> others) {
    value();
    if (operation == null || inputs == null) {
      throw new IllegalStateException("replay: a watched leaf has no inputs");
    }
    if (others.size() != inputs.length) {
      throw new IllegalArgumentException(
          "replay: got "
              + others.size()
              + " input(s) for '"
              + op()
              + "', expected "
              + inputs.length);
    }
    V[] at = Arrays.copyOf(inputs, inputs.length);
    for (int i = 0; i < at.length; i++) {
      requireForm("replay", "input " + i, inputs[i], others.get(i));
      at[i] = others.get(i).traced(null);
    }
    return operation.value(at);
  }

  /**
   * The inputs' gradients for the cotangent {@code g} by this node's own rules, recording paused;
   * null where the input is a constant.
   *
   * @throws IllegalArgumentException if the cotangent's form is not the value's
   */
  public List<@Nullable V> vjp(V g) {
    requireNonNull(g, "g");
    requireForm("vjp", "cotangent", value(), g);
    @Nullable V[] out = tape.paused(() -> Walk.contributions(this, g, false));
    return Arrays.asList(out);
  }

  private void requireForm(String asked, String what, V expected, V got) {
    if (!expected.sameForm(got)) {
      throw new IllegalArgumentException(
          asked
              + ": the "
              + what
              + " of '"
              + op()
              + "' has another form: got "
              + got.form()
              + ", expected "
              + expected.form());
    }
  }

  /** The signature of the branch that was taken; 0 for an operation without branches. */
  public long branch() {
    Operation<V> op = operation;
    V[] in = inputs;
    return op == null || in == null ? 0 : tape.paused(() -> op.branch(in));
  }

  /**
   * Where the user called the operation, {@code File.java:line}, or {@code snippet n} in JShell;
   * null without CALL_SITES.
   */
  public @Nullable String callSite() {
    CallSites.Site site = marks == null ? null : marks.site;
    return site == null ? null : CallSites.text(site.user());
  }

  /**
   * The line whose formula the operation is part of: in a loss or a layer of this library, or else
   * the {@link #callSite}; null without CALL_SITES.
   */
  public @Nullable String formulaSite() {
    CallSites.Site site = marks == null ? null : marks.site;
    return site == null ? null : CallSites.text(site.formula());
  }

  /** True if this is a leaf, or an inner value that the user watched. */
  public boolean watched() {
    return keptFromWalk > 0;
  }

  /** Whether the given walk (counted from 1) keeps this node's gradient. */
  boolean keptBy(int walk) {
    return keptFromWalk > 0 && keptFromWalk <= walk;
  }

  /**
   * Whether an operation on this node's value has to be told to the tape now: it would be recorded,
   * or refused, because it meets a function that may not capture traced values.
   */
  public boolean recording() {
    return tape.following();
  }

  /**
   * The node whose rule recorded this one while a gradient was made differentiable; null for what
   * the user's own code called.
   */
  public @Nullable Node<?> origin() {
    return marks == null ? null : marks.origin;
  }

  /** The innermost part of the computation that it was recorded in; null outside of all. */
  public Tape.@Nullable Scope scope() {
    return marks == null ? null : marks.scope;
  }

  /** The tape that this node stands on. */
  public Tape tape() {
    return tape;
  }

  /** The operation on its inputs and the value, for example {@code #2 times(#0, #1) = 6}. */
  @Override
  public String toString() {
    return Listing.line(this);
  }

  /** What it is, for messages: no inputs and no numbers. */
  String title() {
    String what = label() == null ? op() : op() + " '" + label() + "'";
    String where = callSite() == null ? "" : " at " + callSite();
    return "#" + index + " " + what + (value == null ? "" : " " + value.form()) + where;
  }

  @Nullable Operation<V> operation() {
    return operation;
  }

  /** The inputs themselves, for the walk; null for a leaf. */
  V @Nullable [] inputArray() {
    return inputs;
  }

  @Nullable UnaryOperator<V> hook() {
    return marks == null ? null : marks.hook;
  }

  void hook(UnaryOperator<V> next) {
    UnaryOperator<V> before = hook();
    marks().hook = before == null ? next : g -> next.apply(before.apply(g));
  }

  void watch(@Nullable String name) {
    if (keptFromWalk == 0) {
      keptFromWalk = tape.walks() + 1;
    }
    if (name != null) {
      marks().label = name;
    }
  }

  void recordedBy(Node<?> rule) {
    marks().origin = rule;
  }

  void partOf(Tape.Scope scope) {
    marks().scope = scope;
  }

  void called(CallSites.Site site) {
    marks().site = site;
  }

  private Marks<V> marks() {
    if (marks == null) {
      marks = new Marks<>();
    }
    return marks;
  }

  void place(Tape on, int at) {
    tape = on;
    index = at;
  }

  /** Whether the value has gone with the tape. */
  boolean closed() {
    return value == null;
  }

  void hold(V recorded) {
    value = recorded;
  }

  void release() {
    operation = null;
    inputs = null;
    value = null;
    if (marks != null) {
      marks.hook = null;
      marks.origin = null;
      marks.scope = null;
    }
  }
}
