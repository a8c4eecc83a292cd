package dev.capstan.autograd;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One application of an operation: its inputs, the function that maps them to the result, and one
 * rule for each input that says how a gradient passes back. An operation is written in one
 * expression, rules beside the value:
 *
 * <pre>{@code
 * static Scalar exp(Scalar x) {
 *   return Primitive.of("exp", x).value(v -> new Scalar(Math.exp(v.value())))
 *       .vjp((g, y) -> g.times(y)).record();
 * }
 * }</pre>
 *
 * <p>The function is used twice: for the value now, and for every replay later (blame, explanation,
 * forward mode). It sees untraced values. A rule maps the gradient {@code g} of the result (and, if
 * it likes, the result {@code y}) to this input's share: a vector-Jacobian product, written with
 * recorded operations, so that it can be differentiated in turn. A rule whose input is a constant
 * is never run. What cannot have a gradient (an axis, an exponent, indices) is a plain Java
 * argument and no input.
 *
 * <p>A <em>fused</em> operation computes the gradients of all inputs in one pass ({@link #joint})
 * for speed and names the same function written in plain operations ({@link #twin}). The twin is
 * what is differentiated when a graph is wanted, or when there is no joint rule.
 *
 * @param <V> the values of the operation
 */
public final class Primitive<V extends Traced<V>> extends Operation<V> {

  /** The joint backward pass of a fused operation. */
  @FunctionalInterface
  public interface Joint<V extends Traced<V>> {
    /** The gradients of all inputs, in order; null for an input that needs none. */
    @Nullable V[] apply(V g, V y);
  }

  private final V[] inputs;
  private @Nullable Function<V[], V> function;

  /** A UnaryOperator of g or a BinaryOperator of (g, y) for each input; null before the first. */
  private Object @Nullable [] rules;

  private int ruleCount;
  private @Nullable Joint<V> joint;
  private @Nullable Function<V[], V> twin;
  private @Nullable LongSupplier branch;
  private boolean transientRules;
  private boolean infinitiesMeant;

  private Primitive(String name, V[] inputs) {
    super(name);
    this.inputs = inputs;
  }

  /** Begins an operation of the given name (as messages should show it) on the given inputs. */
  @SafeVarargs
  @SuppressWarnings("varargs") // the array is kept, and only ever read
  public static <V extends Traced<V>> Primitive<V> of(String name, V... inputs) {
    requireNonNull(inputs, "inputs");
    return new Primitive<>(name, inputs);
  }

  /** The function of one input. */
  public Primitive<V> value(UnaryOperator<V> f) {
    requireNonNull(f, "f");
    return valueOfAll(in -> f.apply(in[0]));
  }

  /** The function of two inputs. */
  public Primitive<V> value(BinaryOperator<V> f) {
    requireNonNull(f, "f");
    return valueOfAll(in -> f.apply(in[0], in[1]));
  }

  /** The function of any number of inputs. */
  public Primitive<V> valueOfAll(Function<V[], V> f) {
    requireNonNull(f, "f");
    function = f;
    return this;
  }

  /** The rule of the next input: g to this input's gradient. */
  public Primitive<V> vjp(UnaryOperator<V> rule) {
    requireNonNull(rule, "rule");
    return addRule(rule);
  }

  /** The rule of the next input: (g, y) to this input's gradient, y being the result. */
  public Primitive<V> vjp(BinaryOperator<V> rule) {
    requireNonNull(rule, "rule");
    return addRule(rule);
  }

  private Primitive<V> addRule(Object rule) {
    if (rules == null) {
      rules = new Object[inputs.length];
    }
    if (ruleCount == inputs.length) {
      throw new IllegalStateException(
          name() + ": more rules than inputs: got a rule beyond " + inputs.length + " input(s)");
    }
    rules[ruleCount++] = rule;
    return this;
  }

  /** All inputs' gradients in one pass. Needs a {@link #twin} beside it. */
  public Primitive<V> joint(Joint<V> rule) {
    requireNonNull(rule, "rule");
    joint = rule;
    return this;
  }

  /** The same function written in plain recorded operations. */
  public Primitive<V> twin(Function<V[], V> plain) {
    requireNonNull(plain, "plain");
    twin = plain;
    return this;
  }

  /**
   * A signature of the branch that the operation takes at its inputs (which side of a kink, which
   * index wins); equal signatures mean the same smooth piece. Called only on demand.
   */
  public Primitive<V> branch(LongSupplier signature) {
    requireNonNull(signature, "signature");
    branch = signature;
    return this;
  }

  /**
   * Promises that the rules keep no gradient beyond their own run (in a field, in a list). Then the
   * walk may lend the memory of {@code g} again. Without the promise {@code g} is theirs for ever.
   */
  public Primitive<V> transientRules() {
    transientRules = true;
    return this;
  }

  /**
   * Says that infinities which the function makes of finite numbers are meant, as where a mask is
   * filled with −∞: {@link TapeOption#CHECK_FINITE} is to let them pass.
   */
  public Primitive<V> meansInfinities() {
    infinitiesMeant = true;
    return this;
  }

  /**
   * Computes the value, and puts a node on the tape if an input has one on a tape that records.
   *
   * @return the value, carrying the new node, or a constant
   */
  public V record() {
    return record(inputs);
  }

  V[] inputs() {
    return inputs;
  }

  @Override
  protected V value(V[] at) {
    if (function == null) {
      throw new IllegalStateException(name() + ": no function; call value(...) before record()");
    }
    return function.apply(at);
  }

  @Override
  @SuppressWarnings("unchecked") // addRule is only ever called with these two
  protected V vjp(int input, V g, V y, V[] in) {
    Object rule = Objects.requireNonNull(rules)[input];
    return rule instanceof UnaryOperator<?>
        ? ((UnaryOperator<V>) rule).apply(g)
        : ((BinaryOperator<V>) rule).apply(g, y);
  }

  @Override
  protected long branch(V[] in) {
    return branch == null ? 0 : branch.getAsLong();
  }

  @Override
  protected boolean keepsNothing() {
    return transientRules;
  }

  @Override
  boolean infinitiesMeant() {
    return infinitiesMeant;
  }

  @Override
  void requireRules() {
    boolean complete = joint != null ? twin != null : twin != null || ruleCount == inputs.length;
    if (!complete) {
      throw new IllegalStateException(
          joint != null
              ? name() + ": a joint rule without a twin; name the plain form with twin(...)"
              : name()
                  + ": got "
                  + ruleCount
                  + " rule(s), expected one for each of "
                  + inputs.length
                  + " input(s); add vjp(...)");
    }
  }

  @Override
  boolean fused() {
    return twin != null;
  }

  @Override
  @Nullable V @Nullable [] shares(V g, V y) {
    return joint == null ? null : joint.apply(g, y);
  }

  @Override
  V twin(V[] at) {
    return twin == null ? super.twin(at) : twin.apply(at);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("Primitive(").append(name()).append(" of ");
    for (int i = 0; i < inputs.length; i++) {
      text.append(i == 0 ? "" : ", ").append(inputs[i].form());
    }
    String rules = joint == null ? ruleCount + " of " + inputs.length + " rules" : "a joint rule";
    return text.append("; ").append(rules).append("; record() computes it)").toString();
  }
}
