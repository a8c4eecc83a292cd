package dev.capstan.testkit;

import static java.util.Objects.requireNonNull;

import dev.capstan.ops.BoolTensor;
import dev.capstan.ops.DType;
import dev.capstan.ops.IntTensor;
import dev.capstan.ops.Shape;
import dev.capstan.ops.Tensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A row of the op table: one operation, and what is known of it independently of its code. {@link
 * OpContract} turns a row into tests.
 *
 * <pre>{@code
 * OpSpec.of(Elementwise.class, "relu")
 *     .function(x -> Elementwise.relu(x))                // the static form
 *     .fluent(x -> x.relu())                             // the same on Tensor
 *     .domain(Domain.real().awayFrom(0))                 // smooth, with a gap to the kink
 *     .on(shape()).on(shape(3)).on(shape(2, 3))          // small shapes, three or more
 *     .elementwise(x -> Math.max(x, 0))                  // the naive reference
 *     .pin(at(0).gives(0).gradient(0))                   // the convention at the kink
 *     .known("torch.relu", "jax.nn.relu")
 *     .row()
 * }</pre>
 *
 * <p>What else a row may say:
 *
 * <ul>
 *   <li>{@code variant("axis 1")}: more rows for the same method; the row's name must be unique.
 *   <li>{@code covers("min")}: further methods of the family that this row proves too, such as
 *       overloads of another name that only delegate. Overloads of one name need no mention.
 *   <li>{@code function((x, y) -> …)}, {@code ((x, y, z) -> …)}, {@code functionOfList(xs -> …)};
 *       an axis, an exponent, a mask or indices are bound in the lambda.
 *   <li>{@code domains(d1, d2, …)}: one for each input; the last one holds for all further inputs.
 *   <li>{@code distinct()}: all elements of all inputs differ by {@link Domain#GAP} or more, for
 *       max, sort, maximum, …; then one pin must have equal elements.
 *   <li>{@code kink("the zero vector")}: a kink that is no single number; needs a pin {@code named}
 *       so.
 *   <li>{@code on(shape(2, 3), shape(3))}: one shape for each input. Keep them below about 12
 *       elements: the derivative checks cost the square. Put the smallest first.
 *   <li>{@code grows("n n, n 3 -> n n")}: what becomes of the shapes in a benchmark, if not all
 *       their axes may be stretched alike.
 *   <li>{@code reference(x -> Values.generate(shape(…), i -> …))}: a naive loop, in double, that
 *       calls no operation of ours.
 *   <li>{@code ulps(16, "why")}: the bound on the error of the value is {@code ulps · n · ε · (|y|
 *       + Σ|∂y/∂xⱼ · xⱼ|)} with n the largest input's size; 4 unless said.
 *   <li>{@code noGradient()}: the result is a constant by design (argmax, comparisons); turn an
 *       {@code IntTensor} or {@code BoolTensor} into a tensor by {@link #numbers}.
 *   <li>{@code only(FLOAT64)}: not both dtypes.
 *   <li>{@code error(ShapeException.class, "op: full message", () -> …)}: bad arguments.
 * </ul>
 */
public final class OpSpec {

  /** A function of three tensors. */
  @FunctionalInterface
  public interface Ternary<T> {
    T apply(T x, T y, T z);
  }

  /** A function of three numbers. */
  @FunctionalInterface
  public interface DoubleTernary {
    double apply(double x, double y, double z);
  }

  /** Bad arguments: what is thrown, with its full message, by which call. */
  public record Misuse(Class<? extends RuntimeException> type, String message, Runnable call) {
    public Misuse {
      requireNonNull(type, "type");
      requireNonNull(message, "message");
      requireNonNull(call, "call");
    }
  }

  private final Builder b;
  private final Function<List<Tensor>, Tensor> function;

  private OpSpec(Builder b, Function<List<Tensor>, Tensor> function) {
    this.b = b;
    this.function = function;
  }

  /** Begins the row of a method of an op family. */
  public static Builder of(Class<?> family, String method) {
    requireNonNull(family, "family");
    requireNonNull(method, "method");
    return new Builder(family, method);
  }

  /** A shape, for {@link Builder#on}. */
  public static Shape shape(int... sizes) {
    return Shape.of(sizes);
  }

  /** Indices as a tensor of numbers, for rows of operations that return indices. */
  public static Tensor numbers(IntTensor indices, Tensor like) {
    return indices.to(like);
  }

  /** A mask as a tensor of zeros and ones, for rows of operations that return masks. */
  public static Tensor numbers(BoolTensor mask, Tensor like) {
    return mask.to(like);
  }

  /** The row's name, unique in a table: the method and its variant. */
  public String name() {
    return b.method + (b.variant.isEmpty() ? "" : " [" + b.variant + "]");
  }

  /** The class of the static form. */
  public Class<?> family() {
    return b.family;
  }

  /** The static method's name. */
  public String method() {
    return b.method;
  }

  /** What tells the row from others of its method; empty if nothing does. */
  public String variant() {
    return b.variant;
  }

  /** The methods of the family that this row proves. */
  public Set<String> covers() {
    return Set.copyOf(b.covers);
  }

  /** The operation applied. */
  public Tensor apply(List<Tensor> inputs) {
    requireNonNull(inputs, "inputs");
    return function.apply(inputs);
  }

  /** The fluent form; null if the operation has none. */
  public @Nullable Function<List<Tensor>, Tensor> fluent() {
    return b.fluent;
  }

  /** The naive reference applied; null if the row has none. */
  public Values reference(List<Values> inputs) {
    requireNonNull(inputs, "inputs");
    return b.reference.apply(inputs);
  }

  /** The domain of an input. */
  public Domain domain(int input) {
    return b.domains.get(Math.min(input, b.domains.size() - 1));
  }

  /** Whether all elements of all inputs keep a distance. */
  public boolean distinct() {
    return b.distinct;
  }

  /** Kinks that are no single numbers. */
  public Set<String> kinks() {
    return Set.copyOf(b.kinks);
  }

  /** The shapes of the inputs, one list for each setting. */
  public List<List<Shape>> shapes() {
    return List.copyOf(b.shapes);
  }

  /** How the inputs grow, see {@link Builder#grows}; empty if every axis may. */
  public String grows() {
    return b.grows;
  }

  public List<Pin> pins() {
    return List.copyOf(b.pins);
  }

  public List<Misuse> errors() {
    return List.copyOf(b.errors);
  }

  public Set<DType> dtypes() {
    return Set.copyOf(b.dtypes);
  }

  /** The factor in the bound on the error of the value. */
  public double ulps() {
    return b.ulps;
  }

  /** Whether a gradient passes. */
  public boolean differentiable() {
    return b.differentiable;
  }

  /** What PyTorch calls it; empty if it has no such operation. */
  public String torch() {
    return b.torch;
  }

  /** What JAX calls it; empty if it has no such operation. */
  public String jax() {
    return b.jax;
  }

  @Override
  public String toString() {
    return b.family.getSimpleName() + "." + name();
  }

  /** Collects what a row says. */
  public static final class Builder {
    private final Class<?> family;
    private final String method;
    private final Set<String> covers = new LinkedHashSet<>();
    private final List<List<Shape>> shapes = new ArrayList<>();
    private final Set<String> kinks = new LinkedHashSet<>();
    private final List<Pin> pins = new ArrayList<>();
    private final List<Misuse> errors = new ArrayList<>();
    private String variant = "";
    private String grows = "";
    private @Nullable Function<List<Tensor>, Tensor> function;
    private @Nullable Function<List<Tensor>, Tensor> fluent;
    private Function<List<Values>, Values> reference = Builder::missing;
    private List<Domain> domains = List.of(Domain.real());
    private Set<DType> dtypes = EnumSet.allOf(DType.class);
    private boolean distinct;
    private boolean differentiable = true;
    private double ulps = 4;
    private String torch = "";
    private String jax = "";

    private Builder(Class<?> family, String method) {
      this.family = family;
      this.method = method;
      covers.add(method);
    }

    private static Values missing(List<Values> inputs) {
      throw new IllegalStateException("row: no reference for " + inputs.size() + " input(s)");
    }

    /** Tells this row from others of the same method. */
    public Builder variant(String name) {
      requireNonNull(name, "name");
      variant = name;
      return this;
    }

    /** Further methods of the family that this row proves. */
    public Builder covers(String... methods) {
      requireNonNull(methods, "methods");
      covers.addAll(List.of(methods));
      return this;
    }

    /** The static form, of one input. */
    public Builder function(UnaryOperator<Tensor> f) {
      requireNonNull(f, "f");
      return functionOfList(xs -> f.apply(xs.get(0)));
    }

    /** The static form, of two inputs. */
    public Builder function(BinaryOperator<Tensor> f) {
      requireNonNull(f, "f");
      return functionOfList(xs -> f.apply(xs.get(0), xs.get(1)));
    }

    /** The static form, of three inputs. */
    public Builder function(Ternary<Tensor> f) {
      requireNonNull(f, "f");
      return functionOfList(xs -> f.apply(xs.get(0), xs.get(1), xs.get(2)));
    }

    /** The static form, of any number of inputs. */
    public Builder functionOfList(Function<List<Tensor>, Tensor> f) {
      requireNonNull(f, "f");
      function = f;
      return this;
    }

    /** The fluent form, of one input. */
    public Builder fluent(UnaryOperator<Tensor> f) {
      requireNonNull(f, "f");
      return fluentOfList(xs -> f.apply(xs.get(0)));
    }

    /** The fluent form, of two inputs. */
    public Builder fluent(BinaryOperator<Tensor> f) {
      requireNonNull(f, "f");
      return fluentOfList(xs -> f.apply(xs.get(0), xs.get(1)));
    }

    /** The fluent form, of three inputs. */
    public Builder fluent(Ternary<Tensor> f) {
      requireNonNull(f, "f");
      return fluentOfList(xs -> f.apply(xs.get(0), xs.get(1), xs.get(2)));
    }

    /** The fluent form, of any number of inputs. */
    public Builder fluentOfList(Function<List<Tensor>, Tensor> f) {
      requireNonNull(f, "f");
      fluent = f;
      return this;
    }

    /** The smooth domain of every input. */
    public Builder domain(Domain every) {
      requireNonNull(every, "every");
      return domains(every);
    }

    /** The smooth domain of each input; the last one holds for all further inputs. */
    public Builder domains(Domain... each) {
      requireNonNull(each, "each");
      domains = List.of(each);
      return this;
    }

    /** Keeps all elements of all inputs apart. */
    public Builder distinct() {
      distinct = true;
      return this;
    }

    /** Names a kink that is no single number. */
    public Builder kink(String name) {
      requireNonNull(name, "name");
      kinks.add(name);
      return this;
    }

    /** One more setting: a shape for each input. */
    public Builder on(Shape... inputs) {
      requireNonNull(inputs, "inputs");
      shapes.add(List.of(inputs));
      return this;
    }

    /**
     * How the inputs grow where not every axis may alike, for {@link Stretch}: {@code n} for an
     * axis that does, a number for one that does not, as in {@code "n n n n, n n 3 3"}; after
     * {@code ->} a result, or a work, that is larger than the inputs.
     */
    public Builder grows(String sizes) {
      requireNonNull(sizes, "sizes");
      grows = sizes;
      return this;
    }

    /** The settings that any elementwise operation of one input can take. */
    public Builder onEveryRank() {
      return on(shape()).on(shape(3)).on(shape(2, 3)).on(shape(0, 2)).on(shape(1, 2, 1, 2));
    }

    /** The settings that any broadcasting operation of two inputs can take. */
    public Builder onBroadcasts() {
      return on(shape(), shape())
          .on(shape(3), shape(3))
          .on(shape(2, 3), shape(3))
          .on(shape(2, 1), shape(1, 3))
          .on(shape(), shape(2, 2))
          .on(shape(0, 2), shape(1, 2));
    }

    /** The reference of an elementwise operation of one input. */
    public Builder elementwise(DoubleUnaryOperator f) {
      requireNonNull(f, "f");
      return reference(x -> Values.generate(x.shape(), i -> f.applyAsDouble(x.at(i))));
    }

    /** The reference of a broadcasting elementwise operation of two inputs. */
    public Builder elementwise(DoubleBinaryOperator f) {
      requireNonNull(f, "f");
      return referenceOfList(
          xs ->
              Values.generate(
                  broadcast(xs),
                  i -> f.applyAsDouble(xs.get(0).broadcastAt(i), xs.get(1).broadcastAt(i))));
    }

    /** The reference of a broadcasting elementwise operation of three inputs. */
    public Builder elementwise(DoubleTernary f) {
      requireNonNull(f, "f");
      return referenceOfList(
          xs ->
              Values.generate(
                  broadcast(xs),
                  i ->
                      f.apply(
                          xs.get(0).broadcastAt(i),
                          xs.get(1).broadcastAt(i),
                          xs.get(2).broadcastAt(i))));
    }

    /** Two shapes agree where they are equal or one of them is 1, counted from the end. */
    private static Shape broadcast(List<Values> xs) {
      int rank = xs.stream().mapToInt(x -> x.shape().rank()).max().orElse(0);
      int[] sizes = new int[rank];
      for (int i = 1; i <= rank; i++) {
        int size = 1;
        for (Values x : xs) {
          size = i <= x.shape().rank() && x.size(-i) != 1 ? x.size(-i) : size;
        }
        sizes[rank - i] = size;
      }
      return Shape.of(sizes);
    }

    /** The naive reference, of one input. */
    public Builder reference(UnaryOperator<Values> f) {
      requireNonNull(f, "f");
      return referenceOfList(xs -> f.apply(xs.get(0)));
    }

    /** The naive reference, of two inputs. */
    public Builder reference(BinaryOperator<Values> f) {
      requireNonNull(f, "f");
      return referenceOfList(xs -> f.apply(xs.get(0), xs.get(1)));
    }

    /** The naive reference, of three inputs. */
    public Builder reference(Ternary<Values> f) {
      requireNonNull(f, "f");
      return referenceOfList(xs -> f.apply(xs.get(0), xs.get(1), xs.get(2)));
    }

    /** The naive reference, of any number of inputs. */
    public Builder referenceOfList(Function<List<Values>, Values> f) {
      requireNonNull(f, "f");
      reference = f;
      return this;
    }

    /** An exact statement at one point. */
    public Builder pin(Pin pin) {
      requireNonNull(pin, "pin");
      pins.add(pin);
      return this;
    }

    /** A call with bad arguments. */
    public Builder error(Class<? extends RuntimeException> type, String message, Runnable call) {
      requireNonNull(type, "type");
      requireNonNull(message, "message");
      requireNonNull(call, "call");
      errors.add(new Misuse(type, message, call));
      return this;
    }

    /** The dtypes that the operation takes, if not both. */
    public Builder only(DType dtype) {
      requireNonNull(dtype, "dtype");
      dtypes = EnumSet.of(dtype);
      return this;
    }

    /** A wider bound on the error of the value, with the reason. */
    public Builder ulps(double factor, String reason) {
      requireNonNull(reason, "reason");
      if (reason.isBlank()) {
        throw new IllegalArgumentException("ulps: a wider bound needs a reason");
      }
      ulps = factor;
      return this;
    }

    /** The result is a constant by design. */
    public Builder noGradient() {
      differentiable = false;
      return this;
    }

    /** What PyTorch and JAX call the operation. */
    public Builder known(String inTorch, String inJax) {
      requireNonNull(inTorch, "inTorch");
      requireNonNull(inJax, "inJax");
      torch = inTorch;
      jax = inJax;
      return this;
    }

    /** The finished row. */
    public OpSpec row() {
      if (function == null) {
        throw new IllegalStateException("row " + method + ": no function; call function(...)");
      }
      return new OpSpec(this, function);
    }
  }
}
