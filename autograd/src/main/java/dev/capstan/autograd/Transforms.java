package dev.capstan.autograd;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Derivatives as functions of functions. They nest: a transform works on the tape of its argument,
 * and opens one of its own if the argument is a constant; that tape joins the older one when the
 * function meets a captured traced value. Captured values are constants to the inner derivative and
 * variables to the outer one:
 *
 * <pre>{@code
 * grad(x -> x.mul(grad(y -> x.add(y), one)), one)          // 1, as mathematics has it
 * grad(s -> s.mul(grad(r -> s.mul(r).mul(r), two)), three) // d/ds 4 s² = 24
 * }</pre>
 */
public final class Transforms {
  private Transforms() {}

  /** A value and its gradients, one for each argument. */
  public record ValueAndGrad<V>(V value, List<V> gradients) {
    public ValueAndGrad {
      requireNonNull(value, "value");
      requireNonNull(gradients, "gradients");
    }

    /** The gradient of the only (or first) argument. */
    public V gradient() {
      return first("grad", gradients);
    }
  }

  /** A value and the function that maps a cotangent of it to the gradients of the arguments. */
  public record Pullback<V>(V value, Function<V, List<V>> vjp) {
    public Pullback {
      requireNonNull(value, "value");
      requireNonNull(vjp, "vjp");
    }

    /**
     * The gradient of the only (or first) argument for a cotangent.
     *
     * @throws IllegalArgumentException if the cotangent's form is not the value's
     */
    public V apply(V cotangent) {
      requireNonNull(cotangent, "cotangent");
      return first("vjp", vjp.apply(cotangent));
    }
  }

  private static <V> V first(String name, List<V> gradients) {
    if (gradients.isEmpty()) {
      throw new IllegalStateException(name + ": there is no argument, and no gradient");
    }
    return gradients.get(0);
  }

  /** A value and its directional derivative. */
  public record Directional<V>(V value, V tangent) {
    public Directional {
      requireNonNull(value, "value");
      requireNonNull(tangent, "tangent");
    }
  }

  /** The gradient of a scalar function at x. */
  public static <V extends Traced<V>> V grad(UnaryOperator<V> f, V x) {
    requireNonNull(x, "x");
    return valueAndGrad(f, x).gradient();
  }

  /** The gradient of a scalar function, as a function. */
  public static <V extends Traced<V>> UnaryOperator<V> grad(UnaryOperator<V> f) {
    requireNonNull(f, "f");
    return x -> grad(f, x);
  }

  /** Value and gradient of a scalar function at x. */
  public static <V extends Traced<V>> ValueAndGrad<V> valueAndGrad(UnaryOperator<V> f, V x) {
    requireNonNull(x, "x");
    return valueAndGrad(xs -> f.apply(xs.get(0)), List.of(x));
  }

  /** Value and gradients of a scalar function of several arguments. */
  public static <V extends Traced<V>> ValueAndGrad<V> valueAndGrad(
      Function<List<V>, V> f, List<V> xs) {
    requireNonNull(xs, "xs");
    try (Scope<V> scope = new Scope<>("grad", xs)) {
      V y = scope.apply(f);
      if (y.form().size() != 1) {
        throw new IllegalArgumentException(
            "grad: the function's value is no scalar: got "
                + y.form()
                + ", expected one element; reduce it with sum() or mean(), or use vjp");
      }
      return new ValueAndGrad<>(scope.leave(y), scope.pullback(y, y.like(i -> 1)));
    }
  }

  /** Value and pullback (vector-Jacobian product) of a function at x. */
  public static <V extends Traced<V>> Pullback<V> vjp(UnaryOperator<V> f, V x) {
    requireNonNull(x, "x");
    return vjp(xs -> f.apply(xs.get(0)), List.of(x));
  }

  /** Value and pullback of a function of several arguments; the pullback may be called often. */
  public static <V extends Traced<V>> Pullback<V> vjp(Function<List<V>, V> f, List<V> xs) {
    requireNonNull(xs, "xs");
    return pullback("vjp", "cotangent", f, xs);
  }

