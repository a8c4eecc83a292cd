package dev.capstan.autograd.check;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import dev.capstan.autograd.Traced;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Compares a gradient with finite differences, and names the culprit if they disagree.
 *
 * <pre>{@code
 * GradCheck.assertGradients(x -> x.square().sum(), Tensor.of(1.0, 2.0));     // in a test
 * GradCheck.of(f).at(x, y).order(2).audit().assertRight();                   // with options
 *
 * GradReport report = GradCheck.of(f).at(x, y).order(2).check();             // as data
 *
 * GradCheck.ofArray(f, gradient).at(0.3, 0.7).check().orThrow();             // no tape anywhere
 * }</pre>
 *
 * <p>The result of the function is weighed by a random cotangent; then each element of each input
 * is moved by a step to both sides. What disagrees is looked at again on a ladder of steps with
 * Richardson's extrapolation, from both sides, and under the branches that the operations took,
 * before it is called wrong; {@link Verdict} lists the outcomes, {@link Tolerances} every constant.
 * If something is wrong, the function runs once more on a tape with call sites, and each
 * operation's rule is checked alone: {@link Blame}.
 *
 * <p>The function must give the same result for the same input: draw random numbers from a
 * generator that it makes itself. Differences need float64; in float32 they have five digits at
 * best.
 *
 * <p>Immutable; every option gives a new check.
 */
public final class GradCheck {
  private final List<? extends Source> sources;
  private final Settings settings;

  /** What to check, given the settings. */
  private interface Source {
    Subject first(Settings settings);

    /** The gradient of order {@code order − 1} as a function. */
    Subject derivative(Settings settings, int order);
  }

  private GradCheck(List<? extends Source> sources, Settings settings) {
    this.sources = List.copyOf(sources);
    this.settings = settings;
  }

  // --- what to check --------------------------------------------------------------------------

  /** A function of one traced value; its gradient is the tape's. */
  public static <V extends Traced<V>> Of<V> of(UnaryOperator<V> f) {
    requireNonNull(f, "f");
    return new Of<>(xs -> f.apply(xs.get(0)), 1, null);
  }

  /** A function of two traced values. */
  public static <V extends Traced<V>> Of<V> of(BinaryOperator<V> f) {
    requireNonNull(f, "f");
    return new Of<>(xs -> f.apply(xs.get(0), xs.get(1)), 2, null);
  }

  /** A function of any number of traced values. */
  public static <V extends Traced<V>> Of<V> ofAll(Function<List<V>, V> f) {
    requireNonNull(f, "f");
    return new Of<>(f, -1, null);
  }

  /** A plain function of several variables with its gradient, written by hand. */
  public static OfArray ofArray(ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient) {
    requireNonNull(f, "f");
    requireNonNull(gradient, "gradient");
    return ofArrays(
        x -> new double[] {f.applyAsDouble(x)},
        (x, g) -> {
          double[] out = gradient.apply(x).clone();
          for (int i = 0; i < out.length; i++) {
            out[i] *= g[0];
          }
          return out;
        });
  }

  /**
   * A plain function of several variables with several results. Its rule maps (x, g) to the
   * gradient of {@code Σ gⱼ fⱼ(x)}.
   */
  public static OfArray ofArrays(UnaryOperator<double[]> f, BinaryOperator<double[]> vjp) {
    requireNonNull(f, "f");
    requireNonNull(vjp, "vjp");
    return new OfArray(f, vjp, List.of());
  }

  /** A plain function of one variable with its derivative, written by hand. */
  public static OfArray ofScalar(DoubleUnaryOperator f, DoubleUnaryOperator derivative) {
    requireNonNull(f, "f");
    requireNonNull(derivative, "derivative");
    return ofArray(
        x -> f.applyAsDouble(only(x)), x -> new double[] {derivative.applyAsDouble(only(x))});
  }

  private static double only(double[] x) {
    if (x.length != 1) {
      throw new IllegalArgumentException(
          "gradcheck: ofScalar: got a point of " + x.length + " variables, expected one");
    }
    return x[0];
  }

