package dev.capstan.autograd;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The record of a computation, in the order in which it happened.
 *
 * <p>A tape is an array of nodes. An operation on a watched value appends one; as inputs always
 * stand before what is made of them, the order of appending is a topological order, and the
 * backward pass is one loop from the end to the beginning. Nothing is recorded outside a tape, so
 * there is no switch for recording and nothing to reset between two steps.
 *
 * <pre>{@code
 * try (Tape tape = new Tape()) {
 *   Tensor x = tape.watch(Tensor.of(1, 2, 3));
 *   Tensor loss = x.square().sum();
 *   Gradients<Tensor> g = tape.gradients(loss);
 *   System.out.println(g.of(x));                     // 2, 4, 6
 * }
 * }</pre>
 *
 * <p>A tape belongs to the thread that opened it. {@code close} lets go of every node: values that
 * outlive the tape are plain constants.
 */
public final class Tape implements AutoCloseable {

  /** How many nodes, values and bytes a tape holds. */
  public record Statistics(int nodes, long elements, long bytes) {}

  /**
   * A part of a computation that has a name: what is recorded between {@link Tape#scope} and {@code
   * close} belongs to it. Two parts of one name are two parts.
   */
  public static final class Scope implements AutoCloseable {
    private final Tape tape;
    private final @Nullable Scope outer;
    private final String name;

    private Scope(Tape tape, @Nullable Scope outer, String name) {
      this.tape = tape;
      this.outer = outer;
      this.name = name;
    }

    /** The name that it was opened by; that of a fused operation taken apart ends in "()". */
    public String name() {
      return name;
    }

    /** The part that this one is a part of; null for an outermost one. */
    public @Nullable Scope outer() {
      return outer;
    }

    /** The names from the outermost part to this one, such as {@code encoder/0}. */
    public String path() {
      return outer == null ? name : outer.path() + "/" + name;
    }

    /** Ends this part, and whatever was opened inside of it and is open still. */
    @Override
    public void close() {
      for (Scope open = tape.scope; open != null; open = open.outer) {
        if (open == this) {
          tape.scope = outer;
          return;
        }
      }
    }

    @Override
    public String toString() {
      return path();
    }
  }

  private static final AtomicLong NUMBERS = new AtomicLong();
  private static final Node<?>[] CLOSED = {};
  static final String CURE_OF_CAPTURES = "; pass the value as an input, or capture detach() of it";

  private final long number = NUMBERS.incrementAndGet();
  private final Thread owner = Thread.currentThread();
  private final boolean userOpened;
  private final boolean callSites;
  private final boolean plain;
  private final boolean opensCheckpoints;
  private final @Nullable Finite finite;

  private Node<?>[] nodes = new Node<?>[16];
  private int size;
  private int pauses;
  private int walks;
  private @Nullable Tape joined;

  /** What {@code stopGradient} gave here, in order. */
  private final List<Traced<?>> stopped = new ArrayList<>();

  /** What it is to give, in order; empty unless this tape holds values of an earlier run. */
  private final List<Traced<?>> held;

  /** While a walk with a graph runs a node's rules: that node, the origin of what they record. */
  private @Nullable Node<?> ruleOf;

  /** The innermost part that is open. */
  private @Nullable Scope scope;

  /** While set, meeting a value of this tape is an error: the name of what refuses captures. */
  private @Nullable String refusing;

  /** Opens a tape. */
  public Tape(TapeOption... options) {
    this(true, setOf(options), List.of());
  }

  private Tape(boolean userOpened, Set<TapeOption> options, List<Traced<?>> held) {
    this.held = held;
    this.userOpened = userOpened;
    this.callSites = options.contains(TapeOption.CALL_SITES);
    this.plain = options.contains(TapeOption.PLAIN);
    this.opensCheckpoints = options.contains(TapeOption.OPEN_CHECKPOINTS);
    boolean checkFinite = options.contains(TapeOption.CHECK_FINITE);
    boolean check = checkFinite || options.contains(TapeOption.CHECK_NAN);
    this.finite = check ? new Finite(checkFinite) : null;
  }

