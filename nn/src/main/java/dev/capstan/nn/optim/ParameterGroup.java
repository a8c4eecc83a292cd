package dev.capstan.nn.optim;

import static java.util.Objects.requireNonNull;

import dev.capstan.nn.NeuralModule;
import dev.capstan.nn.Parameter;
import dev.capstan.nn.RowTable;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Parameters and tables that are trained alike.
 *
 * <pre>{@code
 * Adam adam = new Adam(List.of(
 *     ParameterGroup.of(net, Adam.Options.of(1e-3)),
 *     ParameterGroup.of(List.of(proxies), Adam.Options.of(1e-1))));
 * }</pre>
 *
 * @param <O> the optimizer's settings
 */
public record ParameterGroup<O extends UpdateOptions>(
    List<Parameter> parameters, List<RowTable> tables, O options) {

  /** One that appears twice is trained once. */
  public ParameterGroup {
    requireNonNull(parameters, "parameters");
    requireNonNull(tables, "tables");
    requireNonNull(options, "options");
    parameters = List.copyOf(new LinkedHashSet<>(parameters));
    tables = List.copyOf(new LinkedHashSet<>(tables));
  }

  /** All that a module has. */
  public static <O extends UpdateOptions> ParameterGroup<O> of(NeuralModule module, O options) {
    return new ParameterGroup<>(module.parameters(), module.tables(), options);
  }

  public static <O extends UpdateOptions> ParameterGroup<O> of(
      Collection<Parameter> parameters, O options) {
    return of(parameters, List.of(), options);
  }

  public static <O extends UpdateOptions> ParameterGroup<O> of(
      Collection<Parameter> parameters, Collection<RowTable> tables, O options) {
    requireNonNull(parameters, "parameters");
    requireNonNull(tables, "tables");
    return new ParameterGroup<>(List.copyOf(parameters), List.copyOf(tables), options);
  }
}
