package dev.capstan.nn;

import static java.util.Objects.requireNonNull;

import dev.capstan.autograd.Tape;
import dev.capstan.ops.Tensor;
import dev.capstan.ops.Workspace;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
  private final Map<String, RandomStream> streams = new LinkedHashMap<>();
  private final Map<String, NeuralModule> children = new LinkedHashMap<>();
  private ModuleMode mode = ModuleMode.TRAIN;

  /** The tape that somebody reads while this module computes. */
  private @Nullable Tape read;

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

  /** Registers a random stream, whose place is part of what a checkpoint holds. */
  protected final RandomStream stream(String name, RandomStream stream) {
    register(streams, name, stream);
    return stream;
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
        Stream.of(parameters, buffers, tables, streams, children)
            .anyMatch(map -> map.containsKey(name));
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

  /** Random streams by path. */
  public final Map<String, RandomStream> namedStreams() {
    Map<String, RandomStream> all = new LinkedHashMap<>();
    visit("", (path, module) -> module.streams.forEach((n, s) -> all.put(path + n, s)));
    return all;
  }

  /** Every distinct table, of children too. */
  public final List<RowTable> tables() {
    return distinct(namedTables().values());
  }

  /** The numbers of all parameters, buffers and tables now, by path. */
  public final Map<String, Tensor> weights() {
    Map<String, Tensor> all = new LinkedHashMap<>();
    namedParameters().forEach((name, p) -> all.put(name, p.constant()));
    namedBuffers().forEach((name, b) -> all.put(name, b.value()));
    namedTables().forEach((name, t) -> all.put(name, t.toTensor()));
    return all;
  }

  /**
   * Replaces the numbers of all parameters, buffers and tables. A table that has fewer rows than it
   * is given grows.
   *
   * @throws IllegalArgumentException listing all that is missing, not this module's, or of another
   *     form; nothing is changed then
   */
  public final void load(Map<String, Tensor> weights) {
    requireNonNull(weights, "weights");
    Loading loading = Loading.of(this, weights);
    if (!loading.exact()) {
      throw new IllegalArgumentException("load: " + loading.differences());
    }
    loading.run();
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

  // --- what it is used for --------------------------------------------------------------------

  /** What it is used for now; a new module is in training mode. */
  public final ModuleMode mode() {
    return mode;
  }

  /** Whether it is in training mode. */
  public final boolean training() {
    return mode == ModuleMode.TRAIN;
  }

  /** Sets it and all that it is made of to training. */
  public final void train() {
    visit("", (path, module) -> module.mode = ModuleMode.TRAIN);
  }

  /** Sets it and all that it is made of to evaluation. */
  public final void eval() {
    visit("", (path, module) -> module.mode = ModuleMode.EVAL);
  }

  /**
   * A value computed in evaluation mode, after which every part is in the mode that it was in
   * before.
   */
  public final <T> T evaluating(Supplier<T> work) {
    IdentityHashMap<NeuralModule, ModuleMode> before = new IdentityHashMap<>();
    visit("", (path, module) -> before.put(module, module.mode));
    eval();
    try {
      return work.get();
    } finally {
      before.forEach((module, was) -> module.mode = was);
    }
  }

  final void adopt(ModuleMode like) {
    mode = like;
  }

  // --- what it does ---------------------------------------------------------------------------

  /**
   * The gradients of a scalar loss with respect to the parameters that are not frozen. Opens a
   * tape, runs {@code loss} on it, and leaves the parameters as they were, whatever is thrown.
   */
  public final ParameterGradients gradients(Supplier<Tensor> loss) {
    return ParameterGradients.of(parameters(), tables(), loss);
  }

  /**
   * Something computed while the parameters and tables that are not frozen are variables of the
   * given tape, named by their paths, and while the {@linkplain #part parts} of this module are
   * scopes there: for whoever wants to read what a model does. They are constants again afterwards,
   * whatever is thrown.
   *
   * <pre>{@code
   * try (Tape tape = new Tape(TapeOption.PLAIN, TapeOption.CALL_SITES)) {
   *   String text = model.watchedOn(tape, () -> Explain.of(tape, loss.get()).text());
   * }
   * }</pre>
   */
  public final <T> T watchedOn(Tape tape, Supplier<T> work) {
    requireNonNull(tape, "tape");
    requireNonNull(work, "work");
    Map<Parameter, Tensor> constants = new LinkedHashMap<>();
    IdentityHashMap<NeuralModule, @Nullable Tape> before = new IdentityHashMap<>();
    List<RowTable> watched = new ArrayList<>();
    try {
      namedParameters()
          .forEach(
              (path, p) -> {
                if (!p.frozen() && !constants.containsKey(p)) {
                  constants.put(p, p.watch(tape, Workspace::release));
                  tape.watch(p.value(), path);
                }
              });
      for (RowTable table : tables()) {
        if (!table.frozen()) {
          table.watch(tape, Workspace::release);
          watched.add(table);
        }
      }
      visit(
          "",
          (path, module) -> {
            before.putIfAbsent(module, module.read);
            module.read = tape;
          });
      return work.get();
    } finally {
      before.forEach((module, was) -> module.read = was);
      constants.forEach(Parameter::restore);
      watched.forEach(RowTable::restore);
    }
  }

  /**
   * What a part of this module computes, under the part's name where somebody reads the tape: a
   * module calls its children so. Costs nothing elsewhere.
   */
  protected final <T> T part(String name, Supplier<T> work) {
    if (read == null) {
      return work.get();
    }
    Tape.Scope scope = read.scope(name);
    try {
      return work.get();
    } finally {
      scope.close();
    }
  }

  /**
   * A module with the same numbers and a life of its own; parameters that are tied stay tied. Does
   * not change this one: several threads may replicate a module that nobody trains.
   *
   * @throws IllegalStateException if another thread trains it at this moment
   */
  public NeuralModule replica() {
    return copied("replica");
  }

  /**
   * What this module is now, never to change: for threads that serve while this one goes on
   * training.
   *
   * @throws IllegalStateException if another thread trains it at this moment
   */
  public Snapshot<? extends NeuralModule> publish() {
    return Snapshot.of(this);
  }

  /** A copy that is whole: refused if another thread changed anything while it was made. */
  final NeuralModule copied(String operation) {
    List<Turns> turns = turns();
    int[] before = turns.stream().mapToInt(Turns::now).toArray();
    for (Turns each : turns) {
      if (each.changedElsewhere()) {
        throw trainedElsewhere(operation, each, null);
      }
    }
    NeuralModule copy;
    try {
      copy = new Replication().of(this);
    } catch (RuntimeException e) {
      requireUnchanged(operation, turns, before, e);
      throw e;
    }
    requireUnchanged(operation, turns, before, null);
    return copy;
  }

  private List<Turns> turns() {
    return Stream.of(
            parameters().stream().map(Parameter::turns),
            namedBuffers().values().stream().map(Buffer::turns),
            tables().stream().map(RowTable::turns))
        .flatMap(each -> each)
        .toList();
  }

  private static void requireUnchanged(
      String operation, List<Turns> turns, int[] before, @Nullable RuntimeException cause) {
    VarHandle.acquireFence(); // what was read was read before the counts below
    for (int i = 0; i < before.length; i++) {
      if (turns.get(i).now() != before[i]) {
        throw trainedElsewhere(operation, turns.get(i), cause);
      }
    }
  }

  private static IllegalStateException trainedElsewhere(
      String operation, Turns turns, @Nullable RuntimeException cause) {
    return new IllegalStateException(
        operation
            + ": "
            + turns.changer()
            + " is training this module: got a call from thread '"
            + Thread.currentThread().getName()
            + "', expected one from the training thread, or after training; call publish() there"
            + " between two steps, and replica() of what it returns anywhere",
        cause);
  }

  /**
   * A new module of the same structure, over {@code copies.of(…)} of this one's parameters, buffers
   * and children.
   */
  protected abstract NeuralModule copy(Replication copies);

  /** A tree of all parts with their tensors, shapes and numbers of parameters. */
  @Override
  public String toString() {
    return isLeaf() ? ModuleText.kind(this) : ModuleText.of(this);
  }

  private boolean isLeaf() {
    return children.isEmpty() && parameters.isEmpty() && tables.isEmpty() && buffers.isEmpty();
  }
}