  @SuppressWarnings("MustBeClosedChecker") // the scope lives as long as the pullback does
  private static <V extends Traced<V>> Pullback<V> pullback(
      String name, String seed, Function<List<V>, V> f, List<V> xs) {
    Scope<V> scope = new Scope<>(name, xs);
    V y = scope.apply(f);
    return new Pullback<>(
        scope.leave(y),
        g -> {
          requireForm(name, seed, "value", y, g);
          return scope.pullback(y, g);
        });
  }

  /**
   * Value and directional derivative (Jacobian-vector product) along a tangent.
   *
   * <p>The pullback is linear in its cotangent; differentiating it once more gives its transpose,
   * which is the product wanted. Costs about three evaluations.
   */
  public static <V extends Traced<V>> Directional<V> jvp(UnaryOperator<V> f, V x, V tangent) {
    requireNonNull(x, "x");
    requireNonNull(tangent, "tangent");
    requireForm("jvp", "tangent", "argument", x, tangent);
    try (Scope<V> inner = new Scope<>("jvp", List.of(x), List.of(tangent))) {
      V y = inner.apply(xs -> f.apply(xs.get(0)));
      V dummy = inner.tape().alias(y.like(i -> 0));
      V gradient = inner.pullback(y, dummy).get(0);
      V product = inner.pullbackTo(dummy, gradient, tangent);
      return new Directional<>(inner.leave(y), inner.leave(product));
    }
  }

  /** The product of the Hessian of a scalar function with a vector: one gradient of a gradient. */
  public static <V extends Traced<V>> V hvp(UnaryOperator<V> f, V x, V vector) {
    requireNonNull(x, "x");
    requireNonNull(vector, "vector");
    return pullback("hvp", "vector", xs -> grad(f, xs.get(0)), List.of(x)).apply(vector);
  }

  /**
   * A function whose inner values are not kept: only inputs and value stay on the tape, and the
   * function is run once more when the gradient is wanted. Less memory for more time.
   *
   * <p>Both runs must be the same computation. A function that draws random numbers or changes what
   * it reads gives another value the second time, and the walk refuses it: draw outside, and pass
   * the numbers as an input.
   *
   * @throws IllegalStateException if the function captures a traced value; pass it as an input
   */
  public static <V extends Traced<V>> V checkpoint(UnaryOperator<V> f, V x) {
    requireNonNull(x, "x");
    return checkpoint(xs -> f.apply(xs.get(0)), List.of(x));
  }

  /** As {@link #checkpoint(UnaryOperator, Traced)}, of several inputs. */
  public static <V extends Traced<V>> V checkpoint(Function<List<V>, V> f, List<V> xs) {
    return new Checkpoint<>(f).apply(arrayOf("checkpoint", xs));
  }

  /**
   * The value as a constant: no gradient passes. It says that this is meant, as the value's own
   * {@code detach()} does not: a gradient check holds the value when it moves the inputs, within
   * {@link #checkpoint} too. That needs a value of a tape; what stands inside of an operation's own
   * function is none.
   */
  public static <V extends Traced<V>> V stopGradient(V x) {
    requireNonNull(x, "x");
    Node<V> node = x.node();
    V constant = x.traced(null);
    return node == null ? constant : node.tape().stop(constant);
  }

  private static <V extends Traced<V>> Node<V> requireNode(V value) {
    Node<V> node = value.node();
    if (node == null) {
      throw new IllegalStateException("the value carries no node");
    }
    return node;
  }

  /** What a function gave, if it gave anything. */
  static <V> V notNull(String name, @Nullable V value) {
    return Objects.requireNonNull(value, () -> name + ": the function gave null");
  }

  private static <V extends Traced<V>> void requireForm(
      String name, String what, String of, V expected, V got) {
    if (!expected.sameForm(got)) {
      throw new IllegalArgumentException(
          name
              + ": the "
              + what
              + "'s form is not the "
              + of
              + "'s: got "
              + got.form()
              + ", expected "
              + expected.form());
    }
  }