  /** A function on a tape that waits for its point. */
  public static final class Of<V extends Traced<V>> {
    private final Function<List<V>, V> f;
    private final int arity;
    private final @Nullable UnaryOperator<V> narrow;

    private Of(Function<List<V>, V> f, int arity, @Nullable UnaryOperator<V> narrow) {
      this.f = f;
      this.arity = arity;
      this.narrow = narrow;
    }

    /**
     * Also compares the gradient in a narrower type with the one in float64 at the same rounded
     * point: {@code narrowed(x -> x.to(DType.FLOAT32))}. The function must take either type. What
     * rounding the inputs does to the gradient is allowed many times over; beyond that the
     * operation is named whose value or rule is another there.
     */
    public Of<V> narrowed(UnaryOperator<V> to) {
      requireNonNull(to, "to");
      return new Of<>(f, arity, to);
    }

    /** At these inputs, in float64. */
    @SafeVarargs
    @SuppressWarnings("varargs") // only read
    public final GradCheck at(V... inputs) {
      requireNonNull(inputs, "inputs");
      return at(List.of(inputs));
    }

    /**
     * At these inputs.
     *
     * @throws IllegalArgumentException if one is not float64, or their number is not the function's
     */
    public GradCheck at(List<V> inputs) {
      requireNonNull(inputs, "inputs");
      return atEach(List.of(inputs));
    }

    /**
     * At several points, one after the other: a rule may be wrong at some of them only. The report
     * has a pass for each.
     *
     * @throws IllegalArgumentException also if there is no point
     */
    public GradCheck atEach(List<List<V>> points) {
      requireNonNull(points, "points");
      if (points.isEmpty()) {
        throw new IllegalArgumentException("gradcheck: got no point, expected at least one");
      }
      return new GradCheck(points.stream().map(this::source).toList(), Settings.DEFAULT);
    }

    private TapeSource<V> source(List<V> inputs) {
      if (inputs.isEmpty() || arity >= 0 && inputs.size() != arity) {
        throw new IllegalArgumentException(
            "gradcheck: got "
                + inputs.size()
                + " inputs, expected "
                + (arity < 0 ? "at least one" : String.valueOf(arity)));
      }
      List<V> constants = new ArrayList<>();
      for (V in : inputs) {
        requireDouble(in, constants.size());
        constants.add(in.traced(null));
      }
      return new TapeSource<>(f, constants, narrow);
    }

    private static <V extends Traced<V>> void requireDouble(V in, int k) {
      if (in.form().epsilon() > Tolerances.EPSILON) {
        throw new IllegalArgumentException(
            "gradcheck: finite differences need float64: input "
                + k
                + " is "
                + in.form()
                + ", whose rounding leaves five digits at best; check the function in float64 "
                + "(convert the inputs with to(FLOAT64))");
      }
    }
  }

  private record TapeSource<V extends Traced<V>>(
      Function<List<V>, V> f, List<V> inputs, @Nullable UnaryOperator<V> narrow) implements Source {
    @Override
    public TapeSubject<V> first(Settings settings) {
      List<String> names = TapeSubject.names(settings.names(), inputs.size());
      return new TapeSubject<>(f, inputs, names, narrow);
    }

    @Override
    public String toString() {
      return inputs.stream().map(in -> in.form().toString()).collect(joining(", "));
    }

    @Override
    public Subject derivative(Settings settings, int order) {
      V result = f.apply(inputs);
      double[] c = Checker.cotangent(settings, result.form().size());
      return new DerivativeSubject<>(
          first(settings), result.like(i -> c[i]), order, settings.seed());
    }
  }

  /** A plain function that waits for its point. */
  public static final class OfArray {
    private final UnaryOperator<double[]> f;
    private final BinaryOperator<double[]> vjp;

    private final List<Slice> slices;

    private OfArray(UnaryOperator<double[]> f, BinaryOperator<double[]> vjp, List<Slice> slices) {
      this.f = f;
      this.vjp = vjp;
      this.slices = List.copyOf(slices);
    }

