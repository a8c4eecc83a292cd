package dev.capstan.nn;

import static dev.capstan.ops.Elementwise.mul;
import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.Gradients;
import dev.capstan.autograd.Tape;
import dev.capstan.nn.RowTable.RowGradient;
import dev.capstan.ops.Magnitudes;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Workspace;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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

  /** The parameters that the loss does not depend on: their gradients above are zeros. */
  private final Set<Parameter> idle;

  /** Parameters and tables that the loss computes with although nobody watched them. */
  private final Set<Object> strays;

  private ParameterGradients(
      Tensor loss,
      Map<Parameter, Tensor> gradients,
      Map<RowTable, RowGradient> rows,
      Set<Parameter> idle,
      Set<Object> strays) {
    this.loss = loss;
    this.gradients = gradients;
    this.rows = rows;
    this.idle = idle;
    this.strays = strays;
  }

  /**
   * Gradients that were computed elsewhere, on other machines for example. Tensors are taken as
   * constants.
   *
   * @throws IllegalArgumentException if a gradient has not the form of what it belongs to, or rows
   *     are out of range or mentioned twice
   */
  public static ParameterGradients given(
      Tensor loss, Map<Parameter, Tensor> gradients, Map<RowTable, RowGradient> rows) {
    Map<Parameter, Tensor> constants = new LinkedHashMap<>();
    gradients.forEach(
        (p, g) -> {
          if (!g.form().equals(p.form())) {
            throw new IllegalArgumentException(
                "gradients: got "
                    + g.form()
                    + " for "
                    + p
                    + "; a gradient has the form of its parameter");
          }
          constants.put(p, g.detach());
        });
    rows.forEach(RowTable::requireGradient);
    return new ParameterGradients(
        loss.detach(), constants, new LinkedHashMap<>(rows), Set.of(), Set.of());
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
    try (Tape tape = new Tape();
        Scope scope = Scope.open()) {
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
      Tensor value = Objects.requireNonNull(loss.get(), "gradients: the loss is null");
      return walk(tape, constants.keySet(), watched, value, scope.strays());
    } finally {
      constants.forEach(Parameter::restore);
      watched.forEach(RowTable::restore);
    }
  }

  private static ParameterGradients walk(
      Tape tape, Set<Parameter> watched, Set<RowTable> tables, Tensor loss, Set<Object> strays) {
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
    Set<Parameter> idle = null;
    for (Parameter p : watched) {
      gradients.put(p, g.of(p.value()));
      if (!g.reached(p.value())) {
        idle = idle == null ? new LinkedHashSet<>() : idle;
        idle.add(p);
      }
    }
    Map<RowTable, RowGradient> rows = new LinkedHashMap<>();
    for (RowTable table : tables) {
      if (table.used()) {
        rows.put(table, table.gradient(g));
      }
    }
    return new ParameterGradients(
        loss.detach(), gradients, rows, idle == null ? Set.of() : idle, strays);
  }

  /** The loss, a constant scalar. */
  public Tensor loss() {
    return loss;
  }

  /** Whether the parameter was watched: it is one of the module's and was not frozen. */
  public boolean has(Parameter parameter) {
    requireNonNull(parameter, "parameter");
    return gradients.containsKey(parameter);
  }

  /**
   * The gradient of one parameter; zero if the loss does not depend on it.
   *
   * @throws IllegalArgumentException if the parameter was frozen, or none of those watched
   */
  public Tensor of(Parameter parameter) {
    requireNonNull(parameter, "parameter");
    Tensor gradient = gradients.get(parameter);
    if (gradient == null) {
      throw new IllegalArgumentException(
          "gradients.of: " + parameter + " was not watched; it is frozen, or of another module");
    }
    return gradient;
  }

  /**
   * Whether the loss depends on the parameter at all: tells a missing gradient from a true zero.
   *
   * @throws IllegalArgumentException if the parameter was frozen, or none of those watched
   */
  public boolean reached(Parameter parameter) {
    requireNonNull(parameter, "parameter");
    of(parameter);
    return !idle.contains(parameter);
  }

  /** The gradient of the rows that were looked up in a table; null if none was. */
  public @Nullable RowGradient of(RowTable table) {
    requireNonNull(table, "table");
    return rows.get(table);
  }

  /** The parameters that these are gradients of, in one order. */
  public Set<Parameter> parameters() {
    return Collections.unmodifiableSet(gradients.keySet());
  }

  /** The tables that these have gradients of rows of. */
  public Set<RowTable> tables() {
    return Collections.unmodifiableSet(rows.keySet());
  }

  /**
   * The parameters and tables that the loss computed with as constants although they are not
   * frozen: nobody asked for their gradients, so they would stay as they are.
   */
  public Set<Object> strays() {
    return strays;
  }

  /** The part that an optimizer of these parameters and tables applies; others apply the rest. */
  public ParameterGradients only(Collection<Parameter> parameters, Collection<RowTable> tables) {
    requireNonNull(parameters, "parameters");
    requireNonNull(tables, "tables");
    Map<Parameter, Tensor> some = new LinkedHashMap<>(gradients);
    some.keySet().retainAll(Set.copyOf(parameters));
    Map<RowTable, RowGradient> someRows = new LinkedHashMap<>(rows);
    someRows.keySet().retainAll(Set.copyOf(tables));
    return new ParameterGradients(loss, some, someRows, idle, strays);
  }

  // --- how large they are ---------------------------------------------------------------------

  /**
   * The Euclidean norm of all gradients together; NaN or infinite if an element is. It does not
   * overflow before it must.
   */
  public double norm() {
    return Magnitudes.norm(all());
  }

  private List<Tensor> all() {
    List<Tensor> all = new ArrayList<>(gradients.values());
    rows.values().forEach(g -> all.add(g.gradient()));
    return all;
  }

  /** What is not finite, named for a message: the loss, a parameter or a table; null if nothing. */
  public @Nullable String nonFinite() {
    if (!Magnitudes.finite(loss)) {
      return "the loss is " + loss.item();
    }
    for (Map.Entry<Parameter, Tensor> entry : gradients.entrySet()) {
      if (!Magnitudes.finite(entry.getValue())) {
        return "the gradient of " + entry.getKey() + " has " + first(entry.getValue());
      }
    }
    for (Map.Entry<RowTable, RowGradient> entry : rows.entrySet()) {
      if (!Magnitudes.finite(entry.getValue().gradient())) {
        return "the gradient of " + entry.getKey() + " has " + first(entry.getValue().gradient());
      }
    }
    return null;
  }

  private static String first(Tensor g) {
    int at = 0;
    while (Double.isFinite(g.at(at))) {
      at++;
    }
    return g.at(at) + " at element " + at;
  }

  // --- changed gradients ----------------------------------------------------------------------

  /**
   * The same direction with a norm of at most {@code most}.
   *
   * @throws ArithmeticException if the norm is NaN or infinite: no factor mends that
   */
  public ParameterGradients clipNorm(double most) {
    if (!(most > 0)) {
      throw new IllegalArgumentException("clipNorm: got " + most + ", expected a positive norm");
    }
    double norm = norm();
    if (!(norm <= Double.MAX_VALUE)) {
      String what = nonFinite();
      throw new ArithmeticException(
          "clipNorm: the norm of the gradients is "
              + norm
              + (what == null ? "" : ": " + what)
              + "; leave this step out, or lower the learning rate");
    }
    return norm > most ? each(g -> mul(g, most / norm)) : this;
  }

  /**
   * Every element limited to −most … most; NaN stays.
   *
   * @throws IllegalArgumentException if the bound is not positive
   */
  public ParameterGradients clipValue(double most) {
    if (!(most > 0)) {
      throw new IllegalArgumentException("clipValue: got " + most + ", expected a positive bound");
    }
    return each(g -> g.like(i -> Math.max(-most, Math.min(most, g.at(i)))));
  }

  /** The same loss, and gradients times a number. */
  public ParameterGradients scaleGradients(double factor) {
    return each(g -> mul(g, factor));
  }

  /** Loss and gradients times a number. */
  public ParameterGradients scale(double factor) {
    ParameterGradients scaled = each(g -> mul(g, factor));
    return new ParameterGradients(mul(loss, factor), scaled.gradients, scaled.rows, idle, strays);
  }

  /** Losses and gradients added; both must be of the same parameters. */
  public ParameterGradients plus(ParameterGradients other) {
    requireNonNull(other, "other");
    if (!gradients.keySet().equals(other.gradients.keySet())) {
      throw new IllegalArgumentException("plus: the gradients are of different parameters");
    }
    Map<Parameter, Tensor> sums = new LinkedHashMap<>();
    gradients.forEach((p, g) -> sums.put(p, g.add(other.of(p))));
    Map<RowTable, RowGradient> rowSums = new LinkedHashMap<>(rows);
    other.rows.forEach(
        (table, g) -> rowSums.merge(table, g, (mine, its) -> table.sum(List.of(mine, its))));
    Set<Parameter> unused = new LinkedHashSet<>(idle);
    unused.retainAll(other.idle);
    Set<Object> both = new LinkedHashSet<>(strays);
    both.addAll(other.strays);
    return new ParameterGradients(loss.add(other.loss), sums, rowSums, unused, both);
  }

  /**
   * The mean of the gradients of several batches: those of one batch of them all, if each loss is a
   * mean over as many examples.
   *
   * @throws IllegalArgumentException if there is none, or they are of different parameters
   */
  public static ParameterGradients mean(List<ParameterGradients> each) {
    if (each.isEmpty()) {
      throw new IllegalArgumentException("mean: got no gradients, expected at least one");
    }
    ParameterGradients sum = each.get(0);
    for (ParameterGradients next : each.subList(1, each.size())) {
      sum = sum.plus(next);
    }
    return each.size() == 1 ? sum : sum.scale(1.0 / each.size());
  }

  private ParameterGradients each(UnaryOperator<Tensor> f) {
    Map<Parameter, Tensor> changed = new LinkedHashMap<>();
    gradients.forEach((p, g) -> changed.put(p, f.apply(g)));
    Map<RowTable, RowGradient> changedRows = new LinkedHashMap<>();
    rows.forEach(
        (table, g) -> changedRows.put(table, new RowGradient(g.rows(), f.apply(g.gradient()))));
    return new ParameterGradients(loss, changed, changedRows, idle, strays);
  }

  /** The loss, and of each gradient the form and the Euclidean norm. */
  @Override
  public String toString() {
    List<String> lines = new ArrayList<>();
    gradients.forEach(
        (p, g) ->
            lines.add(
                "  " + p.name() + " " + g.form() + (idle.contains(p) ? " not reached" : norm(g))));
    rows.forEach(
        (t, g) ->
            lines.add("  " + t.name() + " " + g.rows().length + " rows" + norm(g.gradient())));
    return Screen.of("gradients of the loss " + loss, lines);
  }

  private static String norm(Tensor g) {
    return String.format(Locale.ROOT, " of norm %.4g", g.norm(2).item());
  }
}