  /** A tape that the library opens for itself: it may join an older one. */
  static Tape internal() {
    return new Tape(false, Set.of(), List.of());
  }

  /**
   * A tape on which {@code stopGradient} gives these values, the first the first time and so on,
   * whatever it is called with. So a function that stops a gradient can be evaluated nearby as the
   * function that its gradient is the gradient of: what is stopped is a constant there.
   *
   * @param stopped what {@link #stopped()} of an earlier run of the function was, on a tape with
   *     the same options: what a checkpoint holds counts only if checkpoints are open
   */
  public static Tape holding(List<Traced<?>> stopped, TapeOption... options) {
    requireNonNull(stopped, "stopped");
    requireNonNull(options, "options");
    return new Tape(true, setOf(options), List.copyOf(stopped));
  }

  private static Set<TapeOption> setOf(TapeOption... options) {
    return options.length == 0 ? Set.of() : EnumSet.copyOf(Arrays.asList(options));
  }

  // --- watching -------------------------------------------------------------------------------

  /**
   * Makes a value a variable of this tape.
   *
   * <p>A constant becomes a leaf. A value that this tape already made is returned as it is, and its
   * gradient is kept from now on.
   *
   * @return the value to compute with; the argument itself stays what it was
   */
  public <V extends Traced<V>> V watch(V value) {
    return watch(value, (String) null);
  }

  /** As {@link #watch(Traced)}, with a name that messages and pictures show. */
  public <V extends Traced<V>> V watch(V value, @Nullable String label) {
    requireUsable("watch");
    Node<V> node = value.node();
    if (node != null && node.tape() == this) {
      node.watch(label);
      return value;
    }
    if (node != null && node.tape().following()) {
      throw new IllegalStateException(
          "watch: the value (made by '"
              + node.op()
              + "') is recorded on another open tape; "
              + "compute on that tape, or pass detach() of the value");
    }
    V leaf = append(new Node<>(this), value);
    requireNode(leaf).watch(label);
    if (finite != null) {
      finite.checkWatched(requireNode(leaf));
    }
    return leaf;
  }

  /**
   * Calls {@code hook} in every later walk with the complete gradient of the value, before it goes
   * on to the inputs; what the hook returns takes the gradient's place.
   */
  public <V extends Traced<V>> void onGradient(V value, UnaryOperator<V> hook) {
    requireNonNull(hook, "hook");
    requireUsable("onGradient");
    nodeOf("onGradient", value).hook(hook);
  }

  /**
   * Gives a name to what is recorded until the scope is closed, for whoever reads the tape:
   *
   * <pre>{@code
   * try (Tape.Scope layer = tape.scope("layer1")) {
   *   h = x.matmul(w).tanh();
   * }
   * }</pre>
   *
   * @throws IllegalArgumentException if the name is empty, longer than 100 characters, or has a
   *     slash, which stands between the names of a path
   * @throws IllegalStateException if this tape is closed or belongs to another thread
   */
  public Scope scope(String name) {
    requireNonNull(name, "name");
    requireUsable("scope");
    if (name.isEmpty() || name.length() > Operation.LONGEST_NAME || name.indexOf('/') >= 0) {
      throw new IllegalArgumentException(
          "scope: the name has "
              + name.length()
              + " characters, expected 1 to "
              + Operation.LONGEST_NAME
              + " and no slash");
    }
    return openScope(name);
  }

  private Scope openScope(String name) {
    scope = new Scope(this, scope, name);
    return scope;
  }

  /** What a fused operation is made of, recorded in its place as a part of its name. */
  <V extends Traced<V>> V apart(Operation<V> op, V[] inputs) {
    Scope part = openScope(op.name() + "()");
    try {
      return op.twin(inputs);
    } finally {
      part.close();
    }
  }

  /** What {@link Transforms#stopGradient} gave for values of this tape so far, in order. */
  public List<Traced<?>> stopped() {
    return List.copyOf(stopped);
  }