    /** At this point. */
    public GradCheck at(double... x) {
      requireNonNull(x, "x");
      int sliced = slices.stream().mapToInt(Slice::size).sum();
      if (!slices.isEmpty() && sliced != x.length) {
        throw new IllegalArgumentException(
            "gradcheck: slices: got " + sliced + " elements, expected the point's " + x.length);
      }
      return new GradCheck(List.of(new ArraySource(f, vjp, x.clone(), slices)), Settings.DEFAULT);
    }

    /**
     * Names the next stretch of the array, and its shape: reports then say {@code W1 at [2, 0]},
     * and know a transposed matrix when they see one. The slices must fill the array in the end.
     */
    public OfArray slice(String name, int... axes) {
      requireNonNull(name, "name");
      requireNonNull(axes, "axes");
      List<Slice> more = new ArrayList<>(slices);
      more.add(new Slice(name, axes));
      return new OfArray(f, vjp, more);
    }
  }

  private record ArraySource(
      UnaryOperator<double[]> f, BinaryOperator<double[]> vjp, double[] x, List<Slice> slices)
      implements Source {
    @Override
    public Subject first(Settings settings) {
      String name = TapeSubject.names(settings.names(), 1).get(0);
      List<Slice> all = slices.isEmpty() ? List.of(new Slice(name, new int[] {x.length})) : slices;
      return new ArraySubject(f, vjp, x, all);
    }

    @Override
    public String toString() {
      return x.length + " variables";
    }

    @Override
    public Subject derivative(Settings settings, int order) {
      throw new IllegalArgumentException(
          "gradcheck: order "
              + order
              + " needs a function on a tape: a gradient written by hand cannot be differentiated "
              + "again; check the second derivative as a function of its own");
    }
  }

  // --- options --------------------------------------------------------------------------------

  /** 1: the gradient; 2: also the gradient of the gradient; and so on. */
  public GradCheck order(int order) {
    if (order < 1) {
      throw new IllegalArgumentException("gradcheck: order: got " + order + ", expected 1 or more");
    }
    return with(settings.withOrder(order));
  }

  /** How much of the gradient is looked at; {@link Mode#AUTO} unless set. */
  public GradCheck mode(Mode mode) {
    requireNonNull(mode, "mode");
    return with(settings.withMode(mode));
  }

  /** How near is near enough; {@link Tolerances#DEFAULT} unless set. */
  public GradCheck tolerances(Tolerances tolerances) {
    requireNonNull(tolerances, "tolerances");
    return with(settings.withTolerances(tolerances));
  }

  /** The seed of cotangents and directions; 1 unless set. */
  public GradCheck seed(long seed) {
    return with(settings.withSeed(seed));
  }

  /** The weights of the results; random unless set. */
  public GradCheck cotangent(double... weights) {
    requireNonNull(weights, "weights");
    return with(settings.withCotangent(weights.clone()));
  }

  /** What an element at a kink means; {@link Kinks#ACCEPT} unless set. */
  public GradCheck kinks(Kinks kinks) {
    requireNonNull(kinks, "kinks");
    return with(settings.withDemands(settings.demands().withKinks(kinks)));
  }

  /**
   * The share of the elements that must have been judged for the check to pass; {@link
   * Demands#DEFAULT} unless set. Elements at kinks do not count.
   */
  public GradCheck minJudged(double share) {
    return with(settings.withDemands(settings.demands().withMinJudged(share)));
  }

  /**
   * Accepts a function that does not give the same twice, by up to this much in a result or an
   * element of the gradient. What it hides is counted as noise: faults that it covers are reported
   * as not judged.
   */
  public GradCheck unsteadiness(double most) {
    return with(settings.withUnsteadiness(most));
  }

  /**
   * Also looks at every operation's rule alone, even where the whole gradient agrees: with several
   * gradients of several sizes, and asked more than once. Finds faults that cancel, clipped rules,
   * faults where no gradient arrives, and rules that remember, change what they are given, draw
   * random numbers or err at every third call; and compares forward mode with reverse mode. Costs
   * about forty runs of each rule and twice the evaluations of each operation alone.
   */
  public GradCheck audit() {
    return with(settings.withAudit());
  }

