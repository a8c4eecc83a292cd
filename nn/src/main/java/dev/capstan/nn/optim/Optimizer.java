package dev.capstan.nn.optim;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.ParameterGradients;
import dev.capstan.nn.RowTable;
import dev.capstan.nn.RowTable.RowGradient;
import dev.capstan.ops.Moments;
import dev.capstan.ops.MutableRows;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Workspace;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

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
 */
public abstract class Optimizer {
  private final List<Parameter> parameters;
  private final List<RowTable> tables;
  private final Workspace workspace = new Workspace();
  private int steps;

  /** An optimizer of these parameters and tables; one that appears twice is trained once. */
  protected Optimizer(Collection<Parameter> parameters, Collection<RowTable> tables) {
    this.parameters = List.copyOf(new LinkedHashSet<>(parameters));
    this.tables = List.copyOf(new LinkedHashSet<>(tables));
  }

  /** The distinct parameters, frozen ones too. */
  public final List<Parameter> parameters() {
    return parameters;
  }

  /** The distinct tables, frozen ones too. */
  public final List<RowTable> tables() {
    return tables;
  }

  /** How many times {@link #apply} has run. */
  public final int steps() {
    return steps;
  }

  /**
   * Computes a loss on a tape of its own, changes the parameters by its gradients, and returns it
   * as a constant. If anything is thrown, the parameters are what they were.
   *
   * <p>One step computes in the memory of the one before. A value of the loss's that is to be kept
   * beyond the step, a parameter's too, must be detached in it ({@link Tensor#detach} copies); to
   * read it later otherwise is an error that says so. {@link #gradients} has no such condition, and
   * neither has {@link Parameter#value()} outside of a step: training never writes to it.
   */
  public final Tensor step(Supplier<Tensor> loss) {
    try {
      ParameterGradients g = ParameterGradients.of(parameters, tables, loss, workspace::lend);
      apply(g, p -> p.value(workspace));
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
   * The second half: changes every parameter that the gradients cover. If anything is thrown, the
   * parameters are what they were.
   */
  public final void apply(ParameterGradients gradients) {
    apply(gradients, Parameter::value);
  }

  /** Assigns when all is computed, so that none is changed if the last of them is refused. */
  private void apply(ParameterGradients gradients, Function<Parameter, Tensor> value) {
    steps++;
    Map<Parameter, Tensor> next = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      Parameter p = parameters.get(i);
      if (gradients.has(p)) {
        Tensor updated = updated(i, value.apply(p), gradients.of(p));
        p.requireAssignable(updated);
        next.put(p, updated);
      }
    }
    for (int i = 0; i < tables.size(); i++) {
      RowGradient g = gradients.of(tables.get(i));
      if (g != null) {
        update(i, tables.get(i).values(), g.rows(), g.gradient());
      }
    }
    next.forEach(Parameter::assign);
  }

  /**
   * The next value of the parameter at an index of {@link #parameters()}. What is kept of value,
   * gradient or result beyond this call must be detached.
   */
  protected abstract Tensor updated(int index, Tensor value, Tensor gradient);

  /** Changes rows of the table at an index of {@link #tables()} in place. */
  protected abstract void update(int index, MutableRows table, int[] rows, Tensor gradient);

  /** Moments for each parameter, then for each table. */
  final List<Moments> moments() {
    return Stream.concat(
            parameters.stream().map(p -> Moments.of(p.value().dtype(), p.value().size())),
            tables.stream().map(t -> Moments.of(t.dtype(), t.rows() * t.width())))
        .toList();
  }

  /** Refuses a learning rate, a decay or the like that is negative or no number. */
  static void requireNotNegative(String optimizer, String what, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(
          optimizer + ": " + what + ": got " + value + ", expected a finite number of 0 or more");
    }
  }

  /** Refuses a decay rate of a moving average that is not in [0, 1). */
  static void requireRate(String optimizer, String what, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new IllegalArgumentException(
          optimizer + ": " + what + ": got " + value + ", expected a number in [0, 1)");
    }
  }
}