  /** The value that a stopped gradient leaves: this one, or the one held in its place. */
  @SuppressWarnings("unchecked") // replaced only by a value of the same class
  <V extends Traced<V>> V stop(V value) {
    int n = stopped.size();
    Traced<?> before = n < held.size() ? held.get(n) : value;
    boolean fits = before.getClass() == value.getClass() && before.form().equals(value.form());
    V out = fits ? (V) before : value;
    stopped.add(out);
    return out;
  }

  // --- gradients ------------------------------------------------------------------------------

  /**
   * The gradients of a scalar target with respect to everything that is watched. May be called as
   * often as you like, for as many targets as you like.
   *
   * @throws IllegalArgumentException if the target is a constant, stands on another tape, or has
   *     more than one element
   * @throws IllegalStateException if this tape is closed or belongs to another thread
   */
  public <V extends Traced<V>> Gradients<V> gradients(V target, WalkOption... options) {
    requireNonNull(target, "target");
    requireNonNull(options, "options");
    requireUsable("gradients");
    Node<V> node = nodeOf("gradients", target);
    if (target.form().size() != 1) {
      throw new IllegalArgumentException(
          "gradients: the target '"
              + node.op()
              + "' is no scalar: got "
              + target.form()
              + ", expected one element; reduce it with sum() or mean(), or pass a cotangent");
    }
    return walk(node, target.like(i -> 1), options);
  }

  /**
   * The gradients of {@code sum(target * cotangent)}.
   *
   * @throws IllegalArgumentException also if the cotangent's form is not the target's
   */
  public <V extends Traced<V>> Gradients<V> gradients(
      V target, V cotangent, WalkOption... options) {
    requireNonNull(target, "target");
    requireNonNull(cotangent, "cotangent");
    requireNonNull(options, "options");
    requireUsable("gradients");
    Node<V> node = nodeOf("gradients", target);
    if (!target.sameForm(cotangent)) {
      throw new IllegalArgumentException(
          "gradients: the cotangent's form is not the target's: got "
              + cotangent.form()
              + ", expected "
              + target.form()
              + " (target '"
              + node.op()
              + "')");
    }
    return walk(node, cotangent, options);
  }

  private <V extends Traced<V>> Gradients<V> walk(Node<V> target, V seed, WalkOption... options) {
    boolean graph = false;
    boolean keepAll = false;
    for (WalkOption option : options) {
      graph |= option == WalkOption.CREATE_GRAPH;
      keepAll |= option == WalkOption.KEEP_ALL;
    }
    walks++;
    return new Gradients<>(this, pullback(target, seed, nodes[0], graph, keepAll), keepAll, walks);
  }

  /** Walks back from a target to the node {@code first}; nothing earlier is visited. */
  <V extends Traced<V>> @Nullable V[] pullback(
      Node<V> target, V seed, Node<?> first, boolean graph, boolean keepAll) {
    Walk<V> walk = new Walk<>(first, graph, keepAll, target.value());
    return graph ? walk.run(target, seed) : paused(() -> walk.run(target, seed.traced(null)));
  }

  // --- recording ------------------------------------------------------------------------------

  /** True while operations on this tape's values are recorded. */
  public boolean recording() {
    return pauses == 0 && nodes != CLOSED;
  }

  /** Whether operations must come here: to be recorded, or to be refused as a capture. */
  boolean following() {
    return nodes != CLOSED && (pauses == 0 || refusing != null);
  }

  /** The nodes so far, in order. */
  public List<Node<?>> nodes() {
    return List.of(Arrays.copyOf(nodes, size));
  }

  /** What the tape holds now; an array that several values share is counted for each of them. */
  public Statistics statistics() {
    long elements = 0;
    long bytes = 0;
    for (int i = 0; i < size; i++) {
      Form form = nodes[i].value().form();
      elements += form.size();
      bytes += form.bytes();
    }
    return new Statistics(size, elements, bytes);
  }

  /**
   * Lets go of every node; values made on this tape are constants from here on.
   *
   * @throws IllegalStateException if the tape belongs to another thread
   */
  @Override
  public void close() {
    requireOwner("close");
    for (int i = 0; i < size; i++) {
      nodes[i].release();
    }
    nodes = CLOSED;
    size = 0;
    stopped.clear();
  }

