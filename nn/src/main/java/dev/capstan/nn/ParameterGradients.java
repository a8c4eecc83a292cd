package dev.capstan.nn;

import static dev.capstan.ops.Elementwise.mul;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.nn.RowTable.RowGradient;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Workspace;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A loss and its gradient with respect to each parameter: what an optimizer applies. Between the
 * two stand clipping ({@link #clipNorm}) and accumulation ({@link #plus}); each returns a new
 * object.
 */
public final class ParameterGradients {
  private final Tensor loss;

  /** In the order of the parameters, so that sums over them have one order. */
  private final Map<Parameter, Tensor> gradients;

  private final Map<RowTable, RowGradient> rows;

  private ParameterGradients(
      Tensor loss, Map<Parameter, Tensor> gradients, Map<RowTable, RowGradient> rows) {
    this.loss = loss;
    this.gradients = gradients;
    this.rows = rows;
  }

  /**
   * Computes a loss on a tape of its own on which every distinct, unfrozen parameter is watched,
   * and its gradients. The parameters are constants again afterwards, whatever is thrown.
   *
   * @throws IllegalArgumentException if the loss is no scalar or depends on none of the parameters
   */
  public static ParameterGradients of(Collection<Parameter> parameters, Supplier<Tensor> loss) {
    return of(parameters, List.of(), loss);
  }

  /** As {@link #of(Collection, Supplier)}, with tables whose look-ups are watched as well. */
  public static ParameterGradients of(
      Collection<Parameter> parameters, Collection<RowTable> tables, Supplier<Tensor> loss) {
    return of(parameters, tables, loss, Workspace::release);
  }

  /**
   * As {@link #of(Collection, Collection, Supplier)}, in the memory that {@code memory} puts a
   * tensor into, such as {@link Workspace#lend}: the gradients are of use until it is reclaimed,
   * the loss for ever.
   */
  public static ParameterGradients of(
      Collection<Parameter> parameters,
      Collection<RowTable> tables,
      Supplier<Tensor> loss,
      UnaryOperator<Tensor> memory) {
    Map<Parameter, Tensor> constants = new LinkedHashMap<>();
    Set<RowTable> watched = new LinkedHashSet<>();
    try (Tape tape = new Tape()) {
      for (Parameter p : parameters) {
        if (!p.frozen() && !constants.containsKey(p)) {
          constants.put(p, p.watch(tape, memory));
        }
      }
      for (RowTable table : tables) {
        if (!table.frozen() && !watched.contains(table)) {
          table.watch(tape, memory);
          watched.add(table);
        }
      }
      return walk(tape, constants.keySet(), watched, loss.get());
    } finally {
      constants.forEach(Parameter::restore);
      watched.forEach(RowTable::restore);
    }
  }

  private static ParameterGradients walk(
      Tape tape, Set<Parameter> watched, Set<RowTable> tables, Tensor loss) {
    if (loss.node() == null) {
      throw new IllegalArgumentException(
          "gradients: the loss depends on no parameter: got a constant "
              + loss.form()
              + ", expected a scalar made from parameter.value(); "
              + (watched.isEmpty() && tables.isEmpty()
                  ? "every parameter is frozen"
                  : "compute it inside the supplier, and without detach()"));
    }
    Gradients<Tensor> g = tape.gradients(loss);
    Map<Parameter, Tensor> gradients = new LinkedHashMap<>();
    for (Parameter p : watched) {
      gradients.put(p, g.of(p.value()));
    }
    Map<RowTable, RowGradient> rows = new LinkedHashMap<>();
    for (RowTable table : tables) {
      if (table.used()) {
        rows.put(table, table.gradient(g));
      }
    }
    return new ParameterGradients(loss.detach(), gradients, rows);
  }

  /** The loss, a constant scalar. */
  public Tensor loss() {
    return loss;
  }

  /** Whether the parameter was watched: it is one of the module's and was not frozen. */
  public boolean has(Parameter parameter) {
    return gradients.containsKey(parameter);
  }

  /**
   * The gradient of one parameter; zero if the loss does not depend on it.
   *
   * @throws IllegalArgumentException if the parameter was frozen, or none of those watched
   */
  public Tensor of(Parameter parameter) {
    Tensor gradient = gradients.get(parameter);
    if (gradient == null) {
      throw new IllegalArgumentException(
          "gradients.of: " + parameter + " was not watched; it is frozen, or of another module");
    }
    return gradient;
  }

  /** The gradient of the rows that were looked up in a table; null if none was. */
  public @Nullable RowGradient of(RowTable table) {
    return rows.get(table);
  }

  /** The Euclidean norm of all gradients together. */
  public double norm() {
    double sum = 0;
    for (Tensor g : gradients.values()) {
      sum += sumOfSquares(g);
    }
    for (RowGradient g : rows.values()) {
      sum += sumOfSquares(g.gradient());
    }
    return Math.sqrt(sum);
  }

  private static double sumOfSquares(Tensor g) {
    double sum = 0;
    for (int i = 0; i < g.size(); i++) {
      sum += g.at(i) * g.at(i);
    }
    return sum;
  }

  /** The same direction with a norm of at most {@code most}. */
  public ParameterGradients clipNorm(double most) {
    if (!(most > 0)) {
      throw new IllegalArgumentException("clipNorm: got " + most + ", expected a positive norm");
    }
    double norm = norm();
    return norm > most ? each(g -> mul(g, most / norm)) : this;
  }

  /** Every element limited to −most … most. */
  public ParameterGradients clipValue(double most) {
    if (!(most > 0)) {
      throw new IllegalArgumentException("clipValue: got " + most + ", expected a positive bound");
    }
    return each(g -> g.like(i -> Math.max(-most, Math.min(most, g.at(i)))));
  }

  /** Loss and gradients times a number. */
  public ParameterGradients scale(double factor) {
    ParameterGradients scaled = each(g -> mul(g, factor));
    return new ParameterGradients(mul(loss, factor), scaled.gradients, scaled.rows);
  }

  /** Losses and gradients added; both must be of the same parameters. */
  public ParameterGradients plus(ParameterGradients other) {
    if (!gradients.keySet().equals(other.gradients.keySet())) {
      throw new IllegalArgumentException("plus: the gradients are of different parameters");
    }
    Map<Parameter, Tensor> sums = new LinkedHashMap<>();
    gradients.forEach((p, g) -> sums.put(p, g.add(other.of(p))));
    Map<RowTable, RowGradient> rowSums = new LinkedHashMap<>(rows);
    other.rows.forEach(
        (table, g) -> rowSums.merge(table, g, (mine, its) -> table.sum(List.of(mine, its))));
    return new ParameterGradients(loss.add(other.loss), sums, rowSums);
  }

  private ParameterGradients each(UnaryOperator<Tensor> f) {
    Map<Parameter, Tensor> changed = new LinkedHashMap<>();
    gradients.forEach((p, g) -> changed.put(p, f.apply(g)));
    Map<RowTable, RowGradient> changedRows = new LinkedHashMap<>();
    rows.forEach(
        (table, g) -> changedRows.put(table, new RowGradient(g.rows(), f.apply(g.gradient()))));
    return new ParameterGradients(loss, changed, changedRows);
  }
}
