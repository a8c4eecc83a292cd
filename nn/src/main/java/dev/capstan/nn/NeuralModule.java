package dev.capstan.nn;

import dev.capstan.ops.Tensor;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Something that owns parameters, buffers and further modules. A subclass registers each in its
 * constructor, and offers whatever method its mathematics asks for; {@link Layer} is the common
 * case of one tensor to one tensor.
 *
 * <pre>{@code
 * final class Scale extends Layer {
 *   private final Parameter factor;
 *
 *   Scale(Parameter factor) { this.factor = parameter(factor); }
 *
 *   @Override public Tensor apply(Tensor x) { return x.mul(factor.value()); }
 *   @Override protected Scale copy(Replication copies) { return new Scale(copies.of(factor)); }
 * }
 * }</pre>
 *
 * <p>A module belongs to one training thread. Workers and servers use a {@link #replica()}, which
 * shares the immutable tensors and nothing else; tables, which are mutable, are copied.
 */
public abstract class NeuralModule {
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Buffer> buffers = new LinkedHashMap<>();
  private final Map<String, RowTable> tables = new LinkedHashMap<>();
  private final Map<String, NeuralModule> children = new LinkedHashMap<>();

  /** Registers a parameter under its own name. */
  protected final Parameter parameter(Parameter parameter) {
    register(parameters, parameter.name(), parameter);
    return parameter;
  }

  /** Registers a buffer under its own name. */
  protected final Buffer buffer(Buffer buffer) {
    register(buffers, buffer.name(), buffer);
    return buffer;
  }

  /** Registers a table under its own name. */
  protected final RowTable table(RowTable table) {
    register(tables, table.name(), table);
    return table;
  }

  /** Registers a module that this one is made of. */
  protected final <M extends NeuralModule> M child(String name, M module) {
    register(children, name, module);
    return module;
  }

  private <T> void register(Map<String, T> into, String name, T thing) {
    if (name.isEmpty() || name.indexOf('.') >= 0) {
      throw new IllegalArgumentException(
          "module: name '" + name + "': expected a name that is not empty and has no dot");
    }
    boolean taken =
        Stream.of(parameters, buffers, tables, children).anyMatch(map -> map.containsKey(name));
    if (taken) {
      throw new IllegalArgumentException(
          "module: two things are named '" + name + "' in " + getClass().getSimpleName());
    }
    into.put(name, thing);
  }

  // --- what it owns ---------------------------------------------------------------------------

  /** Every distinct parameter, of children too, in the order of registration. */
  public final List<Parameter> parameters() {
    return distinct(namedParameters().values());
  }

  private static <T> List<T> distinct(Collection<T> all) {
    Set<T> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    return all.stream().filter(seen::add).toList();
  }

  /** Parameters by path, for example {@code 0.weight}; one that is shared has several paths. */
  public final Map<String, Parameter> namedParameters() {
    Map<String, Parameter> all = new LinkedHashMap<>();
    visit("", (path, module) -> module.parameters.forEach((n, p) -> all.put(path + n, p)));
    return all;
  }

  /** Buffers by path. */
  public final Map<String, Buffer> namedBuffers() {
    Map<String, Buffer> all = new LinkedHashMap<>();
    visit("", (path, module) -> module.buffers.forEach((n, b) -> all.put(path + n, b)));
    return all;
  }

  /** Tables by path. */
  public final Map<String, RowTable> namedTables() {
    Map<String, RowTable> all = new LinkedHashMap<>();
    visit("", (path, module) -> module.tables.forEach((n, t) -> all.put(path + n, t)));
    return all;
  }

  /** Every distinct table, of children too. */
  public final List<RowTable> tables() {
    return distinct(namedTables().values());
  }

  /** The modules that this one is made of, by name. */
  public final Map<String, NeuralModule> children() {
    return Collections.unmodifiableMap(children);
  }

  private interface Visitor {
    void visit(String path, NeuralModule module);
  }

  private void visit(String path, Visitor visitor) {
    visitor.visit(path, this);
    children.forEach((name, module) -> module.visit(path + name + ".", visitor));
  }

  /** The number of trainable elements, each parameter counted once, frozen ones too. */
  public final long size() {
    return parameters().stream().mapToLong(p -> p.form().shape().size()).sum()
        + tables().stream().mapToLong(t -> (long) t.rows() * t.width()).sum();
  }

  /** Freezes every parameter and table. */
  public final void freeze() {
    parameters().forEach(Parameter::freeze);
    tables().forEach(RowTable::freeze);
  }

  /** Unfreezes every parameter and table. */
  public final void unfreeze() {
    parameters().forEach(Parameter::unfreeze);
    tables().forEach(RowTable::unfreeze);
  }

  // --- what it does ---------------------------------------------------------------------------

  /**
   * The gradients of a scalar loss with respect to the parameters that are not frozen. Opens a
   * tape, runs {@code loss} on it, and leaves the parameters as they were, whatever is thrown.
   */
  public final ParameterGradients gradients(Supplier<Tensor> loss) {
    return ParameterGradients.of(parameters(), tables(), loss);
  }

  /** A module with the same tensors and a life of its own; parameters that are tied stay tied. */
  public NeuralModule replica() {
    return new Replication().of(this);
  }

  /**
   * A new module of the same structure, over {@code copies.of(…)} of this one's parameters, buffers
   * and children.
   */
  protected abstract NeuralModule copy(Replication copies);
}