  /** All nodes, a line each: operation, inputs, name and value. Long tapes show their ends. */
  @Override
  public String toString() {
    return Listing.of(title(), nodes());
  }

  /** Which tape it is, for messages. */
  private String title() {
    return "tape " + number + (nodes == CLOSED ? " (closed)" : " (" + size + " nodes)");
  }

  /**
   * The tape on which an operation with one more traced input is recorded; null for none.
   *
   * <p>Two tapes meet when the argument of an inner derivative meets a captured value of an outer
   * one. Then the younger joins the older, if the library opened it: its nodes are appended there
   * and keep their order. Tapes of the user never join.
   */
  static @Nullable Tape common(
      @Nullable Tape soFar, Node<?> node, Operation<?> op, Traced<?>[] inputs) {
    Tape tape = node.tape();
    if (tape == soFar || !tape.recording()) {
      tape.refuseCapture(node, op);
      return soFar;
    }
    tape.requireOwner(op.name());
    if (soFar == null) {
      return tape;
    }
    Tape older = soFar.number < tape.number ? soFar : tape;
    Tape younger = older == tape ? soFar : tape;
    if (younger.userOpened) {
      throw new IllegalStateException(
          op.name()
              + ": inputs from two tapes: '"
              + node.op()
              + "' is on "
              + tape.title()
              + ", "
              + inputOn(soFar, inputs)
              + " is on "
              + soFar.title()
              + "; record both on one tape, or pass detach() of one of them");
    }
    younger.join(older);
    return older;
  }

  private static String inputOn(Tape tape, Traced<?>[] inputs) {
    for (Traced<?> in : inputs) {
      Node<?> node = in.node();
      if (node != null && node.tape() == tape) {
        return "'" + node.op() + "'";
      }
    }
    return "another input";
  }

  private void join(Tape older) {
    for (int i = 0; i < size; i++) {
      older.place(nodes[i]);
    }
    nodes = CLOSED;
    size = 0;
    joined = older;
  }

  /** This tape, or the one that it has joined. */
  Tape root() {
    Tape tape = this;
    while (tape.joined != null) {
      tape = tape.joined;
    }
    return tape;
  }

  <V extends Traced<V>> V record(Operation<V> op, V[] inputs) {
    op.requireRules();
    pauses++;
    V value;
    try {
      value = op.value(inputs);
    } finally {
      pauses--;
    }
    Node<V> node = new Node<>(this, op, inputs);
    if (callSites || finite != null) {
      node.called(CallSites.find());
    }
    V out = append(node, value);
    if (finite != null) {
      finite.checkValue(node);
    }
    return out;
  }

  /** A new node whose value is the given one: the start of a stretch that a walk can stop at. */
  <V extends Traced<V>> V alias(V value) {
    Node<V> before = value.node();
    boolean here = before != null && before.tape() == this;
    Node<V> node = new Node<>(this);
    if (here) {
      Primitive<V> identity = Primitive.of("alias", value).value(v -> v).vjp((V g) -> g);
      node = new Node<>(this, identity, identity.inputs());
    }
    V alias = append(node, value);
    requireNode(alias).watch(before == null ? null : before.label());
    return alias;
  }

  private <V extends Traced<V>> V append(Node<V> node, V value) {
    V out = value.traced(node);
    node.hold(out);
    if (ruleOf != null) {
      node.recordedBy(ruleOf);
    }
    if (scope != null) {
      node.partOf(scope);
    }
    place(node);
    return out;
  }

  private void place(Node<?> node) {
    if (size == nodes.length) {
      nodes = Arrays.copyOf(nodes, 2 * size);
    }
    node.place(this, size);
    nodes[size++] = node;
  }

  /** Whether this rule is not itself part of another one. */
  boolean beginRuleOf(Node<?> node) {
    boolean outermost = ruleOf == null;
    ruleOf = outermost ? node : ruleOf;
    return outermost;
  }

  void endRule() {
    ruleOf = null;
  }

