package dev.capstan.nn.optim;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.JointChange;
import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.RowTable;
import dev.capstan.nn.RowTable.RowGradient;
import dev.capstan.nn.State;
import dev.capstan.nn.Stateful;
import dev.capstan.ops.MutableRows;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Workspace;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Something that changes parameters by their gradients.
 *
 * <p>A training step is one expression; where gradients are to be clipped or accumulated, its two
 * halves are called apart:
 *
 * <pre>{@code
 * Tensor loss = optimizer.step(() -> criterion.apply(model.apply(images), labels));
 *
 * ParameterGradients g = optimizer.gradients(() -> criterion.apply(model.apply(images), labels));
 * optimizer.apply(g.clipNorm(1));
 * }</pre>
 *
 * <p>A parameter that the loss does not depend on stays as it is ({@link StepOption#MOVE_UNUSED}
 * chooses the other convention). A loss that computes with an unfrozen parameter which the
 * optimizer does not train, as the proxies of a loss are easily forgotten, is refused before
 * anything is changed.
 */
public abstract class Optimizer implements Stateful {
  private final List<Parameter> parameters;
  private final List<RowTable> tables;
  private final Set<Object> trained;
  private final double[] initialRates;
  private final double[] rates;
  private final Workspace workspace = new Workspace();
  private int steps;

  /**
   * An optimizer of these parameters and tables whose rate is its own affair; one that appears
   * twice is trained once.
   */
  protected Optimizer(Collection<Parameter> parameters, Collection<RowTable> tables) {
    this(
        List.copyOf(new LinkedHashSet<>(parameters)),
        List.copyOf(new LinkedHashSet<>(tables)),
        new double[0]);
  }

  /**
   * An optimizer of several groups, with a rate for each.
   *
   * @throws IllegalArgumentException if there is no group, or something is in two
   */
  protected Optimizer(List<? extends ParameterGroup<?>> groups) {
    this(
        groups.stream().flatMap(g -> g.parameters().stream()).toList(),
        groups.stream().flatMap(g -> g.tables().stream()).toList(),
        groups.stream().mapToDouble(g -> g.options().learningRate()).toArray());
    if (groups.isEmpty()) {
      throw new IllegalArgumentException("optimizer: got no group, expected at least one");
    }
  }

  private Optimizer(List<Parameter> parameters, List<RowTable> tables, double[] rates) {
    this.parameters = parameters;
    this.tables = tables;
    this.trained = new LinkedHashSet<>();
    requireOnce(parameters);
    requireOnce(tables);
    this.initialRates = rates;
    this.rates = rates.clone();
  }

  private void requireOnce(List<?> all) {
    for (Object each : all) {
      if (!trained.add(each)) {
        throw new IllegalArgumentException(
            "optimizer: " + each + " is in two groups; leave it in one");
      }
    }
  }

  /** The distinct parameters, frozen ones too. */
  public final List<Parameter> parameters() {
    return parameters;
  }

  /** The distinct tables, frozen ones too. */
  public final List<RowTable> tables() {
    return tables;
  }

  /** How many steps have been taken; one that threw or was refused is none. */
  public final int steps() {
    return steps;
  }

  // --- rates ----------------------------------------------------------------------------------

  /** The number of groups. */
  public final int groups() {
    return rates.length;
  }

  /** The learning rate of the first group now. */
  public final double rate() {
    return rate(0);
  }

  /** The learning rate of a group now. */
  public final double rate(int group) {
    return rates[checked(group)];
  }

  /** Gives a group another learning rate, from the next step on. */
  public final void rate(int group, double rate) {
    Rates.requireNotNegative("optimizer", "learningRate", rate);
    rates[checked(group)] = rate;
  }

  private int checked(int group) {
    if (group < 0 || group >= rates.length) {
      throw new IndexOutOfBoundsException(
          "optimizer: rate: got group " + group + ", expected one of " + rates.length + ", from 0");
    }
    return group;
  }

  /** Gives every group its first learning rate times a factor, from the next step on. */
  public final void scaleRates(double factor) {
    Rates.requireNotNegative("optimizer", "factor", factor);
    for (int i = 0; i < rates.length; i++) {
      rates[i] = initialRates[i] * factor;
    }
  }

  /**
   * Gives every group this momentum from the next step on, as a schedule does: SGD's, or Adam's β₁;
   * optimizers without one go on as they are.
   *
   * @param value in [0, 1)
   */
  public void momentum(double value) {
    Rates.requireRate("optimizer", "momentum", value);
  }

  // --- steps ----------------------------------------------------------------------------------

  /**
   * Computes a loss on a tape of its own, changes the parameters by its gradients, and returns it
   * as a constant. If anything is thrown, the parameters are what they were.
   *
   * <p>One step computes in the memory of the one before. A value of the loss's that is to be kept
   * beyond the step, a parameter's too, must be detached in it ({@link Tensor#detach} copies); to
   * read it later otherwise is an error that says so. {@link #gradients} has no such condition, and
   * neither has {@link Parameter#value()} outside of a step: training never writes to it.
   *
   * @throws ArithmeticException if loss or gradients are not finite and the options refuse that
   * @throws IllegalArgumentException if the loss computes with a parameter or table that is neither
   *     frozen nor trained by this optimizer
   */
  public final Tensor step(Supplier<Tensor> loss, StepOption... options) {
    requireNonNull(options, "options");
    return step(loss, g -> g, options);
  }

  /**
   * As {@link #step(Supplier, StepOption...)}, with a look at the gradients before they are
   * applied: {@code step(loss, g -> g.clipNorm(1))}. They are of use until the step is over.
   */
  public final Tensor step(
      Supplier<Tensor> loss, UnaryOperator<ParameterGradients> change, StepOption... options) {
    requireNonNull(change, "change");
    requireNonNull(options, "options");
    try {
      ParameterGradients g =
          change.apply(ParameterGradients.of(parameters, tables, loss, workspace::lend));
      apply(g, p -> p.value(workspace), options);
      return g.loss();
    } finally {
      workspace.reclaim();
    }
  }

  /** The first half of a step: see {@link NeuralModule#gradients}. */
  public final ParameterGradients gradients(Supplier<Tensor> loss) {
    return ParameterGradients.of(parameters, tables, loss);
  }

  /**
   * The second half: changes every parameter that the gradients cover and that is not frozen by
   * now. If anything is thrown, the parameters are what they were.
   *
   * @throws ArithmeticException if loss or gradients are not finite and the options refuse that
   * @throws IllegalArgumentException if the gradients are of a parameter or table that this
   *     optimizer does not train, or were computed with one that nobody trains
   */
  public final void apply(ParameterGradients gradients, StepOption... options) {
    for (Parameter p : gradients.parameters()) {
      requireTrained(p);
    }
    gradients.tables().forEach(this::requireTrained);
    apply(gradients, Parameter::value, options);
  }

  private void requireTrained(Object each) {
    if (!trained.contains(each)) {
      throw new IllegalArgumentException(
          "apply: the gradients are of "
              + each
              + ", which this optimizer does not train; add it to a group, or apply"
              + " gradients.only(optimizer.parameters(), optimizer.tables())");
    }
  }

  /** Assigns when all is computed, so that none is changed if the last of them is refused. */
  private void apply(
      ParameterGradients gradients, Function<Parameter, Tensor> value, StepOption... options) {
    List<StepOption> chosen = options.length == 0 ? List.of() : Arrays.asList(options);
    requireNoStrays(gradients);
    if (chosen.contains(StepOption.REFUSE_NON_FINITE)) {
      requireFinite(gradients);
    }
    boolean all = chosen.contains(StepOption.MOVE_UNUSED);
    Map<Parameter, Tensor> next = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter p = parameters.get(i);
      if (gradients.has(p) && !p.frozen() && (all || gradients.reached(p))) {
        Tensor updated = updated(i, value.apply(p), gradients.of(p));
        p.requireAssignable(updated);
        next.put(p, updated);
      }
    }
    JointChange.of(
        next.keySet(),
        tables,
        () -> {
          updateTables(gradients);
          next.forEach(Parameter::assign);
        });
    steps++;
  }

  private void updateTables(ParameterGradients gradients) {
    for (int i = 0; i < tables.size(); i++) {
      RowTable table = tables.get(i);
      RowGradient g = gradients.of(table);
      if (g != null && !table.frozen()) {
        int index = i;
        table.change(rows -> update(index, rows, g.rows(), g.gradient()));
      }
    }
  }

  private void requireNoStrays(ParameterGradients gradients) {
    for (Object stray : gradients.strays()) {
      throw new IllegalArgumentException(
          "step: the loss computes with "
              + stray
              + ", which is in no group of this optimizer and would stay as it is;"
              + (trained.contains(stray)
                  ? " it was frozen when the step began"
                  : " add it to a group, freeze() it, or take its constant()"));
    }
  }

  private static void requireFinite(ParameterGradients gradients) {
    String what = gradients.nonFinite();
    if (what != null) {
      throw new ArithmeticException(
          "step: "
              + what
              + ": nothing was changed; lower the learning rate, clip the gradients, or look at the"
              + " batch");
    }
  }

  /**
   * The next value of the parameter at an index of {@link #parameters()}. What is kept of value,
   * gradient or result beyond this call must be detached.
   */
  protected abstract Tensor updated(int index, Tensor value, Tensor gradient);

  /** Changes rows of the table at an index of {@link #tables()} in place. */
  protected abstract void update(int index, MutableRows table, int[] rows, Tensor gradient);

  // --- state ----------------------------------------------------------------------------------

  /** Steps, rates, and whatever the optimizer remembers of each parameter and table. */
  @Override
  public final State state() {
    State.Builder state =
        State.builder()
            .put("optimizer", getClass().getSimpleName())
            .put("steps", steps)
            .put("rates", rates);
    return state.put("memory", memory()).build();
  }

  @Override
  public final void restore(State state) {
    state.require("optimizer", getClass().getSimpleName());
    double[] read = state.reals("rates");
    int taken = state.count("steps");
    if (read.length != rates.length) {
      throw new IllegalArgumentException(
          "restore: got "
              + read.length
              + " groups of parameters, expected "
              + rates.length
              + ": the state is of another model");
    }
    for (double rate : read) {
      Rates.requireNotNegative("restore", "learningRate", rate);
    }
    remember(state.part("memory"));
    System.arraycopy(read, 0, rates, 0, rates.length);
    steps = taken;
  }

  /** What the optimizer remembers beside steps and rates; nothing unless overridden. */
  protected State memory() {
    return State.builder().build();
  }

  /**
   * Takes over what {@link #memory()} answered.
   *
   * @throws IllegalArgumentException if it does not fit; nothing is changed then
   */
  protected void remember(State memory) {}

  /** What is trained, in the order of parameters and tables. */
  final List<Object> slots() {
    return new ArrayList<>(trained);
  }

  @Override
  public String toString() {
    return getClass().getSimpleName()
        + " of "
        + parameters.size()
        + " parameters and "
        + tables.size()
        + " tables, "
        + steps
        + " steps, rates "
        + Arrays.toString(rates);
  }
}
