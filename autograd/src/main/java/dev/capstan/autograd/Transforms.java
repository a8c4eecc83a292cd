package dev.capstan.autograd;

import java.util.ArrayList;
import java.util.List;
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
    /** The gradient of the only (or first) argument. */
    public V gradient() {
      return gradients.get(0);
    }
  }

  /** A value and the function that maps a cotangent of it to the gradients of the arguments. */
  public record Pullback<V>(V value, Function<V, List<V>> vjp) {
    /** The gradient of the only (or first) argument for a cotangent. */
    public V apply(V cotangent) {
      return vjp.apply(cotangent).get(0);
    }
  }

  /** A value and its directional derivative. */
  public record Directional<V>(V value, V tangent) {}

  /** The gradient of a scalar function at x. */
  public static <V extends Traced<V>> V grad(UnaryOperator<V> f, V x) {
    return valueAndGrad(f, x).gradient();
  }

  /** The gradient of a scalar function, as a function. */
  public static <V extends Traced<V>> UnaryOperator<V> grad(UnaryOperator<V> f) {
    return x -> grad(f, x);
  }

  /** Value and gradient of a scalar function at x. */
  public static <V extends Traced<V>> ValueAndGrad<V> valueAndGrad(UnaryOperator<V> f, V x) {
    return valueAndGrad(xs -> f.apply(xs.get(0)), List.of(x));
  }

  /** Value and gradients of a scalar function of several arguments. */
  public static <V extends Traced<V>> ValueAndGrad<V> valueAndGrad(
      Function<List<V>, V> f, List<V> xs) {
    try (Scope<V> scope = new Scope<>(xs)) {
      V y = f.apply(scope.arguments);
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
    return vjp(xs -> f.apply(xs.get(0)), List.of(x));
  }

  /** Value and pullback of a function of several arguments; the pullback may be called often. */
  @SuppressWarnings("MustBeClosedChecker") // the scope lives as long as the pullback does
  public static <V extends Traced<V>> Pullback<V> vjp(Function<List<V>, V> f, List<V> xs) {
    Scope<V> scope = new Scope<>(xs);
    V y = f.apply(scope.arguments);
    return new Pullback<>(scope.leave(y), g -> scope.pullback(y, g));
  }

  /**
   * Value and directional derivative (Jacobian-vector product) along a tangent.
   *
   * <p>The pullback is linear in its cotangent; differentiating it once more gives its transpose,
   * which is the product wanted. Costs about three evaluations.
   */
  public static <V extends Traced<V>> Directional<V> jvp(UnaryOperator<V> f, V x, V tangent) {
    if (!x.sameForm(tangent)) {
      throw new IllegalArgumentException(
          "jvp: the tangent's form is not the argument's: got "
              + tangent.form()
              + ", expected "
              + x.form());
    }
    try (Scope<V> inner = new Scope<>(List.of(x), true)) {
      V y = f.apply(inner.arguments.get(0));
      V dummy = inner.tape().alias(y.like(i -> 0));
      int from = requireIndex(dummy);
      V gradient = inner.pullback(y, dummy).get(0);
      V product = inner.pullbackTo(from, gradient, tangent, y);
      return new Directional<>(inner.leave(y), inner.leave(product));
    }
  }

  /** The product of the Hessian of a scalar function with a vector: one gradient of a gradient. */
  public static <V extends Traced<V>> V hvp(UnaryOperator<V> f, V x, V vector) {
    return vjp(grad(f), x).apply(vector);
  }

  /**
   * A function whose inner values are not kept: only inputs and value stay on the tape, and the
   * function is run once more when the gradient is wanted. Less memory for more time.
   *
   * @throws IllegalStateException if the function captures a traced value; pass it as an input
   */
  public static <V extends Traced<V>> V checkpoint(UnaryOperator<V> f, V x) {
    return checkpoint(xs -> f.apply(xs.get(0)), List.of(x));
  }

  /** As {@link #checkpoint(UnaryOperator, Traced)}, of several inputs. */
  public static <V extends Traced<V>> V checkpoint(Function<List<V>, V> f, List<V> xs) {
    V[] inputs = xs.toArray(arrayLike(xs.get(0)));
    return Primitive.of("checkpoint", inputs)
        .valueOfAll(in -> refusingCaptures(f, in))
        .twin(in -> f.apply(List.of(in)))
        .record();
  }

  /** The value as a constant: no gradient passes. */
  public static <V extends Traced<V>> V stopGradient(V x) {
    return x.traced(null);
  }

  private static <V extends Traced<V>> V refusingCaptures(Function<List<V>, V> f, V[] inputs) {
    List<V> constants = new ArrayList<>();
    Tape tape = null;
    for (V in : inputs) {
      Node<V> node = in.node();
      tape = tape == null && node != null ? node.tape() : tape;
      constants.add(in.traced(null));
    }
    if (tape == null) {
      return f.apply(constants);
    }
    V value = tape.refusingCaptures("checkpoint", () -> f.apply(constants));
    Node<V> captured = value.node();
    if (captured != null && captured.tape().recording()) {
      throw new IllegalStateException(
          "checkpoint: its function captures a traced value of another tape: its result is "
              + captured
              + "; pass the value as an input, or capture detach() of it");
    }
    return value.traced(null);
  }

  private static <V extends Traced<V>> int requireIndex(V value) {
    Node<V> node = value.node();
    if (node == null) {
      throw new IllegalStateException("the value carries no node");
    }
    return node.index();
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
    private final @Nullable Tape given;
    private final Tape opened;
    private final boolean alwaysGraph;
    final List<V> arguments = new ArrayList<>();

    Scope(List<V> xs) {
      this(xs, false);
    }

    Scope(List<V> xs, boolean alwaysGraph) {
      this.alwaysGraph = alwaysGraph;
      V[] all = xs.toArray(arrayLike(xs.get(0)));
      Primitive<V> meeting = Primitive.of("transform", all);
      Tape tape = null;
      for (V x : xs) {
        Node<V> node = x.node();
        if (node != null) {
          tape = Tape.common(tape, node, meeting, all);
        }
      }
      given = tape;
      opened = tape == null ? Tape.internal() : tape;
      for (V x : xs) {
        arguments.add(opened.alias(x));
      }
    }

    Tape tape() {
      return opened.root();
    }

    /** Whether an outer derivative may follow: on a tape of somebody else's. */
    private boolean graph() {
      return given != null || tape() != opened;
    }

    List<V> pullback(V y, V seed) {
      List<V> gradients = new ArrayList<>();
      joinTapeOf(seed, y);
      int from = requireIndex(arguments.get(0));
      @Nullable V[] adjoints = adjoints(from, y, seed);
      for (V x : arguments) {
        int at = requireIndex(x) - from;
        V gradient = at < adjoints.length ? adjoints[at] : null;
        gradients.add(gradient == null ? x.like(i -> 0) : alwaysGraph ? gradient : leave(gradient));
      }
      return gradients;
    }

    /** A cotangent that is itself traced makes this stretch part of its tape, before the walk. */
    private void joinTapeOf(V seed, V y) {
      Tape tape = null;
      V[] both = List.of(seed, y).toArray(arrayLike(y));
      Primitive<V> meeting = Primitive.of("vjp", both);
      for (V value : both) {
        Node<V> node = value.node();
        tape = node == null ? tape : Tape.common(tape, node, meeting, both);
      }
    }

    V pullbackTo(int from, V y, V seed, V like) {
      @Nullable V[] adjoints = adjoints(from, y, seed);
      V first = adjoints.length == 0 ? null : adjoints[0];
      return first == null ? like.like(i -> 0) : first;
    }

    private @Nullable V[] adjoints(int from, V y, V seed) {
      Node<V> node = y.node();
      if (tape().closed()) {
        throw new IllegalStateException(
            "vjp: the tape that the function's values were recorded on is closed; "
                + "call the pullback inside the try block that opened it");
      }
      if (node == null || node.tape() != tape() || node.index() < from) {
        return java.util.Arrays.copyOf(arrayLike(y), 0);
      }
      return tape().pullback(node, seed, from, graph() || alwaysGraph, false);
    }

    /** A result as the caller gets it: traced for an outer derivative, else a constant. */
    V leave(V result) {
      return graph() ? result : result.traced(null);
    }

    @Override
    public void close() {
      if (!graph()) {
        opened.close();
      }
    }
  }
}