  /** Whether an operation is recorded as what it is made of. */
  boolean opens(Operation<?> op) {
    return op.fused() && (plain || opensCheckpoints && op instanceof Checkpoint<?>);
  }

  int size() {
    return size;
  }

  /** The walks so far that the user asked for. */
  int walks() {
    return walks;
  }

  /** Whether the nodes are gone, or have gone to another tape. */
  boolean closed() {
    return nodes == CLOSED;
  }

  Node<?> nodeAt(int index) {
    return nodes[index];
  }

  /** Looks for the first gradient that is not finite, if this tape does. */
  <V extends Traced<V>> void checkRule(Node<V> node, int input, V g, V share) {
    if (finite != null) {
      finite.checkRule(node, input, g, share);
    }
  }

  // --- pausing --------------------------------------------------------------------------------

  /** Runs something while operations on this tape's values are not recorded. */
  <T> T paused(Supplier<T> body) {
    pauses++;
    try {
      return body.get();
    } finally {
      pauses--;
    }
  }

  /** Runs something that must not meet any value of this tape. */
  <T> T refusingCaptures(String name, Supplier<T> body) {
    String before = refusing;
    refusing = name;
    try {
      return paused(body);
    } finally {
      refusing = before;
    }
  }

  /**
   * Refuses what a plain form has recorded from {@code made} on if any of it is computed from a
   * value that stood here before {@code start}, or on an older tape: no gradient would reach that.
   */
  void refuseCaptures(String name, int start, int made) {
    for (int i = made; i < size; i++) {
      for (Traced<?> in : nodes[i].inputs()) {
        Node<?> node = in.node();
        if (node != null && node.tape() == this && node.index() < start) {
          throw captured(name, nodes[i].op(), node);
        }
      }
    }
    if (joined != null) {
      throw new IllegalStateException(
          name + ": its function captures a traced value of " + root() + CURE_OF_CAPTURES);
    }
  }

  private void refuseCapture(Node<?> met, Operation<?> op) {
    if (refusing != null && pauses > 0) {
      throw captured(refusing, op.name(), met);
    }
  }

  private static IllegalStateException captured(String name, String op, Node<?> met) {
    return new IllegalStateException(
        name
            + ": its function captures a traced value: '"
            + op
            + "' met "
            + met.title()
            + CURE_OF_CAPTURES);
  }

  // --- misuse ---------------------------------------------------------------------------------

  private void requireUsable(String asked) {
    if (nodes == CLOSED) {
      throw new IllegalStateException(
          asked + ": the tape is closed; ask inside the try block that opened it");
    }
    requireOwner(asked);
  }

  private void requireOwner(String asked) {
    if (Thread.currentThread() != owner) {
      throw new IllegalStateException(
          asked
              + ": "
              + title()
              + " belongs to thread '"
              + owner.getName()
              + "', called from '"
              + Thread.currentThread().getName()
              + "'; open a tape in each thread");
    }
  }

  private <V extends Traced<V>> Node<V> nodeOf(String asked, V value) {
    Node<V> node = value.node();
    if (node == null) {
      throw new IllegalArgumentException(
          asked
              + ": the value ("
              + value.form()
              + ") is a constant, nothing watched leads to it; "
              + "compute it from values that watch(...) returned");
    }
    if (node.tape().closed()) {
      throw new IllegalArgumentException(
          asked
              + ": the value ("
              + value.form()
              + ") has outlived its tape and is a constant; "
              + "ask inside the try block that recorded it, or watch it on this tape");
    }
    if (node.tape() != this) {
      throw new IllegalArgumentException(
          asked
              + ": the value made by '"
              + node.op()
              + "' is on "
              + node.tape().title()
              + ", not on "
              + title()
              + "; ask the tape that recorded it");
    }
    return node;
  }

  private static <V extends Traced<V>> Node<V> requireNode(V traced) {
    Node<V> node = traced.node();
    if (node == null) {
      throw new IllegalStateException(
          traced.getClass().getName() + ".traced(node): the result must carry the node");
    }
    return node;
  }
}