  private static <V extends Traced<V>> V[] arrayOf(String name, List<V> xs) {
    if (xs.isEmpty()) {
      throw new IllegalArgumentException(
          name + ": no arguments: got an empty list, expected one value or more");
    }
    return xs.toArray(arrayLike(xs.get(0)));
  }

  @SuppressWarnings("unchecked") // an empty array of the values' own type
  private static <V extends Traced<V>> V[] arrayLike(V like) {
    return (V[]) java.lang.reflect.Array.newInstance(like.getClass(), 0);
  }

  /**
   * The stretch of tape that belongs to one transform: the arguments' aliases and what follows.
   * Walks stop at the aliases, so that captured values are constants to them.
   */
  private static final class Scope<V extends Traced<V>> implements AutoCloseable {
    private final String name;
    private final @Nullable Tape given;
    private final Tape opened;
    private final boolean alwaysGraph;
    final List<V> arguments = new ArrayList<>();

    /** On the arguments' tape, or on one of its own. */
    Scope(String name, List<V> xs) {
      this(name, xs, List.of());
    }

    /** As above; what is given beside the arguments is met after a walk with a graph. */
    Scope(String name, List<V> xs, List<V> beside) {
      this.name = name;
      alwaysGraph = !beside.isEmpty();
      List<V> together = new ArrayList<>(xs);
      together.addAll(beside);
      given = meeting(arrayOf(name, together));
      opened = given == null ? Tape.internal() : given;
      for (V x : xs) {
        arguments.add(opened.alias(x));
      }
    }

    /** The tape of all these values, on which those of younger tapes of ours are joined. */
    private @Nullable Tape meeting(V[] values) {
      Primitive<V> meeting = Primitive.of(name, values);
      Tape tape = null;
      for (V value : values) {
        Node<V> node = value.node();
        tape = node == null ? tape : Tape.common(tape, node, meeting, values);
      }
      return tape;
    }

    V apply(Function<List<V>, V> f) {
      return notNull(name, f.apply(arguments));
    }

    Tape tape() {
      return opened.root();
    }

    /** Whether an outer derivative may follow: on a tape of somebody else's. */
    private boolean graph() {
      return given != null || tape() != opened;
    }

    List<V> pullback(V y, V seed) {
      // a cotangent that is itself traced makes this stretch part of its tape, before the walk
      meeting(arrayOf(name, List.of(seed, y)));
      Node<V> first = requireNode(arguments.get(0));
      @Nullable V[] adjoints = adjoints(first, y, seed);
      List<V> gradients = new ArrayList<>();
      for (V x : arguments) {
        int at = requireNode(x).index() - first.index();
        V gradient = at < adjoints.length ? adjoints[at] : null;
        gradients.add(gradient == null ? x.like(i -> 0) : alwaysGraph ? gradient : leave(gradient));
      }
      return gradients;
    }

    V pullbackTo(V argument, V y, V seed) {
      @Nullable V[] adjoints = adjoints(requireNode(argument), y, seed);
      V gradient = adjoints.length == 0 ? null : adjoints[0];
      return gradient == null ? argument.like(i -> 0) : gradient;
    }

    private @Nullable V[] adjoints(Node<V> first, V y, V seed) {
      Node<V> node = y.node();
      if (tape().closed()) {
        throw new IllegalStateException(
            name
                + ": the tape that the function's values were recorded on is closed; "
                + "call the pullback inside the try block that opened it");
      }
      if (node == null || node.tape() != tape() || node.index() < first.index()) {
        return java.util.Arrays.copyOf(arrayLike(y), 0);
      }
      return tape().pullback(node, seed, first, graph() || alwaysGraph, false);
    }

    /** A result as the caller gets it: a constant, unless somebody else's tape can follow it. */
    V leave(V result) {
      Node<V> node = result.node();
      return node == null || graph() || node.tape() != opened ? result : result.traced(null);
    }

    @Override
    public void close() {
      if (!graph()) {
        opened.close();
      }
    }
  }
}