  /** What was checked, for the report. */
  public GradCheck named(String name) {
    requireNonNull(name, "name");
    return with(settings.named(name));
  }

  /** The inputs' names, for the report. */
  public GradCheck inputs(String... names) {
    requireNonNull(names, "names");
    return with(settings.withNames(List.of(names)));
  }

  /** What the function holds constant though it might not, for the report: frozen parameters. */
  public GradCheck constants(String... names) {
    requireNonNull(names, "names");
    return with(settings.withConstants(List.of(names)));
  }

  /** The report also holds the error against the step for the worst element: 68 evaluations. */
  public GradCheck errorCurve() {
    return with(settings.withErrorCurve());
  }

  /** Told after each element or direction. */
  public GradCheck progress(Progress progress) {
    requireNonNull(progress, "progress");
    return with(settings.withProgress(progress));
  }

  private GradCheck with(Settings other) {
    return new GradCheck(sources, other);
  }

  // --- running --------------------------------------------------------------------------------

  /** Runs the check. */
  public GradReport check() {
    List<Pass> passes = new ArrayList<>();
    for (int k = 0; k < sources.size(); k++) {
      String label = sources.size() == 1 ? "" : "point " + k;
      passes(sources.get(k)).forEach(pass -> passes.add(pass.labelled(label)));
    }
    return new GradReport(
        settings.name(), settings.seed(), settings.demands(), settings.constants(), passes);
  }

  private List<Pass> passes(Source source) {
    List<Pass> passes = new ArrayList<>();
    passes.add(new Checker(source.first(settings), settings, 1).run());
    for (int order = 2; order <= settings.order(); order++) {
      if (passes.get(passes.size() - 1).speaksAgainst()) {
        break; // the derivative of something wrong says nothing new
      }
      passes.add(new Checker(source.derivative(settings, order), settings, order).run());
    }
    return passes;
  }

  /**
   * For tests: runs the check, and passes if the gradient is right.
   *
   * @throws GradientError if it is not; the message is the report
   */
  public void assertRight() {
    GradReport unused = check().orThrow();
  }

  /**
   * Every derivative of every result, by the gradient and by central differences: for a look at the
   * numbers themselves, at the first point. A walk for each result, two evaluations for each
   * element.
   */
  public List<JacobianTable> jacobians() {
    return JacobianTable.of(sources.get(0).first(settings));
  }

  /**
   * For tests: passes if the gradient of f is right at x.
   *
   * @throws GradientError if it is not; the message names the culprit
   */
  public static <V extends Traced<V>> void assertGradients(UnaryOperator<V> f, V x) {
    requireNonNull(x, "x");
    of(f).at(x).check().orThrow();
  }

  /** As {@link #assertGradients(UnaryOperator, Traced)}, of two inputs. */
  public static <V extends Traced<V>> void assertGradients(BinaryOperator<V> f, V x, V y) {
    requireNonNull(x, "x");
    requireNonNull(y, "y");
    of(f).at(x, y).check().orThrow();
  }

  /** As {@link #assertGradients(UnaryOperator, Traced)}, of any number of inputs. */
  public static <V extends Traced<V>> void assertGradients(Function<List<V>, V> f, List<V> xs) {
    requireNonNull(xs, "xs");
    ofAll(f).at(xs).check().orThrow();
  }

  /** For tests: passes if the gradient of a plain function, written by hand, is right at x. */
  public static void assertGradients(
      ToDoubleFunction<double[]> f, UnaryOperator<double[]> gradient, double... x) {
    ofArray(f, gradient).at(x).check().orThrow();
  }

  @Override
  public String toString() {
    String name = settings.name().isEmpty() ? "" : settings.name() + " ";
    return "GradCheck("
        + name
        + "at "
        + (sources.size() == 1 ? "" : sources.size() + " points, first ")
        + sources.get(0)
        + "; order "
        + settings.order()
        + ", "
        + settings.mode()
        + "; check() runs it)";
  }
}
